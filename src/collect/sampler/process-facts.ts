import { existsSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { argumentsOf, executableOf, parentOf } from "./children.ts";

/** What is known of a process besides its stacks. Read while it lives. */
export interface ProcessFacts {
  readonly parentPid: number;
  readonly argv: readonly string[];
  /** As the program would know it (`sys.executable`): a virtual environment's, not what that links to. */
  readonly executable: string;
  /** The working directory when it was first seen. */
  readonly cwd: string;
  readonly libraryFolders: readonly string[];
}

/** Reads what `/proc` tells of a Python process of the given `major.minor`. */
export function readProcessFacts(pid: number, version: string): ProcessFacts {
  const argv = argumentsOf(pid);
  const real = executableOf(pid);
  const cwd = linkOf(`/proc/${pid}/cwd`);
  const executable = typedExecutable(pid, argv[0] ?? "", cwd, real);
  return { parentPid: parentOf(pid), argv, executable, cwd, libraryFolders: libraryFolders(executable, real, version) };
}

/** `argv[0]` as CPython's getpath takes it: a path, or a name on the process's PATH; the real file where neither leads to it. */
function typedExecutable(pid: number, word: string, cwd: string, real: string): string {
  const candidates = word.includes("/")
    ? [path.resolve(cwd, word)]
    : searchPath(pid).map((folder) => path.resolve(cwd, folder, word));
  return candidates.find((candidate) => candidate !== "" && realOf(candidate) === real) ?? real;
}

function searchPath(pid: number): readonly string[] {
  try {
    const fields = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return (fields.find((field) => field.startsWith("PATH=")) ?? "PATH=/usr/local/bin:/usr/bin:/bin")
      .slice(5)
      .split(":");
  } catch {
    return [];
  }
}

/** The standard library beside the executable, and the site-packages of its environment (PEP 405). */
function libraryFolders(executable: string, real: string, version: string): readonly string[] {
  const prefixes = new Set([executable, real].map((file) => path.dirname(path.dirname(file))));
  return [...prefixes].flatMap((prefix) =>
    ["lib", "lib64"].map((name) => path.join(prefix, name, `python${version}`)).filter((folder) => existsSync(folder)),
  );
}

function linkOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return "";
  }
}
