import { arrayClass } from "../../diagnose/analysis/array-class.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { homeFunction } from "../../diagnose/analysis/eager-lambda.ts";
import { beginsAt } from "../../diagnose/analysis/own-code.ts";
import type { MembershipTest } from "../../diagnose/analysis/membership-tests.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import {
  planMembership,
  testsAnsweredBy,
  type MembershipPlan,
  type PlannedTest,
} from "../../diagnose/rules/list-membership/plan.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Assumption, Fix, Fixer, FixOutcome } from "../fix.ts";
import { fixAcross } from "./across-functions.ts";
import { assumeHashable, assumeUnchanged } from "./assumptions.ts";
import { putAfter, putBefore } from "./insert-once.ts";
import { askWhileSame } from "./kept-while-same.ts";

/** Puts a set in the place of a list that is only searched. */
export const fixListMembership: Fixer = { rule: "list-membership", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const planned = planMembership(context).find(({ test }) => beginsAt(test.expression, finding));
  if (planned === undefined) return { kind: "none", obstacles: [{ code: "not-seen", about: context.function.name }] };
  const obstacles = [...planned.obstacles, ...finding.obstacles];
  if (obstacles.length > 0 || planned.plan.kind === "advice") return { kind: "none", obstacles };
  const { plan } = planned;
  const array = arraySeen(finding, context, planned);
  const types = array === undefined ? "(list, tuple)" : `(list, tuple, ${array})`;
  if (plan.kind === "while-same") return askWhileSame(finding, context, planned.test);
  if (plan.kind === "across") return fixAcross(finding, context, plan.variable, plan.across, "list-membership");
  const tests = testsAnsweredBy(context, plan);
  const fix = fixOf(tests, plan, { finding, context, types });
  // The other tests may look for what has no hash; this one was seen.
  const own = tests.filter(
    ({ needle }) => textOf(context.source, needle) === textOf(context.source, planned.test.needle),
  );
  const alone = own.length < tests.length ? [fixOf(own, plan, { finding, context, types })] : [];
  if (plan.kind !== "hoist" || plan.across === undefined || array !== undefined)
    return { kind: "fix", fix, otherwise: alone };
  const lasting = fixAcross(finding, context, plan.variable, plan.across, "list-membership");
  return lasting.kind === "fix" ? { ...lasting, otherwise: [fix, ...alone] } : { kind: "fix", fix, otherwise: alone };
}

interface Planning {
  readonly finding: Finding;
  readonly context: RuleContext;
  /** Of which a set is made, as it is written. */
  readonly types: string;
}

/** The set is asked by these tests. */
function fixOf(tests: readonly MembershipTest[], plan: MembershipPlan, { finding, context, types }: Planning): Fix {
  return {
    rule: "list-membership",
    edits: inOrder(editsFor(context, plan, tests, types)),
    assumes: assume(finding, context, plan, tests),
    changes: homeFunction(context).qualname,
  };
}

/** The class of arrays as the file names it, where one was searched. */
function arraySeen(finding: Finding, context: RuleContext, { test }: PlannedTest): string | undefined {
  const isArray = operandEvidence(finding.evidence)?.types.includes("array.array") === true;
  return isArray ? arrayClass(context, test.expression) : undefined;
}

function editsFor(
  context: RuleContext,
  plan: MembershipPlan,
  tests: readonly MembershipTest[],
  types: string,
): readonly TextEdit[] {
  if (plan.kind === "literal") return braces(plan);
  if (plan.kind === "advice" || plan.kind === "across" || plan.kind === "while-same") return [];
  const { source } = context;
  const { text } = plan.variable;
  const base = plan.kind === "constant" ? constantName(text) : `${baseName(text)}_set`;
  const name = freshName(source, base);
  const uses = tests.map(({ container: { start, end } }) => ({ start, end, text: name }));
  if (plan.kind === "constant") return [putAfter(source, plan.statement, `${name} = frozenset(${text})`), ...uses];
  const made = plan.isCertain ? `set(${text})` : `set(${text}) if type(${text}) in ${types} else ${text}`;
  return [putBefore(source, plan.span.statement, `${name} = ${made}`), ...uses];
}

/** `_ALLOWED_SET` for `ALLOWED` and `_ALLOWED`: with its underscore, `from module import *` does not hand it on. */
function constantName(text: string): string {
  const base = text.replace(/^_+/u, "");
  return `_${base}${base === base.toUpperCase() ? "_SET" : "_set"}`;
}

function braces({
  display,
}: {
  readonly display: { readonly start: number; readonly end: number };
}): readonly TextEdit[] {
  const { start, end } = display;
  return [
    { start, end: start + 1, text: "{" },
    { start: end - 1, end, text: "}" },
  ];
}

function assume(
  finding: Finding,
  context: RuleContext,
  plan: MembershipPlan,
  tests: readonly MembershipTest[],
): readonly Assumption[] {
  if (plan.kind === "literal") {
    const needle = planMembership(context).find(({ test }) => test.container === plan.display)?.test.needle;
    const about = needle === undefined ? "" : context.source.text.slice(needle.start, needle.end);
    return [{ code: "hashable-value", about, seen: "constants in the source" }];
  }
  if (plan.kind === "advice" || plan.kind === "across" || plan.kind === "while-same") return [];
  const hashable = [assumeHashable(finding, plan.variable.text), ...assumeOthersHashable(finding, context, tests)];
  const isSafe = plan.kind === "hoist" && plan.isPrivate;
  return isSafe ? hashable : [...hashable, assumeUnchanged(finding, plan.variable.text)];
}

/** What the other tests look for is asked of the set, too, and was not looked at with this finding. */
function assumeOthersHashable(
  finding: Finding,
  context: RuleContext,
  tests: readonly MembershipTest[],
): readonly Assumption[] {
  const text = ({ needle }: MembershipTest): string => textOf(context.source, needle);
  const own = tests.find(({ expression }) => beginsAt(expression, finding));
  const others = new Set(tests.map(text).filter((each) => own === undefined || each !== text(own)));
  return [...others].map((about) => ({ code: "hashable-value", about, seen: "not looked at" }));
}
