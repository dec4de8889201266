import { functionAt, type Loaded } from "./profile.ts";

/** What was seen of one thread or task over the run, in even steps. */
export interface LaneRow {
  readonly name: string;
  readonly kind: "program" | "thread" | "task";
  /** Of a thread or task: the thread. */
  readonly thread: number | undefined;
  /** By step, in parts of one: of a thread how it spent the step, of the program how many threads' worth, at most one. */
  readonly computing: Float64Array;
  readonly waiting: Float64Array;
  readonly gilWait: Float64Array;
  readonly gil: Float64Array;
  /** Nanoseconds in which it was seen. */
  readonly seen: number;
}

/** All lanes of a profile on one clock. */
export interface Lanes {
  readonly rows: readonly LaneRow[];
  /** Rows that were left out: the ones seen least. */
  readonly leftOut: number;
  /** Nanoseconds from the first look to the last. */
  readonly span: number;
}

/** Steps of the clock: more would be narrower than two pixels. */
const STEPS = 300;
/** Rows that are drawn. */
const MOST_ROWS = 40;
const TASK = 5;

/**
 * Nature over time. A look tells the stack alone; how it computed, waited or held the GIL is the share that this thread
 * had with this stack in the whole run.
 */
export function lanesOf(profile: Loaded): Lanes | undefined {
  const ends = profile.timeline.map(({ starts }) => starts.at(-1) ?? 0);
  const begins = profile.timeline.map(({ starts }) => starts[0] ?? 0);
  const [begin, end] = [Math.min(...begins), Math.max(...ends)];
  if (!(end > begin)) return undefined;
  const step = (end - begin) / STEPS;
  const drawn = new Map<string, Drawing>();
  const program = new Drawing("all threads", "program", undefined);
  for (const { thread, starts, stacks } of profile.timeline) {
    const natureOf = natureIn(profile, thread);
    const own = new Drawing(profile.threads[thread] ?? "thread", "thread", thread);
    drawn.set(`thread ${thread}`, own);
    for (let at = 0; at + 1 < starts.length; at += 1) {
      const stack = stacks[at] ?? -1;
      if (stack < 0) continue;
      const [from, to] = [((starts[at] ?? 0) - begin) / step, ((starts[at + 1] ?? 0) - begin) / step];
      const nature = natureOf(stack);
      own.add(from, to, nature);
      program.add(from, to, nature);
      const task = taskOf(profile, stack);
      if (task !== undefined) taskLane(drawn, task, thread).add(from, to, nature);
    }
  }
  const rows = inOrder([...drawn.values()].map((drawing) => drawing.row(step)));
  const shown = rows.slice(0, MOST_ROWS);
  return { rows: [program.row(step), ...shown], leftOut: rows.length - shown.length, span: end - begin };
}

function taskLane(drawn: Map<string, Drawing>, task: string, thread: number): Drawing {
  const key = `task ${thread} ${task}`;
  const lane = drawn.get(key) ?? new Drawing(task, "task", thread);
  drawn.set(key, lane);
  return lane;
}

/** A thread, then its tasks; those seen longest are kept. */
function inOrder(rows: readonly LaneRow[]): readonly LaneRow[] {
  const kept = new Set([...rows].sort((one, other) => other.seen - one.seen).slice(0, MOST_ROWS));
  const order = (row: LaneRow): number => (row.thread ?? 0) * 2 + (row.kind === "task" ? 1 : 0);
  const sorted = [...rows].sort((one, other) => order(one) - order(other) || other.seen - one.seen);
  return [...sorted.filter((row) => kept.has(row)), ...sorted.filter((row) => !kept.has(row))];
}

interface Shares {
  readonly computing: number;
  readonly gilWait: number;
  readonly gil: number;
}

const NOTHING: Shares = { computing: 0, gilWait: 0, gil: 0 };

function natureIn(profile: Loaded, thread: number): (stack: number) => Shares {
  const { weightStack, weightThread, weights, gilWait } = profile;
  const shares = new Map<number, Shares>();
  for (let index = 0; index < weightStack.length; index += 1) {
    const wall = weights.wall[index] ?? 0;
    if (weightThread[index] !== thread || wall <= 0) continue;
    const part = (column: Float64Array): number => Math.min(1, (column[index] ?? 0) / wall);
    shares.set(weightStack[index] ?? 0, {
      computing: part(weights.cpu),
      gilWait: part(gilWait),
      gil: part(weights.gil),
    });
  }
  return (stack) => shares.get(stack) ?? NOTHING;
}

/** The innermost task on a stack, by name. */
function taskOf(profile: Loaded, stack: number): string | undefined {
  for (let at = stack; at >= 0; at = profile.parent[at] ?? -1) {
    const called = functionAt(profile, at);
    if (profile.kindOf[called] === TASK) return profile.names[called];
  }
  return undefined;
}

class Drawing {
  readonly #name: string;
  readonly #kind: LaneRow["kind"];
  readonly #thread: number | undefined;
  readonly #computing = new Float64Array(STEPS);
  readonly #seen = new Float64Array(STEPS);
  readonly #gilWait = new Float64Array(STEPS);
  readonly #gil = new Float64Array(STEPS);

  constructor(name: string, kind: LaneRow["kind"], thread: number | undefined) {
    this.#name = name;
    this.#kind = kind;
    this.#thread = thread;
  }

  /** Times in steps. */
  add(from: number, to: number, { computing, gilWait, gil }: Shares): void {
    for (let step = Math.floor(from); step < Math.min(STEPS, to); step += 1) {
      const part = Math.min(to, step + 1) - Math.max(from, step);
      this.#seen[step] = (this.#seen[step] ?? 0) + part;
      this.#computing[step] = (this.#computing[step] ?? 0) + part * computing;
      this.#gilWait[step] = (this.#gilWait[step] ?? 0) + part * gilWait;
      this.#gil[step] = (this.#gil[step] ?? 0) + part * gil;
    }
  }

  row(nanoseconds: number): LaneRow {
    const seen = this.#seen.map((part) => Math.min(1, part));
    const computing = this.#computing.map((part, step) => Math.min(seen[step] ?? 0, part));
    const gilWait = this.#gilWait.map((part, step) => Math.min((seen[step] ?? 0) - (computing[step] ?? 0), part));
    const waiting = seen.map((part, step) => part - (computing[step] ?? 0) - (gilWait[step] ?? 0));
    const gil = this.#gil.map((part) => Math.min(1, part));
    const total = this.#seen.reduce((sum, part) => sum + part, 0) * nanoseconds;
    return { name: this.#name, kind: this.#kind, thread: this.#thread, computing, gilWait, waiting, gil, seen: total };
  }
}
