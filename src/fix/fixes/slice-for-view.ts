import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planSlices } from "../../diagnose/rules/slice-for-view/rule.ts";
import { replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** `crc32(data[8:])` → `crc32(memoryview(data)[8:])` */
export const fixSliceForView: Fixer = { rule: "slice-for-view", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planSlices(context).find(({ slice }) => isAtFinding(finding, slice));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const edits = [replacing(plan.data, `memoryview(${textOf(context.source, plan.data)})`)];
  return { kind: "fix", fix: { rule: "slice-for-view", edits, assumes: [], changes: context.function.qualname } };
}
