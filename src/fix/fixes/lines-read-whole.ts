import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planLines } from "../../diagnose/rules/lines-read-whole/plan.ts";
import { replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** `for line in f.readlines()` → `for line in f` */
export const fixLinesReadWhole: Fixer = { rule: "lines-read-whole", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planLines(context).find(({ call }) => isAtFinding(finding, call));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  if (plan.obstacles.length > 0) return { kind: "none", obstacles: plan.obstacles };
  const edit = replacing(plan.call, textOf(context.source, plan.file));
  const changes = context.function.qualname;
  return { kind: "fix", fix: { rule: "lines-read-whole", edits: [edit], assumes: [], changes } };
}
