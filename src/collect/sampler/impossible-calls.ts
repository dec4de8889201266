import type { StackTrie } from "./stack-trie.ts";
import { FIELDS, type Weights } from "./weights.ts";

/** A call site seen more seldom tells nothing about which of its calls are odd. */
const LEAST_SEEN = 400;
/** A callee below this part of its site's samples is odd, unless the odd ones together make more than `MOST_ODD`. */
const ODD = 0.005;
const MOST_ODD = 0.01;

/**
 * The stacks that a torn read slipped past the checks into: a caller's instruction that nearly always calls one function, and once
 * in a thousand samples seems to call another. A site that truly calls many functions has many of these, and keeps them.
 * Gives a flag for each node of the trie: 1 for those in or under such a call.
 */
export function impossibleNodes(trie: StackTrie, weights: Weights): Uint8Array {
  const samples = inclusiveSamples(trie, weights);
  const pairs = new Map<number, number>();
  const sites = new Map<number, number>();
  for (let node = 1; node < trie.size; node += 1) {
    if (!isCall(trie, node)) continue;
    add(pairs, pairOf(trie, node), samples[node] ?? 0);
    add(sites, siteOf(trie, trie.parents[node] ?? 0), samples[node] ?? 0);
  }
  const odd = oddPairs(pairs, sites);
  const flags = new Uint8Array(trie.size);
  if (odd.size === 0) return flags;
  for (let node = 1; node < trie.size; node += 1) {
    const parent = trie.parents[node] ?? 0;
    if (flags[parent] === 1 || (isCall(trie, node) && odd.has(pairOf(trie, node)))) flags[node] = 1;
  }
  return flags;
}

/** What each node and those under it were seen; callees have larger numbers than their callers. */
function inclusiveSamples(trie: StackTrie, weights: Weights): Float64Array {
  const samples = new Float64Array(trie.size);
  for (let entry = 0; entry < weights.size; entry += 1) {
    const node = weights.nodes[entry] ?? 0;
    samples[node] = (samples[node] ?? 0) + (weights.sums[entry * FIELDS] ?? 0);
  }
  for (let node = trie.size - 1; node > 0; node -= 1) {
    const parent = trie.parents[node] ?? 0;
    samples[parent] = (samples[parent] ?? 0) + (samples[node] ?? 0);
  }
  return samples;
}

function oddPairs(pairs: ReadonlyMap<number, number>, sites: ReadonlyMap<number, number>): ReadonlySet<number> {
  const odd = new Map<number, number[]>();
  const sums = new Map<number, number>();
  for (const [pair, seen] of pairs) {
    const site = Math.floor(pair / CODES);
    const all = sites.get(site) ?? 0;
    if (all < LEAST_SEEN || seen >= ODD * all) continue;
    odd.set(site, [...(odd.get(site) ?? []), pair]);
    add(sums, site, seen);
  }
  const found = [...odd].filter(([site]) => (sums.get(site) ?? 0) <= MOST_ODD * (sites.get(site) ?? 0));
  return new Set(found.flatMap(([, pairsOfSite]) => pairsOfSite));
}

/** A node that is Python code called by Python code; a mark, as of a task, calls nothing. */
function isCall(trie: StackTrie, node: number): boolean {
  const parent = trie.parents[node] ?? 0;
  return parent > 0 && (trie.codes[node] ?? -1) >= 0 && (trie.codes[parent] ?? -1) >= 0;
}

const CODES = 0x40000;

const siteOf = (trie: StackTrie, node: number): number =>
  (trie.codes[node] ?? 0) * 0x10000 + ((trie.instructions[node] ?? 0) & 0xffff);

const pairOf = (trie: StackTrie, node: number): number =>
  siteOf(trie, trie.parents[node] ?? 0) * CODES + (trie.codes[node] ?? 0);

function add(counts: Map<number, number>, key: number, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
