import { assert } from "../base/refusal.ts";
import type { LineNumber } from "../base/units.ts";
import type { Position } from "../profile/profile.ts";
import { placeOfStep } from "./user-stacks.ts";
import type { Step, UserStack } from "./user-stacks.ts";

/** Cost and samples together. */
export interface Amount {
  cost: number;
  samples: number;
}

/** What one function of the user's got. */
export interface FunctionTally {
  readonly function: number;
  /** With what it calls; a stack counts once, however often the function is on it. */
  readonly cumulative: Amount;
  /** Its own code and the library code that it called. */
  readonly self: Amount;
  readonly lines: Map<LineNumber, Amount>;
  /** By position, where it has columns. */
  readonly expressions: Map<string, Amount & { readonly position: Position }>;
  /** By the library function that was called; within it by the one that was running. */
  readonly libraries: Map<number, Amount & { readonly running: Map<number, number> }>;
  /** Cost of the stacks on which it calls another function of the user's directly. */
  readonly callees: Map<number, number>;
}

/** A user's stack with what it cost. */
export interface CostedStack extends UserStack, Readonly<Amount> {}

/** Adds up the stacks by function, in the order in which functions are first met from the outside in. */
export function tallyStacks(
  steps: readonly Step[],
  stacks: readonly CostedStack[],
): ReadonlyMap<number, FunctionTally> {
  const tallies = new Map<number, FunctionTally>();
  const tallyOf = (index: number): FunctionTally => entryOf(tallies, index, () => emptyTally(index));
  const under = amountsUnder(steps, stacks);
  const path = new Path();
  walkSteps(steps, path, (step, index) => {
    const amount = under[index];
    if (amount === undefined || amount.cost <= 0) return;
    if (path.isFirst(step.function)) addTo(tallyOf(step.function).cumulative, amount);
    const caller = steps[step.caller]?.function;
    if (caller === undefined || caller === step.function || !path.isFirst(callOf(caller, step.function))) return;
    add(tallyOf(caller).callees, step.function, amount.cost);
  });
  for (const stack of stacks) {
    const innermost = steps[stack.innermost];
    if (innermost !== undefined) addSelf(tallyOf(innermost.function), stack, placeOfStep(innermost));
  }
  return tallies;
}

/** Functions, and calls as `caller>callee`, that are on the way to a step: what recursion meets again. */
class Path {
  readonly #times = new Map<number | string, number>();

  isFirst(met: number | string): boolean {
    return this.#times.get(met) === 1;
  }

  change(met: number | string, by: 1 | -1): void {
    this.#times.set(met, (this.#times.get(met) ?? 0) + by);
  }
}

const callOf = (caller: number, callee: number): string => `${caller}>${callee}`;

/** Visits every step after its caller, with the path kept up to date. */
function walkSteps(steps: readonly Step[], path: Path, visit: (step: Step, index: number) => void): void {
  const change = (step: Step, by: 1 | -1): void => {
    const caller = steps[step.caller];
    path.change(step.function, by);
    if (caller !== undefined) path.change(callOf(caller.function, step.function), by);
  };
  const callees = calleesOf(steps);
  const waiting = [...(callees.get(-1) ?? [])].reverse();
  const open: number[] = [];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const step = steps[index];
    assert(step, "a callee is a step");
    while (open.length > 0 && open.at(-1) !== step.caller) {
      const left = steps[open.pop() ?? -1];
      assert(left, "an open step is a step");
      change(left, -1);
    }
    open.push(index);
    change(step, 1);
    visit(step, index);
    for (const callee of (callees.get(index) ?? []).toReversed()) waiting.push(callee);
  }
}

function calleesOf(steps: readonly Step[]): ReadonlyMap<number, readonly number[]> {
  const callees = new Map<number, number[]>();
  for (const [index, { caller }] of steps.entries()) entryOf(callees, caller, () => []).push(index);
  return callees;
}

/** What the stacks through each step got. */
function amountsUnder(steps: readonly Step[], stacks: readonly CostedStack[]): readonly Readonly<Amount>[] {
  const amounts = steps.map(noAmount);
  for (const stack of stacks) {
    const amount = amounts[stack.innermost];
    if (amount !== undefined) addTo(amount, stack);
  }
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const [amount, above] = [amounts[index], amounts[steps[index]?.caller ?? -1]];
    if (amount !== undefined && above !== undefined) addTo(above, amount);
  }
  return amounts;
}

function addSelf(tally: FunctionTally, stack: CostedStack, position: Position): void {
  addTo(tally.self, stack);
  addTo(entryOf(tally.lines, position.line, noAmount), stack);
  if (hasExtent(position)) {
    const key = [position.line, position.column, position.endLine, position.endColumn].join(":");
    addTo(
      entryOf(tally.expressions, key, () => ({ ...noAmount(), position })),
      stack,
    );
  }
  if (stack.library !== undefined) {
    const library = entryOf(tally.libraries, stack.library.outermost, () => ({ ...noAmount(), running: new Map() }));
    addTo(library, stack);
    add(library.running, stack.library.innermost, stack.cost);
  }
}

/** The instruction that enters a function has an empty place at its `def`. */
function hasExtent({ line, column, endLine, endColumn }: Position): boolean {
  return column !== undefined && !(line === endLine && column === endColumn);
}

const noAmount = (): Amount => ({ cost: 0, samples: 0 });

function emptyTally(index: number): FunctionTally {
  return {
    function: index,
    cumulative: noAmount(),
    self: noAmount(),
    lines: new Map(),
    expressions: new Map(),
    libraries: new Map(),
    callees: new Map(),
  };
}

function addTo(amount: Amount, { cost, samples }: Readonly<Amount>): void {
  amount.cost += cost;
  amount.samples += samples;
}

function add(sums: Map<number, number>, key: number, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function entryOf<Key, Value>(entries: Map<Key, Value>, key: Key, make: () => Value): Value {
  const entry = entries.get(key) ?? make();
  entries.set(key, entry);
  return entry;
}
