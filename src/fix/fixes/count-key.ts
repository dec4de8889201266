import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planCountKeys, type CountKey } from "../../diagnose/rules/count-key/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { assumeHashable } from "./assumptions.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Counts all elements once, and looks each count up. */
export const fixCountKey: Fixer = { rule: "count-key", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planCountKeys(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const { source } = context;
  const list = textOf(source, plan.receiver);
  const counter = addImport(source, "from collections import Counter", plan.expression);
  const counted = plan.counting === undefined ? methodEdits : lambdaEdits;
  const edits = inOrder([
    ...(counter.edit === undefined ? [] : [counter.edit]),
    ...counted(plan, `${counter.name}(${list})`, context),
  ]);
  const assumes = [assumeHashable(finding, list)];
  return { kind: "fix", fix: { rule: "count-key", edits, assumes, changes: context.function.qualname } };
}

/** A Counter says 0 for what it does not hold, as `count` does. */
function methodEdits({ expression, receiver, isCertain }: CountKey, made: string, { source }: RuleContext): TextEdit[] {
  const counted = `${made}.__getitem__`;
  const list = textOf(source, receiver);
  const text = isCertain ? counted : `${counted} if type(${list}) in (list, tuple) else ${textOf(source, expression)}`;
  return [replacing(expression, text)];
}

/** `lambda vote, votes_counts=Counter(votes): -votes_counts[vote]`: a default is worked out once. */
function lambdaEdits({ receiver, counting, isCertain }: CountKey, made: string, { source }: RuleContext): TextEdit[] {
  if (counting === undefined) return [];
  const list = textOf(source, receiver);
  const name = freshName(source, `${baseName(list)}_counts`);
  const value = isCertain ? made : `${made} if type(${list}) in (list, tuple) else None`;
  const { end } = counting.parameters;
  const counted = `${name}[${textOf(source, counting.needle)}]`;
  return [
    { start: end, end, text: `, ${name}=${value}` },
    ...counting.calls.map((call) => ({
      start: call.start,
      end: call.end,
      text: isCertain ? counted : `(${counted} if ${name} is not None else ${textOf(source, call)})`,
    })),
  ];
}
