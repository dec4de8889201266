import type { StackCollector } from "./stack-collector.ts";
import { present, unreadable } from "./unreadable.ts";

/** Stacks as a table of callers: a row is a frame and the row that called it. */
export interface StackTable {
  readonly prefix: readonly (number | null)[];
  /** Indexes of the collector's frames. */
  readonly frame: readonly number[];
}

/** Gives the collector's stack of each row, in any order of rows; refuses rows that call themselves in a circle. */
export function pushTable(collector: StackCollector, { prefix, frame }: StackTable): readonly number[] {
  const stacks: (number | undefined)[] = prefix.map(() => undefined);
  for (const row of prefix.keys()) {
    const missing: number[] = [];
    let at: number | null = row;
    while (at !== null && stacks[at] === undefined) {
      missing.push(at);
      if (missing.length > prefix.length) throw unreadable("The file is damaged: its stacks run in a circle");
      at = present(prefix[at], "a stack");
    }
    let stack = at === null ? -1 : (stacks[at] ?? -1);
    for (const next of missing.reverse()) {
      stack = collector.push(stack, present(frame[next], "a frame"));
      stacks[next] = stack;
    }
  }
  return stacks.map((stack) => stack ?? -1);
}
