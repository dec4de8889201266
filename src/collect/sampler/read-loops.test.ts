import { expect, test } from "vitest";
import { foreignLoops } from "./read-loops.ts";
import type { Recording } from "./recording.ts";

const recordingOf = (file: string, qualname: string, loops: readonly object[] = []): Recording =>
  ({ processes: [{ pid: 7, functions: [{ file, qualname }], loops }], notes: [] }) as unknown as Recording;

test.each([
  ["/lib/trio/_core/_run.py", "unrolled_run", /^Process 7 runs on trio/],
  ["/lib/asyncio/runners.py", "Runner.run", /^The loop of process 7 is none of asyncio's own/],
  ["/lib/uvloop/__init__.py", "run", /uvloop/],
])("says of %s that its turns cannot be seen", (file, name, note) => {
  expect(foreignLoops(recordingOf(file, name))).toEqual([expect.stringMatching(note)]);
});

test.each([
  ["/lib/asyncio/runners.py", "Runner.run", [{}]],
  ["/lib/uvloop/__init__.py", "<module>", []],
  ["/p/runners.py", "run", []],
])("says nothing of %s, %s", (file, name, loops) => {
  expect(foreignLoops(recordingOf(file, name, loops))).toEqual([]);
});
