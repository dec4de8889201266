import type { LoopFacts } from "../../collect/observation.ts";
import { formatDuration } from "../format/duration.ts";
import { formatCount } from "../format/number.ts";
import { shortPath } from "../format/path.ts";

/** Fewer looks tell nothing of a loop. */
const LEAST_LOOKS = 50;
const MOST_NAMED = 3;

/** How long asyncio's loops kept waiting what became ready, and what blocked them. */
export function loopLines(loops: readonly LoopFacts[], cwd: string): readonly string[] {
  const lines = loops
    .filter(({ looks }) => looks >= LEAST_LOOKS)
    .flatMap(({ pid, thread, median, p99, worst, blocked }) => [
      `Loop lag (${thread} of ${pid}): median ${formatDuration(median)}, p99 ${formatDuration(p99)}, worst ${formatDuration(worst)}`,
      ...blocked.slice(0, MOST_NAMED).map((frame) => {
        const times = frame.times === 1 ? "once" : `${formatCount(frame.times)} times`;
        const at = `${frame.function} (${shortPath(frame.file, cwd)}:${frame.line})`;
        return `  blocked ${times} for more than 50 ms, at most ${formatDuration(frame.longest)}, in ${at}`;
      }),
    ]);
  return lines.length === 0 ? [] : [...lines, ""];
}
