import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planCountKeys } from "../../diagnose/rules/count-key/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { assumeHashable } from "./assumptions.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Counts all elements once, and looks each count up. */
export const fixCountKey: Fixer = { rule: "count-key", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planCountKeys(context).find(({ key }) => isAtFinding(finding, key));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const { source } = context;
  const { key, receiver, isCertain } = plan;
  const list = textOf(source, receiver);
  const counter = addImport(source, "from collections import Counter", key);
  // A Counter says 0 for what it does not hold, as `count` does.
  const counted = `${counter.name}(${list}).__getitem__`;
  const text = isCertain ? counted : `${counted} if type(${list}) in (list, tuple) else ${textOf(source, key)}`;
  const edits = inOrder([
    ...(counter.edit === undefined ? [] : [counter.edit]),
    { start: key.start, end: key.end, text },
  ]);
  const assumes = [assumeHashable(finding, list)];
  return { kind: "fix", fix: { rule: "count-key", edits, assumes, changes: context.function.qualname } };
}
