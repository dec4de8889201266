import { dirname, join } from "node:path";
import type { Code, Elsewhere, Modules } from "./analysis/code.ts";

/** As many other files as one diagnosis reads to follow calls into them. */
const MOST_FILES = 40;
/** How far above a package an import of two names and more is looked for. */
const LEVELS = 3;

/**
 * Answers which file an import means, by where the importing one lies: relative imports exactly where they say, others beside
 * the package that the file belongs to, since Python found it there. Where two files could be meant, none is.
 */
export function findModules(
  read: (path: string) => Pick<Code, "source" | "scopes"> | undefined,
  exists: (path: string) => boolean,
  elsewhere?: Elsewhere,
): Modules {
  const asked = new Set<string>();
  const readOnce = (path: string): Code | undefined => {
    if (!asked.has(path) && asked.size >= MOST_FILES) return undefined;
    asked.add(path);
    const code = read(path);
    return code && { source: code.source, scopes: code.scopes, modules, ...(elsewhere && { elsewhere }) };
  };
  const modules: Modules = (from, module) => {
    const [only, ...others] = basesOf(from, module, exists).flatMap((base) => fileAt(base, exists) ?? []);
    return only === undefined || others.length > 0 ? undefined : readOnce(only);
  };
  return modules;
}

/** A package comes before a module of the same name, as Python has it. */
function fileAt(base: string, exists: (path: string) => boolean): string | undefined {
  return [join(base, "__init__.py"), `${base}.py`].find((path) => exists(path));
}

/** The paths, without ending, that the module could lie at. */
function basesOf(from: string, module: string, exists: (path: string) => boolean): readonly string[] {
  const dots = /^\.*/u.exec(module)?.[0].length ?? 0;
  const parts = module.slice(dots).split(".").filter(Boolean);
  if (dots > 0) return [join(above(dirname(from), dots - 1), ...parts)];
  if (parts.length === 0) return [];
  let root = dirname(from);
  while (exists(join(root, "__init__.py")) && dirname(root) !== root) root = dirname(root);
  // A single name above the package may as well be the standard library's.
  const levels = parts.length > 1 ? LEVELS : 0;
  return Array.from({ length: levels + 1 }, (_, level) => join(above(root, level), ...parts));
}

function above(folder: string, levels: number): string {
  let at = folder;
  for (let level = 0; level < levels; level += 1) at = dirname(at);
  return at;
}
