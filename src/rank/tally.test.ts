import { describe, expect, it } from "vitest";
import { lineNumber } from "../base/units.ts";
import { tallyStacks } from "./tally.ts";
import type { CostedStack } from "./tally.ts";
import type { Step } from "./user-stacks.ts";

/** Random stacks of few functions, so that they recurse in every way (Lehmer's generator: the same on every run). */
function randomStacks(seed: number): { steps: Step[]; stacks: CostedStack[]; paths: number[][] } {
  let state = seed;
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const steps: Step[] = [];
  const paths: number[][] = [];
  for (let index = 0; index < 60; index += 1) {
    const caller = random(index + 1) - 1;
    const step: Step = { caller, function: random(5), positions: [{ line: lineNumber(1 + random(3)) }] };
    steps.push(step);
    paths.push([...(paths[caller] ?? []), step.function]);
  }
  const stacks = steps.map((_, innermost) => ({ innermost, cost: 1 + random(9), samples: 1 }));
  return { steps, stacks, paths };
}

describe("the tally", () => {
  it("counts a stack once for each function and each call on it, however they recurse", () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const { steps, stacks, paths } = randomStacks(seed);
      const cumulative = new Map<number, number>();
      const calls = new Map<string, number>();
      for (const [index, path] of paths.entries()) {
        const cost = stacks[index]?.cost ?? 0;
        for (const name of new Set(path)) cumulative.set(name, (cumulative.get(name) ?? 0) + cost);
        const pairs = path.slice(1).map((callee, at) => [path[at] ?? -1, callee] as const);
        const distinct = new Set(pairs.filter(([caller, callee]) => caller !== callee).map((pair) => pair.join()));
        for (const pair of distinct) calls.set(pair, (calls.get(pair) ?? 0) + cost);
      }
      const tallies = [...tallyStacks(steps, stacks).values()];
      const seen = tallies.flatMap(({ function: caller, callees }) => {
        return [...callees].map(([callee, cost]) => [[caller, callee].join(), cost] as const);
      });
      expect(new Map(tallies.map((tally) => [tally.function, tally.cumulative.cost]))).toEqual(cumulative);
      expect(new Map(seen)).toEqual(calls);
    }
  });

  it("has all cost as somebody's own, once", () => {
    const { steps, stacks } = randomStacks(7);
    const own = [...tallyStacks(steps, stacks).values()].reduce((sum, { self }) => sum + self.cost, 0);
    expect(own).toBe(stacks.reduce((sum, { cost }) => sum + cost, 0));
  });
});
