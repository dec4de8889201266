import { closeSync, openSync, readSync } from "node:fs";
import type { MappedFile } from "./memory-maps.ts";
import { isReadableLength, type ProcessMemory } from "./process-memory.ts";

/** Bytes of a file by their offset; undefined where they are not to be had. */
export interface ByteSource {
  read(offset: number, length: number): Buffer | undefined;
  close(): void;
}

/**
 * The file behind a mapping: as the target sees it, so that other mount namespaces (containers) do, else through the kernel's
 * link to the mapped inode (a file deleted or replaced since), else what of it lies in the target's memory, which lacks
 * the section headers and the full symbol table.
 */
export function openMapped(pid: number, file: MappedFile, isExecutable: boolean, memory: ProcessMemory): ByteSource {
  for (const path of pathsOf(pid, file, isExecutable)) {
    const source = openFile(path);
    if (source !== undefined) return source;
  }
  return memorySource(file, memory);
}

function pathsOf(pid: number, file: MappedFile, isExecutable: boolean): string[] {
  const links = file.mappings.map(
    ({ start, end }) => `/proc/${pid}/map_files/${start.toString(16)}-${end.toString(16)}`,
  );
  const seen = file.isDeleted ? [] : [`/proc/${pid}/root${file.path}`];
  return [...(isExecutable ? [`/proc/${pid}/exe`] : []), ...seen, ...links.slice(0, 1)];
}

function openFile(path: string): ByteSource | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return undefined;
  }
  return { read: (offset, length) => readFrom(descriptor, offset, length), close: () => closeSync(descriptor) };
}

function readFrom(descriptor: number, offset: number, length: number): Buffer | undefined {
  if (!Number.isSafeInteger(offset) || offset < 0 || !isReadableLength(length)) return undefined;
  const bytes = Buffer.allocUnsafe(length);
  try {
    return readSync(descriptor, bytes, 0, length, offset) === length ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** What of a mapped file lies in memory: neither section headers nor the full symbol table; relocated where it was. */
export function memorySource({ mappings }: MappedFile, memory: ProcessMemory): ByteSource {
  return {
    read(offset, length): Buffer | undefined {
      const mapping = mappings.find(
        (one) => offset >= one.offset && offset + length <= one.offset + one.end - one.start,
      );
      return mapping && memory.read(mapping.start + offset - mapping.offset, length);
    },
    close: () => undefined,
  };
}
