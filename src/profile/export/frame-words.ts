import type { ProfiledFunction } from "../profile.ts";

/** `module.qualname`; only the name where there is no Python function behind it. */
export function nameOf({ module, qualname, file }: ProfiledFunction): string {
  return module === "" || isWord(file) ? qualname : `${module}.${qualname}`;
}

/** The path or CPython's word for it (`<frozen …>`); undefined for frames that no file holds. */
export function fileOf({ file }: ProfiledFunction): string | undefined {
  return isWord(file) ? undefined : file;
}

/** `name (file:first line)`, with the word in place of a file where there is none. */
export function labelOf(profiled: ProfiledFunction): string {
  const { file, firstLine } = profiled;
  const name = nameOf(profiled);
  if (!isWord(file)) return `${name} (${file}:${firstLine})`;
  return name === file || file === THREAD_WORD ? name : `${name} (${file})`;
}

/** The word in place of a file that marks a thread's name as the root of its stacks (see `arrangeThreads`). */
export const THREAD_WORD = "<thread>";

const words: ReadonlySet<string> = new Set(["<native>", "<GC>", "<task>", THREAD_WORD]);

const isWord = (file: string): boolean => words.has(file);
