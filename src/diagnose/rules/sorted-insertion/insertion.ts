import type { SyntaxNode } from "../../../source/node.ts";

/** Where equals go: `right` behind them, as append and a stable sort do; `falling`: the order is the other way round. */
export type Side = "left" | "right" | "falling";

/** A place that keeps a list sorted while it grows. */
export interface Insertion {
  /** The hot part: the scan, or the sort. */
  readonly node: SyntaxNode;
  /** How the place is watched: the sort is a method or a call, a scan is a statement. */
  readonly watched: "method" | "call" | "statement";
  /** `xs` or `self.xs` */
  readonly list: SyntaxNode;
  /** What is put in. */
  readonly element: SyntaxNode;
  readonly side: Side;
  /** The text of a sort key; undefined for the elements' own order. */
  readonly key?: SyntaxNode;
  /** An argument of the sort that has no counterpart in `bisect`. */
  readonly isSpecial: boolean;
  /**
   * `insert` – the statements from `first` to `last` become `insort(xs, x)`;
   * `search` – they become `index = bisect(xs, x)`, and the `xs.insert(index, x)` below stays.
   */
  readonly rewrite: "insert" | "search";
  readonly first: SyntaxNode;
  readonly last: SyntaxNode;
  /** The variable that holds the position; for `search`. */
  readonly index?: SyntaxNode;
  /** Names of the scan that code below must not read, as the new code does not set them. */
  readonly lost: readonly SyntaxNode[];
  /** The statements that change the list, and belong to the place. */
  readonly statements: readonly SyntaxNode[];
  /** The list is given a new object each time: `xs = sorted(xs)`. */
  readonly isRebound: boolean;
}
