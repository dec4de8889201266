import { lineNumber, seconds } from "../../base/units.ts";
import type { BlockedLoop, LoopFacts } from "../observation.ts";
import type { RecordedLoop, RecordedProcess, Recording } from "./recording.ts";

/** What was seen of asyncio's loops. */
export function loopsOf({ processes }: Recording): readonly LoopFacts[] {
  return processes.flatMap((process) => process.loops.map((loop) => factsOf(process, loop)));
}

/** What is to be said of processes whose loops are none of asyncio's own, and have no turns that could be seen. */
export function foreignLoops({ processes }: Recording): readonly string[] {
  return processes.flatMap(({ pid, functions, loops }) => {
    const runs = (file: RegExp): boolean => functions.some((each) => file.test(each.file) && RUNS.test(each.qualname));
    if (runs(/\/trio\/_core\/_run\.py$/u))
      return [
        `Process ${pid} runs on trio: how long its loop kept others waiting cannot be seen, and what hasten says of its tasks is advice.`,
      ];
    return loops.length === 0 && runs(/\/(?:asyncio\/runners|uvloop\/__init__)\.py$/u)
      ? [
          `The loop of process ${pid} is none of asyncio's own (uvloop?): how long it kept others waiting cannot be seen; with asyncio's own it can.`,
        ]
      : [];
  });
}

const RUNS = /(?:^|\.)(?:run|unrolled_run)$/u;

function factsOf(process: RecordedProcess, { thread, looks, median, p99, worst, blocked }: RecordedLoop): LoopFacts {
  const merged = new Map<string, BlockedLoop>();
  for (const turns of blocked) {
    const found = frameOf(process, turns.node);
    if (found === undefined) continue;
    const key = JSON.stringify(found);
    const known = merged.get(key);
    merged.set(key, {
      ...found,
      times: (known?.times ?? 0) + turns.times,
      total: seconds((known?.total ?? 0) + turns.total / 1e9),
      longest: seconds(Math.max(known?.longest ?? 0, turns.longest / 1e9)),
    });
  }
  const times = { median: seconds(median / 1e9), p99: seconds(p99 / 1e9), worst: seconds(worst / 1e9) };
  const name = process.threads[thread]?.name ?? "";
  return { pid: process.pid, thread: name, looks, ...times, blocked: [...merged.values()] };
}

/** The innermost frame of code that is in none of the interpreter's library folders, else the innermost one. */
function frameOf(
  { nodes, functions, libraryFolders }: RecordedProcess,
  innermost: number,
): Pick<BlockedLoop, "function" | "file" | "line"> | undefined {
  let first: Pick<BlockedLoop, "function" | "file" | "line"> | undefined;
  for (let node = nodes[innermost]; node !== undefined; node = nodes[node.parent]) {
    const called = functions[node.function];
    if (called === undefined || called.file.startsWith("<")) continue;
    const name = called.module === "" ? called.qualname : `${called.module}.${called.qualname}`;
    const frame = { function: name, file: called.file, line: lineNumber(node.line) };
    if (!libraryFolders.some((folder) => called.file.startsWith(`${folder}/`))) return frame;
    first ??= frame;
  }
  return first;
}
