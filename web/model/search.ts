import type { Chart } from "./chart.ts";

/** What a search found in a chart. */
export interface Matches {
  /** By function: 1 where its name or file holds the words. */
  readonly isMatch: Uint8Array;
  readonly functions: number;
  /** Share of the whole that has a match on its stack, each part counted once. */
  readonly share: number;
}

/** Functions whose name or file holds the words, whatever their case; undefined without words. */
export function search(
  query: string,
  chart: Chart,
  names: readonly string[],
  fileOfFunction: (called: number) => string,
): Matches | undefined {
  const words = query.trim().toLowerCase();
  if (words === "") return undefined;
  const isMatch = new Uint8Array(names.length);
  let functions = 0;
  for (const [index, name] of names.entries()) {
    if (!name.toLowerCase().includes(words) && !fileOfFunction(index).toLowerCase().includes(words)) continue;
    isMatch[index] = 1;
    functions += 1;
  }
  return { isMatch, functions, share: shareOf(isMatch, chart) };
}

function shareOf(isMatch: Uint8Array, { tree }: Chart): number {
  const { parent, called, total, whole } = tree;
  const covered = new Uint8Array(parent.length);
  let sum = 0;
  for (let node = 0; node < parent.length; node += 1) {
    const above = parent[node] ?? -1;
    const isCovered = above >= 0 && covered[above] === 1;
    const isFound = isMatch[called[node] ?? -1] === 1;
    if (isFound && !isCovered) sum += total[node] ?? 0;
    covered[node] = isCovered || isFound ? 1 : 0;
  }
  return whole > 0 ? sum / whole : 0;
}
