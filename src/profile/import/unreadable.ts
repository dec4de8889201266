import { Refusal } from "../../base/refusal.ts";

/** A refusal of a file: what is wrong with it, told as one sentence without a full stop. */
export function unreadable(fact: string, hint: string = DAMAGED_HINT, cause?: unknown): Refusal {
  return new Refusal("unreadable-data", `${fact}.`, hint, cause);
}

const DAMAGED_HINT = "Write the profile again with the tool that made it; a copy may have been cut off on its way.";

/** The refusal of a file that holds something other than time. */
export function noTime(what: string): Refusal {
  return unreadable(
    `This profile counts ${what}, not time`,
    "Import a profile of wall or processor time; hasten ranks nothing else.",
  );
}

/** The value, where the file's own tables point at something that is there. */
export function present<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw unreadable(`The file is damaged: it points at ${what} that is not in it`);
  return value;
}

/** A weight as files state it: a number, finite, not negative. */
export function weightOf(value: number, what: string): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw unreadable(`The file is damaged: ${what} is ${value}`);
}
