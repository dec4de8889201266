import type { ByteSource } from "./byte-source.ts";
import type { MappedFile } from "./memory-maps.ts";
import { pointerAt } from "./process-memory.ts";

/** The parts of an ELF file (64-bit, little-endian) that place it in memory. */
export interface ElfFile {
  readonly source: ByteSource;
  /** `e_machine`. */
  readonly machine: number;
  readonly segments: readonly Segment[];
  readonly sectionTable: { readonly offset: number; readonly count: number; readonly namesIndex: number };
}

export interface Segment {
  /** `p_type`: 1 loaded, 2 dynamic, 3 the loader's path. */
  readonly type: number;
  readonly isExecutable: boolean;
  readonly isWritable: boolean;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

export interface Section {
  readonly name: string;
  readonly type: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  /** Index of the section that goes with this one: a symbol table's strings. */
  readonly link: number;
}

export const LOADED = 1;
export const DYNAMIC = 2;

/** Machines whose CPython has 64-bit little-endian layouts that are known: x86-64, aarch64. */
export const AARCH64 = 183;
export const X86_64 = 62;

const HEADER_SIZE = 64;
const SEGMENT_SIZE = 56;
const SECTION_SIZE = 64;
/** No file has more headers than this; a larger number is a damaged one. */
const MOST_HEADERS = 10_000;

/** Why a file is not one to read. */
export type NoElf = "not-elf" | "not-64-bit";

export function readElf(source: ByteSource): ElfFile | NoElf {
  const header = source.read(0, HEADER_SIZE);
  if (header === undefined || header.toString("latin1", 0, 4) !== "\u007FELF") return "not-elf";
  // `EI_CLASS` 2: 64 bits; `EI_DATA` 1: little-endian.
  if (header.readUInt8(4) !== 2 || header.readUInt8(5) !== 1) return "not-64-bit";
  return {
    source,
    machine: header.readUInt16LE(18),
    segments: readSegments(source, pointerAt(header, 32), header.readUInt16LE(56)),
    sectionTable: {
      offset: pointerAt(header, 40),
      count: header.readUInt16LE(60),
      namesIndex: header.readUInt16LE(62),
    },
  };
}

function readSegments(source: ByteSource, offset: number, count: number): Segment[] {
  const bytes = count > MOST_HEADERS ? undefined : source.read(offset, count * SEGMENT_SIZE);
  if (bytes === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    const at = index * SEGMENT_SIZE;
    const flags = bytes.readUInt32LE(at + 4);
    return {
      type: bytes.readUInt32LE(at),
      isExecutable: (flags & 1) !== 0,
      isWritable: (flags & 2) !== 0,
      offset: pointerAt(bytes, at + 8),
      address: pointerAt(bytes, at + 16),
      fileSize: pointerAt(bytes, at + 32),
      memorySize: pointerAt(bytes, at + 40),
    };
  });
}

/** The sections; none where their headers were stripped off, or are not at hand. */
export function readSections({ source, sectionTable }: ElfFile): Section[] {
  const { offset, count, namesIndex } = sectionTable;
  const bytes = offset === 0 || count > MOST_HEADERS ? undefined : source.read(offset, count * SECTION_SIZE);
  if (bytes === undefined) return [];
  const namesAt = namesIndex * SECTION_SIZE;
  const names =
    namesIndex < count ? readNames(source, pointerAt(bytes, namesAt + 24), pointerAt(bytes, namesAt + 32)) : "";
  return Array.from({ length: count }, (_, index) => {
    const at = index * SECTION_SIZE;
    return {
      name: nameAt(names, bytes.readUInt32LE(at)),
      type: bytes.readUInt32LE(at + 4),
      address: pointerAt(bytes, at + 16),
      offset: pointerAt(bytes, at + 24),
      size: pointerAt(bytes, at + 32),
      link: bytes.readUInt32LE(at + 40),
    };
  });
}

function readNames(source: ByteSource, offset: number, size: number): string {
  return size > 1 << 20 ? "" : (source.read(offset, size)?.toString("latin1") ?? "");
}

/** The string that begins at an index of a table of strings that end with NUL. */
function nameAt(names: string, index: number): string {
  const end = names.indexOf("\0", index);
  return end === -1 ? "" : names.slice(index, end);
}

/** The file's offset of what the file's header places at an address. */
export function offsetOf({ segments }: ElfFile, address: number): number | undefined {
  const segment = segments.find(
    (one) => one.type === LOADED && address >= one.address && address < one.address + one.fileSize,
  );
  return segment && segment.offset + address - segment.address;
}

/**
 * What to add to the file's addresses to get the process's: 0 for an executable that is not position-independent. Told from the
 * mapping of the code, of which there is one; data may be mapped more often. Undefined where no mapping is of a segment.
 */
export function loadBias({ segments }: ElfFile, { mappings }: MappedFile): number | undefined {
  const loaded = segments.filter(({ type }) => type === LOADED);
  for (const mapping of [...mappings].sort((one, other) => Number(other.isExecutable) - Number(one.isExecutable))) {
    const segment = loaded.find(
      (one) =>
        one.isExecutable === mapping.isExecutable &&
        mapping.offset < one.offset + one.fileSize &&
        mapping.offset + (mapping.end - mapping.start) > one.offset,
    );
    // Offset and address of a segment are equal modulo the page size, so their difference places every page of it.
    if (segment !== undefined) return mapping.start - mapping.offset - (segment.address - segment.offset);
  }
  return undefined;
}
