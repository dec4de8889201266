import type { TaskFields } from "./asyncio-offsets.ts";

/**
 * `TaskObj` of Modules/_asynciomodule.c by minor version, where no table tells it: no header of CPython has it. A task is believed
 * only where its coroutine, as it lies there, is one that its thread runs, or has the type of one.
 */
export const taskConstants: Readonly<Record<number, TaskFields>> = {
  8: { size: 144, state: 72, waiter: 104, coroutine: 112, name: 120 },
  9: { size: 184, state: 80, waiter: 144, coroutine: 152, name: 160 },
  10: { size: 192, state: 88, waiter: 152, coroutine: 160, name: 168 },
  11: { size: 176, state: 88, waiter: 128, coroutine: 136, name: 144 },
  12: { size: 176, state: 88, waiter: 128, coroutine: 136, name: 144 },
  13: { size: 144, state: 96, waiter: 112, coroutine: 120, name: 128 },
};
