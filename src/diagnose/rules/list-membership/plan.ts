import type { SyntaxNode } from "../../../source/node.ts";
import { field, namedChildren, textOf, topStatement } from "../../../source/navigate.ts";
import { planAcross, type AcrossPlan } from "../../analysis/flow/across.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { loopSpansOf, type LoopSpan } from "../../analysis/loop-span.ts";
import { membershipTests, type MembershipTest } from "../../analysis/membership-tests.ts";
import { moduleConstant } from "../../analysis/module-constant.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { isLikeAName, namesOthersList } from "../../analysis/others-list.ts";
import { steadyLoopOf, type SteadyLoop } from "../../analysis/steady-loop.ts";
import { mayBeList } from "../../analysis/may-be-list.ts";
import { KEEPING_BUILTINS, MEMBERS_OF } from "../../analysis/while-same.ts";
import { typeOf } from "../../analysis/values.ts";
import { denotes, variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { copyAt } from "../copied-membership/copy.ts";

/** How a membership test could become a hash lookup. */
export type MembershipPlan =
  /** The constants stand in the test: `x in [1, 2]` becomes `x in {1, 2}`, which CPython folds into a frozenset. */
  | { readonly kind: "literal"; readonly display: SyntaxNode; readonly size: number }
  /** A constant of the module gets a frozenset beside it. */
  | { readonly kind: "constant"; readonly variable: Variable; readonly statement: SyntaxNode }
  /** The set is built once before the loop. */
  | {
      readonly kind: "hoist";
      readonly variable: Variable;
      readonly span: LoopSpan;
      /** The source proves an exact list or tuple; otherwise the set is built only for one. */
      readonly isCertain: boolean;
      readonly isPrivate: boolean;
      /** A set that lasts from call to call, where the function is called again and again. */
      readonly across?: AcrossPlan;
    }
  /** Loop, list and test lie in several functions. */
  | { readonly kind: "across"; readonly variable: Variable; readonly across: AcrossPlan }
  /** Whoever changes the list: a set is kept for as long as a look at the whole list shows that it is what it was. */
  | { readonly kind: "while-same"; readonly without: readonly Obstacle[] }
  /** There is none: a person has to decide. */
  | { readonly kind: "advice"; readonly variable: Variable | undefined };

/** A test with its plan and what keeps the plan from being right. */
export interface PlannedTest {
  readonly test: MembershipTest;
  readonly plan: MembershipPlan;
  readonly obstacles: readonly Obstacle[];
}

/** The membership tests of the function that may search a list, planned. */
export function planMembership(context: RuleContext): readonly PlannedTest[] {
  return membershipTests(context).flatMap((test) => {
    const found = planTest(context, test);
    return found === undefined ? [] : (planWhileSame(context, found) ?? found);
  });
}

/** Where no text tells who changes the list, each test can ask the list itself. */
function planWhileSame(context: RuleContext, { test, obstacles: without }: PlannedTest): PlannedTest | undefined {
  const isOpen = without.length > 0 && !without.some(({ code }) => code === "errors-caught");
  if (!isOpen || hiddenBuiltins(context, topStatement(test.expression), KEEPING_BUILTINS).length > 0) return undefined;
  return { test, plan: { kind: "while-same", without }, obstacles: [] };
}

function planTest(context: RuleContext, test: MembershipTest): PlannedTest | undefined {
  const literal = planLiteral(test);
  if (literal !== undefined) return planned(context, test, literal, []);
  const variable = variableAt(context, test.container);
  if (variable === undefined) return planUnnamed(context, test);
  if (!mayBeList(context, variable)) return undefined;
  return planVariable(context, test, variable);
}

function planned(
  context: RuleContext,
  test: MembershipTest,
  plan: MembershipPlan,
  obstacles: readonly Obstacle[],
): PlannedTest {
  return { test, plan, obstacles: [...obstacles, ...caughtTypeErrors(context, test.expression)] };
}

/** Constants from which a display in the test is worth a change; see `SHORT` in analysis/list-evidence.ts. */
const LONG_DISPLAY = 10;
const constants = new Set(["string", "integer", "float", "true", "false", "none", "concatenated_string"]);

function planLiteral({ container }: MembershipTest): MembershipPlan | undefined {
  if (container.kind !== "list" && container.kind !== "tuple") return undefined;
  const elements = namedChildren(container);
  if (elements.length < LONG_DISPLAY || !elements.every((element) => isConstant(element))) return undefined;
  return { kind: "literal", display: container, size: elements.length };
}

/** Constants that CPython folds into the code object; an f-string is none. */
function isConstant(node: SyntaxNode): boolean {
  if (node.kind === "tuple") return namedChildren(node).every((element) => isConstant(element));
  if (node.kind === "unary_operator")
    return namedChildren(node).every((part) => part.kind === "integer" || part.kind === "float");
  if (node.kind === "concatenated_string") return namedChildren(node).every((part) => isConstant(part));
  return constants.has(node.kind) && !node.children.some((part) => part.kind === "interpolation");
}

/** `x in rows[key]`, `x in a.b.c`: nothing to put a set beside. What may be another list each time is worth saying in a loop only. */
function planUnnamed(context: RuleContext, test: MembershipTest): PlannedTest | undefined {
  const { container, needle } = test;
  // What is copied for each test is known to another rule.
  if (field(container, "subscript")?.kind === "slice") return undefined;
  if (container.kind !== "subscript" && container.kind !== "attribute" && !isOwnCall(context, container))
    return undefined;
  const isAsked = (container.kind === "call" || isLikeAName(container)) && needle.kind !== "string";
  if (!isAsked && loopSpansOf(context, test.expression).length === 0) return undefined;
  const about = context.source.text.slice(container.start, container.end);
  return { test, plan: { kind: "advice", variable: undefined }, obstacles: [{ code: "not-a-name", about }] };
}

/** `self.names()`, `neighbours(x)`: what gives a list may give the same one again. What a built-in gives is made for the test. */
function isOwnCall(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind !== "call" || textOf(context.source, node).startsWith(MEMBERS_OF)) return false;
  return builtinCalled(node, context) === undefined && copyAt(context, node) === undefined;
}

function planVariable(context: RuleContext, test: MembershipTest, variable: Variable): PlannedTest | undefined {
  const constant = context.function.node.kind === "module" ? undefined : moduleConstant(context, variable);
  if (constant !== undefined && constant.obstacles.length === 0) {
    const hidden = hiddenBuiltins(context, constant.statement, ["frozenset"]);
    return planned(context, test, { kind: "constant", variable, statement: constant.statement }, hidden);
  }
  const steady = steadyLoopOf(context, variable, test.expression);
  if (steady.span !== undefined) return planInLoop(context, test, variable, { ...steady, span: steady.span });
  if (namesOthersList(context, variable)) return ofOthers(test, variable);
  const isOnlyHere = variable.kind === "local" || variable.kind === "inner" || context.function.node.kind === "module";
  return isOnlyHere ? undefined : planAcrossFunctions(context, test, variable, constant?.obstacles ?? []);
}

/** Nothing is known of who changes it. */
function ofOthers(test: MembershipTest, variable: Variable): PlannedTest {
  const obstacles: readonly Obstacle[] = [{ code: "crosses-functions", about: variable.text }];
  return { test, plan: { kind: "advice", variable }, obstacles };
}

function planInLoop(
  context: RuleContext,
  test: MembershipTest,
  variable: Variable,
  { span, obstacles, isPrivate }: SteadyLoop & { readonly span: LoopSpan },
): PlannedTest {
  const isCertain = isProven(context, variable, isPrivate);
  const written = isCertain ? ["set"] : ["set", "type", "list", "tuple"];
  const hidden = hiddenBuiltins(context, span.statement, written);
  const inTheWay = [...obstacles, ...hidden, ...dynamicNames(context)];
  const hoist = { kind: "hoist", variable, span, isCertain, isPrivate } as const;
  // A local list lives no longer than the call: its set may as well.
  const isLasting = inTheWay.length > 0 || variable.kind !== "local";
  const across = isLasting ? planAcross(context, variable, test.container) : undefined;
  if (across?.kind !== "plan") return planned(context, test, hoist, inTheWay);
  if (inTheWay.length === 0) return planned(context, test, { ...hoist, across: across.plan }, []);
  return planned(context, test, { kind: "across", variable, across: across.plan }, []);
}

/** There is no loop here: it is in the callers, or the list belongs to an object or to the module. */
function planAcrossFunctions(
  context: RuleContext,
  test: MembershipTest,
  variable: Variable,
  known: readonly Obstacle[],
): PlannedTest {
  const outcome = planAcross(context, variable, test.container);
  if (outcome.kind === "plan") return planned(context, test, { kind: "across", variable, across: outcome.plan }, []);
  const crossing: Obstacle = { code: "crosses-functions", about: variable.text };
  const obstacles = known.length > 0 ? known : [crossing, ...outcome.obstacles];
  return planned(context, test, { kind: "advice", variable }, obstacles);
}

/** What other modules can bind is not proven, unless it is the module's own code that runs. */
function isProven(context: RuleContext, variable: Variable, isPrivate: boolean): boolean {
  const type = typeOf(context, variable);
  if (type !== "list" && type !== "tuple") return false;
  return isPrivate || variable.kind !== "global" || context.function.node.kind === "module";
}

/** Every test that the plan's set can answer: of the same variable, in the same loop, run by the same code. */
export function testsAnsweredBy(context: RuleContext, plan: MembershipPlan): readonly MembershipTest[] {
  const same = planMembership(context).filter(({ plan: other, obstacles }) => isSamePlan(plan, other, obstacles));
  return same
    .map(({ test }) => test)
    .filter(({ container }) => plan.kind === "literal" || isOf(context, container, plan));
}

function isOf(context: RuleContext, container: SyntaxNode, plan: MembershipPlan): boolean {
  const variable = plan.kind === "literal" || plan.kind === "while-same" ? undefined : plan.variable;
  return variable !== undefined && denotes(context, container, variable);
}

function isSamePlan(plan: MembershipPlan, other: MembershipPlan, obstacles: readonly Obstacle[]): boolean {
  if (obstacles.length > 0 || plan.kind !== other.kind) return false;
  if (plan.kind === "hoist" && other.kind === "hoist") return plan.span.statement === other.span.statement;
  if (plan.kind === "literal" && other.kind === "literal") return plan.display === other.display;
  return plan.kind === "constant";
}
