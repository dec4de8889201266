import type { Profile } from "../../src/profile/profile.ts";

/** The functions of a stack from the outermost to the innermost, by their last names, without the marks of C code and the collector. */
export function namesOf(profile: Profile, stack: number): readonly string[] {
  const names: string[] = [];
  for (let at = stack; at >= 0; at = profile.stacks[at]?.parent ?? -1) names.unshift(nameOf(profile, at));
  return names.filter((name) => name !== "<native>" && name !== "<GC>");
}

function nameOf({ stacks, frames, functions }: Profile, stack: number): string {
  const frame = frames[stacks[stack]?.frame ?? 0];
  return functions[frame?.function ?? 0]?.qualname.split(".").at(-1) ?? "";
}
