import type { LineNumber } from "../base/units.ts";
import type { Profile, ProfiledFunction } from "../profile/profile.ts";

/** A better name for a function of which only `co_name` is known. */
export type Qualify = (file: string, firstLine: LineNumber, coName: string) => string | undefined;

/** The profile's functions without duplicates. */
export interface MergedFunctions {
  readonly functions: readonly ProfiledFunction[];
  /** By index of the profile's functions: the index into `functions`. */
  readonly of: readonly number[];
  /** All interpreters gave `co_qualname` (3.11+). */
  readonly areQualified: boolean;
}

/**
 * The same module, name, file and first line in several processes is one function; so are the main module of a
 * script and its copy in the processes that multiprocessing spawns (`__mp_main__`).
 */
export function mergeFunctions(profile: Profile, qualify: Qualify | undefined): MergedFunctions {
  const areQualified = profile.processes.every(({ version }) => givesQualnames(version));
  const better = areQualified ? undefined : qualify;
  const functions: ProfiledFunction[] = [];
  const known = new Map<string, number>();
  const of = profile.functions.map((profiled) => {
    const merged = { ...profiled, module: oneMain(profiled.module), qualname: qualifiedName(profiled, better) };
    const key = [merged.file, merged.firstLine, merged.module, merged.qualname].join("\0");
    const index = known.get(key) ?? functions.push(merged) - 1;
    known.set(key, index);
    return index;
  });
  return { functions, of, areQualified };
}

/** `module.qualname`, as people read it. */
export function displayName({ module, qualname }: ProfiledFunction): string {
  return module === "" ? qualname : `${module}.${qualname}`;
}

/** `co_qualname` came with CPython 3.11. */
function givesQualnames(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 3 || minor >= 11;
}

const oneMain = (module: string): string => (module === "__mp_main__" ? "__main__" : module);

function qualifiedName({ file, firstLine, qualname }: ProfiledFunction, qualify: Qualify | undefined): string {
  if (qualify === undefined || qualname === "<module>" || qualname.includes(".")) return qualname;
  return qualify(file, firstLine, qualname) ?? qualname;
}
