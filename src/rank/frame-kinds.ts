import type { FrameKind } from "../profile/export/exporter.ts";
import type { Profile } from "../profile/profile.ts";
import { homesOf, placeOf } from "./code-kinds.ts";

/** By index of the profile's functions: whose code it is, for the colours of exports. */
export function frameKindsOf({ functions, processes }: Profile): readonly FrameKind[] {
  const homes = homesOf(processes, functions);
  return functions.map(({ file }) => ofWord.get(file) ?? ofHome[placeOf(file, homes).home]);
}

/** Frames without a file (see `ProfiledFunction`); `<thread>` is what exports put above a thread's stacks. */
const ofWord: ReadonlyMap<string, FrameKind> = new Map([
  ["<native>", "native"],
  ["<GC>", "gc"],
  ["<task>", "task"],
  ["<thread>", "thread"],
]);

const ofHome: Record<ReturnType<typeof placeOf>["home"], FrameKind> = {
  project: "project",
  installed: "library",
  standard: "standard-library",
  generated: "library",
};
