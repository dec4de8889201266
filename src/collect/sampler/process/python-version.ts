import { LOADED, readSections, type ElfFile } from "./elf.ts";
import { findSymbol } from "./elf-symbols.ts";
import type { ProcessMemory } from "./process-memory.ts";
import type { PythonVersion } from "./runtime-outcome.ts";

/** What `Py_Version` (3.11+) holds: `PY_VERSION_HEX`. */
export function versionFromSymbol(elf: ElfFile, bias: number, memory: ProcessMemory): PythonVersion | undefined {
  const symbol = findSymbol(elf, "Py_Version", bias);
  const bytes = symbol && memory.read(symbol.address + bias, 4);
  const [, micro = 0, minor = 0, major = 0] = bytes ?? [];
  return major === 3 ? [major, minor, micro] : undefined;
}

/** `PY_VERSION` among a program's constants: a whole string, or the end of one ("IOstream 3.8.18" shares its bytes). */
const VERSION_STRING = /(?<![0-9.])(2\.7|3\.\d{1,2})\.(\d{1,3})(?:(?:a|b|rc)\d{1,2})?\+?\0/g;
/** More constants than this no CPython has; a program that embeds one may. */
const MOST_CONSTANTS = 256 << 20;
const CHUNK = 4 << 20;

/**
 * The versions that a file's constants name, as older versions tell them nowhere else. Libraries' own versions are among
 * them (expat's, SQLite's); what the file's name says comes first, then the newest.
 */
export function versionsFromConstants(elf: ElfFile, path: string): PythonVersion[] {
  const found = new Map<string, PythonVersion>();
  for (const [start, size] of constantRanges(elf)) {
    for (let at = 0; at < Math.min(size, MOST_CONSTANTS); at += CHUNK) {
      // Chunks overlap, so that no string is cut.
      const text = elf.source.read(start + at, Math.min(CHUNK + 32, size - at))?.toString("latin1") ?? "";
      for (const [, series = "", micro] of text.matchAll(VERSION_STRING)) {
        const [major = 0, minor = 0] = series.split(".").map(Number);
        found.set(`${series}.${micro}`, [major, minor, Number(micro)]);
      }
    }
  }
  const named = versionInName(path);
  const rank = ([major, minor]: PythonVersion): number => (`${major}.${minor}` === named ? 1000 : major * 100 + minor);
  return [...found.values()].sort((one, other) => rank(other) - rank(one));
}

/** "3.8" of `libpython3.8.so.1.0` or `python3.8`. */
export function versionInName(path: string): string | undefined {
  return /python(\d\.\d{1,2})[^/]*$/.exec(path)?.[1];
}

/** `.rodata`, or where there are no section headers, all that is loaded and not written to. */
function constantRanges(elf: ElfFile): (readonly [start: number, size: number])[] {
  const section = readSections(elf).find(({ name }) => name === ".rodata");
  if (section !== undefined) return [[section.offset, section.size]];
  return elf.segments
    .filter(({ type, isWritable }) => type === LOADED && !isWritable)
    .map(({ offset, fileSize }) => [offset, fileSize] as const);
}
