import type { CallTree } from "../call-tree.ts";
import { weightOf } from "../call-tree.ts";
import { layOut } from "../lay-out.ts";

/** A rectangle of the graph. */
export interface Box {
  readonly node: number;
  readonly start: number;
  readonly depth: number;
}

/** The boxes from left to right, parents before children. */
export interface Boxes {
  readonly drawn: readonly Box[];
  /** How many were too narrow to be drawn. */
  readonly hidden: number;
  readonly whole: number;
  /** Rows below the one of the whole. */
  readonly rows: number;
}

/**
 * Chooses what is drawn: nothing below 0.01 % of the whole (a tenth of a pixel), and at most 20,000 boxes, the widest,
 * because a browser holds no more at ease. A parent is as wide as its children and comes before them, so that what is
 * drawn is a tree.
 */
export function chooseBoxes(tree: CallTree): Boxes {
  const whole = weightOf(tree);
  const isWide = widestNodes(tree, whole * leastShare);
  const drawn: Box[] = [];
  layOut(tree, {
    enter: (node, start, depth) => {
      if (isWide[node] === 1) drawn.push({ node, start, depth });
    },
  });
  const rows = drawn.reduce((deepest, { depth }) => Math.max(deepest, depth + 1), 0);
  return { drawn, hidden: tree.parents.length - drawn.length, whole, rows };
}

/** By node: 1 for those that are drawn. */
function widestNodes({ parents, total }: CallTree, least: number): Uint8Array {
  const wide = [...parents.keys()].filter((node) => (total[node] ?? 0) >= least);
  if (wide.length > mostBoxes) wide.sort((one, other) => (total[other] ?? 0) - (total[one] ?? 0) || one - other);
  const isWide = new Uint8Array(parents.length);
  for (const node of wide.slice(0, mostBoxes)) isWide[node] = 1;
  return isWide;
}

const leastShare = 1e-4;
const mostBoxes = 20_000;
