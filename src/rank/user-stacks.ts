import { assert } from "../base/refusal.ts";
import type { Position, Profile, ProfiledFunction } from "../profile/profile.ts";
import { lastName } from "./code-kinds.ts";
import type { CodeKind } from "./code-kinds.ts";
import type { MergedFunctions } from "./functions.ts";

/** A function of the user's on a stack: a node of a trie, as the profile's own stacks. */
export interface Step {
  /** Index of the step that called it, always smaller than its own; −1: none. */
  readonly caller: number;
  /** Index into the merged functions. */
  readonly function: number;
  /** Where it was; innermost last where comprehensions are folded in. */
  readonly positions: readonly [Position, ...Position[]];
}

/** A stack as its owner sees it: the user's functions alone. */
export interface UserStack {
  /** Index of the innermost step; −1: no code of the user's. */
  readonly innermost: number;
  /** Library code that the innermost step called: indexes into the merged functions. */
  readonly library?: { readonly outermost: number; readonly innermost: number };
}

/** All of a profile's stacks, read. */
export interface UserStacks {
  readonly steps: readonly Step[];
  /** By index of the profile's stacks. */
  readonly stacks: readonly UserStack[];
}

/** What has to be known to read stacks. */
export interface StackReading {
  readonly profile: Profile;
  readonly kinds: readonly CodeKind[];
  readonly isOwned: readonly boolean[];
  readonly merged: MergedFunctions;
}

/**
 * Reads a profile's stacks. Start-up, imports, runners and event loops fall out; library code is charged to the user's
 * line that called it; list, set, dict comprehensions and generator expressions are part of the function that they are
 * written in (own frames: comprehensions below 3.12, generator expressions always).
 */
export function readUserStacks({ profile, kinds, isOwned, merged }: StackReading): UserStacks {
  const steps: Step[] = [];
  const stacks: UserStack[] = [];
  for (const { parent, frame } of profile.stacks) {
    const above = stacks[parent] ?? { innermost: -1 };
    const at = profile.frames[frame];
    const index = at && merged.of[at.function];
    assert(at && index !== undefined, "a stack points at a frame and a function that exist");
    if (isOwned[at.function] === true) {
      const step = stepInto(steps, { caller: above.innermost, function: index, positions: [at.position] }, merged);
      stacks.push({ innermost: steps.push(step) - 1 });
    } else if (above.innermost >= 0 && isNamed(kinds[at.function])) {
      stacks.push({ ...above, library: { outermost: above.library?.outermost ?? index, innermost: index } });
    } else {
      stacks.push(above);
    }
  }
  return { steps, stacks };
}

/** The position that a step's innermost code was at. */
export function placeOfStep({ positions }: Step): Position {
  const innermost = positions.at(-1);
  assert(innermost, "a step has a position");
  return innermost;
}

const isNamed = (kind: CodeKind | undefined): boolean => kind === "library" || kind === "standard-library";

/** The step itself; a comprehension as a part of its enclosing function, where that is on the stack. */
function stepInto(steps: readonly Step[], step: Step, merged: MergedFunctions): Step {
  const enclosing = enclosingFunction(steps, step, merged);
  if (enclosing === undefined) return step;
  const last = steps[step.caller];
  // A generator expression that another function iterates runs inside that one: its function is on the stack twice.
  if (last?.function !== enclosing) return { ...step, function: enclosing };
  return { ...last, positions: [...last.positions, ...step.positions] };
}

/**
 * The function on the stack that a comprehension is written in: by its qualified name, or where there is none, the
 * one that begins last before it in the same file.
 */
function enclosingFunction(steps: readonly Step[], step: Step, merged: MergedFunctions): number | undefined {
  const comprehension = merged.functions[step.function];
  assert(comprehension, "a step points at a function");
  if (!comprehensions.has(lastName(comprehension.qualname))) return undefined;
  let best: number | undefined;
  for (let at = steps[step.caller]; at !== undefined; at = steps[at.caller]) {
    const outer = merged.functions[at.function];
    if (outer === undefined || !encloses(outer, comprehension, merged.areQualified)) continue;
    if (best === undefined || outer.firstLine > (merged.functions[best]?.firstLine ?? 0)) best = at.function;
  }
  return best;
}

const comprehensions: ReadonlySet<string> = new Set(["<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"]);

function encloses(outer: ProfiledFunction, inner: ProfiledFunction, areQualified: boolean): boolean {
  if (outer.file !== inner.file || outer.firstLine > inner.firstLine) return false;
  const scope = inner.qualname.slice(0, -lastName(inner.qualname).length).replace(insideComprehensions, "");
  if (scope === "") return outer.qualname === "<module>" || !areQualified;
  return scope === `${outer.qualname}.<locals>.` || scope === `${outer.qualname}.`;
}

/** `f.<locals>.<listcomp>.<locals>.<genexpr>` is written in `f`. */
const insideComprehensions = /(?:<(?:listcomp|setcomp|dictcomp|genexpr)>\.<locals>\.)+$/;
