import type { Dump, DumpedThread } from "../../collect/dump.ts";
import { formatCount } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { quoted } from "../format/quoted.ts";
import { stackLines } from "./dump-stack.ts";
import { taskSections } from "./dump-tasks.ts";

/** One look at a process in words: every thread's state and stack, then every task's, the innermost frame first. */
export function dumpReport(dump: Dump, paint: Paint): string {
  const { pid, command, python, threads, cwd } = dump;
  const count = threads.length === 1 ? "1 thread" : `${formatCount(threads.length)} threads`;
  const title =
    `${paint.strong("hasten")}: process ${pid} on Python ${python.version}, ${count}\n` +
    paint.dim(`  ${command.join(" ")}`);
  const sections = threads.map((thread) => threadLines(thread, cwd, paint).join("\n"));
  return `${[title, ...sections, ...taskSections(dump, paint)].join("\n\n")}\n`;
}

function threadLines(thread: DumpedThread, cwd: string, paint: Paint): string[] {
  const id = thread.tid === undefined ? "" : ` (${thread.tid})`;
  const head = `${paint.strong(thread.name)}${id}: ${stateWords(thread, paint)}`;
  if (!thread.isSettled) return [head, paint.dim("  its stack changed faster than it could be read; try again")];
  if (thread.frames.length === 0) return [head, paint.dim("  no Python code on its stack")];
  return [head, ...stackLines(thread.frames, cwd, paint)];
}

function stateWords(thread: DumpedThread, paint: Paint): string {
  const task = thread.task === undefined ? "" : `, in task ${quoted(thread.task)}`;
  return `${lockWords(thread, paint)}${task}`;
}

/** `running, holds the GIL`; `waits for the GIL` says all of a thread that does. */
function lockWords({ state, gil }: DumpedThread, paint: Paint): string {
  if (gil === "waits") return paint.bad("waits for the GIL");
  const words = state === "unknown" ? "nobody knows whether it runs" : state;
  const painted = state === "running" ? paint.good(words) : paint.dim(words);
  return gil === "holds" ? `${painted}, ${paint.hot("holds the GIL")}` : painted;
}
