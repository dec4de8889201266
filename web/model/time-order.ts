import { chartOf, type Chart } from "./chart.ts";
import { functionAt, type Lane, type Loaded } from "./profile.ts";

/** Calls in the order in which they were seen: what was seen without a break is one box. */
export function timeOrder(profile: Loaded, { starts, stacks }: Lane): Chart {
  const boxes = new Boxes(starts[0] ?? 0);
  for (const [index, stack] of stacks.entries()) boxes.go(pathOf(profile, stack), starts[index] ?? 0);
  return boxes.chart(starts.at(-1) ?? 0);
}

/** Frames of one stack that are drawn: nobody scrolls further down, and a deep recursion would be copied for each moment. */
const DEEPEST = 2000;

/** The functions on a stack, the outermost first. */
function pathOf(profile: Loaded, stack: number): readonly number[] {
  const path: number[] = [];
  for (let at = stack; at >= 0; at = profile.parent[at] ?? -1) path.push(functionAt(profile, at));
  return path.reverse().slice(0, DEEPEST);
}

class Boxes {
  readonly #origin: number;
  readonly #parent: number[] = [];
  readonly #called: number[] = [];
  readonly #start: number[] = [];
  readonly #total: number[] = [];
  #open: number[] = [];

  constructor(origin: number) {
    this.#origin = origin;
  }

  /** From a time on the stack is another one: boxes of what is no longer on it end, others begin. */
  go(path: readonly number[], time: number): void {
    let same = 0;
    while (same < path.length && same < this.#open.length && this.#called[this.#open[same] ?? 0] === path[same])
      same += 1;
    for (const box of this.#open.slice(same)) this.#total[box] = time - this.#origin - (this.#start[box] ?? 0);
    this.#open = this.#open.slice(0, same);
    for (const called of path.slice(same)) {
      this.#parent.push(this.#open.at(-1) ?? -1);
      this.#called.push(called);
      this.#start.push(time - this.#origin);
      this.#total.push(0);
      this.#open.push(this.#called.length - 1);
    }
  }

  chart(end: number): Chart {
    this.go([], end);
    const total = Float64Array.from(this.#total);
    const self = total.slice();
    for (const [box, above] of this.#parent.entries())
      if (above >= 0) self[above] = (self[above] ?? 0) - (total[box] ?? 0);
    const [parent, called] = [Int32Array.from(this.#parent), Int32Array.from(this.#called)];
    const whole = Math.max(0, end - this.#origin);
    return chartOf({ parent, called, self, total, whole }, Float64Array.from(this.#start));
  }
}

/** The lane of a thread, or of the one that was seen with most stacks. */
export function laneOf({ timeline }: Loaded, thread: number | undefined): Lane | undefined {
  if (thread !== undefined) return timeline.find((lane) => lane.thread === thread);
  return timeline.toSorted((one, other) => other.stacks.length - one.stacks.length)[0];
}
