import type { Profile } from "../../src/profile/profile.ts";

/** What a profile has besides Python functions, by the word for their file: C code and the garbage collector. */
const MARKS = new Set(["<native>", "<GC>"]);

/** The Python functions of a stack from the outermost to the innermost, by their last names. */
export function namesOf({ stacks, frames, functions }: Profile, stack: number): readonly string[] {
  const names: string[] = [];
  for (let at = stack; at >= 0; at = stacks[at]?.parent ?? -1) {
    const called = functions[frames[stacks[at]?.frame ?? 0]?.function ?? 0];
    if (called !== undefined && !MARKS.has(called.file)) names.unshift(called.qualname.split(".").at(-1) ?? "");
  }
  return names;
}
