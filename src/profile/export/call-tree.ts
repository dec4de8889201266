import { assert } from "../../base/refusal.ts";
import type { Profile, StackWeight } from "../profile.ts";
import type { Weigh } from "./weigh.ts";

/**
 * Stacks merged by function, whichever line they were on. Nodes are numbers; parents come before their children. Only
 * what has weight is in it.
 */
export interface CallTree {
  /** −1 at the outermost functions. */
  readonly parents: readonly number[];
  /** By node: index into the profile's functions. */
  readonly functions: readonly number[];
  /** Whole numbers in the unit of `Weigh`. */
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly selfSamples: Float64Array;
  readonly totalSamples: Float64Array;
  /** By index of the profile's stacks; −1 for stacks without weight. */
  readonly nodeOfStack: Int32Array;
}

/** Merges the weights into a tree. The time it takes grows with the stacks that the weights lie on. */
export function buildCallTree(profile: Profile, weights: readonly StackWeight[], weigh: Weigh): CallTree {
  const nodes = new TreeNodes(profile);
  const heavy = weights.filter((weight) => weigh(weight) > 0);
  for (const { stack } of heavy) nodes.add(stack);
  const { parents, functions, nodeOfStack } = nodes;
  const [self, selfSamples] = [new Float64Array(parents.length), new Float64Array(parents.length)];
  for (const weight of heavy) {
    const node = nodeOfStack[weight.stack] ?? -1;
    self[node] = (self[node] ?? 0) + weigh(weight);
    selfSamples[node] = (selfSamples[node] ?? 0) + weight.samples;
  }
  const [total, totalSamples] = [totalsOf(parents, self), totalsOf(parents, selfSamples)];
  return { parents, functions, self, total, selfSamples, totalSamples, nodeOfStack };
}

/** The weight of the whole tree. */
export function weightOf({ parents, total }: CallTree): number {
  return parents.reduce((sum, parent, node) => (parent === -1 ? sum + (total[node] ?? 0) : sum), 0);
}

class TreeNodes {
  readonly parents: number[] = [];
  readonly functions: number[] = [];
  readonly nodeOfStack: Int32Array;
  readonly #profile: Profile;
  readonly #known = new Map<number, number>();

  constructor(profile: Profile) {
    this.#profile = profile;
    this.nodeOfStack = new Int32Array(profile.stacks.length).fill(-1);
  }

  /** Adds a stack and its callers, the outermost first; loops, because stacks can be 100,000 deep. */
  add(stack: number): void {
    const path: number[] = [];
    for (let at = stack; at !== -1 && this.nodeOfStack[at] === -1; at = this.#profile.stacks[at]?.parent ?? -1) {
      path.push(at);
    }
    for (const at of path.reverse()) this.nodeOfStack[at] = this.#intern(at);
  }

  #intern(at: number): number {
    const { stacks, frames, functions } = this.#profile;
    const stack = stacks[at];
    const frame = frames[stack?.frame ?? -1];
    assert(stack !== undefined && frame !== undefined, "a stack has a frame");
    const parent = stack.parent === -1 ? -1 : (this.nodeOfStack[stack.parent] ?? -1);
    const key = (parent + 1) * functions.length + frame.function;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.parents.length);
    this.functions.push(frame.function);
    return this.parents.push(parent) - 1;
  }
}

function totalsOf(parents: readonly number[], self: Float64Array): Float64Array {
  const total = Float64Array.from(self);
  for (let node = parents.length - 1; node >= 0; node -= 1) {
    const parent = parents[node] ?? -1;
    if (parent !== -1) total[parent] = (total[parent] ?? 0) + (total[node] ?? 0);
  }
  return total;
}
