import { fraction } from "../base/units.ts";
import type { Hotspot, HotWait } from "../rank/ranking.ts";
import type { LockEvidence } from "./evidence.ts";
import type { Place } from "./place.ts";

/** How long a row's threads waited for a lock, and what its holder waited for meanwhile, where a rule asks for it. */
export function lockAt(
  { candidate: { expression, runs = [], asksLock }, context }: Place,
  { nature }: Hotspot,
): readonly LockEvidence[] {
  if (asksLock !== true || nature === undefined) return [];
  const here = nature.waits.filter(({ file }) => file === context.source.path);
  const waiting = here.filter(({ kind, line }) => kind === "lock" && line === expression.startLine);
  const isHeld = ({ line }: HotWait): boolean =>
    runs.some(({ startLine, endLine }) => line >= startLine && line <= endLine);
  const holding = here.filter((wait) => isHeld(wait) && !THREADS.has(wait.kind));
  const [longest] = holding;
  if (longest === undefined || waiting.length === 0) return [];
  return [{ kind: "lock", waiting: sumOf(waiting), holding: sumOf(holding), for: longest.kind, line: longest.line }];
}

/** Waits for other threads are no waits for the world. */
const THREADS: ReadonlySet<HotWait["kind"]> = new Set(["lock", "queue"]);

const sumOf = (waits: readonly HotWait[]): LockEvidence["waiting"] =>
  fraction(waits.reduce((sum, { fraction: part }) => sum + part, 0));
