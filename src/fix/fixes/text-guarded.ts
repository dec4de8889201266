import type { TextEdit } from "../../source/edit.ts";
import { indentationOf, indented, insertBefore, instead, PIECE } from "../../source/insert-statement.ts";
import { textOf } from "../../source/navigate.ts";
import { isBuiltinAt } from "../../diagnose/analysis/code.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { TextGrowth } from "../../diagnose/rules/text-concatenation/text-growth.ts";
import type { TextPlan } from "../../diagnose/rules/text-concatenation/text-plan.ts";
import { lineBelow } from "./growth-edits.ts";
import { spanOf } from "./text-edits.ts";

type GuardedPlan = Extract<TextPlan, { readonly kind: "guarded" }>;

/** `data` is a bytearray in the loop if it is bytes before, and bytes again below. */
export function guardedEdits(
  { loop, isReadBelow, sums, wraps }: GuardedPlan,
  { target }: TextGrowth,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const name = textOf(source, target);
  const isBytes = freshName(source, `${baseName(name)}_is_bytes`);
  // A file that runs on old Pythons too may have a `bytes` of its own.
  const bytes = isBuiltinAt(context, "bytes", loop) ? "bytes" : 'type(b"")';
  const asked = `${isBytes} = type(${name}) is ${bytes}\nif ${isBytes}:\n    ${name} = bytearray(${name})`;
  const begun = insertBefore(source, loop, asked);
  const after = lineBelow(loop, context);
  if (begun === undefined || after === undefined) return undefined;
  const read = wraps.map((node) => {
    const text = textOf(source, node);
    return { ...spanOf(node), text: `(${bytes}(${text}) if ${isBytes} else ${text})` };
  });
  const grown = sums.map(({ statement, added: [piece] }) => {
    const added = piece === undefined ? "" : textOf(source, piece);
    const code = `if ${isBytes}:\n    ${name} += ${added}\nelse:\n    ${PIECE}`;
    const indentation = indentationOf(source, statement);
    return { ...spanOf(statement), text: instead(source, code, indentation, textOf(source, statement)) };
  });
  const made = indented(source, `if ${isBytes}:\n    ${name} = ${bytes}(${name})`, indentationOf(source, loop));
  const below = { start: after, end: after, text: source.lineEnd + made };
  return [begun, ...grown, ...read, ...(isReadBelow ? [below] : [])];
}
