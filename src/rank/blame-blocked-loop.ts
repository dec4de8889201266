import type { Hotspot, Ranking } from "./ranking.ts";

/** Where code of the program kept one of asyncio's loops from going on. */
export interface LoopBlocker {
  /** `module.qualname` */
  readonly function: string;
  readonly file: string;
}

/** What waits for sockets for so much of its time does next to nothing else. */
const WAITS_FOR_SOCKETS = 0.8;
/** Behind the wait of all clients there is at least so much of it in whoever keeps them waiting: eight clients wait in one process. */
const PART_OF_WAIT = 0.2;

/**
 * Clients that are started by the same run wait for its server, and their wait would be the worst. Where that is a wait for
 * sockets, and one of the top five was seen to block a loop, then that one is: it is what they wait for. `blockers` come the longest first.
 */
export function blameBlockedLoop(ranking: Ranking, blockers: readonly LoopBlocker[]): Ranking {
  const worst = ranking.top.find(({ isWorst }) => isWorst);
  if (worst === undefined || !waitsForSockets(worst)) return ranking;
  const blamed = blockers
    .flatMap(
      (blocker) => ranking.top.find((row) => row.function === blocker.function && row.file === blocker.file) ?? [],
    )
    .find((row) => row !== worst && row.self >= worst.self * PART_OF_WAIT);
  if (blamed === undefined) return ranking;
  return { ...ranking, top: ranking.top.map((row) => ({ ...row, isWorst: row === blamed })) };
}

function waitsForSockets({ nature }: Hotspot): boolean {
  const waits = nature?.waits.filter(({ kind }) => kind === "socket") ?? [];
  return waits.reduce((sum, { fraction }) => sum + fraction, 0) >= WAITS_FOR_SOCKETS;
}
