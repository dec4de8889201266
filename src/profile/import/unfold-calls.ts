import { indexGraph, type CallGraph, type GraphCall, type GraphIndex } from "./call-graph.ts";

/** A node of the call tree that a graph was unfolded into. */
export interface UnfoldedCall {
  /** Index of the node that called it, always smaller than its own; −1: none. */
  readonly parent: number;
  readonly function: number;
  /** Seconds in its own code. */
  own: number;
}

/**
 * Unfolds a graph of callers into the call tree that agrees with it: what a function does, it does under each of its
 * callers in proportion to the time that it had under that one. A graph says no more. Each function's own time comes
 * out exactly; so does its inclusive time, except within circles of calls: a function is on a path once, so that time
 * of a circle cannot be told apart. The tree stops at paths below a ten-thousandth of the time, and at a number of
 * nodes that is linear in the graph; own time that is then left over goes to the function under its main caller.
 */
export function unfoldCalls(graph: CallGraph): readonly UnfoldedCall[] {
  const unfolding = new Unfolding(graph);
  unfolding.expand();
  unfolding.settle();
  return unfolding.nodes;
}

const leastShare = 1e-4;
const fewestNodes = 20_000;
/** Nodes a call of the graph. */
const nodesPerCall = 4;
/** A path through a circle of calls is looked back on so far. */
const longestCircle = 64;

class Unfolding {
  readonly nodes: UnfoldedCall[] = [];
  readonly #graph: CallGraph;
  readonly #index: GraphIndex;
  /** By node: its share of its function's inclusive seconds. */
  readonly #inclusive: number[] = [];
  /** By node: the call that it came from. */
  readonly #calls: (GraphCall | undefined)[] = [];
  readonly #least: number;
  readonly #most: number;

  constructor(graph: CallGraph) {
    this.#graph = graph;
    this.#index = indexGraph(graph);
    this.#least = leastShare * graph.functions.reduce((sum, { own }) => sum + own, 0);
    this.#most = fewestNodes + nodesPerCall * graph.calls.length + graph.functions.length;
  }

  /** Roots first, then callees, level by level: where the budget ends, it ends at the same depth for all. */
  expand(): void {
    for (const [index, { inclusive }] of this.#graph.functions.entries()) {
      const called = (this.#index.reaching[index] ?? []).reduce((sum, call) => sum + call.inclusive, 0);
      const uncalled = inclusive - called;
      // Differences of sums of floats are never quite 0.
      if (uncalled > 1e-9 * inclusive && uncalled > 0) this.#add(-1, index, uncalled, undefined);
    }
    for (let at = 0; at < this.nodes.length; at += 1) {
      const isWorthwhile = (this.#inclusive[at] ?? 0) >= this.#least && this.nodes.length < this.#most;
      this.#divide(at, isWorthwhile);
    }
  }

  #add(parent: number, of: number, inclusive: number, call: GraphCall | undefined): number {
    this.#inclusive.push(inclusive);
    this.#calls.push(call);
    return this.nodes.push({ parent, function: of, own: 0 }) - 1;
  }

  /** Divides a node's seconds between its own code and its callees. */
  #divide(at: number, isWorthwhile: boolean): void {
    const node = this.nodes[at];
    if (node === undefined) return;
    const inclusive = this.#inclusive[at] ?? 0;
    const calls = (this.#index.leaving[node.function] ?? []).filter((call) => !this.#isOnPath(at, call));
    const called = calls.reduce((sum, call) => sum + call.inclusive, 0);
    node.own = called > 0 ? this.#ownPart(at, called) : inclusive;
    if (!isWorthwhile || called <= 0) return;
    for (const call of calls) {
      const part = ((inclusive - node.own) * call.inclusive) / called;
      if (part > 0) this.#add(at, call.callee, part, call);
    }
  }

  /** What the caller's call says of the own time, else the function's average. Within a circle the former is of all rounds, the rest of the first. */
  #ownPart(at: number, called: number): number {
    const of = this.nodes[at]?.function ?? 0;
    const inclusive = this.#inclusive[at] ?? 0;
    const call = this.#calls[at];
    const own = this.#ownOf(of);
    const { circles, callsItself } = this.#index;
    const isInCircle = call !== undefined && circles[call.caller] === circles[of];
    const isStated = call?.own !== undefined && call.inclusive > 0 && !isInCircle && callsItself[of] !== true;
    const part = isStated ? (call.own ?? 0) / call.inclusive : own / (own + called);
    return inclusive * Math.min(1, part);
  }

  /** Only calls within one circle can meet again on a path, and they lie on it side by side. */
  #isOnPath(at: number, { caller, callee }: GraphCall): boolean {
    const circle = this.#index.circles[callee];
    if (circle !== this.#index.circles[caller]) return false;
    let walked = 0;
    for (let index = at; index >= 0; index = this.nodes[index]?.parent ?? -1) {
      if (this.#index.circles[this.nodes[index]?.function ?? -1] !== circle) return false;
      const call = this.#calls[index];
      if ((call?.caller === caller && call.callee === callee) || walked >= longestCircle) return true;
      walked += 1;
    }
    return false;
  }

  /** Makes each function's own seconds in the tree those that the graph states. */
  settle(): void {
    const sums = this.#graph.functions.map(() => 0);
    for (const { function: of, own } of this.nodes) sums[of] = (sums[of] ?? 0) + own;
    for (const node of this.nodes) {
      const sum = sums[node.function] ?? 0;
      node.own = sum > 0 ? (node.own / sum) * this.#ownOf(node.function) : 0;
    }
    const homes = this.#heaviest();
    for (const [index, sum] of sums.entries()) {
      const own = this.#ownOf(index);
      if (own <= 0 || sum > 0) continue;
      const node = this.nodes[this.#homeOf(index, homes)];
      if (node !== undefined) node.own += own;
    }
  }

  #ownOf(index: number): number {
    return this.#graph.functions[index]?.own ?? 0;
  }

  /** By function: the node with the most seconds. */
  #heaviest(): Map<number, number> {
    const homes = new Map<number, number>();
    for (const [at, node] of this.nodes.entries()) {
      const home = homes.get(node.function);
      if (home === undefined || (this.#inclusive[at] ?? 0) > (this.#inclusive[home] ?? 0)) homes.set(node.function, at);
    }
    return homes;
  }

  /** The node that stands for a function: its heaviest, else a new one under its main caller's. */
  #homeOf(index: number, homes: Map<number, number>): number {
    const missing: number[] = [];
    const met = new Set<number>();
    let at: number | undefined = index;
    while (at !== undefined && !homes.has(at) && !met.has(at)) {
      met.add(at);
      missing.push(at);
      at = mainCaller(this.#index.reaching[at] ?? []);
    }
    let home = (at === undefined ? undefined : homes.get(at)) ?? -1;
    for (const of of missing.reverse()) {
      home = this.#add(home, of, 0, undefined);
      homes.set(of, home);
    }
    return home;
  }
}

function mainCaller(calls: readonly GraphCall[]): number | undefined {
  let main: GraphCall | undefined;
  for (const call of calls) if (main === undefined || call.inclusive > main.inclusive) main = call;
  return main?.caller;
}
