import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { beginsAt } from "../../diagnose/analysis/own-code.ts";
import { isListMadeHere, isMadeHere } from "../../diagnose/analysis/values.ts";
import type { Variable } from "../../diagnose/analysis/variable.ts";
import { homeFunction } from "../../diagnose/analysis/eager-lambda.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import {
  planDeduplication,
  testsBeside,
  type DeduplicationPlan,
  type Growth,
} from "../../diagnose/rules/ordered-deduplication/plan.ts";
import { keptKeys } from "../../diagnose/rules/ordered-deduplication/unhashable.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Fix, Fixer, FixOutcome } from "../fix.ts";
import { fixAcross } from "./across-functions.ts";
import { assumeHashable, assumeUnchanged } from "./assumptions.ts";
import { putAfter, putBefore } from "./insert-once.ts";
import { isUnhashable, keepKeys } from "./keys-beside.ts";
import { askWhileSame } from "./kept-while-same.ts";

/** Keeps the list, and puts a set beside it that answers the tests. */
export const fixOrderedDeduplication: Fixer = { rule: "ordered-deduplication", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planDeduplication(context).find(({ test }) => beginsAt(test.expression, finding));
  if (plan === undefined) return { kind: "none", obstacles: [{ code: "not-seen", about: context.function.name }] };
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  if (plan.without !== undefined) return askWhileSame(finding, context, plan.test);
  const keyed = isUnhashable(finding) ? keptKeys(context, plan) : undefined;
  if (keyed !== undefined) return { kind: "fix", fix: keepKeys(finding, context, plan, keyed) };
  const own = plan.isInLoop ? [keepInLoop(finding, context, plan)] : [];
  const [first] = own;
  if (plan.across === undefined) return first === undefined ? { kind: "none", obstacles } : { kind: "fix", fix: first };
  const lasting = fixAcross(finding, context, plan.variable, plan.across, "ordered-deduplication");
  return lasting.kind === "fix" && plan.variable.kind !== "local" ? { ...lasting, otherwise: own } : lasting;
}

/** A set beside the list for as long as the loop runs. */
function keepInLoop(finding: Finding, context: RuleContext, plan: DeduplicationPlan): Fix {
  const { text } = plan.variable;
  const name = freshName(context.source, `${baseName(text)}_set`);
  if (plan.extending !== undefined) return fillInCondition(finding, context, plan, name);
  const edits: TextEdit[] = [
    startEdit(context, plan, name),
    ...plan.appends.flatMap((growth) => growthEdit(context, growth, text, name)),
    ...testsBeside(context, plan).map(({ container: { start, end } }) => ({ start, end, text: name })),
  ];
  return {
    rule: "ordered-deduplication",
    edits: inOrder(edits),
    assumes: assumptions(finding, context, plan.variable),
    changes: homeFunction(context).qualname,
  };
}

/** The condition that lets an element pass puts it into the set. */
function fillInCondition(finding: Finding, context: RuleContext, plan: DeduplicationPlan, name: string): Fix {
  const { expression, needle } = plan.test;
  const item = textOf(context.source, needle);
  const text = `${item} not in ${name} and not ${name}.add(${item})`;
  return {
    rule: "ordered-deduplication",
    edits: inOrder([startEdit(context, plan, name), replacing(expression, text)]),
    assumes: assumptions(finding, context, plan.variable),
    changes: homeFunction(context).qualname,
  };
}

/** A list that others have too may be something else with an `append`, and may be changed by them. */
function assumptions(finding: Finding, context: RuleContext, variable: Variable): readonly Assumption[] {
  const hashable = assumeHashable(finding, variable.text);
  if (isMadeHere(context, variable)) return [hashable];
  const unchanged = assumeUnchanged(finding, variable.text);
  return [hashable, unchanged, { ...unchanged, code: "is-list" }];
}

function startEdit(
  context: RuleContext,
  { span, start, extending, variable }: DeduplicationPlan,
  name: string,
): TextEdit {
  const { source } = context;
  const { text } = variable;
  if (start !== undefined) return putAfter(source, start, `${name} = set()`);
  // What is no list has no `add` either, so that it is refused out loud.
  const made = isListMadeHere(context, variable)
    ? `set(${text})`
    : `set(${text}) if type(${text}) is list else ${text}`;
  return putBefore(source, extending ?? span?.statement ?? variable.binding.scope.node, `${name} = ${made}`);
}

function growthEdit({ source }: RuleContext, growth: Growth, list: string, name: string): readonly TextEdit[] {
  const { statement, item, count, inline } = growth;
  if (count === 0) return [];
  if (inline !== undefined && item !== undefined) {
    const added = `(${textOf(source, inline)}, ${name}.add(${itemText(source, item, list)}))`;
    return [replacing(inline, added)];
  }
  if (item !== undefined || count === 1)
    return [putAfter(source, statement, `${name}.add(${itemText(source, item, list)})`)];
  return [putAfter(source, statement, `${name}.update(${count === undefined ? list : `${list}[-${count}:]`})`)];
}

/** What is more than a name is not worked out twice: what came to the list is found at its end. */
function itemText(source: RuleContext["source"], item: SyntaxNode | undefined, list: string): string {
  const isFormatted = item?.children.some(({ kind }) => kind === "interpolation") === true;
  const isName = item !== undefined && ["identifier", "integer", "string"].includes(item.kind) && !isFormatted;
  return isName ? textOf(source, item) : `${list}[-1]`;
}
