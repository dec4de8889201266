import { basename } from "node:path";
import { asyncioOffsetsSize, readAsyncioOffsets, type AsyncioOffsets } from "../layout/asyncio-offsets.ts";
import { readSections } from "./elf.ts";
import { mappedCode, parseMaps, type MappedFile } from "./memory-maps.ts";
import { openedFiles, type OpenedFile } from "./opened-files.ts";
import { ProcessMemory, openMemory } from "./process-memory.ts";
import { executableOf, readProc } from "./read-proc.ts";

/**
 * Where a process's asyncio keeps its tasks. Undefined before 3.14, and until the program has imported asyncio, where
 * `_asyncio` is a library of its own: ask again later.
 */
export function findAsyncio(pid: number): AsyncioOffsets | undefined {
  const maps = readProc(pid, "maps");
  const executable = executableOf(pid);
  if (!("text" in maps) || executable === undefined) return undefined;
  const descriptor = openMemory(pid);
  if (typeof descriptor === "string") return undefined;
  const memory = new ProcessMemory(descriptor);
  const files = mappedCode(parseMaps(maps.text)).filter((file) => mayHoldAsyncio(file, executable));
  const opened = openedFiles(pid, files, executable, memory);
  try {
    for (const file of opened) {
      const offsets = offsetsIn(file, memory);
      if (offsets !== undefined) return offsets;
    }
    return undefined;
  } finally {
    for (const { source } of opened) source.close();
    memory.close();
  }
}

/** The module may be linked into the executable or into libpython. */
function mayHoldAsyncio({ path }: MappedFile, executable: string): boolean {
  return path === executable || /^(?:_asyncio\.|libpython)/.test(basename(path));
}

function offsetsIn({ elf, bias }: OpenedFile, memory: ProcessMemory): AsyncioOffsets | undefined {
  if (typeof elf === "string" || bias === undefined) return undefined;
  const section = readSections(elf).find(({ name }) => name === ".AsyncioDebug");
  const bytes = section && memory.read(section.address + bias, asyncioOffsetsSize);
  return bytes && readAsyncioOffsets(bytes);
}
