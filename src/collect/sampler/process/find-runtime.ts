import { isAbsolute } from "node:path";
import { AARCH64, X86_64 } from "./elf.ts";
import { identifyPython, otherImplementation, type Identity } from "./identify-python.ts";
import { mappedCode, parseMaps, type MappedFile } from "./memory-maps.ts";
import { isLibpython, openedFiles, type OpenedFile } from "./opened-files.ts";
import { ProcessMemory, openMemory } from "./process-memory.ts";
import { executableOf, lifeOf, readProc } from "./read-proc.ts";
import type { NoRuntime, RuntimeOutcome } from "./runtime-outcome.ts";

/**
 * Finds the CPython that a process runs, and how its structures lie; or says why there is none to read. Never throws over what the
 * process does in the meantime, and leaves it alone: nothing but reads of `/proc`.
 */
export function findRuntime(pid: number): RuntimeOutcome {
  const life = lifeOf(pid);
  if (life !== "alive") return { kind: life === "none" ? "no-such-process" : "exiting" };
  const executable = executableOf(pid);
  const maps = readProc(pid, "maps");
  if (!("text" in maps)) return unreadable(pid, maps.code, executable);
  const descriptor = openMemory(pid);
  if (typeof descriptor === "string") return unreadable(pid, descriptor, executable);
  const memory = new ProcessMemory(descriptor);
  try {
    const found = searchProcess({ pid, executable: executable ?? "", memory, files: mappedCode(parseMaps(maps.text)) });
    return found.kind === "found" || lifeOf(pid) === "alive" ? found : { kind: "exiting" };
  } finally {
    memory.close();
  }
}

interface Target {
  readonly pid: number;
  readonly executable: string;
  readonly memory: ProcessMemory;
  readonly files: readonly MappedFile[];
}

function searchProcess(target: Target): RuntimeOutcome {
  const { pid, executable, memory, files } = target;
  // A kernel thread runs no file.
  if (!isAbsolute(executable)) return { kind: "not-python", executable: undefined };
  const isLikely = ({ path }: MappedFile): boolean => path === executable || isLibpython(path);
  const opened = openedFiles(pid, files.filter(isLikely), executable, memory);
  try {
    const foreign = foreignMachine(opened[0], executable);
    if (foreign !== undefined) return foreign;
    const identity = identifyPython(opened, memory, isMusl(files)) ?? otherImplementation(files) ?? searchRest(target);
    if (identity === undefined) return { kind: "not-python", executable };
    if (identity.kind === "found") return { ...identity, pid, executable };
    return identity.kind === "exiting" ? identity : { ...identity, executable };
  } finally {
    for (const { source } of opened) source.close();
  }
}

/** Programs that embed Python may have it in a library of any name; one is open at a time, as there may be thousands. */
function searchRest({ pid, executable, memory, files }: Target): Identity | undefined {
  for (const file of files) {
    if (file.path === executable || isLibpython(file.path)) continue;
    const opened = openedFiles(pid, [file], executable, memory);
    const identity = identifyPython(opened, memory, isMusl(files));
    for (const { source } of opened) source.close();
    if (identity !== undefined) return identity;
  }
  return undefined;
}

function isMusl(files: readonly MappedFile[]): boolean {
  return files.some(({ path }) => /\/(?:ld-musl-|libc\.musl-)/.test(path));
}

/** The executable comes first among the opened files; where even its header cannot be read, what follows decides. */
function foreignMachine(first: OpenedFile | undefined, executable: string): NoRuntime | undefined {
  if (first === undefined || !first.isExecutable || first.elf === "not-elf") return undefined;
  const machine = first.elf === "not-64-bit" ? undefined : first.elf.machine;
  if (machine === X86_64 || machine === AARCH64) return undefined;
  return { kind: "foreign-architecture", executable, machine };
}

function unreadable(pid: number, code: string, executable: string | undefined): NoRuntime {
  if (code === "EACCES" || code === "EPERM") return { kind: "no-permission", executable };
  return lifeOf(pid) === "alive" ? { kind: "not-python", executable } : { kind: "exiting" };
}
