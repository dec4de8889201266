import type { PageProfile, PageWeight } from "../../src/protocol/page-profile.ts";
import { visible } from "../../src/present/format/visible.ts";

/** A profile as the page works with it: columns as typed arrays, names that are safe to show. */
export interface Loaded {
  readonly title: string;
  /** By function. */
  readonly names: readonly string[];
  readonly fileOf: Int32Array;
  readonly lineOf: Int32Array;
  readonly kindOf: Uint8Array;
  readonly files: readonly string[];
  /** By frame. */
  readonly frameFunction: Int32Array;
  readonly frameLine: Int32Array;
  readonly frameColumn: Int32Array;
  readonly frameEndLine: Int32Array;
  readonly frameEndColumn: Int32Array;
  /** By stack node; parents come before their children. */
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly threads: readonly string[];
  /** By weight. */
  readonly weightStack: Int32Array;
  readonly weightThread: Int32Array;
  readonly weights: Readonly<Record<PageWeight, Float64Array>>;
  /** By weight: of `wall`, waiting for the GIL. */
  readonly gilWait: Float64Array;
  /** Weights that are not nothing. */
  readonly measures: readonly PageWeight[];
  readonly timeline: readonly Lane[];
  /** By file. */
  readonly sources: ReadonlyMap<number, readonly string[]>;
}

/** In which order a thread was seen with its stacks; `starts` in nanoseconds, the last one is the end. −1: not seen. */
export interface Lane {
  readonly thread: number;
  readonly starts: Float64Array;
  readonly stacks: Int32Array;
}

/** Every weight that the page can show, the usual one first. */
export const WEIGHTS: readonly PageWeight[] = ["cost", "wall", "cpu", "gil", "bytes", "samples"];

/** Turns what the page was sent into what it works with. */
export function load(sent: PageProfile): Loaded {
  const { functions, frames, stacks, weights } = sent;
  const columns: Record<PageWeight, Float64Array> = {
    cost: new Float64Array(weights.cost),
    wall: new Float64Array(weights.wall),
    cpu: new Float64Array(weights.cpu),
    gil: new Float64Array(weights.gil),
    bytes: new Float64Array(weights.bytes),
    samples: new Float64Array(weights.samples),
  };
  return {
    title: sent.title,
    names: functions.name.map(visible),
    fileOf: new Int32Array(functions.file),
    lineOf: new Int32Array(functions.line),
    kindOf: new Uint8Array(functions.kind),
    files: sent.files.map(visible),
    frameFunction: new Int32Array(frames.function),
    frameLine: new Int32Array(frames.line),
    frameColumn: new Int32Array(frames.column),
    frameEndLine: new Int32Array(frames.endLine),
    frameEndColumn: new Int32Array(frames.endColumn),
    parent: new Int32Array(stacks.parent),
    frame: new Int32Array(stacks.frame),
    threads: sent.threads.map(visible),
    weightStack: new Int32Array(weights.stack),
    weightThread: new Int32Array(weights.thread),
    weights: columns,
    gilWait: new Float64Array(weights.gilWait),
    measures: WEIGHTS.filter((weight) => columns[weight].some((value) => value > 0)),
    timeline: sent.timeline.map(({ thread, gaps, stacks: seen }) => ({
      thread,
      starts: runningSum(gaps),
      stacks: new Int32Array(seen),
    })),
    sources: new Map(sent.sources.map(([file, text]) => [file, text.split(/\r\n|\r|\n/u)])),
  };
}

function runningSum(gaps: ArrayLike<number>): Float64Array {
  let sum = 0;
  return Float64Array.from(gaps, (gap) => (sum += gap));
}

/** The weights of a kind, those of other threads than the one asked for set to nothing. */
export function weightsOf(profile: Loaded, weight: PageWeight, thread: number | undefined): Float64Array {
  const values = profile.weights[weight];
  if (thread === undefined) return values;
  return values.map((value, index) => (profile.weightThread[index] === thread ? value : 0));
}

/** The function of a stack node. */
export function functionAt(profile: Loaded, stack: number): number {
  return profile.frameFunction[profile.frame[stack] ?? -1] ?? -1;
}

/** By stack node: the weight of all stacks through it. */
export function stackTotals(profile: Loaded, weights: Float64Array): Float64Array {
  const { parent, weightStack } = profile;
  const totals = new Float64Array(parent.length);
  for (let index = 0; index < weights.length; index += 1) {
    const stack = weightStack[index] ?? 0;
    totals[stack] = (totals[stack] ?? 0) + (weights[index] ?? 0);
  }
  for (let stack = parent.length - 1; stack >= 0; stack -= 1) {
    const above = parent[stack] ?? -1;
    if (above >= 0) totals[above] = (totals[above] ?? 0) + (totals[stack] ?? 0);
  }
  return totals;
}
