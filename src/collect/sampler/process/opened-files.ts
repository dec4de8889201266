import { basename } from "node:path";
import { openMapped, type ByteSource } from "./byte-source.ts";
import { loadBias, readElf, type ElfFile, type NoElf } from "./elf.ts";
import type { MappedFile } from "./memory-maps.ts";
import type { ProcessMemory } from "./process-memory.ts";

/** A file of which a process runs code, open for reading. */
export interface OpenedFile {
  readonly file: MappedFile;
  readonly isExecutable: boolean;
  readonly source: ByteSource;
  readonly elf: ElfFile | NoElf;
  /** What to add to the file's own addresses; undefined where the file is none that was loaded. */
  readonly bias: number | undefined;
}

/** The files in the order in which the loader would look for a symbol that matters: the executable, then libpython, then others. */
export function openedFiles(
  pid: number,
  files: readonly MappedFile[],
  executable: string,
  memory: ProcessMemory,
): OpenedFile[] {
  const rank = ({ path }: MappedFile): number => {
    if (path === executable) return 0;
    return isLibpython(path) ? 1 : 2;
  };
  return [...files]
    .sort((one, other) => rank(one) - rank(other))
    .map((file) => openOne(pid, file, file.path === executable, memory));
}

/** Whether a file is CPython's shared library by its name. */
export function isLibpython(path: string): boolean {
  return /^libpython\d/.test(basename(path));
}

function openOne(pid: number, file: MappedFile, isExecutable: boolean, memory: ProcessMemory): OpenedFile {
  const source = openMapped(pid, file, isExecutable, memory);
  const elf = readElf(source);
  return { file, isExecutable, source, elf, bias: typeof elf === "string" ? undefined : loadBias(elf, file) };
}
