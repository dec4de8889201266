import type { Layout } from "../layout/layout.ts";
import { LOADED, type ElfFile } from "./elf.ts";
import { runtimeState } from "./interpreter-state.ts";
import { pointerAt, type ProcessMemory } from "./process-memory.ts";

/** Programs have some hundred kilobytes of variables; what has more is not searched whole. */
const MOST_SEARCHED = 64 << 20;
const COOKIE = "xdebugpy";

/** Where a loaded file's variables may hold a table of offsets (3.13+): for executables without any symbols. */
export function findCookies(elf: ElfFile, bias: number, memory: ProcessMemory): number[] {
  return variables(elf, bias, memory).flatMap(({ start, bytes }) => {
    const found: number[] = [];
    for (let at = bytes.indexOf(COOKIE); at !== -1; at = bytes.indexOf(COOKIE, at + 1)) {
      if (at % 8 === 0) found.push(start + at);
    }
    return found;
  });
}

/**
 * Where a loaded file's variables hold a `_PyRuntime` of a layout that has no table (3.8 to 3.12). Told from
 * `struct pyinterpreters`: two pointers to interpreters, newest and main, then the small number of the next one.
 */
export function scanForRuntime(elf: ElfFile, bias: number, memory: ProcessMemory, layout: Layout): number | undefined {
  const { interpretersHead } = layout.runtime;
  for (const { start, bytes } of variables(elf, bias, memory)) {
    for (let at = interpretersHead; at + 24 <= bytes.length; at += 8) {
      if (!mayBeInterpreters(bytes, at)) continue;
      const address = start + at - interpretersHead;
      // `main`, seen as though it were the head, leads to a running interpreter, too.
      const areBoth = [address, address + 8].every((one) => runtimeState(memory, one, layout) === "running");
      if (areBoth) return address;
    }
  }
  return undefined;
}

/** Cheap, and true of few places: no memory is read. */
function mayBeInterpreters(bytes: Buffer, at: number): boolean {
  const next = pointerAt(bytes, at + 16);
  return next >= 1 && next < 65_536 && pointerAt(bytes, at) >= 4096 && pointerAt(bytes, at + 8) >= 4096;
}

function variables(elf: ElfFile, bias: number, memory: ProcessMemory): { start: number; bytes: Buffer }[] {
  return elf.segments.flatMap(({ type, isWritable, address, memorySize }) => {
    if (type !== LOADED || !isWritable || memorySize > MOST_SEARCHED) return [];
    // A runtime is aligned to its pointers at least.
    const start = Math.ceil((address + bias) / 8) * 8;
    const bytes = memory.read(start, Math.max(0, address + bias + memorySize - start));
    return bytes === undefined ? [] : [{ start, bytes }];
  });
}
