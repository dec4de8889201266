import { findAsyncio } from "../../src/collect/sampler/process/find-asyncio.ts";
import { findRuntime } from "../../src/collect/sampler/process/find-runtime.ts";
import { ProcessMemory, openMemory } from "../../src/collect/sampler/process/process-memory.ts";

/** The name of the task that a process's first thread runs. */
export function runningTaskName(pid: number): string | undefined {
  const found = findRuntime(pid);
  const asyncio = findAsyncio(pid);
  const descriptor = openMemory(pid);
  if (found.kind !== "found" || asyncio === undefined || typeof descriptor === "string") return undefined;
  const memory = new ProcessMemory(descriptor);
  const { layout, runtimeAddress } = found;
  const follow = (address: number): number => memory.pointer(address) ?? 0;
  const thread = follow(follow(runtimeAddress + layout.runtime.interpretersHead) + layout.interpreter.threadsHead);
  const name = follow(follow(thread + asyncio.thread.runningTask) + asyncio.task.name);
  const length = follow(name + layout.unicode.length);
  const text = memory.read(name + layout.unicode.asciiSize, Math.min(length, 100));
  memory.close();
  return text?.toString("latin1");
}
