import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { argumentsOf, climbParentheses } from "../../diagnose/analysis/expression-context.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planParts, type PartPlan } from "../../diagnose/rules/list-for-part/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { namedChildren, textOf } from "../../source/navigate.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix, seenAt } from "./planning.ts";

/** Makes no more of the list than is looked at. */
export const fixListForPart: Fixer = { rule: "list-for-part", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planParts(context).find(({ list }) => isAtFinding(finding, list));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const isAnswer = plan.isTruth || plan.wants === "any" || plan.wants === "all";
  const edits = inOrder(isAnswer ? [generator(finding, context, plan)] : sliced(finding, context, plan));
  const assumes = assume(finding, context, plan);
  return { kind: "fix", fix: { rule: "list-for-part", edits, assumes, changes: context.function.qualname } };
}

/** What an element after the wanted ones raises is raised no more. */
function assume(
  finding: Finding,
  { source }: RuleContext,
  { list, operand, asksElements }: PartPlan,
): readonly Assumption[] {
  if (!asksElements) return [];
  const [body, , ...conditions] = namedChildren(list);
  const about = [...conditions.flatMap((condition) => namedChildren(condition)), ...(body === undefined ? [] : [body])]
    .filter(({ kind }) => kind !== "identifier")
    .map((part) => textOf(source, part).replaceAll(/\s+/gu, " "));
  return [{ code: "does-not-raise", about: about.join(" … "), seen: seenAt(finding, textOf(source, operand)) }];
}

/** `any([x > 3 for x in xs])` → `any(x > 3 for x in xs)` */
function generator(finding: Finding, context: RuleContext, plan: PartPlan): TextEdit {
  const { list, isTruth } = plan;
  if (isTruth) return replacing(list, `any(${innerOf(finding, context, plan)})`);
  const { node, parent } = climbParentheses(list);
  const isAlone = node === list && parent !== undefined && parent.children.every(({ kind }) => kind !== ",");
  const inner = innerOf(finding, context, plan);
  return replacing(list, isAlone ? inner : `(${inner})`);
}

/** The comprehension without its brackets. */
function innerOf(finding: Finding, { source }: RuleContext, plan: PartPlan): string {
  const { list, walked, isTruth } = plan;
  const condition = conditionFor(finding, plan, source);
  const text = textOf(source, walked);
  const steady = condition === undefined ? text : `(${text} if ${condition} else list(${text}))`;
  const body = namedChildren(list)[0];
  // Which elements there are does not matter, only that there is one.
  const head = isTruth && body !== undefined ? `True${source.text.slice(body.end, walked.start)}` : undefined;
  return (
    (head ?? source.text.slice(list.start + 1, walked.start)) + steady + source.text.slice(walked.end, list.end - 1)
  );
}

/** An iterator would not be used up: what is no container is made a list of, as before. */
function conditionFor(
  finding: Finding,
  { isCertain, operand, types }: PartPlan,
  source: RuleContext["source"],
): string | undefined {
  if (isCertain) return undefined;
  const seen = (operandEvidence(finding.evidence)?.types ?? []).filter((type) => types.includes(type));
  const [first, ...others] = seen;
  const name = textOf(source, operand);
  return others.length === 0 ? `type(${name}) is ${first ?? "list"}` : `type(${name}) in (${seen.join(", ")})`;
}

/** `list(d)[0]` → `list(islice(d, 1))[0]`: of nothing there is no first, as before. */
function sliced(finding: Finding, context: RuleContext, plan: PartPlan): readonly TextEdit[] {
  const { source } = context;
  const { list, walked, isLast } = plan;
  const islice = addImport(source, "from itertools import islice", list);
  const imported = islice.edit === undefined ? [] : [islice.edit];
  if (list.kind === "list_comprehension") {
    const text = `list(${islice.name}((${innerOf(finding, context, plan)}), 1))`;
    return [...imported, replacing(list, text)];
  }
  const argument = argumentsOf(list)[0] ?? walked;
  const text = textOf(source, walked);
  const condition = conditionFor(finding, plan, source);
  const part = `${islice.name}(${isLast ? `reversed(${text})` : text}, 1)`;
  const made = condition === undefined ? part : `${part} if ${condition} else ${text}`;
  return [...imported, replacing(argument, made)];
}
