import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planCalls, type CallPlan } from "../../diagnose/rules/repeated-call/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder } from "../../source/edit.ts";
import { listFunctions } from "../../source/functions.ts";
import { textOf } from "../../source/navigate.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { putBefore } from "./insert-once.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Keeps a function's results by its arguments. */
export const fixRepeatedCall: Fixer = { rule: "repeated-call", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planCalls(context);
  if (plan === undefined || !isAtFinding(finding, plan.name)) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const { source } = context;
  // Of a module's class others may derive classes, whose methods do something else.
  if (plan.owned !== undefined && !finding.function.startsWith("__main__."))
    return noFix("crosses-functions", textOf(source, plan.name));
  const cache = addImport(source, "from functools import lru_cache", plan.definition);
  // 1, 1.0 and True are equal, and so is a text to one of a class below it: kept apart also where none of them has been seen yet.
  const decorator = putBefore(source, plan.definition, `@${cache.name}(maxsize=None, typed=True)`);
  const edits = inOrder([...(cache.edit === undefined ? [] : [cache.edit]), decorator]);
  const assumes = assume(finding, context, plan);
  const outer = listFunctions(source).find(({ node }) => node === plan.outer);
  const kept = outer === undefined ? { lasts: true as const } : { changes: outer.qualname };
  return { kind: "fix", fix: { rule: "repeated-call", edits, assumes, ...kept } };
}

function assume(finding: Finding, { source }: RuleContext, plan: CallPlan): readonly Assumption[] {
  const about = textOf(source, plan.name);
  const seen = operandEvidence(finding.evidence)?.elements.join(", ") ?? "nothing";
  const equal: Assumption = { code: "equal-arguments", about, seen };
  const repeats = finding.evidence.find((each) => each.kind === "repeats");
  const differ = repeats === undefined ? "nothing" : `${repeats.distinct} different in ${repeats.looked} calls`;
  return [
    equal,
    ...(plan.isRecursive ? [{ code: "not-deep" as const, about, seen: "this run" }] : []),
    // What an inner function keeps is gone with the call of the outer one.
    ...(plan.outer === undefined ? [{ code: "keeps-results" as const, about, seen: differ }] : []),
  ];
}
