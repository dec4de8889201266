import { expect, it } from "vitest";
import { seconds } from "../base/units.ts";
import { differInOwnTimes } from "./own-times.ts";

const times = { old: seconds(3.25), new: seconds(1.15) };

it.each([
  ["elapsed: 3.2 s", "elapsed: 1.1 s"],
  ["took 3 seconds", "took 1 seconds"],
  ["Runtime 3210 ms for 10 rows", "Runtime 1098 ms for 10 rows"],
])("takes %j and %j for the program's own time", (before, after) => {
  expect(differInOwnTimes(before, after, times)).toBe(true);
});

it.each([
  ["sum 3.2", "sum 1.1"],
  ["took 3 steps", "took 1 steps"],
  ["elapsed: 3.2 s, sum 10", "elapsed: 1.1 s, sum 11"],
  ["elapsed: 9.2 s", "elapsed: 9.1 s"],
  ["time 3.2 s", "time none s"],
])("does not take %j and %j for the program's own time", (before, after) => {
  expect(differInOwnTimes(before, after, times)).toBe(false);
});
