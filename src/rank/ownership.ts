import { assert } from "../base/refusal.ts";
import type { Profile } from "../profile/profile.ts";
import { isListed, lastName, placeOf } from "./code-kinds.ts";
import type { CodeHomes, CodeKind } from "./code-kinds.ts";
import type { Costs } from "./costs.ts";
import { commandLineFrameworks } from "./known-code.ts";

/** Which code counts as the user's in a ranking. */
export type Owned = "project" | "main-package" | "libraries" | "everything";

/** The user's code, decided from the data. */
export interface Ownership {
  readonly owned: Owned;
  /** By index of the profile's functions. */
  readonly isOwned: readonly boolean[];
}

/**
 * The user's code is the project's. Where less than 5 % of the cost has any of it on the stack, the program is
 * somebody else's (`-m json.tool`, a console script of black's): then the package of the program's main module counts
 * too, then all libraries, then everything but the interpreter's own start-up.
 */
export function ownershipOf(profile: Profile, kinds: readonly CodeKind[], homes: CodeHomes, costs: Costs): Ownership {
  const packages = profile.functions.map(({ file }) => packageOf(file, homes));
  const main = mainPackage({ profile, kinds, homes, costs }, packages);
  const tests: readonly (readonly [Owned, (kind: CodeKind, home: string | undefined) => boolean])[] = [
    ["project", (kind) => kind === "user"],
    ["main-package", (kind, home) => kind === "user" || (home !== undefined && home === main && isLibrary(kind))],
    ["libraries", (kind) => kind === "user" || isLibrary(kind)],
    ["everything", (kind) => kind !== "bootstrap"],
  ];
  for (const [owned, test] of tests) {
    const isOwned = kinds.map((kind, index) => test(kind, packages[index]) && !isMark(profile, index));
    if (owned === "everything" || costUnder(profile, isOwned, costs) >= leastOwned * costs.total)
      return { owned, isOwned };
  }
  assert(false, "the last test always holds");
}

const leastOwned = 0.05;

/** What C code, the collector and tasks are marked with has no source to point at. */
function isMark({ functions }: Profile, index: number): boolean {
  return MARKS.has(functions[index]?.file ?? "");
}

const MARKS = new Set(["<native>", "<GC>", "<task>"]);

const isLibrary = (kind: CodeKind | undefined): boolean => kind === "library" || kind === "standard-library";

/** The cost of the stacks that hold a function of the sort. */
function costUnder(profile: Profile, isOfSort: readonly boolean[], costs: Costs): number {
  const holds: boolean[] = [];
  for (const { parent, frame } of profile.stacks) {
    holds.push((parent >= 0 && holds[parent] === true) || isOfSort[profile.frames[frame]?.function ?? -1] === true);
  }
  return profile.weights.reduce((cost, { stack }, index) => {
    return holds[stack] === true ? cost + (costs.weights[index]?.cost ?? 0) : cost;
  }, 0);
}

/** The installed package or module that a file belongs to; undefined for a project's file. */
function packageOf(file: string, homes: CodeHomes): string | undefined {
  const { home, path } = placeOf(file, homes);
  if (home !== "installed" && home !== "standard") return undefined;
  return `${home}:${path.split("/")[0] ?? path}`;
}

/**
 * The package of the outermost library function from the main module on, by cost. None where that is the user's or a
 * runner (pytest): then the program is not that package's. A console script and the framework that reads its command
 * line are looked through.
 */
function mainPackage(run: RankedRun, packages: readonly (string | undefined)[]): string | undefined {
  const sums = new Map<string, number>();
  const entries = entriesOf(run);
  for (const [index, { stack }] of run.profile.weights.entries()) {
    const entry = entries[stack] ?? outsideMain;
    const home = isLibrary(run.kinds[entry]) ? packages[entry] : undefined;
    if (home !== undefined) sums.set(home, (sums.get(home) ?? 0) + (run.costs.weights[index]?.cost ?? 0));
  }
  return [...sums].sort(([, left], [, right]) => right - left)[0]?.[0];
}

interface RankedRun {
  readonly profile: Profile;
  readonly kinds: readonly CodeKind[];
  readonly homes: CodeHomes;
  readonly costs: Costs;
}

const outsideMain = -2;
const insideMain = -1;

/** By stack node: the first function from the main module on that is not looked through. Parents precede children. */
function entriesOf({ profile, kinds, homes }: RankedRun): readonly number[] {
  const isLookedThrough = profile.functions.map(({ file, qualname }, index) => {
    const { home, path } = placeOf(file, homes);
    const isCommandLine = home === "project" || isListed(commandLineFrameworks, path, lastName(qualname));
    return kinds[index] === "bootstrap" || (kinds[index] === "runner" && isCommandLine);
  });
  const entries: number[] = [];
  for (const { parent, frame } of profile.stacks) {
    const index = profile.frames[frame]?.function ?? -1;
    const above = entries[parent] ?? outsideMain;
    const before = above === outsideMain && isMainModule(profile.functions[index]?.module) ? insideMain : above;
    entries.push(before === insideMain && isLookedThrough[index] === false ? index : before);
  }
  return entries;
}

const isMainModule = (module: string | undefined): boolean => module === "__main__" || module === "__mp_main__";
