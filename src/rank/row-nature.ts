import { assert } from "../base/refusal.ts";
import { fraction, seconds } from "../base/units.ts";
import { displayName } from "./functions.ts";
import type { Heat } from "./heat.ts";
import type { AwaitedKind, HotWait, RowNature } from "./ranking.ts";
import type { SpentStack } from "./spent-stacks.ts";
import { placeOfStep } from "./user-stacks.ts";

/** How the threads spent the time in which a function was on their stacks; empty where the profile does not say. */
export function natureOfRow(heat: Heat, profiled: number): { readonly nature?: RowNature } {
  const isUnder: boolean[] = [];
  for (const { caller, function: index } of heat.steps) isUnder.push(index === profiled || isUnder[caller] === true);
  const sums = new NatureSums(heat);
  for (const stack of heat.spent) if (isUnder[stack.innermost] === true) sums.add(stack);
  const nature = sums.nature();
  return nature === undefined ? {} : { nature };
}

/** Waits that are none of the world's. */
const THREADS: ReadonlySet<AwaitedKind> = new Set(["lock", "queue"]);
const MOST_WAITS = 5;
/** Shorter waits than this part of the row are not named. */
const LEAST_WAIT = 0.005;

class NatureSums {
  readonly #heat: Heat;
  readonly #sums = { computing: 0, native: 0, gilWait: 0, io: 0, sleeping: 0, threads: 0 };
  readonly #waits = new Map<string, { wait: Omit<HotWait, "fraction">; time: number }>();
  #hasWaits = false;

  constructor(heat: Heat) {
    this.#heat = heat;
  }

  add(stack: SpentStack): void {
    const { cpu, gil, gilWait, seesGil, isNative, waits } = stack;
    const withoutGil = seesGil ? Math.max(0, cpu - gil) : 0;
    this.#sums.computing += cpu - withoutGil;
    // Python code that is awake without the GIL is about to take it: it has been woken up, or looks whether it can.
    this.#sums[isNative ? "native" : "gilWait"] += withoutGil;
    this.#sums.gilWait += gilWait;
    if (waits === undefined) return;
    this.#hasWaits = true;
    for (const [kind, time] of waits) {
      this.#sums[kind === "sleep" ? "sleeping" : THREADS.has(kind) ? "threads" : "io"] += time;
      this.#note(kind, time, stack);
    }
  }

  nature(): RowNature | undefined {
    const all = Object.values(this.#sums).reduce((sum, time) => sum + time, 0);
    if (!this.#hasWaits || all <= 0) return undefined;
    const { computing, native, gilWait, io, sleeping, threads } = this.#sums;
    const of = (time: number): ReturnType<typeof fraction> => fraction(time / all);
    const waits = [...this.#waits.values()]
      .filter(({ time }) => time >= all * LEAST_WAIT)
      .sort((left, right) => right.time - left.time)
      .slice(0, MOST_WAITS)
      .map(({ wait, time }) => ({ ...wait, fraction: of(time) }));
    const waiting = { gilWait: of(gilWait), io: of(io), sleeping: of(sleeping), threads: of(threads) };
    return { computing: of(computing), native: of(native), ...waiting, of: seconds(all), waits };
  }

  #note(kind: AwaitedKind, time: number, { innermost, library }: SpentStack): void {
    const { functions, steps } = this.#heat;
    const step = steps[innermost];
    const profiled = functions[step?.function ?? -1];
    assert(step && profiled, "a stack under a function has an innermost step");
    const called = functions[library?.outermost ?? -1];
    const call = called === undefined || called.qualname.startsWith("<") ? undefined : displayName(called);
    const { line } = placeOfStep(step);
    const key = [kind, profiled.file, line, call].join("\0");
    const known = this.#waits.get(key);
    if (known !== undefined) known.time += time;
    else this.#waits.set(key, { wait: { kind, ...(call !== undefined && { call }), file: profiled.file, line }, time });
  }
}
