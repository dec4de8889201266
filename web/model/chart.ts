import type { Tree } from "./tree.ts";

/** A tree laid out in rows: a box for each node, as wide as its weight, on the row of its depth. */
export interface Chart {
  readonly tree: Tree;
  /** By node. */
  readonly start: Float64Array;
  readonly depth: Int32Array;
  /** Nodes row by row, each row from left to right. */
  readonly boxes: Int32Array;
  /** Where each row begins in `boxes`; one more than there are rows. */
  readonly rows: Int32Array;
  /** By node: where its children begin in `children`, heaviest first; one more than there are nodes. */
  readonly firstChild: Int32Array;
  readonly children: Int32Array;
  /** The outermost nodes, heaviest first. */
  readonly roots: Int32Array;
}

/** Lays a tree out, heavier siblings first. Nothing recursive: stacks can be 100,000 deep. */
export function layOut(tree: Tree): Chart {
  const size = tree.parent.length;
  const family = childrenOf(tree);
  const [start, depth, order] = [new Float64Array(size), new Int32Array(size), new Int32Array(size)];
  const open: number[] = [];
  const place = (nodes: Int32Array, from: number, row: number): void => {
    let left = from;
    for (const node of nodes) {
      start[node] = left;
      depth[node] = row;
      left += tree.total[node] ?? 0;
    }
    for (let index = nodes.length - 1; index >= 0; index -= 1) open.push(nodes[index] ?? 0);
  };
  place(family.roots, 0, 0);
  for (let count = 0; open.length > 0; count += 1) {
    const node = open.pop() ?? 0;
    order[count] = node;
    place(childrenAt(family, node), start[node] ?? 0, (depth[node] ?? 0) + 1);
  }
  return { tree, start, depth, ...family, ...rowsOf(order, depth) };
}

/** The chart of boxes whose places are known already; they come in the order of their starts, parents before children. */
export function chartOf(tree: Tree, start: Float64Array): Chart {
  const depth = new Int32Array(tree.parent.length);
  for (let node = 0; node < depth.length; node += 1) {
    const above = tree.parent[node] ?? -1;
    depth[node] = above < 0 ? 0 : (depth[above] ?? 0) + 1;
  }
  const order = Int32Array.from(depth.keys());
  return { tree, start, depth, ...childrenOf(tree), ...rowsOf(order, depth) };
}

/** The children of a node, heaviest first. */
export function childrenAt({ children, firstChild }: Pick<Chart, "children" | "firstChild">, node: number): Int32Array {
  return children.subarray(firstChild[node] ?? 0, firstChild[node + 1] ?? 0);
}

function childrenOf({ parent, total }: Tree): Pick<Chart, "firstChild" | "children" | "roots"> {
  const begins = new Int32Array(parent.length + 2);
  for (const above of parent) begins[above + 2] = (begins[above + 2] ?? 0) + 1;
  addUp(begins);
  const next = begins.slice();
  const all = new Int32Array(parent.length);
  for (let node = 0; node < parent.length; node += 1) {
    const slot = (parent[node] ?? -1) + 1;
    const index = next[slot] ?? 0;
    next[slot] = index + 1;
    all[index] = node;
  }
  const heavierFirst = (one: number, other: number): number => (total[other] ?? 0) - (total[one] ?? 0) || one - other;
  for (let slot = 0; slot <= parent.length; slot += 1) {
    const siblings = all.subarray(begins[slot] ?? 0, begins[slot + 1] ?? 0);
    if (siblings.length > 1) siblings.sort(heavierFirst);
  }
  return { firstChild: begins.subarray(1), children: all, roots: all.subarray(0, begins[1] ?? 0) };
}

function addUp(counts: Int32Array): void {
  let sum = 0;
  for (const [index, count] of counts.entries()) {
    sum += count;
    counts[index] = sum;
  }
}

function rowsOf(order: Int32Array, depth: Int32Array): Pick<Chart, "boxes" | "rows"> {
  const deepest = depth.reduce((most, one) => Math.max(most, one), -1);
  const rows = new Int32Array(deepest + 2);
  for (const one of depth) rows[one + 1] = (rows[one + 1] ?? 0) + 1;
  addUp(rows);
  const next = rows.slice();
  const boxes = new Int32Array(order.length);
  for (const node of order) {
    const row = depth[node] ?? 0;
    const index = next[row] ?? 0;
    next[row] = index + 1;
    boxes[index] = node;
  }
  return { boxes, rows };
}

/** The number of rows. */
export const rowCount = ({ rows }: Chart): number => Math.max(0, rows.length - 1);

/** The rows down to the last that holds a box worth seeing: below, there are slivers. */
export function tellingRows({ tree, depth }: Chart): number {
  let deepest = 0;
  for (const [node, row] of depth.entries()) {
    if (row > deepest && (tree.total[node] ?? 0) >= tree.whole / 100) deepest = row;
  }
  return deepest + 1;
}

/** The first index in `boxes` of a row, from one on, whose box ends after a place; the row's end where there is none. */
export function firstEndingAfter(
  chart: Chart,
  row: number,
  place: number,
  from: number = chart.rows[row] ?? 0,
): number {
  let [low, high] = [from, chart.rows[row + 1] ?? 0];
  // What is looked for is mostly near: steps that double first.
  for (let step = 1; low + step < high; step *= 2) {
    if (endsAfter(chart, low + step, place)) high = low + step;
    else low += step;
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endsAfter(chart, middle, place)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function endsAfter({ boxes, start, tree }: Chart, index: number, place: number): boolean {
  const node = boxes[index] ?? 0;
  return (start[node] ?? 0) + (tree.total[node] ?? 0) > place;
}

/** The node at a place of a row; −1 where there is none. */
export function nodeAt(chart: Chart, row: number, place: number): number {
  if (row < 0 || row >= rowCount(chart)) return -1;
  const index = firstEndingAfter(chart, row, place);
  const node = index < (chart.rows[row + 1] ?? 0) ? (chart.boxes[index] ?? -1) : -1;
  return node >= 0 && (chart.start[node] ?? 0) <= place ? node : -1;
}

/** The node beside one in its row, to the left (−1) or right (1); itself at the row's end. */
export function besides(chart: Chart, node: number, direction: 1 | -1): number {
  const row = chart.depth[node] ?? 0;
  const index = firstEndingAfter(chart, row, chart.start[node] ?? 0);
  for (let at = index; at >= (chart.rows[row] ?? 0) && at < (chart.rows[row + 1] ?? 0); at += direction) {
    const found = chart.boxes[at] ?? node;
    if (found !== node && (chart.tree.total[found] ?? 0) > 0) return found;
  }
  return node;
}
