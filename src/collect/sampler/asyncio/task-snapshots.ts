import type { CodeTable } from "../code-table.ts";
import { frameSnapshot, type FrameSnapshot } from "../frame-snapshot.ts";
import type { AsyncioReaders } from "./asyncio-readers.ts";
import type { AwaitChain } from "./await-chain.ts";
import { TaskCamera, type SeenTask } from "./task-camera.ts";
import type { ListedTask, OwnedTasks, TaskOwners } from "./task-list.ts";
import type { TaskReader, TaskSources } from "./task-reader.ts";

/**
 * What a task waits for: other tasks; what it called of asyncio (`asyncio.tasks.sleep`); where neither is known, the type of
 * what it awaits.
 */
export type TaskWait =
  | { readonly kind: "task"; readonly number: number; readonly name: string }
  | { readonly kind: "call"; readonly function: string }
  | { readonly kind: "object"; readonly type: string };

/** A task that is not done. */
export interface TaskSnapshot {
  /** Its number among those of the process; names need not differ. */
  readonly number: number;
  readonly name: string;
  /** The kernel's id of the thread whose list holds it; undefined where that thread has ended or cannot be told. */
  readonly tid: number | undefined;
  /** `changing`: it went on whenever it was looked at; then there are no frames. */
  readonly state: SeenTask["state"] | "changing";
  readonly waitsFor: readonly TaskWait[];
  /** Where it stands, the innermost first; none of a running task, whose frames are on its thread's stack. */
  readonly frames: readonly FrameSnapshot[];
}

/** All tasks of a process. */
export interface TasksSnapshot {
  readonly tasks: readonly TaskSnapshot[];
  /** False where a list changed whenever it was read: then tasks may be missing. */
  readonly isWhole: boolean;
}

/** Looks at every task of a process, and says what those that wait wait for; undefined where there is no asyncio. */
export function takeTasks(
  { reader, list }: AsyncioReaders,
  sources: TaskSources,
  owners: TaskOwners,
): TasksSnapshot | undefined {
  const listed = list(owners);
  return listed && { tasks: lookAt(listed.owned, sources, reader), isWhole: listed.isWhole };
}

function lookAt(owned: OwnedTasks["owned"], sources: TaskSources, reader: TaskReader): readonly TaskSnapshot[] {
  const camera = new TaskCamera(sources, reader);
  const seen = owned.flatMap(({ task, tid }) => {
    const shown = camera.take(task);
    return shown === "ended" ? [] : [{ task, tid, shown: shown === "changing" ? undefined : shown }];
  });
  const names = seen.map(({ task, shown }) => shown?.name ?? reader.nameOf(task) ?? "");
  const awaited = awaitedTasks(seen, sources);
  return seen.map(({ task, tid, shown }, number) => {
    const isWaiting = shown?.state === "waiting";
    const others = isWaiting ? [...(awaited.get(task.address) ?? [])] : [];
    const tasks = others.map((other) => ({ kind: "task" as const, number: other, name: names[other] ?? "" }));
    return {
      number,
      name: names[number] ?? "",
      tid,
      state: shown?.state ?? "changing",
      waitsFor: isWaiting ? [...tasks, ...endOf(shown, tasks.length > 0, sources)] : [],
      frames: shown === undefined || shown.state === "running" ? [] : framesOf(shown.chain, sources.codes),
    };
  });
}

/** By the address of a task, the numbers of those that it waits for. */
function awaitedTasks(
  seen: readonly { readonly task: ListedTask }[],
  sources: TaskSources,
): ReadonlyMap<number, ReadonlySet<number>> {
  const numbers = new Map(seen.map(({ task }, number) => [task.address, number]));
  const awaited = new Map<number, Set<number>>();
  const add = (waiting: number, number: number): void => {
    awaited.set(waiting, (awaited.get(waiting) ?? new Set()).add(number));
  };
  for (const [number, { task }] of seen.entries()) {
    for (const waiting of task.awaitedBy) add(waiting, number);
    for (const future of [task.waiter, ...gatheredBy(task.waiter, sources)]) {
      const other = numbers.get(future);
      if (other !== undefined) add(task.address, other);
    }
  }
  return awaited;
}

/** What `asyncio.gather` waits for; from 3.14 on the tasks themselves say who waits for them. */
function gatheredBy(waiter: number, { layout, values, types, attributes }: TaskSources): readonly number[] {
  if (waiter === 0 || layout.version[1] >= 14) return [];
  const type = types.typeAt(values.pointer(waiter + layout.object.type) ?? 0);
  const children = type?.name === GATHERING ? attributes.named(waiter, type, "_children") : undefined;
  const [size = 0, items = 0] =
    children === undefined ? [] : [layout.list.size, layout.list.items].map((at) => values.pointer(children + at));
  return size > MOST_CHILDREN ? [] : (values.pointers(items, size) ?? []);
}

const GATHERING = "asyncio.tasks._GatheringFuture";
const MOST_CHILDREN = 1 << 20;

/** What the program called of asyncio at the end of the chain, else the type of what the task waits for. */
function endOf({ chain, waiter }: SeenTask, hasTasks: boolean, sources: TaskSources): readonly TaskWait[] {
  const called = callOf(chain, sources.codes);
  if (called !== undefined) return [{ kind: "call", function: called }];
  if (hasTasks) return [];
  const { values, types, layout } = sources;
  const type = waiter === 0 ? undefined : types.typeAt(values.pointer(waiter + layout.object.type) ?? 0)?.name;
  return [{ kind: "object", type: type ?? chain.endsIn }];
}

/** The outermost of the functions of asyncio at the inner end. `wait_for` waits for what it was given. */
function callOf({ links }: AwaitChain, { objects }: CodeTable): string | undefined {
  const own = links.findLastIndex(({ code }) => !isAsyncio(objects[code]?.module ?? ""));
  const words = links.slice(own + 1).flatMap(({ code }) => {
    const called = objects[code];
    return called === undefined ? [] : [`${called.module}.${called.qualname}`];
  });
  return words.find((word) => word !== WAIT_FOR) ?? words[0];
}

const WAIT_FOR = "asyncio.tasks.wait_for";
const isAsyncio = (module: string): boolean => module === "asyncio" || module.startsWith("asyncio.");

function framesOf({ links }: AwaitChain, { objects }: CodeTable): readonly FrameSnapshot[] {
  return links.toReversed().flatMap(({ code, instruction }) => {
    const object = objects[code];
    return object === undefined ? [] : [frameSnapshot(object, instruction)];
  });
}
