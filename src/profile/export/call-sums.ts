import type { CallTree } from "./call-tree.ts";
import { layOut } from "./lay-out.ts";

/** What fell on a function, or on the calls of it by one caller. */
export interface CallSum {
  self: number;
  /** With what it called; a recursive call counts once. */
  total: number;
  /** Samples that saw it on the stack, counted once a stack, */
  samples: number;
  /** and once a frame. */
  frames: number;
}

/** The sums of a row and of its callers. */
export interface RowSums {
  readonly own: CallSum;
  /** By row of the caller. */
  readonly callers: Map<number, CallSum>;
}

/** Adds a tree up by rows, where `rowOf` says which row a function belongs to. */
export function sumCalls(tree: CallTree, rowOf: readonly number[], rowCount: number): readonly RowSums[] {
  const rows = Array.from({ length: rowCount }, (): RowSums => ({ own: noSum(), callers: new Map() }));
  const open = new OnPath();
  const row = (node: number): number => rowOf[tree.functions[node] ?? -1] ?? -1;
  const callerOf = (node: number): number => {
    const parent = tree.parents[node] ?? -1;
    return parent === -1 ? -1 : row(parent);
  };
  const edge = (node: number): string => `${callerOf(node)}>${row(node)}`;
  layOut(tree, {
    enter: (node) => {
      const sums = rows[row(node)];
      if (sums === undefined) return;
      add(sums.own, tree, node, open.enter(String(row(node))));
      const caller = callerOf(node);
      if (caller === -1) return;
      const sum = sums.callers.get(caller) ?? noSum();
      sums.callers.set(caller, sum);
      add(sum, tree, node, open.enter(edge(node)));
    },
    leave: (node) => {
      open.leave(String(row(node)));
      if (callerOf(node) !== -1) open.leave(edge(node));
    },
  });
  return rows;
}

const noSum = (): CallSum => ({ self: 0, total: 0, samples: 0, frames: 0 });

function add(sum: CallSum, tree: CallTree, node: number, isFirst: boolean): void {
  sum.self += tree.self[node] ?? 0;
  sum.frames += tree.totalSamples[node] ?? 0;
  if (!isFirst) return;
  sum.total += tree.total[node] ?? 0;
  sum.samples += tree.totalSamples[node] ?? 0;
}

/** How often each row and edge is on the path from the root. */
class OnPath {
  readonly #counts = new Map<string, number>();

  /** True when it was not there yet. */
  enter(key: string): boolean {
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    return count === 0;
  }

  leave(key: string): void {
    const count = this.#counts.get(key) ?? 0;
    if (count > 1) this.#counts.set(key, count - 1);
    else this.#counts.delete(key);
  }
}
