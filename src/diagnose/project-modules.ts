import { basename, dirname, isAbsolute, join } from "node:path";
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

/**
 * Answers which file an import means of those that the program found beside its own: in `folders`, where packages lie that were seen
 * to run. Where two could be meant, or it is relative, none is.
 */
export function findInstalled(
  read: (path: string) => Pick<Code, "source" | "scopes"> | undefined,
  exists: (path: string) => boolean,
  folders: () => readonly string[],
): Modules {
  const within = findModules(read, exists);
  return (_, module) => {
    if (module.startsWith(".")) return undefined;
    const paths = folders().flatMap((folder) => fileAt(join(folder, ...module.split(".")), exists) ?? []);
    const [only, ...others] = paths;
    if (only === undefined || others.length > 0) return undefined;
    // By its own name a file means itself, and a package's first one by none.
    const name = basename(only, ".py");
    return within(only, name === "__init__" ? "." : `.${name}`);
  };
}

/** The folders in which these files' packages lie. */
export function packageFolders(files: readonly string[], exists: (path: string) => boolean): readonly string[] {
  const found = new Set<string>();
  for (const folder of new Set(files.filter((file) => isAbsolute(file)).map((file) => dirname(file)))) {
    let root = folder;
    while (exists(join(root, "__init__.py")) && dirname(root) !== root) root = dirname(root);
    found.add(root);
  }
  return [...found];
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
