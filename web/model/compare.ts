import type { PageWeight } from "../../src/protocol/page-profile.ts";
import { weightsOf, WEIGHTS, type Loaded } from "./profile.ts";
import { calleeTree, reweigh, type Tree } from "./tree.ts";

/** The tree of both, as wide as one of them, with what each node took in both. */
export interface Comparison {
  readonly tree: Tree;
  /** By node. */
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/**
 * Puts two profiles beside each other. Functions are the same when name and file are: lines move with edits. The
 * sources are those of the side that will be looked at.
 */
export function mergeProfiles(one: Loaded, other: Loaded, side: "before" | "after"): Loaded {
  const [frames, stacks] = [one.frameFunction.length, one.parent.length];
  const { functionOf, fileIndexes, ...functions } = mergeFunctions(one, other);
  const later = new Map([...other.sources].map(([file, lines]) => [fileIndexes[file] ?? -1, lines]));
  return {
    ...functions,
    title: "difference",
    frameFunction: joined(
      one.frameFunction,
      other.frameFunction.map((called) => functionOf[called] ?? 0),
    ),
    frameLine: joined(one.frameLine, other.frameLine),
    frameColumn: joined(one.frameColumn, other.frameColumn),
    frameEndLine: joined(one.frameEndLine, other.frameEndLine),
    frameEndColumn: joined(one.frameEndColumn, other.frameEndColumn),
    parent: joined(
      one.parent,
      other.parent.map((parent) => (parent < 0 ? -1 : parent + stacks)),
    ),
    frame: joined(
      one.frame,
      other.frame.map((frame) => frame + frames),
    ),
    threads: [one.title, other.title],
    weightStack: joined(
      one.weightStack,
      other.weightStack.map((stack) => stack + stacks),
    ),
    weightThread: joined(new Int32Array(one.weightStack.length), new Int32Array(other.weightStack.length).fill(1)),
    // The timeline alone asks for it, and a difference has none.
    gilWait: new Float64Array(0),
    weights: joinedWeights(one, other),
    measures: one.measures.filter((measure) => other.measures.includes(measure)),
    timeline: [],
    sources: side === "before" ? one.sources : later,
  };
}

type MergedFunctions = Pick<Loaded, "names" | "files" | "fileOf" | "lineOf" | "kindOf"> & {
  /** By function of the second profile. */
  readonly functionOf: readonly number[];
  /** By file of the second profile. */
  readonly fileIndexes: readonly number[];
};

function mergeFunctions(one: Loaded, other: Loaded): MergedFunctions {
  const known = new Map([...one.names.keys()].map((called) => [keyOf(one, called), called]));
  const files = [...one.files];
  const fileOf = fileMapping(one, other, files);
  const names = [...one.names];
  const extra: number[] = [];
  const functionOf = other.names.map((name, called) => {
    const same = known.get(keyOf(other, called));
    if (same !== undefined) return same;
    extra.push(called);
    return names.push(name) - 1;
  });
  return {
    names,
    files,
    functionOf,
    fileIndexes: fileOf,
    fileOf: joined(
      one.fileOf,
      extra.map((called) => fileOf[other.fileOf[called] ?? -1] ?? -1),
    ),
    lineOf: joined(
      one.lineOf,
      extra.map((called) => other.lineOf[called] ?? 0),
    ),
    kindOf: Uint8Array.from([...one.kindOf, ...extra.map((called) => other.kindOf[called] ?? 0)]),
  };
}

const keyOf = ({ names, files, fileOf }: Loaded, called: number): string =>
  `${names[called]}\n${files[fileOf[called] ?? -1]}`;

function fileMapping(one: Loaded, other: Loaded, files: string[]): readonly number[] {
  const known = new Map(one.files.map((file, index) => [file, index]));
  return other.files.map((file) => known.get(file) ?? files.push(file) - 1);
}

function joinedWeights(one: Loaded, other: Loaded): Loaded["weights"] {
  const join = (weight: PageWeight): [PageWeight, Float64Array] => {
    const values = new Float64Array(one.weightStack.length + other.weightStack.length);
    values.set(one.weights[weight]);
    values.set(other.weights[weight], one.weightStack.length);
    return [weight, values];
  };
  return Object.fromEntries(WEIGHTS.map(join)) as Loaded["weights"];
}

function joined(one: Int32Array, other: ArrayLike<number>): Int32Array {
  const both = new Int32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Compares the two profiles of a merged one; boxes are as wide as in the one that is asked for. */
export function compare(merged: Loaded, weight: PageWeight, wideAs: "before" | "after"): Comparison {
  const whole = calleeTree(merged, weightsOf(merged, weight, undefined));
  const nodeOf = whole.nodeOf ?? new Int32Array(0);
  const side = (thread: number): Tree => reweigh(whole, nodeOf, merged.weightStack, weightsOf(merged, weight, thread));
  const [before, after] = [side(0), side(1)];
  return { tree: wideAs === "before" ? before : after, before: before.total, after: after.total };
}

/** The step of the scale of changes, 0 (gone) over 3 (the same) to 6 (new). */
export function changeStep(before: number, after: number): number {
  const larger = Math.max(before, after);
  if (larger <= 0) return 3;
  const change = (after - before) / larger;
  if (Math.abs(change) < 0.05) return 3;
  const strength = Math.abs(change) < 0.25 ? 1 : Math.abs(change) < 0.6 ? 2 : 3;
  return 3 + Math.sign(change) * strength;
}
