import type { CallTree } from "./call-tree.ts";

/** What is told while a tree is laid out from left to right. */
export interface LayoutVisitor {
  /** The node covers `total` from `start` on; the root's children have depth 0. */
  readonly enter?: (node: number, start: number, depth: number) => void;
  /** The node's own weight, after its children. Not called where it has none. */
  readonly self?: (node: number, start: number) => void;
  readonly leave?: (node: number, end: number) => void;
}

/**
 * Lays a tree's weights out side by side, heavier siblings first (equal ones as they came), a node's own weight after
 * its children's: the one order that every export uses. Nothing recursive, for deep trees.
 */
export function layOut(tree: CallTree, visitor: LayoutVisitor): void {
  const children = childrenOf(tree);
  const open: Open[] = [{ node: -1, next: 0 }];
  let at = 0;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = children.list[(children.firsts[top.node + 1] ?? 0) + top.next];
    if (top.next < (children.counts[top.node + 1] ?? 0) && child !== undefined) {
      top.next += 1;
      visitor.enter?.(child, at, open.length - 1);
      open.push({ node: child, next: 0 });
      continue;
    }
    open.pop();
    if (top.node === -1) continue;
    const self = tree.self[top.node] ?? 0;
    if (self > 0) visitor.self?.(top.node, at);
    at += self;
    visitor.leave?.(top.node, at);
  }
}

interface Open {
  readonly node: number;
  next: number;
}

/** The children of every node, ordered, in one list; the outermost ones under index 0, those of node n under n + 1. */
export interface Children {
  readonly list: readonly number[];
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
}

/** Orders siblings as `layOut` visits them. */
export function childrenOf({ parents, total }: CallTree): Children {
  const list = [...parents.keys()].sort(
    (one, other) =>
      (parents[one] ?? 0) - (parents[other] ?? 0) || (total[other] ?? 0) - (total[one] ?? 0) || one - other,
  );
  const [firsts, counts] = [new Int32Array(parents.length + 1), new Int32Array(parents.length + 1)];
  for (const [index, node] of list.entries()) {
    const owner = (parents[node] ?? -1) + 1;
    if (counts[owner] === 0) firsts[owner] = index;
    counts[owner] = (counts[owner] ?? 0) + 1;
  }
  return { list, firsts, counts };
}
