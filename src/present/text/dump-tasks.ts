import type { Dump, DumpedTask } from "../../collect/dump.ts";
import { formatCount } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { quoted } from "../format/quoted.ts";
import { stackLines } from "./dump-stack.ts";

/** Stacks of tasks shown for one thread; tasks that stand at the same place share one. */
const MOST_STACKS = 30;
/** Names shown of tasks that share a stack, or that a task waits for. */
const MOST_NAMES = 3;

/** A section for each thread that has tasks. */
export function taskSections({ threads, tasks = [], hasAllTasks, cwd }: Dump, paint: Paint): readonly string[] {
  const owners = new Map<number | undefined, string>(threads.map(({ tid, name }) => [tid, name]));
  const sections = [...owners.set(undefined, "no known thread")].flatMap(([owner, whose]) => {
    const own = tasks.filter(({ tid }) => tid === owner);
    if (own.length === 0) return [];
    return [`${paint.strong(`Tasks of ${whose}`)}: ${formatCount(own.length)}`, ...placeLines(own, cwd, paint)].join(
      "\n",
    );
  });
  const missing = paint.dim("Tasks may be missing: their list changed whenever it was read; try again.");
  return hasAllTasks ? sections : [...sections, missing];
}

function placeLines(tasks: readonly DumpedTask[], cwd: string, paint: Paint): readonly string[] {
  const places = groups(tasks);
  const left = places.slice(MOST_STACKS).flat().length;
  const lines = places.slice(0, MOST_STACKS).flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const names = listWords(same.map(({ name }) => name));
    const head = `  ${names} ${stateWords(first, same.length > 1)}`;
    return [head, ...stackLines(first.frames, cwd, paint).map((line) => `  ${line}`)];
  });
  const rest = `  … ${formatCount(left)} ${left === 1 ? "task" : "tasks"} left out; --json has all of them …`;
  return left === 0 ? lines : [...lines, paint.dim(rest)];
}

/** Tasks that stand at the same place and wait for the same. */
function groups(tasks: readonly DumpedTask[]): readonly (readonly DumpedTask[])[] {
  const found = new Map<string, DumpedTask[]>();
  for (const task of tasks) {
    const known = found.get(placeOf(task));
    if (known === undefined) found.set(placeOf(task), [task]);
    else known.push(task);
  }
  return [...found.values()];
}

const placeOf = ({ state, waitsFor, frames }: DumpedTask): string =>
  JSON.stringify([state, waitsFor, frames.map(({ file, line, function: called }) => [file, line, called])]);

function stateWords({ state, waitsFor }: DumpedTask, areMany: boolean): string {
  if (state === "running") return areMany ? "run: their stacks are their threads'" : "runs: its stack is its thread's";
  if (state === "ready") return areMany ? "are ready to run" : "is ready to run";
  if (state === "changing") return "went on whenever it was looked at; try again";
  const tasks = waitsFor.flatMap((wait) => (wait.kind === "task" ? [wait.name] : []));
  const others = waitsFor.flatMap((wait) => (wait.kind === "task" ? [] : [endWord(wait)]));
  const awaited = tasks.length > 0 ? listWords(tasks) : (others[0] ?? "something");
  return `${areMany ? "wait" : "waits"} for ${awaited}`;
}

/** `sleep` of `asyncio.tasks.sleep`, `Queue.get` of `asyncio.queues.Queue.get`; a type without its package. */
function endWord(wait: Exclude<DumpedTask["waitsFor"][number], { kind: "task" }>): string {
  if (wait.kind === "call") return wait.function.replace(/^asyncio\.(?:[a-z_]+\.)?/u, "");
  return `a ${wait.type.replace(/^.*\./u, "")}`;
}

function listWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(quoted);
  const left = names.length - shown.length;
  return left > 0 ? `${shown.join(", ")} and ${formatCount(left)} more` : shown.join(", ");
}
