import { assert } from "../base/refusal.ts";

/** Replaces the text from `start` to `end` (offsets into the original text, end exclusive). */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Another text in the place of a node, or of any stretch. */
export function replacing({ start, end }: { readonly start: number; readonly end: number }, text: string): TextEdit {
  return { start, end, text };
}

/** The text with all edits made; they must be in order and must not overlap. Every other character stays. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const edit of edits) {
    assert(edit.start >= done, `the edit at ${edit.start} overlaps the one before it, or comes out of order`);
    assert(edit.end >= edit.start && edit.end <= text.length, `the edit ${edit.start}–${edit.end} is outside the text`);
    parts.push(text.slice(done, edit.start), edit.text);
    done = edit.end;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** Edits in the order of the text; of two at the same place the one given first comes first. */
export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The one edit that makes the second text of the first: all between what both begin and end with. */
export function editBetween(old: string, now: string): TextEdit {
  const least = Math.min(old.length, now.length);
  let start = 0;
  while (start < least && old[start] === now[start]) start++;
  let same = 0;
  while (same < least - start && old[old.length - 1 - same] === now[now.length - 1 - same]) same++;
  return { start, end: old.length - same, text: now.slice(start, now.length - same) };
}
