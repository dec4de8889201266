import { DYNAMIC, offsetOf, readSections, type ElfFile, type Section } from "./elf.ts";
import { pointerAt } from "./process-memory.ts";

/** Where a symbol lies by the file's own addresses, and how many bytes it has. */
export interface ElfSymbol {
  readonly address: number;
  readonly size: number;
}

const SYMBOL_SIZE = 24;
/** `SHT_SYMTAB`. */
const SYMBOL_TABLE = 2;
/** Largest symbol table that is searched from end to end: some 2.7 million symbols. */
const LARGEST_TABLE = 64 << 20;

/** A bucket has a handful of symbols; a damaged one need not end. */
const LONGEST_CHAIN = 10_000;

/** Finds a defined symbol: among the dynamic ones, through their hash table; else in the full table, where it was not stripped. */
export function findSymbol(elf: ElfFile, name: string, bias: number): ElfSymbol | undefined {
  return findDynamic(elf, name, bias) ?? findInTable(elf, name);
}

interface DynamicTables {
  readonly symbols: number;
  readonly strings: number;
  readonly gnuHash: number | undefined;
  readonly hash: number | undefined;
}

/** Finds a defined symbol among those that a file offers to others. */
export function findDynamic(elf: ElfFile, name: string, bias: number): ElfSymbol | undefined {
  const tables = dynamicTables(elf, bias);
  if (tables === undefined) return undefined;
  for (const index of tables.gnuHash === undefined ? byHash(elf, tables, name) : byGnuHash(elf, tables.gnuHash, name)) {
    const symbol = elf.source.read(tables.symbols + index * SYMBOL_SIZE, SYMBOL_SIZE);
    if (symbol !== undefined && isNamed(elf, tables.strings, symbol, name)) return definedSymbol(symbol);
  }
  return undefined;
}

function dynamicTables(elf: ElfFile, bias: number): DynamicTables | undefined {
  const segment = elf.segments.find(({ type }) => type === DYNAMIC);
  const bytes = segment && elf.source.read(segment.offset, segment.fileSize);
  if (bytes === undefined) return undefined;
  const entries = new Map<number, number>();
  for (let at = 0; at + 16 <= bytes.length; at += 16) entries.set(pointerAt(bytes, at), pointerAt(bytes, at + 8));
  // glibc adds the bias to these in memory (where a deleted file is read from); the file has them without.
  const place = (tag: number): number | undefined => {
    const value = entries.get(tag);
    return value === undefined ? undefined : (offsetOf(elf, value) ?? offsetOf(elf, value - bias));
  };
  const symbols = place(6);
  const strings = place(5);
  if (symbols === undefined || strings === undefined) return undefined;
  return { symbols, strings, gnuHash: place(0x6ffffef5), hash: place(4) };
}

/** `DT_GNU_HASH`: buckets of indices, each a run of hashes that ends with one whose lowest bit is set. */
function* byGnuHash({ source }: ElfFile, table: number, name: string): Generator<number> {
  const word = (at: number): number | undefined => source.read(at, 4)?.readUInt32LE();
  // Number of buckets, index of the first symbol that is hashed, 64-bit words of a filter that is skipped here.
  const [bucketCount = 0, first = 0, filterSize = 0] = [0, 4, 8].map((at) => word(table + at));
  if (bucketCount === 0) return;
  const buckets = table + 16 + filterSize * 8;
  const hashes = buckets + bucketCount * 4;
  const wanted = gnuHash(name);
  let index = word(buckets + (wanted % bucketCount) * 4) ?? 0;
  const last = index + LONGEST_CHAIN;
  let hash: number | undefined;
  do {
    hash = index < first ? undefined : word(hashes + (index - first) * 4);
    if (hash !== undefined && (hash | 1) === (wanted | 1)) yield index;
    index += 1;
  } while (hash !== undefined && (hash & 1) === 0 && index < last);
}

function gnuHash(name: string): number {
  let hash = 5381;
  for (const byte of Buffer.from(name)) hash = (Math.imul(hash, 33) + byte) >>> 0;
  return hash;
}

/** `DT_HASH`, the older table: its length is the number of symbols. */
function* byHash({ source }: ElfFile, { hash }: DynamicTables, name: string): Generator<number> {
  const header = hash === undefined ? undefined : source.read(hash, 8);
  if (hash === undefined || header === undefined) return;
  const buckets = header.readUInt32LE(0);
  const count = header.readUInt32LE(4);
  const table = buckets === 0 ? undefined : source.read(hash + 8, (buckets + count) * 4);
  if (table === undefined) return;
  let index = table.readUInt32LE((sysvHash(name) % buckets) * 4);
  // A damaged chain must not go round for ever.
  for (let steps = 0; index !== 0 && index < count && steps < count; steps += 1) {
    yield index;
    index = table.readUInt32LE((buckets + index) * 4);
  }
}

function sysvHash(name: string): number {
  let hash = 0;
  for (const byte of Buffer.from(name)) {
    hash = ((hash << 4) + byte) >>> 0;
    const top = hash & 0xf0000000;
    hash = (hash ^ (top >>> 24)) & ~top;
  }
  return hash >>> 0;
}

function isNamed({ source }: ElfFile, strings: number, symbol: Buffer, name: string): boolean {
  const text = source.read(strings + symbol.readUInt32LE(0), name.length + 1);
  return text?.toString("latin1") === `${name}\0`;
}

/** `st_shndx` 0: used here, defined elsewhere. */
function definedSymbol(symbol: Buffer): ElfSymbol | undefined {
  return symbol.readUInt16LE(6) === 0 ? undefined : { address: pointerAt(symbol, 8), size: pointerAt(symbol, 16) };
}

function findInTable(elf: ElfFile, name: string): ElfSymbol | undefined {
  const sections = readSections(elf);
  const table = sections.find(({ type }) => type === SYMBOL_TABLE);
  const names = table && sections[table.link];
  if (table === undefined || names === undefined) return undefined;
  const symbols = readSection(elf, table);
  const text = readSection(elf, names);
  if (symbols === undefined || text === undefined) return undefined;
  const starts = startsOf(text, name);
  for (let at = 0; starts.size > 0 && at + SYMBOL_SIZE <= symbols.length; at += SYMBOL_SIZE) {
    if (starts.has(symbols.readUInt32LE(at))) return definedSymbol(symbols.subarray(at, at + SYMBOL_SIZE));
  }
  return undefined;
}

/** Every place at which a name can begin: linkers store one name as the end of another. */
function startsOf(text: Buffer, name: string): Set<number> {
  const starts = new Set<number>();
  const wanted = Buffer.from(`${name}\0`);
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) starts.add(at);
  return starts;
}

/** The contents of a section; undefined where it is too large to be searched. */
export function readSection({ source }: ElfFile, { offset, size }: Section): Buffer | undefined {
  return size > LARGEST_TABLE ? undefined : source.read(offset, size);
}
