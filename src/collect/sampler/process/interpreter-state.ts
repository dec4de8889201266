import type { Layout } from "../layout/layout.ts";
import type { ProcessMemory } from "./process-memory.ts";

/**
 * Whether an address holds a `_PyRuntime` of this layout: `running` where an interpreter's first thread points back to it; `empty`
 * where there is no interpreter or thread yet (or any more); `other` where the memory says something else.
 */
export type RuntimeState = "running" | "empty" | "other" | "unreadable";

export function runtimeState(memory: ProcessMemory, address: number, layout: Layout): RuntimeState {
  const { runtime, interpreter, thread } = layout;
  const head = memory.pointer(address + runtime.interpretersHead);
  if (head === undefined) return "unreadable";
  if (head === 0) return "empty";
  const first = isAddress(head) ? memory.pointer(head + interpreter.threadsHead) : undefined;
  if (first === undefined) return "other";
  if (first === 0) return "empty";
  const owner = isAddress(first) ? memory.pointer(first + thread.interpreter) : undefined;
  return owner === head ? "running" : "other";
}

/** Whether the runtime has begun to shut down. */
export function isFinalizing(memory: ProcessMemory, address: number, layout: Layout): boolean {
  return (memory.pointer(address + layout.runtime.finalizing) ?? 0) !== 0;
}

/** Objects of C lie at multiples of eight, below 2⁴⁷ (x86-64) or 2⁴⁸ (aarch64), and not in the first page. */
function isAddress(value: number): boolean {
  return value >= 4096 && value < 2 ** 48 && value % 8 === 0;
}
