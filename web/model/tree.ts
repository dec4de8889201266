import { NodeTable } from "./node-table.ts";
import { functionAt, type Loaded } from "./profile.ts";

/** Stacks merged by function. Parents come before their children. */
export interface Tree {
  /** −1 at the outermost. */
  readonly parent: Int32Array;
  /** By node: index of its function. */
  readonly called: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** The weight of the outermost together. */
  readonly whole: number;
  /** By stack node: its node in the tree, −1 where it has none. Of trees from the outermost inwards. */
  readonly nodeOf?: Int32Array;
}

/** From the outermost function inwards; with `from`, only what that function (its outermost call) called. */
export function calleeTree(profile: Loaded, weights: Float64Array, from?: number): Tree {
  const { parent, weightStack } = profile;
  const used = usedStacks(profile, weights);
  const nodeOf = new Int32Array(parent.length).fill(-1);
  const table = new NodeTable();
  for (let stack = 0; stack < parent.length; stack += 1) {
    if (used[stack] === 0) continue;
    const above = nodeOf[parent[stack] ?? -1] ?? -1;
    const called = functionAt(profile, stack);
    if (above >= 0 || from === undefined || called === from) nodeOf[stack] = table.intern(above, called);
  }
  return { ...reweigh(table.take(), nodeOf, weightStack, weights), nodeOf };
}

/** The same nodes with other weights. */
export function reweigh(
  nodes: Pick<Tree, "parent" | "called">,
  nodeOf: Int32Array,
  weightStack: Int32Array,
  weights: Float64Array,
): Tree {
  const self = new Float64Array(nodes.parent.length);
  for (let index = 0; index < weights.length; index += 1) {
    const node = nodeOf[weightStack[index] ?? -1] ?? -1;
    if (node >= 0) self[node] = (self[node] ?? 0) + (weights[index] ?? 0);
  }
  return withTotals(nodes, self);
}

/** From the innermost function outwards; with `from`, from that function's outermost calls. */
export function callerTree(profile: Loaded, weights: Float64Array, from?: number): Tree {
  const table = new NodeTable();
  const ends: { node: number; value: number }[] = [];
  for (const [stack, value] of endsOf(profile, weights, from)) {
    let node = -1;
    for (let at = stack; at >= 0; at = profile.parent[at] ?? -1) node = table.intern(node, functionAt(profile, at));
    ends.push({ node, value });
  }
  const nodes = table.take();
  const self = new Float64Array(nodes.parent.length);
  for (const { node, value } of ends) self[node] = (self[node] ?? 0) + value;
  return withTotals(nodes, self);
}

/** Where to walk outwards from, with the weight of each: the stacks themselves, or the outermost call of a function on them. */
function endsOf(profile: Loaded, weights: Float64Array, from: number | undefined): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  const outer = from === undefined ? undefined : outermostCalls(profile, from);
  for (const [index, value] of weights.entries()) {
    const stack = profile.weightStack[index] ?? -1;
    const end = outer === undefined ? stack : (outer[stack] ?? -1);
    if (value > 0 && end >= 0) sums.set(end, (sums.get(end) ?? 0) + value);
  }
  return sums;
}

/** By stack node: the node of a function's outermost call on it; −1 where it is not on it. */
function outermostCalls(profile: Loaded, called: number): Int32Array {
  const outer = new Int32Array(profile.parent.length).fill(-1);
  for (let stack = 0; stack < outer.length; stack += 1) {
    const above = outer[profile.parent[stack] ?? -1] ?? -1;
    outer[stack] = above < 0 && functionAt(profile, stack) === called ? stack : above;
  }
  return outer;
}

function usedStacks({ parent, weightStack }: Loaded, weights: Float64Array): Uint8Array {
  const used = new Uint8Array(parent.length);
  for (let index = 0; index < weights.length; index += 1) {
    if ((weights[index] ?? 0) <= 0) continue;
    for (let at = weightStack[index] ?? -1; at >= 0 && used[at] === 0; at = parent[at] ?? -1) used[at] = 1;
  }
  return used;
}

function withTotals({ parent, called }: Pick<Tree, "parent" | "called">, self: Float64Array): Tree {
  const total = Float64Array.from(self);
  let whole = 0;
  for (let node = parent.length - 1; node >= 0; node -= 1) {
    const above = parent[node] ?? -1;
    const value = total[node] ?? 0;
    if (above >= 0) total[above] = (total[above] ?? 0) + value;
    else whole += value;
  }
  return { parent, called, self, total, whole };
}
