import { constantLayouts } from "./constants.ts";
import type { Layout } from "./layout.ts";

/** glibc's `pthread_mutex_t` has 40 bytes on x86-64 and 48 on aarch64 (musl: 40 on both); a GIL holds two. */
const TWO_MUTEXES_GROW = 16;

/** The layout of a version between 3.8 and 3.12; undefined for others. */
export function constantLayout(minor: number, isAarch64Glibc: boolean): Layout | undefined {
  const layout = constantLayouts[minor];
  return layout && isAarch64Glibc ? withLongMutexes(layout) : layout;
}

/** The same layout in a build for aarch64 with glibc: the GIL is longer, and what follows it moves. */
export function withLongMutexes(layout: Layout): Layout {
  const { runtime, gil } = layout;
  const currentThread = runtime.currentThread === -1 ? -1 : runtime.currentThread + TWO_MUTEXES_GROW;
  return { ...layout, runtime: { ...runtime, currentThread }, gil: { ...gil, size: gil.size + TWO_MUTEXES_GROW } };
}
