import type { TextEdit } from "../../source/edit.ts";
import { indentationOf, instead, PIECE } from "../../source/insert-statement.ts";
import { textOf } from "../../source/navigate.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { TextPlan } from "../../diagnose/rules/text-concatenation/text-plan.ts";
import { oneLine, spanOf } from "./text-edits.ts";

type LengthenedPlan = Extract<TextPlan, { readonly kind: "lengthened" }>;

/** The text is taken out of the attribute, made longer, and put back; whatever is no text grows as it did. */
export function lengthenedEdits({ growth, isExact }: LengthenedPlan, context: RuleContext): readonly TextEdit[] {
  const { source } = context;
  const { statement, target, form, added } = growth;
  const place = textOf(source, target);
  const text = freshName(source, "whole");
  const [piece] = added;
  const written = piece === undefined ? "" : oneLine(piece, context);
  // Anything else is worked out before the attribute is emptied, since it could look at it.
  const isLiteral = isExact && piece?.kind === "string" && !piece.children.some(({ kind }) => kind === "interpolation");
  const isName = piece?.kind === "identifier" || isLiteral;
  const part = isName ? written : freshName(source, "part");
  const asked = [text, ...(isExact ? [] : [part])].map((name) => `type(${name}) is str`).join(" and ");
  const code = [
    `${text} = ${place}`,
    ...(isName ? [] : [`${part} = ${PIECE}`]),
    `if ${asked}:`,
    `    ${place} = None  # only ${text} has it: it can grow in its place`,
    form === "in-place" ? `${text} += ${part}` : `${text} = ${text} + ${part}`,
    `${place} = ${text}`,
  ].join("\n");
  const indentation = indentationOf(source, statement);
  return [{ ...spanOf(statement), text: instead(source, code, indentation, written) }];
}
