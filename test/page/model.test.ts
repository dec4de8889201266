import { expect, test } from "vitest";
import { pageProfileOf } from "../../src/present/html/page-profile.ts";
import { profileFromText } from "../../src/profile/profile-from-text.ts";
import type { Profile, ThreadTimeline } from "../../src/profile/profile.ts";
import { layOut, nodeAt, type Chart } from "../../web/model/chart.ts";
import { changeStep, compare, mergeProfiles } from "../../web/model/compare.ts";
import { functionTimes } from "../../web/model/functions.ts";
import { load, stackTotals, weightsOf, type Loaded } from "../../web/model/profile.ts";
import { lanesOf } from "../../web/model/lanes.ts";
import { search } from "../../web/model/search.ts";
import { laneOf, timeOrder } from "../../web/model/time-order.ts";
import { calleeTree, callerTree } from "../../web/model/tree.ts";

function loaded(profile: Profile, title = "profile"): Loaded {
  const kinds = profile.functions.map(() => "project" as const);
  const costs = profile.weights.map(({ cpu }) => cpu);
  return load(pageProfileOf({ profile, title, cwd: "/", kinds, costs }));
}

/** Rows of a chart, `name:samples` from left to right; gaps are not told. */
function drawn(chart: Chart, { names }: Loaded): string[] {
  const { tree, boxes, rows } = chart;
  return [...rows.keys()]
    .slice(0, -1)
    .map((row) =>
      [...boxes.subarray(rows[row], rows[row + 1])]
        .map((node) => `${names[tree.called[node] ?? -1]?.replace("__main__.", "")}:${tree.total[node]}`)
        .join(" "),
    );
}

// A function that calls itself, and a leaf that is called from two places.
const profile = profileFromText(`
  main main main main main
  a    a    b    b    b
  leaf a    leaf b    -
  -    leaf -    -    -
`);
const page = loaded(profile);
const samples = weightsOf(page, "samples", undefined);

test("callers stand above what they call, the heaviest first", () => {
  expect(drawn(layOut(calleeTree(page, samples)), page)).toEqual([
    "main:5",
    "b:3 a:2",
    "leaf:1 b:1 leaf:1 a:1",
    "leaf:1",
  ]);
});

test("inverted, the leaf adds up what it took everywhere", () => {
  const [first, second] = drawn(layOut(callerTree(page, samples)), page);
  expect(first?.split(" ").sort()).toEqual(["b:2", "leaf:3"]);
  expect(second?.split(" ").sort()).toEqual(["a:2", "b:1", "b:1", "main:1"]);
});

test("a sandwich counts a function that calls itself once", () => {
  const b = page.names.indexOf("__main__.b");
  expect(drawn(layOut(calleeTree(page, samples, b)), page)).toEqual(["b:3", "leaf:1 b:1"]);
  expect(drawn(layOut(callerTree(page, samples, b)), page)).toEqual(["b:3", "main:3"]);
  const { total, self } = functionTimes(page, samples, stackTotals(page, samples));
  expect([total[b], self[b]]).toEqual([3, 2]);
});

test("a search counts what lies under a match once, and nothing without words", () => {
  const chart = layOut(calleeTree(page, samples));
  const found = search("LEAF", chart, page.names, () => "app.py");
  expect([found?.functions, found?.share]).toEqual([1, 0.6]);
  expect(search("a", chart, page.names, () => "app.py")?.share).toBe(1);
  expect(search("  ", chart, page.names, () => "app.py")).toBeUndefined();
});

test("a place in the picture finds its box, and none where there is none", () => {
  const chart = layOut(calleeTree(page, samples));
  const nameAt = (row: number, place: number): string | undefined =>
    page.names[chart.tree.called[nodeAt(chart, row, place)] ?? -1];
  expect([nameAt(1, 0.5), nameAt(1, 2.9), nameAt(1, 3.1)]).toEqual(["__main__.b", "__main__.b", "__main__.a"]);
  expect([nodeAt(chart, 2, 2.5), nodeAt(chart, 9, 0), nodeAt(chart, -1, 0)]).toEqual([-1, -1, -1]);
});

test("two profiles are compared function by function, also where one lacks some", () => {
  const after = loaded(profileFromText("main main\na fresh\n- -"), "after");
  const merged = mergeProfiles(page, after, "before");
  const { tree, before, after: now } = compare(merged, "samples", "before");
  const told = [...tree.called].map((called, node) => `${merged.names[called]?.slice(9)} ${before[node]}>${now[node]}`);
  expect(told).toEqual(expect.arrayContaining(["main 5>2", "a 2>1", "b 3>0", "fresh 0>1"]));
  expect([changeStep(5, 0), changeStep(5, 4.9), changeStep(0, 1), changeStep(0, 0)]).toEqual([0, 3, 6, 3]);
});

test("in time order a call that goes on is one box, and a pause leaves a gap", () => {
  const at = profile.weights.map(({ stack }) => stack);
  const timeline = [{ thread: 0, starts: [0, 1, 2, 3, 4], stacks: [at[0], at[1], -1, at[0], -1] }];
  const ordered = loaded({ ...profile, timeline: timeline as unknown as readonly ThreadTimeline[] });
  const lane = laneOf(ordered, undefined);
  const chart = lane && timeOrder(ordered, lane);
  expect(chart && drawn(chart, ordered).map((row) => row.replaceAll("000000000", ""))).toEqual([
    "main:2 main:1",
    "a:2 a:1",
    "leaf:1 a:1 leaf:1",
    "leaf:1",
  ]);
  expect(chart && nodeAt(chart, 0, 2.5e9)).toBe(-1);
});

test("lanes tell what a thread did when, tasks apart, on one clock", () => {
  const tasked = profileFromText("main main main\nmail web -");
  const mail = tasked.functions.findIndex(({ qualname }) => qualname === "mail");
  const [first, second, third] = tasked.weights.map(({ stack }) => stack);
  const half = tasked.weights.map((weight) => ({ ...weight, wall: 2, cpu: 1, gil: 1, gilWait: 0.5 }));
  const timeline = [{ thread: 0, starts: [0, 1, 2, 4], stacks: [first, second, third, -1] }];
  const drawnOn = { ...tasked, weights: half, timeline } as unknown as Profile;
  const kinds = tasked.functions.map((_called, index) => (index === mail ? ("task" as const) : ("project" as const)));
  const lanes = lanesOf(load(pageProfileOf({ profile: drawnOn, title: "t", cwd: "/", kinds, costs: [1, 1, 1] })));
  const [program, thread, task] = lanes?.rows ?? [];
  expect(lanes?.rows.map(({ kind, seen }) => [kind, Math.round(seen / 1e9)])).toEqual([
    ["program", 4],
    ["thread", 4],
    ["task", 1],
  ]);
  expect([10, 200].map((step) => [thread?.computing[step], thread?.gilWait[step], thread?.waiting[step]])).toEqual([
    [0.5, 0.25, 0.25],
    [0.5, 0.25, 0.25],
  ]);
  expect([task?.computing[10], task?.computing[200], program?.gil[10]]).toEqual([0.5, 0, 0.5]);
});
