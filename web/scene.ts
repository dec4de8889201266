import type { PageWeight } from "../src/protocol/page-profile.ts";
import { layOut, type Chart } from "./model/chart.ts";
import { compare, mergeProfiles, type Comparison } from "./model/compare.ts";
import { stackTotals, weightsOf, type Lane, type Loaded } from "./model/profile.ts";
import { laneOf, timeOrder } from "./model/time-order.ts";
import { calleeTree, callerTree } from "./model/tree.ts";

/** The ways to look at a profile. */
export type Mode = "flame" | "time" | "lanes" | "inverted" | "sandwich" | "tree";

/** Which of the profiles is shown: one of them by its index, or the difference of the first two. */
export type Shown = number | "difference-before" | "difference-after";

/** What the user chose to see. */
export interface Choice {
  readonly shown: Shown;
  readonly mode: Mode;
  readonly weight: PageWeight;
  readonly thread: number | undefined;
}

/** A profile seen as chosen: what every panel draws from. */
export interface Scene {
  readonly profile: Loaded;
  readonly weights: Float64Array;
  /** By stack node. */
  readonly totals: Float64Array;
  readonly whole: number;
  readonly chart: Chart;
  readonly comparison: Comparison | undefined;
  /** Of a chart in time order: whose time. */
  readonly lane: Lane | undefined;
}

/** Makes the scene of a choice. */
export function sceneOf(profiles: readonly Loaded[], { shown, mode, weight, thread }: Choice): Scene | undefined {
  const [first, second] = profiles;
  if (typeof shown === "number") {
    const profile = profiles[shown] ?? first;
    if (profile === undefined) return undefined;
    const lane = mode === "time" ? laneOf(profile, thread) : undefined;
    if (lane !== undefined) {
      const chart = timeOrder(profile, lane);
      return { ...measured(profile, weightsOf(profile, "wall", lane.thread)), chart, comparison: undefined, lane };
    }
    const weights = weightsOf(profile, weight, thread);
    const tree = mode === "inverted" ? callerTree(profile, weights) : calleeTree(profile, weights);
    return { ...measured(profile, weights), chart: layOut(tree), comparison: undefined, lane: undefined };
  }
  if (first === undefined || second === undefined) return undefined;
  const wideAs = shown === "difference-before" ? "before" : "after";
  const profile = mergedOf(first, second, wideAs);
  const comparison = compare(profile, weight, wideAs);
  const weights = weightsOf(profile, weight, wideAs === "before" ? 0 : 1);
  return { ...measured(profile, weights), chart: layOut(comparison.tree), comparison, lane: undefined };
}

function measured(profile: Loaded, weights: Float64Array): Pick<Scene, "profile" | "weights" | "totals" | "whole"> {
  return {
    profile,
    weights,
    totals: stackTotals(profile, weights),
    whole: weights.reduce((sum, value) => sum + value, 0),
  };
}

let kept:
  | { readonly first: Loaded; readonly second: Loaded; readonly before: Loaded; readonly after: Loaded }
  | undefined;

/** Merging is done once: the panels know a profile by its identity. */
function mergedOf(first: Loaded, second: Loaded, side: "before" | "after"): Loaded {
  if (kept?.first !== first || kept.second !== second) {
    const [before, after] = [mergeProfiles(first, second, "before"), mergeProfiles(first, second, "after")];
    kept = { first, second, before, after };
  }
  return kept[side];
}
