import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { indentationOf, insertBefore } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { isExactText } from "../../diagnose/analysis/exact-text.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Use } from "../../diagnose/analysis/variable-uses.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { textGrowths, type TextGrowth } from "../../diagnose/rules/text-concatenation/places.ts";
import { planText, type TextPlan } from "../../diagnose/rules/text-concatenation/plan.ts";
import type { Assumption, Fixer } from "../fix.ts";
import { lineBelow } from "./growth-edits.ts";
import { isAtFinding, noFix, reachesOtherModules } from "./planning.ts";

/** Gathers bytes in a bytearray, text in a list or an io.StringIO. */
export const fixTextConcatenation: Fixer = {
  rule: "text-concatenation",
  plan: (finding, context) => {
    if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
    const growth = textGrowths(context).find(({ node }) => isAtFinding(finding, node));
    if (growth === undefined) return noFix("not-seen", "");
    const about = textOf(context.source, growth.target);
    if (reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
    if (isOthers(growth, finding, context)) return noFix("escapes", about);
    const plan = planText(growth, context);
    if (plan.kind === "none") return { kind: "none", obstacles: plan.obstacles };
    const unknown =
      growth.kind === "str" ? addedBy(plan).find((added) => !isExactText(added, context.source)) : undefined;
    if (unknown !== undefined) return noFix("own-addition", textOf(context.source, unknown));
    const edits = plan.kind === "loop" ? loopEdits(plan, growth, context) : attributeEdits(plan.uses, growth, context);
    if (edits === undefined) return noFix("other-use", about);
    const fix = {
      rule: "text-concatenation",
      edits,
      assumes: growth.kind === "str" ? [] : [isText(growth, finding, context)],
    } as const;
    return { kind: "fix", fix: plan.kind === "loop" ? { ...fix, changes: context.function.qualname } : fix };
  },
};

/** All that is added to what grows. */
function addedBy(plan: Exclude<TextPlan, { readonly kind: "none" }>): readonly SyntaxNode[] {
  if (plan.kind === "loop") return plan.growths.map(({ added }) => added);
  return plan.uses.flatMap((use) => (use.kind === "augment" ? [use.value] : []));
}

/** A public attribute of a module is anybody's to read as text; nobody imports the script that is run. */
function isOthers({ target }: TextGrowth, finding: Finding, { source }: RuleContext): boolean {
  const name = target.kind === "attribute" ? field(target, "attribute") : undefined;
  return name !== undefined && !textOf(source, name).startsWith("_") && !finding.function.startsWith("__main__.");
}

/** An object with an addition of its own (`__radd__`) would be asked by bytes, and is not by what gathers pieces. */
function isText({ added }: TextGrowth, { evidence }: Finding, { source }: RuleContext): Assumption {
  const seen = evidence.filter((each) => each.kind === "operand").at(1);
  return { code: "is-text", about: textOf(source, added), seen: seen?.types.join(", ") ?? "nothing" };
}

type LoopPlan = Extract<TextPlan, { readonly kind: "loop" }>;

function loopEdits(plan: LoopPlan, growth: TextGrowth, context: RuleContext): readonly TextEdit[] | undefined {
  const after = lineBelow(plan.loop, context);
  if (after === undefined) return undefined;
  return growth.kind === "bytes" ? bytesEdits(plan, growth, after, context) : partsEdits(plan, growth, after, context);
}

/** `data = bytearray()` above the loop, `data = bytes(data)` below it; `data += x` stays as it is. */
function bytesEdits(plan: LoopPlan, growth: TextGrowth, after: number, context: RuleContext): readonly TextEdit[] {
  const { source } = context;
  const name = textOf(source, growth.target);
  const { value } = plan.start;
  const grown = plan.growths.flatMap(({ node, sum, added }) =>
    sum === undefined ? [] : [{ start: node.start, end: node.end, text: `${name} += ${textOf(source, added)}` }],
  );
  const returned = plan.returns.map((node) => ({ start: node.start, end: node.end, text: `bytes(${name})` }));
  const ended = `${source.lineEnd}${indentationOf(source, plan.loop)}${name} = bytes(${name})`;
  return inOrder([
    { start: value.start, end: value.end, text: bytearrayOf(value, context) },
    ...grown,
    ...returned,
    { start: after, end: after, text: ended },
  ]);
}

/** `b""` → `bytearray()`, `b"ab"` → `bytearray(b"ab")` */
function bytearrayOf(value: SyntaxNode, { source }: RuleContext): string {
  const text = textOf(source, value);
  return /^(?:[rR]?[bB][rR]?(?:""|'')|bytes\(\s*\))$/u.test(text) ? "bytearray()" : `bytearray(${text})`;
}

/** A list of the pieces, beginning with what there is; joined below the loop. */
function partsEdits(
  plan: LoopPlan,
  growth: TextGrowth,
  after: number,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const name = textOf(source, growth.target);
  const parts = freshName(source, `${baseName(name)}_parts`);
  const begun = insertBefore(source, plan.loop, `${parts} = [${name}]`);
  if (begun === undefined) return undefined;
  const grown = plan.growths.map(({ node, added }) => ({
    start: node.start,
    end: node.end,
    text: `${parts}.append(${textOf(source, added)})`,
  }));
  const ended = `${source.lineEnd}${indentationOf(source, plan.loop)}${name} = "".join(${parts})`;
  return inOrder([begun, ...grown, { start: after, end: after, text: ended }]);
}

function attributeEdits(uses: readonly Use[], growth: TextGrowth, context: RuleContext): readonly TextEdit[] {
  if (growth.kind === "bytes") return inOrder(uses.flatMap((use) => bytesEdit(use, context)));
  const { name, edit } = addImport(context.source, "import io", growth.node);
  const edits = uses.flatMap((use) => textEdit(use, name, context));
  return inOrder(edit === undefined ? edits : [edit, ...edits]);
}

function bytesEdit(use: Use, context: RuleContext): readonly TextEdit[] {
  const { source } = context;
  if (use.kind === "assign") return [{ ...spanOf(use.value), text: bytearrayOf(use.value, context) }];
  if (use.kind === "augment" || (use.kind === "look" && (use.look === "length" || use.look === "truth"))) return [];
  return [{ ...spanOf(use.node), text: `bytes(${textOf(source, use.node)})` }];
}

/** `self.out = io.StringIO()`, `self.out.write(x)`, `self.out.getvalue()`: it refuses all but text where `+=` did. */
function textEdit(use: Use, io: string, { source }: RuleContext): readonly TextEdit[] {
  const text = textOf(source, use.node);
  if (use.kind === "assign") return [{ ...spanOf(use.value), text: `${io}.StringIO()` }];
  if (use.kind === "augment")
    return [{ ...spanOf(use.statement), text: `${text}.write(${textOf(source, use.value)})` }];
  return [{ ...spanOf(use.node), text: `${text}.getvalue()` }];
}

function spanOf({ start, end }: SyntaxNode): { readonly start: number; readonly end: number } {
  return { start, end };
}
