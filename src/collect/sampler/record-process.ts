import { impossibleNodes } from "./impossible-calls.ts";
import { positionAt } from "./line-table.ts";
import type { ThreadMoments } from "./moments.ts";
import { PSEUDO, type ProcessSampler } from "./process-sampler.ts";
import type { ProcessFacts } from "./process-facts.ts";
import type { RecordedFunction, RecordedLoop, RecordedNode, RecordedProcess, RecordedWeight } from "./recording.ts";
import { FIELDS, WAITS, type Weights } from "./weights.ts";

/** What a sampler has seen so far, as a plain value. */
export function recordProcess(sampler: ProcessSampler, facts: ProcessFacts): RecordedProcess {
  const pseudo = sampler.codes.objects.length;
  const functions: RecordedFunction[] = sampler.codes.objects.map(({ file, qualname, module, firstLine }) => ({
    file: absolute(file, facts.cwd),
    qualname,
    module,
    firstLine,
  }));
  const { kept, impossible, flags } = weightsOf(sampler);
  functions.push(pseudoFunction("<GC>"), pseudoFunction("<native>"));
  functions.push(...sampler.tasks.names.map((name) => ({ ...pseudoFunction("<task>"), qualname: name })));
  return {
    pid: sampler.runtime.pid,
    parentPid: facts.parentPid,
    argv: facts.argv,
    version: sampler.runtime.version.join("."),
    executable: facts.executable,
    gil: sampler.runtime.layout.isFreeThreaded ? "off" : "on",
    libraryFolders: facts.libraryFolders,
    tally: {
      ...sampler.tally,
      samples: sampler.tally.samples - impossible,
      impossible: sampler.tally.impossible + impossible,
    },
    functions,
    nodes: nodesOf(sampler, pseudo),
    threads: sampler.threads.map(({ tid, name }) => ({
      name: name ?? `Thread ${tid}`,
      isMain: tid === sampler.runtime.pid,
    })),
    weights: kept,
    moments: momentsOf(sampler, flags),
    loops: loopsOf(sampler),
    operands: sampler.operands.samples().map((seen) => ({ ...seen, file: absolute(seen.file, facts.cwd) })),
  };
}

/** The worst blocked stacks of a loop are enough. */
const MOST_BLOCKED = 20;

function loopsOf({ loops }: ProcessSampler): RecordedLoop[] {
  return [...loops.loops].map(([thread, { lags, blocked }]) => ({
    thread,
    looks: lags.count,
    median: lags.quantile(0.5),
    p99: lags.quantile(0.99),
    worst: lags.longest,
    blocked: [...blocked.values()]
      .sort((one, other) => other.longest - one.longest)
      .slice(0, MOST_BLOCKED)
      .map((turns) => ({ ...turns, node: turns.node - 1 })),
  }));
}

const pseudoFunction = (word: string): RecordedFunction => ({ file: word, qualname: word, module: "", firstLine: 0 });

function nodesOf({ trie, codes }: ProcessSampler, pseudo: number): RecordedNode[] {
  const nodes: RecordedNode[] = [];
  for (let node = 1; node < trie.size; node += 1) {
    const code = trie.codes[node] ?? 0;
    const parent = (trie.parents[node] ?? 0) - 1;
    const object = codes.objects[code];
    if (object === undefined) {
      const at = { line: 0, column: -1, endLine: -1, endColumn: -1 };
      nodes.push({ parent, function: pseudo + pseudoPlace(code, trie.instructions[node] ?? 0), ...at });
      continue;
    }
    const found = positionAt(object.lines, Math.max(0, trie.instructions[node] ?? 0));
    const { line, column, endLine, endColumn } =
      found === undefined || found.line === 0 ? firstLineOf(object.firstLine) : found;
    nodes.push({ parent, function: code, line, column, endLine, endColumn });
  }
  return nodes;
}

/** Where the function of a node without code lies behind those that have some. */
function pseudoPlace(code: number, instruction: number): number {
  if (code === PSEUDO.task) return 2 + instruction;
  return code === PSEUDO.collector ? 0 : 1;
}

const firstLineOf = (line: number): Pick<RecordedNode, "line" | "column" | "endLine" | "endColumn"> => ({
  line,
  column: -1,
  endLine: -1,
  endColumn: -1,
});

/** What was spent with stacks that existed, and how many samples seemed to see others. */
function weightsOf({ weights, trie }: ProcessSampler): {
  readonly kept: RecordedWeight[];
  readonly impossible: number;
  /** By node: 1 where it cannot have existed. */
  readonly flags: Uint8Array;
} {
  const flags = impossibleNodes(trie, weights);
  const kept: RecordedWeight[] = [];
  let impossible = 0;
  for (let entry = 0; entry < weights.size; entry += 1) {
    const node = weights.nodes[entry] ?? 0;
    if (flags[node] === 1) impossible += weights.sums[entry * FIELDS] ?? 0;
    else kept.push({ thread: weights.threads[entry] ?? 0, node: node - 1, ...sumsOf(weights, entry) });
  }
  return { kept, impossible, flags };
}

/** With the nodes' numbers of the recording; what cannot have existed was not seen. */
function momentsOf({ moments }: ProcessSampler, flags: Uint8Array): readonly ThreadMoments[] {
  return moments
    .taken()
    .map((lane) => ({ ...lane, nodes: lane.nodes.map((node) => (flags[node] === 1 ? -1 : node - 1)) }));
}

function sumsOf({ sums }: Weights, entry: number): Omit<RecordedWeight, "thread" | "node"> {
  const at = entry * FIELDS;
  const of = (place: number): number => sums[at + place] ?? 0;
  const waited = [...sums.subarray(at + WAITS, at + FIELDS)];
  const times = { wall: of(1), cpu: of(2), blocked: of(3), gil: of(4), gilWait: of(5) };
  return { samples: of(0), ...times, squares: of(6), waits: waited.some((time) => time > 0) ? waited : [] };
}

/** A relative `co_filename` is relative to where the process was started; CPython's words in `<>` stay. */
function absolute(file: string, cwd: string): string {
  if (file.startsWith("/") || file.startsWith("<")) return file;
  return cwd === "" ? file : `${cwd}/${file.replace(/^\.\//, "")}`;
}
