import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planGathered, type GatherPlan } from "../../diagnose/rules/list-gathered/plan.ts";
import { applyEdits, inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { hasLongText, indentedFurther } from "../../source/move-statement.ts";
import { namedChildren, textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** `xs = []`, a loop with `xs.append(x)`, `sum(xs)` → `def xs():`, the loop with `yield x`, `sum(xs())` */
export const fixListGathered: Fixer = { rule: "list-gathered", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planGathered(context).find(({ loop }) => isAtFinding(finding, loop));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  if (plan.obstacles.length > 0) return { kind: "none", obstacles: plan.obstacles };
  const edits = editsOf(context, plan);
  if (edits === undefined) return noFix("other-use", textOf(context.source, plan.made));
  return { kind: "fix", fix: { rule: "list-gathered", edits, assumes: [], changes: context.function.qualname } };
}

function editsOf(
  { source }: RuleContext,
  { made, loop, appended, reads }: GatherPlan,
): readonly TextEdit[] | undefined {
  const block = namedChildren(made.parent ?? made);
  const next = block[block.indexOf(made) + 1];
  if (next === undefined || hasLongText(loop) || !beginsLine(source, made) || !beginsLine(source, loop))
    return undefined;
  if (!/^\s*$/u.test(source.text.slice(made.end, next.start))) return undefined;
  const [name] = reads.map((read) => textOf(source, read));
  const yields = appended.map(({ call, value }) =>
    replacing({ start: call.start - loop.start, end: call.end - loop.start }, `yield ${textOf(source, value)}`),
  );
  const unit = indentationUnit(source);
  const body = indentedFurther(applyEdits(textOf(source, loop), inOrder(yields)), unit);
  const deeper = indentationOf(source, loop) + unit;
  return inOrder([
    { start: made.start, end: next.start, text: "" },
    replacing(loop, `def ${name}():${source.lineEnd}${deeper}${body}`),
    ...reads.map((read) => replacing(read, `${textOf(source, read)}()`)),
  ]);
}
