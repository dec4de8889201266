import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planTinyTasks } from "../../diagnose/rules/tiny-tasks/plan.ts";
import { field } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { parcelSize } from "./parcels.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Lets many items travel together. */
export const fixTinyTasks: Fixer = { rule: "tiny-tasks", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planTinyTasks(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan === undefined) return noFix("not-in-loop", context.function.name);
  const size = parcelSize(context, plan.items, operandEvidence(finding.evidence));
  if (size === undefined) return noFix("not-a-list", context.source.text.slice(plan.items.start, plan.items.end));
  const obstacles = [...finding.obstacles, ...hiddenBuiltins(context, plan.expression, ["len", "max"])];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const last = field(plan.call, "arguments")?.children.findLast(({ kind }) => kind !== ")" && kind !== ",");
  if (last === undefined) return noFix("syntax-near", context.function.name);
  const edits = [{ start: last.end, end: last.end, text: `, chunksize=${size}` }];
  return { kind: "fix", fix: { rule: "tiny-tasks", edits, assumes: [], savesWork: true, startsProcesses: true } };
}
