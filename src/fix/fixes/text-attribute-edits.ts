import { addImport } from "../../source/add-import.ts";
import type { TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Use } from "../../diagnose/analysis/variable-uses.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { isAnsweredAlike, readsAsBytes } from "../../diagnose/rules/text-concatenation/looks.ts";
import type { TextGrowth } from "../../diagnose/rules/text-concatenation/text-growth.ts";
import type { TextPlan } from "../../diagnose/rules/text-concatenation/text-plan.ts";
import { bytearrayOf, cutBytes, grownBytes, spanOf } from "./text-edits.ts";

type AttributePlan = Extract<TextPlan, { readonly kind: "attribute" }>;

/** The attribute holds a bytearray or an io.StringIO from now on. */
export function attributeEdits(
  { uses, growths, cuts }: AttributePlan,
  growth: TextGrowth,
  context: RuleContext,
): readonly TextEdit[] {
  if (growth.kind === "bytes")
    return [
      ...growths.flatMap((each) => grownBytes(each, context)),
      ...cuts.flatMap((each) => cutBytes(each, context)),
      ...bytesUses(uses, context),
    ];
  const { name, edit } = addImport(context.source, "import io", growth.node);
  const written = growths.map((each) => writtenText(each, context));
  const edits = [...written, ...uses.map((use) => textEdit(use, name, context))];
  return edit === undefined ? edits : [edit, ...edits];
}

/** A bytearray where it begins, bytes where it is read. */
function bytesUses(uses: readonly Use[], context: RuleContext): readonly TextEdit[] {
  const starts = uses.flatMap((use) => (use.kind === "assign" ? [use.value] : []));
  const reads = readsAsBytes(uses.filter((use) => use.kind !== "assign" && !isAnsweredAlike(use, context)));
  return [
    ...starts.map((value) => ({ ...spanOf(value), text: bytearrayOf(value, context) })),
    ...reads.map((node) => ({ ...spanOf(node), text: `bytes(${textOf(context.source, node)})` })),
  ];
}

/** `self.out.write(x)`: it refuses all but text where `+=` did. */
function writtenText({ statement, target, added }: TextGrowth, { source }: RuleContext): TextEdit {
  const text = added.map((part) => textOf(source, part)).join(" + ");
  return { ...spanOf(statement), text: `${textOf(source, target)}.write(${text})` };
}

/** `self.out = io.StringIO()`, `self.out.getvalue()` */
function textEdit(use: Use, io: string, { source }: RuleContext): TextEdit {
  if (use.kind === "assign") return { ...spanOf(use.value), text: `${io}.StringIO()` };
  return { ...spanOf(use.node), text: `${textOf(source, use.node)}.getvalue()` };
}
