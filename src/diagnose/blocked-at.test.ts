import { expect, test } from "vitest";
import { lineNumber, seconds } from "../base/units.ts";
import type { BlockedLoop, LoopFacts } from "../collect/observation.ts";
import { blockedAt } from "./blocked-at.ts";
import type { Place } from "./place.ts";

const frame = (file: string, line: number, longest: number): BlockedLoop => {
  const time = seconds(longest);
  return { function: "app.digest", file, line: lineNumber(line), times: 2, total: time, longest: time };
};
const loop: LoopFacts = {
  pid: 1,
  thread: "MainThread",
  looks: 100,
  median: seconds(0),
  p99: seconds(0),
  worst: seconds(1),
  blocked: [frame("/app.py", 8, 0.1), frame("/app.py", 9, 0.3), frame("/app.py", 30, 9), frame("/other.py", 8, 9)],
};
const placeOf = (runs?: object): Place =>
  ({ candidate: { runs }, context: { source: { path: "/app.py" } } }) as unknown as Place;

test("adds up how a loop stood still on the lines that run", () => {
  const place = placeOf([{ startLine: 7, endLine: 10 }]);
  expect(blockedAt(place, [loop])).toEqual([{ kind: "blocked", times: 4, longest: 0.3 }]);
  expect(blockedAt(placeOf(), [loop])).toEqual([]);
  expect(blockedAt(place)).toEqual([]);
});
