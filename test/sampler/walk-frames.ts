import type { Layout } from "../../src/collect/sampler/layout/layout.ts";
import { ProcessMemory, openMemory } from "../../src/collect/sampler/process/process-memory.ts";
import type { FoundRuntime } from "../../src/collect/sampler/process/runtime-outcome.ts";

/** Every thread's functions, the innermost first, by nothing but the layout: slow and plain, as a second opinion. */
export function functionNames({ pid, runtimeAddress, layout }: FoundRuntime): string[][] {
  const descriptor = openMemory(pid);
  if (typeof descriptor === "string") throw new Error(descriptor);
  const memory = new ProcessMemory(descriptor);
  const stacks: string[][] = [];
  const interpreter = memory.pointer(runtimeAddress + layout.runtime.interpretersHead) ?? 0;
  let thread = memory.pointer(interpreter + layout.interpreter.threadsHead) ?? 0;
  while (thread !== 0 && stacks.length < 100) {
    stacks.push(frameNames(memory, firstFrame(memory, thread, layout), layout));
    thread = memory.pointer(thread + layout.thread.next) ?? 0;
  }
  memory.close();
  return stacks;
}

function firstFrame(memory: ProcessMemory, thread: number, layout: Layout): number {
  const frame = memory.pointer(thread + layout.thread.frame) ?? 0;
  return layout.cframeCurrentFrame === -1 ? frame : (memory.pointer(frame + layout.cframeCurrentFrame) ?? 0);
}

function frameNames(memory: ProcessMemory, first: number, layout: Layout): string[] {
  const names: string[] = [];
  for (let frame = first, depth = 0; frame !== 0 && depth < 100; depth += 1) {
    const owner = layout.frame.owner === -1 ? undefined : memory.read(frame + layout.frame.owner, 1)?.[0];
    const isEntry = owner !== undefined && [layout.owners.interpreter, layout.owners.cstack].includes(owner);
    const tagged = memory.pointer(frame + layout.frame.code) ?? 0;
    const code = tagged - (tagged % 8);
    if (!isEntry) names.push(asciiText(memory, memory.pointer(code + layout.code.name) ?? 0, layout));
    frame = memory.pointer(frame + layout.frame.previous) ?? 0;
  }
  return names;
}

function asciiText(memory: ProcessMemory, address: number, { unicode }: Layout): string {
  const length = memory.pointer(address + unicode.length) ?? 0;
  return memory.read(address + unicode.asciiSize, Math.min(length, 200))?.toString("latin1") ?? "?";
}

/** The `pthread_t` of every thread state, by its address. */
export function threadHandles({ pid, runtimeAddress, layout }: FoundRuntime): Map<number, number> {
  const descriptor = openMemory(pid);
  if (typeof descriptor === "string") throw new Error(descriptor);
  const memory = new ProcessMemory(descriptor);
  const handles = new Map<number, number>();
  const interpreter = memory.pointer(runtimeAddress + layout.runtime.interpretersHead) ?? 0;
  let thread = memory.pointer(interpreter + layout.interpreter.threadsHead) ?? 0;
  while (thread !== 0 && handles.size < 1000) {
    handles.set(thread, memory.pointer(thread + layout.thread.threadId) ?? 0);
    thread = memory.pointer(thread + layout.thread.next) ?? 0;
  }
  memory.close();
  return handles;
}
