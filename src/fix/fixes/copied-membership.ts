import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { homeFunction } from "../../diagnose/analysis/eager-lambda.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planCopies, type CopyPlan } from "../../diagnose/rules/copied-membership/plan.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { assumeHashable, assumeUnchanged, assumeValueHashable } from "./assumptions.ts";
import { copyTest, partOf, walkedFor } from "./copied.ts";
import { putBefore } from "./insert-once.ts";
import { makeForOne } from "./kept-while-same.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Asks what was copied itself, or a set that is made once before the loop. */
export const fixCopiedMembership: Fixer = { rule: "copied-membership", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = planCopies(context);
  const plan = plans.find(({ test }) => isAtFinding(finding, test.expression));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0 || plan.kind === "advice") return { kind: "none", obstacles };
  if (plan.one !== undefined) return makeForOne(finding, context, plan.one.made);
  const about = textOf(context.source, plan.kind === "direct" ? plan.test.needle : plan.copy.iterable);
  const assumes = [plan.kind === "direct" ? assumeValueHashable(finding, about) : assumeHashable(finding, about)];
  if (plan.kind !== "direct") assumes.push(assumeUnchanged(finding, plan.variable.text));
  const edits = inOrder(editsFor(context, plan, plans));
  return { kind: "fix", fix: { rule: "copied-membership", edits, assumes, changes: homeFunction(context).qualname } };
}

function editsFor(context: RuleContext, plan: CopyPlan, plans: readonly CopyPlan[]): readonly TextEdit[] {
  if (plan.kind === "direct") return [direct(context, plan)];
  return plan.kind === "places" ? placed(context, plan, plans) : hoisted(context, plan, plans);
}

/** `list(d.keys())` → `d`, `list(d)` → `d` */
function direct({ source }: RuleContext, { copy, isCertain }: CopyPlan): TextEdit {
  const { start, end } = copy.node;
  const text = textOf(source, copy.operand);
  return {
    start,
    end,
    text: isCertain ? text : `(${text} if type(${text}) is dict else ${textOf(source, copy.node)})`,
  };
}

function hoisted(context: RuleContext, plan: CopyPlan, plans: readonly CopyPlan[]): readonly TextEdit[] {
  const { source } = context;
  const { copy, span, isCertain } = plan;
  if (span === undefined) return [];
  const text = textOf(source, copy.node);
  const name = freshName(source, nameOf(context, plan));
  const test = copyTest(copy, textOf(source, copy.operand));
  const made = isCertain ? setOf(context, plan) : `${setOf(context, plan)} if ${test} else None`;
  const asked = isCertain ? name : `(${text} if ${name} is None else ${name})`;
  const same = plans.filter(
    (other) =>
      other.kind === "hoist" &&
      other.obstacles.length === 0 &&
      other.span?.statement === span.statement &&
      textOf(source, other.copy.node) === text,
  );
  const uses = same.map(({ copy: { node } }): TextEdit => replacing(node, asked));
  return [putBefore(source, span.statement, `${name} = ${made}`), ...uses];
}

/** `x in xs[:i]` → `xs_firsts.get(x, i) < i`, and `x in xs[i:]` → `xs_lasts.get(x, -1) >= i` */
function placed(context: RuleContext, plan: CopyPlan, plans: readonly CopyPlan[]): readonly TextEdit[] {
  const { source } = context;
  const { variable, span, part, isCertain } = plan;
  if (span === undefined || part === undefined) return [];
  const list = variable.text;
  const isBefore = part.side === "before";
  const name = freshName(source, `${baseName(list)}_${isBefore ? "firsts" : "lasts"}`);
  const numbered = isBefore ? `reversed(${list}), reversed(range(len(${list})))` : `${list}, range(len(${list}))`;
  const guard = isCertain ? "" : ` if type(${list}) in (list, tuple) else None`;
  const same = plans.filter(
    (other) =>
      other.kind === "places" &&
      other.part?.side === part.side &&
      other.span?.statement === span.statement &&
      other.variable.text === list,
  );
  const uses = same.map((other) => placedTest(context, other, name));
  return [putBefore(source, span.statement, `${name} = dict(zip(${numbered}))${guard}`), ...uses];
}

function placedTest({ source }: RuleContext, { test, part, isCertain }: CopyPlan, name: string): TextEdit {
  const { expression, needle } = test;
  const isBefore = part?.side === "before";
  const isNegated = expression.children[1]?.kind === "not in";
  const bound = textOf(source, part?.bound ?? needle);
  const found = `${name}.get(${textOf(source, needle)}, ${isBefore ? bound : "-1"})`;
  const asked = `${found} ${isBefore === isNegated ? ">=" : "<"} ${bound}`;
  const conditions = [
    ...(isCertain ? [] : [`${name} is not None`]),
    ...(part?.isProven === true ? [] : [`type(${bound}) is int and ${bound} >= 0`]),
  ];
  const text = `${asked} if ${conditions.join(" and ")} else ${textOf(source, expression)}`;
  return replacing(expression, `(${conditions.length === 0 ? asked : text})`);
}

/** `rows_ids`, `table_values`, `names_set` */
function nameOf({ source }: RuleContext, { copy, variable }: CopyPlan): string {
  const base = baseName(variable.text);
  const part = partOf(source, copy);
  if (part !== undefined) return `${base}_${part}_set`;
  return copy.method === undefined ? `${base}_set` : `${base}_${copy.method}`;
}

function setOf(context: RuleContext, { copy }: CopyPlan): string {
  const { source } = context;
  const { made, iterable } = copy;
  if (made === undefined) return `set(${walkedFor(context, copy)})`;
  const code = `{${textOf(source, made.body)} for ${textOf(source, made.target)} in ${textOf(source, iterable)}}`;
  return code.replaceAll(/\s*[\r\n]\s*/gu, " ");
}
