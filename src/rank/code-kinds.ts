import type { ProfiledFunction, ProfiledProcess } from "../profile/profile.ts";
import { isStartedByMultiprocessing } from "./families.ts";
import {
  commandLineFrameworks,
  installedEventLoops,
  installedRunners,
  standardBootstrap,
  standardEventLoops,
  standardRunners,
} from "./known-code.ts";
import { standardModules } from "./standard-modules.ts";

/** Whose code a function is, and what it does there. */
export type CodeKind = "user" | "library" | "standard-library" | "bootstrap" | "runner" | "event-loop";

/** A file as its interpreter's folders place it. */
export interface Placement {
  readonly home: "project" | "installed" | "standard" | "generated";
  /** Path below the home folder with `/`; the whole path for a project's file, the word for generated code. */
  readonly path: string;
}

/** What has to be known of the whole profile before one function can be placed. */
export interface CodeHomes {
  /** Folders of the standard library, longest first, with `/` at the end. */
  readonly standardFolders: readonly string[];
  /** Folders in which installers put console scripts, beside the library folders. */
  readonly scriptFolders: ReadonlySet<string>;
  /** One of the processes is a `python -c` of a person's: its code has no file. */
  readonly isTyped: boolean;
  /** Some files are known by their whole path to be the project's; of others that are not, a part is missing. */
  readonly hasWholePaths: boolean;
}

/** The folders that the profile's interpreters call theirs. */
export function homesOf(processes: readonly ProfiledProcess[], functions: readonly ProfiledFunction[] = []): CodeHomes {
  const folders = [...new Set(processes.flatMap((process) => process.libraryFolders.map(withSlashes)))];
  const standard = folders.filter((folder) => folder !== "" && !packagesFolder.test(`${folder}/`));
  return {
    standardFolders: standard.map((folder) => `${folder}/`).sort((left, right) => right.length - left.length),
    scriptFolders: new Set(folders.flatMap(scriptFoldersBeside)),
    isTyped: processes.some(isTyped),
    hasWholePaths: functions.some(({ file }) => isWholeProjectPath(withSlashes(file))),
  };
}

/** Finds the home of a function's file. A folder named site-packages or dist-packages is one wherever it lies. */
export function placeOf(file: string, homes: CodeHomes): Placement {
  if (file.startsWith("<")) return placeOfWord(file, homes);
  const path = withSlashes(file);
  const installed = packagesFolder.exec(path);
  if (installed !== null) return { home: "installed", path: path.slice(installed[0].length) };
  const folder = homes.standardFolders.find((standard) => path.startsWith(standard));
  if (folder !== undefined) return { home: "standard", path: path.slice(folder.length) };
  return homes.standardFolders.length === 0 ? placeOfForeign(path, homes) : { home: "project", path };
}

/**
 * Profiles of other tools do not say which folders are libraries, and cut the paths in them short. What is left of one
 * whose file is not where the program ran, when the project's own are, is a package's.
 */
function placeOfForeign(path: string, homes: CodeHomes): Placement {
  const standard = usualStandardFolder.exec(path);
  if (standard !== null) return { home: "standard", path: path.slice(standard[0].length) };
  if (path === "" || isAbsolutePath(path)) return { home: "project", path };
  const [top = ""] = path.split("/");
  if (standardModules.has(top.replace(/\.py$/, ""))) return { home: "standard", path };
  return homes.hasWholePaths && path.includes("/") && !path.startsWith(".")
    ? { home: "installed", path }
    : { home: "project", path };
}

const isAbsolutePath = (path: string): boolean => /^(?:\/|[A-Za-z]:\/)/.test(path);

const isWholeProjectPath = (path: string): boolean =>
  isAbsolutePath(path) && !packagesFolder.test(path) && !usualStandardFolder.test(path);

/** Says whose code a function is. */
function kindOf(profiled: ProfiledFunction, homes: CodeHomes): CodeKind {
  const { home, path } = placeOf(profiled.file, homes);
  const name = lastName(profiled.qualname);
  if (startUpFile.test(path)) return "bootstrap";
  // An asyncio task is no code: it stands for the loop that runs it.
  if (path === "<task>") return "event-loop";
  if (path === "<string>") return kindOfString(profiled, home);
  switch (home) {
    case "generated":
      return "library";
    case "project":
      return "user";
    case "installed":
      return lists.installed.find(([, list]) => isListed(list, path, name))?.[0] ?? "library";
    case "standard":
      return lists.standard.find(([, list]) => isListed(list, path, name))?.[0] ?? "standard-library";
  }
}

/** Named tuples and data classes make such code too, in other modules; what is left nobody typed: multiprocessing's. */
function kindOfString({ module }: ProfiledFunction, home: Placement["home"]): CodeKind {
  if (module !== "__main__") return "library";
  return home === "project" ? "user" : "bootstrap";
}

const lists: Record<"installed" | "standard", readonly (readonly [CodeKind, ReadonlySet<string>])[]> = {
  installed: [
    ["runner", installedRunners],
    ["runner", commandLineFrameworks],
    ["event-loop", installedEventLoops],
  ],
  standard: [
    ["bootstrap", standardBootstrap],
    ["runner", standardRunners],
    ["event-loop", standardEventLoops],
  ],
};

/** The kinds of all of a profile's functions, in their order. */
export function kindsOf(functions: readonly ProfiledFunction[], homes: CodeHomes): readonly CodeKind[] {
  const stubs = stubFiles(functions, homes);
  return functions.map((profiled) => (stubs.has(profiled.file) ? "runner" : kindOf(profiled, homes)));
}

/** The last part of a qualified name: `wait` of `Condition.wait`. */
export function lastName(qualname: string): string {
  return qualname.slice(qualname.lastIndexOf(".") + 1);
}

/**
 * True when the list names the path (`asyncio/events.py`), a folder above it (`asyncio`) or this function of it
 * (`threading.py:_bootstrap`).
 */
export function isListed(list: ReadonlySet<string>, path: string, name: string): boolean {
  if (list.has(path) || list.has(`${path}:${name}`)) return true;
  for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) {
    if (list.has(path.slice(0, slash))) return true;
  }
  return false;
}

/** What runs before the program by itself, and our own modules in the program's process. */
const startUpFile = /(?:^|\/)(?:sitecustomize|usercustomize|_hasten_\w+)\.py$/;
/** Below Python 3.10 `argv` has no code after `-c`, and multiprocessing's resource tracker looks like a person's child. */
function isTyped(process: ProfiledProcess, index: number): boolean {
  const before = process.argv.slice(0, process.argv.indexOf("-c") + 1);
  const isPlain = process.argv.length === 1 && index > 0;
  const isOption = before.length > 0 && !before.some((word) => word.endsWith(".py"));
  return isOption && !isPlain && !isStartedByMultiprocessing(process);
}

const packagesFolder = /^.*\/(?:site|dist)-packages\//;
const usualStandardFolder = /^.*\/(?:lib(?:64)?\/(?:python|pypy)\d[^/]*|Python\d+\/Lib)\//;

const withSlashes = (path: string): string => path.replaceAll("\\", "/").replace(/(?<=.)\/$/, "");

/** `/usr/lib/python3.12` and what lies below it → `/usr/bin`; `C:/Python312/Lib` → `C:/Python312/Scripts`. */
function scriptFoldersBeside(folder: string): string[] {
  const prefix = /^(.*)\/(?:lib(?:64)?\/python[^/]*|Lib)(?:\/.*)?$/.exec(folder)?.[1];
  return prefix === undefined ? [] : [`${prefix}/bin`, `${prefix}/Scripts`];
}

/**
 * Console scripts that an installer wrote: in the folder for scripts, with module-level code alone. A person's own
 * program in such a folder has functions.
 */
function stubFiles(functions: readonly ProfiledFunction[], homes: CodeHomes): ReadonlySet<string> {
  const stubs = new Set<string>();
  for (const { file, module } of functions) {
    if (module === "__main__" && homes.scriptFolders.has(folderOf(withSlashes(file)))) stubs.add(file);
  }
  for (const { file, qualname } of functions) if (qualname !== "<module>") stubs.delete(file);
  return stubs;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** CPython's words for code without a file; modules frozen into the interpreter carry their module's name. */
function placeOfWord(word: string, homes: CodeHomes): Placement {
  const frozen = /^<frozen ([^>]+)>$/.exec(word)?.[1];
  if (frozen !== undefined) return { home: "standard", path: `${frozen.replaceAll(".", "/")}.py` };
  if (/^<(?:stdin|ipython-input|doctest|timeit-src)/.test(word)) return { home: "project", path: word };
  return word === "<string>" && homes.isTyped ? { home: "project", path: word } : { home: "generated", path: word };
}
