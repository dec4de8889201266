import { inOrder, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indented, insertBefore, instead, PIECE } from "../../source/insert-statement.ts";
import { textOf, withoutParentheses } from "../../source/navigate.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Growth } from "../../diagnose/rules/list-concatenation/growth-places.ts";
import type { TuplePartsPlan } from "../../diagnose/rules/list-concatenation/tuple-parts.ts";
import { lineBelow } from "./growth-edits.ts";
import { oneLine } from "./text-edits.ts";

/** A list beside the tuple gets what it would get, and the tuple gets all of it below the loop. */
export function tuplePartsEdits(
  { loop, growths }: TuplePartsPlan,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const after = lineBelow(loop, context);
  const name = textOf(source, growths[0]?.target ?? loop);
  const parts = freshName(source, `${baseName(name)}_parts`);
  const begun = insertBefore(source, loop, `${parts} = []`);
  if (begun === undefined || after === undefined) return undefined;
  const grown = growths.map((growth) => {
    const { start, end } = growth.statement;
    return { start, end, text: asked(growth, parts, context) };
  });
  const joined = indented(source, `if ${parts}:\n    ${name} = (*${name}, *${parts})`, indentationOf(source, loop));
  return inOrder([begun, ...grown, { start: after, end: after, text: source.lineEnd + joined }]);
}

/** What is no tuple itself is added as it was, to all that there is: `+` refuses a list, and another class may add in its own way. */
function asked({ statement, target, form, added: [piece] }: Growth, parts: string, context: RuleContext): string {
  const { source } = context;
  const name = textOf(source, target);
  const isDisplay = piece !== undefined && withoutParentheses(piece).kind === "tuple";
  const isName = piece?.kind === "identifier";
  const written = piece === undefined ? "" : oneLine(piece, context);
  const part = isName ? written : freshName(source, "part");
  const code = [
    ...(isName ? [] : [`${part} = ${PIECE}`]),
    `if type(${name}) is tuple${isDisplay ? "" : ` and type(${part}) is tuple`}:`,
    `    ${parts}.extend(${part})`,
    `else:`,
    `    if ${parts}:`,
    `        ${name} = (*${name}, *${parts})`,
    `        ${parts}.clear()`,
    form === "in-place" ? `    ${name} += ${part}` : `    ${name} = ${name} + ${part}`,
  ].join("\n");
  return instead(source, code, indentationOf(source, statement), written);
}
