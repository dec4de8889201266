import { basename } from "node:path";
import { debugOffsetsSize, layoutFromDebugOffsets, readDebugOffsetsHead } from "../layout/debug-offsets.ts";
import { constantLayout, withLongMutexes } from "../layout/layout-of.ts";
import type { Layout } from "../layout/layout.ts";
import { AARCH64, readSections, type ElfFile } from "./elf.ts";
import { findDynamic, findSymbol } from "./elf-symbols.ts";
import { isFinalizing, runtimeState } from "./interpreter-state.ts";
import type { MappedFile } from "./memory-maps.ts";
import { isLibpython, type OpenedFile } from "./opened-files.ts";
import type { ProcessMemory } from "./process-memory.ts";
import { findCookies, scanForRuntime } from "./scan-for-runtime.ts";
import { versionFromSymbol, versionInName, versionsFromConstants } from "./python-version.ts";
import type { FoundRuntime, PythonVersion, UnsupportedPython } from "./runtime-outcome.ts";

/** What `findRuntime` says, before the process's own facts are added. */
export type Identity =
  | Omit<FoundRuntime, "pid" | "executable">
  | { readonly kind: "exiting" }
  | { readonly kind: "starting" }
  | Omit<UnsupportedPython, "executable">;

/** A loaded ELF file in which a Python may be. */
interface Loaded {
  readonly elf: ElfFile;
  readonly bias: number;
  readonly path: string;
  readonly isLikely: boolean;
}

/** Says which CPython some files of a process are, and where its runtime lies; undefined where they are none. */
export function identifyPython(
  files: readonly OpenedFile[],
  memory: ProcessMemory,
  isMusl: boolean,
): Identity | undefined {
  const all = files.flatMap(asLoaded);
  let refused: Identity | undefined;
  for (const loaded of all) {
    const address = addressOfRuntime(loaded);
    const identity = address === undefined ? undefined : identifyRuntime(loaded, address, memory, isMusl);
    if (identity?.kind === "found") return identity;
    refused ??= identity;
  }
  return refused ?? oldPython(all) ?? withoutSymbols(all, memory, isMusl);
}

/** A Python linked into a program whose symbols were stripped: its variables are searched. */
function withoutSymbols(all: readonly Loaded[], memory: ProcessMemory, isMusl: boolean): Identity | undefined {
  for (const loaded of all.filter(({ isLikely }) => isLikely)) {
    for (const address of addressesBySearch(loaded, memory)) {
      const identity = identifyRuntime(loaded, address, memory, isMusl);
      if (identity?.kind === "found") return identity;
    }
  }
  return undefined;
}

function addressesBySearch({ elf, bias, path }: Loaded, memory: ProcessMemory): number[] {
  const cookies = findCookies(elf, bias, memory);
  if (cookies.length > 0) return cookies;
  for (const [major, minor] of versionsFromConstants(elf, path)) {
    const layout = major === 3 ? constantLayout(minor, false) : undefined;
    const address = layout && scanForRuntime(elf, bias, memory, layout);
    if (address !== undefined) return [address];
  }
  return [];
}

function asLoaded({ elf, bias, file, isExecutable }: OpenedFile): Loaded[] {
  if (typeof elf === "string" || bias === undefined) return [];
  return [{ elf, bias, path: file.path, isLikely: isExecutable || isLibpython(file.path) }];
}

/** Full symbol tables are searched only where a Python is likely: they can have a hundred megabytes. */
function addressOfRuntime({ elf, bias, isLikely }: Loaded): number | undefined {
  const symbol = isLikely ? findSymbol(elf, "_PyRuntime", bias) : findDynamic(elf, "_PyRuntime", bias);
  // 3.13 and newer have a section for it, which stays when all symbols are stripped.
  const place = symbol ?? (isLikely ? readSections(elf).find(({ name }) => name === ".PyRuntime") : undefined);
  return place && place.address + bias;
}

function identifyRuntime(
  loaded: Loaded,
  address: number,
  memory: ProcessMemory,
  isMusl: boolean,
): Identity | undefined {
  const head = memory.read(address, 24);
  if (head === undefined) return undefined;
  const told = readDebugOffsetsHead(head);
  const grow = loaded.elf.machine === AARCH64 && !isMusl;
  if (told !== undefined) {
    const table = memory.read(address, debugOffsetsSize);
    const layout = table && layoutFromDebugOffsets(table);
    if (layout === undefined) return unsupported("CPython", told.version);
    return atAddress(address, told.version, grow ? withLongMutexes(layout) : layout, memory) ?? { kind: "starting" };
  }
  return identifyByConstants(loaded, address, memory, grow);
}

function identifyByConstants(
  loaded: Loaded,
  address: number,
  memory: ProcessMemory,
  grow: boolean,
): Identity | undefined {
  let refused: Identity | undefined;
  for (const version of versionsOf(loaded, memory)) {
    const [major, minor] = version;
    const layout = major === 3 ? constantLayout(minor, grow) : undefined;
    const identity = layout ? atAddress(address, version, layout, memory) : unsupported("CPython", version);
    if (identity?.kind === "found") return identity;
    refused ??= identity;
  }
  return refused;
}

/** Without a version in the file, each layout is tried, and the memory decides. */
function versionsOf({ elf, bias, path }: Loaded, memory: ProcessMemory): PythonVersion[] {
  const told = versionFromSymbol(elf, bias, memory);
  if (told !== undefined) return [told];
  const named = versionsFromConstants(elf, path);
  return named.length > 0 ? named : [12, 11, 10, 9, 8].map((minor) => [3, minor, -1] as const);
}

/** Undefined where the memory holds a runtime of another layout. */
function atAddress(
  address: number,
  version: PythonVersion,
  layout: Layout,
  memory: ProcessMemory,
): Identity | undefined {
  switch (runtimeState(memory, address, layout)) {
    case "running":
      return { kind: "found", version, runtimeAddress: address, layout };
    case "empty":
      return isFinalizing(memory, address, layout) ? { kind: "exiting" } : { kind: "starting" };
    case "unreadable":
      return { kind: "exiting" };
    case "other":
      return undefined;
  }
}

/** A Python of another kind, told by the names of its executable and its library. */
export function otherImplementation(files: readonly MappedFile[]): Identity | undefined {
  const names = files.map(({ path }) => basename(path));
  if (names.some((name) => /^pypy[\d.]*$|^libpypy[\d.]*-c\.so/.test(name))) return unsupported("PyPy", undefined);
  if (names.some((name) => /^graalpy|^libpythonvm\.so/.test(name))) return unsupported("GraalPy", undefined);
  return undefined;
}

/** A CPython before 3.7 has no `_PyRuntime`. */
function oldPython(all: readonly Loaded[]): Identity | undefined {
  for (const loaded of all) {
    if (findDynamic(loaded.elf, "Py_GetVersion", loaded.bias) === undefined) continue;
    const [version] = versionsFromConstants(loaded.elf, loaded.path);
    return unsupported("CPython", version ?? versionFromName(loaded.path));
  }
  return undefined;
}

function versionFromName(path: string): PythonVersion | undefined {
  const [major, minor] = versionInName(path)?.split(".").map(Number) ?? [];
  return major === undefined || minor === undefined ? undefined : [major, minor, -1];
}

function unsupported(
  implementation: UnsupportedPython["implementation"],
  version: PythonVersion | undefined,
): Identity {
  return { kind: "unsupported-python", implementation, version };
}
