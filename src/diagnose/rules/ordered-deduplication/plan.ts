import type { SyntaxNode } from "../../../source/node.ts";
import {
  ancestors,
  enclosingStatement,
  field,
  isInside,
  namedChildren,
  topStatement,
} from "../../../source/navigate.ts";
import { planAcross, type AcrossPlan } from "../../analysis/flow/across.ts";
import { planListToSet } from "../../analysis/flow/list-to-set.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { changesIn, escapesBefore, obstacleOf, type Change } from "../../analysis/changes.ts";
import { leavesLoopAfter } from "../../analysis/leaves-loop.ts";
import { loopSpansOf, type LoopSpan } from "../../analysis/loop-span.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { membershipTests, type MembershipTest } from "../../analysis/membership-tests.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { mayBeList } from "../../analysis/may-be-list.ts";
import { readingObstacles, steadyLoopOf } from "../../analysis/steady-loop.ts";
import { isListMadeHere, isMadeHere, onlyValue, typeOf } from "../../analysis/values.ts";
import { KEEPING_BUILTINS } from "../../analysis/while-same.ts";
import { denotes, occurrencesOf, variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { extendingAt, type Extending } from "./extending.ts";
import { statementOfChoice } from "./inline-growth.ts";

/** A statement that makes the list longer, and nothing else: `seen.append(item)`, `seen += [a, b]`, `seen.extend(items)`. */
export interface Growth {
  readonly statement: SyntaxNode;
  /** The one new element. */
  readonly item?: SyntaxNode;
  /** How many elements come to the list's end, where the source shows it. */
  readonly count?: number;
  /** The call that makes nothing longer but the list, where it is a part of a statement: of a comprehension, of a choice. */
  readonly inline?: SyntaxNode;
}

/** A list that grows while it is searched, and the set that can stand beside it. */
export interface DeduplicationPlan {
  readonly test: MembershipTest;
  readonly variable: Variable;
  /** The outermost loop in which the list only grows; undefined where the list grows from call to call. */
  readonly span: LoopSpan | undefined;
  readonly appends: readonly Growth[];
  /** The statement `seen = []` in the block of the loop, with nothing done to the list in between. */
  readonly start: SyntaxNode | undefined;
  /** The test stands in the generator that the list is extended with. */
  readonly extending?: SyntaxNode;
  /** Where the list is used in other functions too, or nowhere as a list: how all of them are changed together. */
  readonly across?: AcrossPlan;
  /** A set of the loop's own is right as well. */
  readonly isInLoop: boolean;
  /** Whoever else changes the list: a set is kept for as long as it only grows. What stands in the way of everything else. */
  readonly without?: readonly Obstacle[];
  readonly obstacles: readonly Obstacle[];
}

/** The tests of the function that search a list which grows between them. */
export function planDeduplication(context: RuleContext): readonly DeduplicationPlan[] {
  return membershipTests(context).flatMap((test) => {
    const plan = planTest(context, test);
    return plan === undefined ? [] : (whileGrowing(context, plan) ?? plan);
  });
}

/** Where no text tells who else changes the list, each test can ask the list itself. */
function whileGrowing(context: RuleContext, plan: DeduplicationPlan): DeduplicationPlan | undefined {
  const { test, obstacles: without } = plan;
  const isOpen = without.length > 0 && caughtTypeErrors(context, test.expression).length === 0;
  const hidden = hiddenBuiltins(context, topStatement(test.expression), KEEPING_BUILTINS);
  return isOpen && hidden.length === 0 ? { ...plan, without, obstacles: [] } : undefined;
}

function planTest(context: RuleContext, test: MembershipTest): DeduplicationPlan | undefined {
  const variable = variableAt(context, test.container);
  if (variable === undefined || variable.kind === "inner") return undefined;
  if (!mayBeList(context, variable) || typeOf(context, variable) === "tuple") return undefined;
  const extending = extendingAt(context, test, variable);
  return extending === undefined ? planLoops(context, test, variable) : planExtending(test, variable, extending);
}

function planLoops(context: RuleContext, test: MembershipTest, variable: Variable): DeduplicationPlan | undefined {
  const spans = loopSpansOf(context, test.expression);
  if (!spans.some((span) => appendsIn(context, variable, span).length > 0))
    return planAcrossCalls(context, test, variable);
  const plan = planInLoop(context, test, variable, spans);
  // Where the function is called again and again, a set that lasts is better than one that is made at each call.
  const lasting = variable.kind === "local" ? undefined : planAcross(context, variable, test.container);
  if (lasting?.kind === "plan") return { ...plan, across: lasting.plan, obstacles: [] };
  const isSteady = steadyLoopOf(context, variable, test.expression).obstacles.length === 0;
  // `used.append(x); return x`: the list grows once, when all has been asked.
  if (isSteady && plan.appends.every(({ statement }) => isLast(context, statement, plan))) return undefined;
  if (plan.obstacles.length === 0) return { ...plan, ...acrossIfNoList(context, test, variable) };
  // A list that grows only outside the inner loop is still better searched through a set built once per turn.
  if (isSteady) return undefined;
  const outcome = planAcross(context, variable, test.container);
  return outcome.kind === "plan" ? { ...plan, across: outcome.plan, obstacles: [] } : plan;
}

function isLast(
  context: RuleContext,
  statement: SyntaxNode,
  { span, variable }: Pick<DeduplicationPlan, "span" | "variable">,
): boolean {
  return span !== undefined && leavesLoopAfter(context, namedChildren(statement)[0] ?? statement, span, variable);
}

function planExtending(
  test: MembershipTest,
  variable: Variable,
  { statement: extending, obstacles }: Extending,
): DeduplicationPlan {
  const isInLoop = obstacles.length === 0;
  return { test, variable, span: undefined, appends: [], start: undefined, extending, isInLoop, obstacles };
}

/** A list that nothing uses as one needs no set beside it: it becomes the set. */
function acrossIfNoList(
  context: RuleContext,
  test: MembershipTest,
  variable: Variable,
): { readonly across?: AcrossPlan } {
  const replaced = planListToSet(context, variable, test.container);
  return replaced?.obstacles.length === 0 ? { across: { kind: "replace", flow: replaced.flow } } : {};
}

/** `if x not in self.items: self.items.append(x)` without a loop: the loop is in the callers. */
function planAcrossCalls(
  context: RuleContext,
  test: MembershipTest,
  variable: Variable,
): DeduplicationPlan | undefined {
  const outer = context.function.node;
  if (variable.kind === "local" || outer.kind === "module") return undefined;
  const changes = changesIn(context, variable, [context.function.body]);
  if (!changes.some((change) => change.method === "append")) return undefined;
  const plan = { test, variable, span: undefined, appends: [], start: undefined, isInLoop: false };
  const outcome = planAcross(context, variable, test.container);
  if (outcome.kind === "plan") return { ...plan, across: outcome.plan, obstacles: [] };
  return { ...plan, obstacles: [{ code: "crosses-functions", about: variable.text }, ...outcome.obstacles] };
}

function planInLoop(
  context: RuleContext,
  test: MembershipTest,
  variable: Variable,
  spans: readonly LoopSpan[],
): DeduplicationPlan {
  const tried = spans.map((span) => trySpan(context, variable, span)).filter(({ appends }) => appends.length > 0);
  const best = tried.findLast(({ obstacles }) => obstacles.length === 0);
  const { span, appends, obstacles } = best ?? tried[0] ?? { span: spans[0], appends: [], obstacles: [] };
  const start = best === undefined ? undefined : startOf(context, variable, best.span);
  const written = isListMadeHere(context, variable) ? ["set"] : ["set", "type", "list"];
  const builtins = span === undefined ? [] : hiddenBuiltins(context, span.statement, written);
  const late = spans.flatMap((inner) => inner.obstacles.filter(({ code }) => code === "runs-later"));
  const more = [...late, ...dynamicNames(context), ...builtins, ...caughtTypeErrors(context, test.expression)];
  const all = [...obstacles, ...more];
  return { test, variable, span, appends, start, isInLoop: all.length === 0, obstacles: all };
}

interface TriedSpan {
  readonly span: LoopSpan;
  readonly appends: readonly Growth[];
  readonly obstacles: readonly Obstacle[];
}

function trySpan(context: RuleContext, variable: Variable, span: LoopSpan): TriedSpan {
  const appends = appendsIn(context, variable, span);
  return { span, appends, obstacles: spanObstacles(context, variable, span, appends) };
}

/** Why a set beside the list could get out of step with it in the loop. */
function spanObstacles(
  context: RuleContext,
  variable: Variable,
  span: LoopSpan,
  appends: readonly Growth[],
): readonly Obstacle[] {
  if (!["list", "unknown"].includes(typeOf(context, variable))) return [{ code: "not-a-list", about: variable.text }];
  const others = changesIn(context, variable, span.parts).filter((change) => !isOneOf(change, appends));
  // Who else has the list matters where code that could change it runs in the loop.
  const reachable = isMadeHere(context, variable)
    ? escapesBefore(context, variable, span)
    : mayChangeIn(context, variable, span);
  return [
    ...span.obstacles,
    ...others.map((change) => obstacleOf(change)),
    ...reachable,
    ...readingObstacles(context, variable, span.statement),
  ];
}

function isOneOf(change: Change, appends: readonly Growth[]): boolean {
  return appends.some(({ statement, inline }) => isInside(change.node, inline ?? statement));
}

/** The statements in the loop that make the list longer. */
function appendsIn(context: RuleContext, variable: Variable, span: LoopSpan): readonly Growth[] {
  return changesIn(context, variable, span.parts).flatMap((change) => {
    const growth = change.kind === "changed" ? growthBy(change) : undefined;
    return growth !== undefined && isOwn(context, growth.statement) ? [growth] : [];
  });
}

function growthBy(change: Change): Growth | undefined {
  const made = change.call ?? change.node.parent;
  const statement = made?.parent;
  if (made === undefined || statement === undefined) return undefined;
  if (statement.kind === "list_comprehension") return growthInside(statement, made, change.method);
  if (statement.kind !== "expression_statement") return change.call && growthOfChoice(change.call, change.method);
  if (change.call !== undefined) return growthByMethod(statement, change.method, argumentsIn(made));
  return isSum(made, change.node) ? growthOfSum(statement, field(made, "right")) : undefined;
}

/** A comprehension whose list nobody keeps, of one `append` for each turn. */
function growthInside(comprehension: SyntaxNode, call: SyntaxNode, method: string | undefined): Growth | undefined {
  const { parent: statement } = comprehension;
  const [item, ...others] = argumentsIn(call);
  if (statement?.kind !== "expression_statement" || call.field !== "body" || method !== "append") return undefined;
  return isPlain(item) && others.length === 0 ? { statement, item, inline: call } : undefined;
}

/** `seen.append(x) if x not in seen else seen`, `x in seen or seen.append(x)` */
function growthOfChoice(call: SyntaxNode, method: string | undefined): Growth | undefined {
  const statement = statementOfChoice(call);
  const growth = statement && growthByMethod(statement, method, argumentsIn(call));
  return growth?.item === undefined ? undefined : { ...growth, inline: call };
}

/** `seen.extend(x for x in xs)` has no parentheses around its only argument. */
function argumentsIn(call: SyntaxNode): readonly SyntaxNode[] {
  const list = field(call, "arguments");
  if (list === undefined) return [];
  return list.kind === "argument_list" ? namedChildren(list) : [list];
}

function growthByMethod(
  statement: SyntaxNode,
  method: string | undefined,
  given: readonly SyntaxNode[],
): Growth | undefined {
  const [first, second] = given;
  if (first === undefined || given.some(({ kind }) => splats.has(kind))) return undefined;
  if (method === "insert") return second && { statement, ...(isPlain(second) && { item: second }) };
  if (given.length > 1) return undefined;
  return method === "append"
    ? { statement, item: first }
    : method === "extend"
      ? growthOfSum(statement, first)
      : undefined;
}

/** `seen += items` */
function isSum(assignment: SyntaxNode, list: SyntaxNode): boolean {
  const isAugmented = assignment.kind === "augmented_assignment" && field(assignment, "left") === list;
  return isAugmented && field(assignment, "operator")?.kind === "+=";
}

/** Where an error is caught, the list may have got only some of the elements. */
function growthOfSum(statement: SyntaxNode, added: SyntaxNode | undefined): Growth | undefined {
  if (added === undefined || [...ancestors(statement)].some(({ kind }) => catchers.has(kind))) return undefined;
  const isDisplay = added.kind === "list" || added.kind === "tuple";
  const elements = isDisplay ? namedChildren(added) : [];
  if (!isDisplay || elements.some(({ kind }) => splats.has(kind))) return { statement };
  const [only] = elements;
  return elements.length === 1 && isPlain(only) ? { statement, item: only } : { statement, count: elements.length };
}

const catchers = new Set(["try_statement", "with_statement"]);

function isPlain(node: SyntaxNode | undefined): node is SyntaxNode {
  return node?.kind === "identifier" || node?.kind === "integer";
}

const splats = new Set(["list_splat", "dictionary_splat", "keyword_argument"]);

/** Not in the body of an inner function: that runs at other times. */
function isOwn(context: RuleContext, statement: SyntaxNode): boolean {
  return context.scopes.scopeOf(statement).node === context.function.node;
}

/** `seen = []` just before the loop: then an empty set beside it says more than `set(seen)`. */
function startOf(context: RuleContext, variable: Variable, span: LoopSpan): SyntaxNode | undefined {
  const value = onlyValue(variable);
  if (value === undefined || !/^(?:\[\s*\]|list\(\))$/u.test(context.source.text.slice(value.start, value.end)))
    return undefined;
  const statement = enclosingStatement(value);
  if (statement === undefined || statement.parent !== span.statement.parent || statement.start > span.statement.start)
    return undefined;
  const between = occurrencesOf(context, variable, context.function.body).some(
    (node) => node.start >= statement.end && node.end <= span.statement.start,
  );
  return between ? undefined : statement;
}

/** Every test in the loop that the set answers. */
export function testsBeside(context: RuleContext, plan: DeduplicationPlan): readonly MembershipTest[] {
  const { span, variable } = plan;
  return membershipTests(context).filter(({ expression, container }) => {
    if (span === undefined || !denotes(context, container, variable) || !isInside(expression, span.loop)) return false;
    const inner = loopSpansOf(context, expression).filter(({ loop }) => isInside(loop, span.loop));
    const isLate = inner.some(({ obstacles }) => obstacles.some(({ code }) => code === "runs-later"));
    return !isLate && caughtTypeErrors(context, expression).length === 0;
  });
}
