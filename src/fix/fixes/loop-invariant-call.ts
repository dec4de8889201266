import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { madeEachCall } from "../../diagnose/rules/loop-invariant-call/per-call.ts";
import { patternsEachCall } from "../../diagnose/rules/loop-invariant-call/per-pattern.ts";
import { planInvariants, type InvariantCall } from "../../diagnose/rules/loop-invariant-call/plan.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { assumeUnchanged } from "./assumptions.ts";
import { compileOnce } from "./compiled-once.ts";
import { putBefore } from "./insert-once.ts";
import { makeOnce } from "./made-once.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Makes a call once, before the loop. */
export const fixLoopInvariantCall: Fixer = { rule: "loop-invariant-call", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = planInvariants(context);
  const plan = plans.find(({ call }) => isAtFinding(finding, call));
  const constant =
    plan === undefined ? madeEachCall(context).find(({ node }) => isAtFinding(finding, node)) : undefined;
  if (constant !== undefined) return makeOnce(constant, finding, context);
  const patterns = plan === undefined ? patternsEachCall(context) : [];
  const pattern = patterns.find(({ callee }) => isAtFinding(finding, callee));
  if (pattern !== undefined) return compileOnce(patterns, pattern, finding, context);
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const assumes = assume(finding, context, plan);
  const edits = inOrder(hoisted(finding, context, plan, plans));
  return { kind: "fix", fix: { rule: "loop-invariant-call", edits, assumes, changes: context.function.qualname } };
}

/** Elements that cannot be compared or added are then said before the loop begins. */
function assume(
  finding: Finding,
  { source }: RuleContext,
  { call, variable, isText, isMethod }: InvariantCall,
): readonly Assumption[] {
  // Methods of a text raise for none, and nobody can change a text.
  if (variable === undefined || isMethod) return [];
  const unchanged = assumeUnchanged(finding, variable.text);
  return [...(isText ? [] : [unchanged]), { ...unchanged, code: "does-not-raise", about: textOf(source, call) }];
}

function hoisted(
  finding: Finding,
  context: RuleContext,
  plan: InvariantCall,
  plans: readonly InvariantCall[],
): readonly TextEdit[] {
  const { source } = context;
  const text = textOf(source, plan.call).replaceAll(/\s*[\r\n]\s*/gu, " ");
  const name = freshName(source, nameOf(plan));
  const condition = conditionFor(finding, plan);
  const made = condition === undefined ? text : `${text} if ${condition} else None`;
  const asked = condition === undefined ? name : `(${text} if ${name} is None else ${name})`;
  const same = plans.filter(
    (other) =>
      other.obstacles.length === 0 &&
      other.span.statement === plan.span.statement &&
      textOf(source, other.call) === textOf(source, plan.call),
  );
  const uses = same.map(({ call }): TextEdit => replacing(call, asked));
  return [putBefore(source, plan.span.statement, `${name} = ${made}`), ...uses];
}

/** `values_max`, `text_strptime`, `compile_result` */
function nameOf({ callee, variable }: InvariantCall): string {
  const part = callee.replaceAll(/^_+|_+$/gu, "").toLowerCase();
  return variable === undefined ? `${part}_result` : `${baseName(variable.text)}_${part}`;
}

/**
 * When the call can be made before it is known that the loop makes it: an iterator can be walked through once only, and of
 * nothing there is no greatest. Then the loop's own call does what it always did.
 */
function conditionFor(
  finding: Finding,
  { isTotal, isCertain, isCompound, variable, others }: InvariantCall,
): string | undefined {
  if (variable === undefined) return undefined;
  // What has no name in Python (`NoneType`) is left to the loop.
  const types = (operandEvidence(finding.evidence)?.types ?? []).filter((type) => type !== "NoneType");
  const [first = "str"] = types;
  const isType =
    types.length < 2 ? `type(${variable.text}) is ${first}` : `type(${variable.text}) in (${types.join(", ")})`;
  const parts = [
    ...(isCertain ? [] : [isType]),
    ...(isTotal ? [] : [variable.text]),
    // What can be changed may be: of several steps all is looked at, and of a dict also what stands beside its keys, which was not seen.
    ...(isCompound ? [holdsPlain(variable.text)] : []),
    ...(types.includes("dict") ? [valuesPlain(variable.text, types.length > 1)] : []),
    ...others.map(({ text }) => isPlainThroughout(text)),
  ];
  return parts.length === 0 ? undefined : parts.join(" and ");
}

const PLAIN = "(bool, bytes, float, int, str)";

const holdsPlain = (values: string): string => `all(type(each) in ${PLAIN} for each in ${values})`;

/** Of what was also seen to be something else, that is only asked where it is a dict. */
function valuesPlain(text: string, isElse: boolean): string {
  const arePlain = holdsPlain(`${text}.values()`);
  return isElse ? `(type(${text}) is not dict or ${arePlain})` : arePlain;
}

/** A number or text, or a container of such that can be gone through again. */
function isPlainThroughout(text: string): string {
  return `(type(${text}) in ${PLAIN} or type(${text}) in (list, tuple, set, frozenset) and ${holdsPlain(text)})`;
}
