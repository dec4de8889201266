import type { RuleContext } from "../../diagnose/rule.ts";
import type { LoopParts } from "../../diagnose/rules/blocking-in-sequence/loop-plan.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { nextLineStart } from "../../source/lines.ts";
import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** How the loop's calls are made by a pool. */
export interface LoopWork {
  /** `with ThreadPoolExecutor(…) as pool:` */
  readonly head: string;
  /** `pool.map(fetch, urls)` */
  readonly results: string;
  /** A name for a result that has none. */
  readonly result: string;
}

/** The loop one level deeper, over the results as they come in the order of the items. */
export function loopEdits(context: RuleContext, parts: LoopParts, made: LoopWork): readonly TextEdit[] {
  const { source } = context;
  const { loop, target, items, assignment, work } = parts;
  const unit = indentationUnit(source);
  const name = assignment && namedChildren(assignment)[0];
  const written = name && field(name, "left");
  const result = written === undefined ? made.result : textOf(source, written);
  const head = parts.usesItem
    ? `${textOf(source, target)}, ${result} in zip(${textOf(source, items)}, ${made.results})`
    : `${result} in ${made.results}`;
  const first = `${made.head}${source.lineEnd}${indentationOf(source, loop)}${unit}`;
  return [
    { start: loop.start, end: loop.start, text: first },
    replacing({ start: target.start, end: items.end }, head),
    ...(assignment === undefined ? [replacing(work, result)] : []),
    ...deeper(source, loop, assignment, unit),
  ];
}

/** The body's lines, each of which holds one statement or a comment, without that of the assignment. */
function deeper(
  { text }: { readonly text: string },
  loop: SyntaxNode,
  gone: SyntaxNode | undefined,
  unit: string,
): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let start = nextLineStart(text, loop.start);
  while (start < loop.end) {
    const next = nextLineStart(text, start);
    const isGone = gone !== undefined && start <= gone.start && gone.start < next;
    if (isGone) edits.push({ start, end: next, text: "" });
    else if (text.slice(start, next).trim() !== "") edits.push({ start, end: start, text: unit });
    start = next;
  }
  return edits;
}
