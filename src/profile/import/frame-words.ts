import type { RawFrame } from "./stack-collector.ts";

/** `name (file:line)` and `name (file)`: py-spy, perf. */
const inBrackets = /^(.+) \((.+?)(?::(\d+))?\)$/;
/** `file:name:line`: Tachyon, Austin. */
const inColons = /^(.+):([^:]+):(\d+)$/;

/** A frame written as one word or sentence; what fits no known way of writing is a name without a file. */
export function frameOfWords(words: string): RawFrame {
  const bracketed = inBrackets.exec(words);
  if (bracketed !== null) return frameOf(bracketed[1], bracketed[2], bracketed[3]);
  const [, file, name, line] = inColons.exec(words) ?? [];
  return name === undefined ? frameOf(words, "", undefined) : frameOf(name, file, line);
}

function frameOf(name = "", file = "", line: string | undefined): RawFrame {
  return markedFrame({ name, file, ...(line !== undefined && { line: Number(line) }) });
}

/** What tools put on stacks that is no Python function, in the profile's own words. */
export function markedFrame(frame: RawFrame): RawFrame {
  const { name, file } = frame;
  if (name === "<GC>" || name === "<native>") return { name, file: name };
  if (file !== "~") return frame;
  const builtin = /^<(?:built-in method |method )?(.+?)>$/.exec(name)?.[1] ?? name;
  return { name: builtin.replace(/^builtins\./, ""), file: "<native>" };
}
