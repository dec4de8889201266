import { descendants, field, isFirstClause, namedChildren, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled, climbParentheses } from "../../analysis/expression-context.ts";
import type { RuleContext, Watch } from "../../rule.ts";
import { copiedFrom } from "./copied-from.ts";
import { isElseStopped } from "./names-set.ts";
import { isPath, walkedIn, walkOf, type Walk } from "./walk.ts";
import { outermostWalk } from "./walked-within.ts";

/** A walk that does something only for the elements that a condition wants. */
export function searchesAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  if (node.kind === "for_statement")
    return [loopSearch, stoppedSearch, goingOnSearch, orderedSearch].flatMap((search) => search(context, node));
  if (node.kind === "while_statement") return countedSearch(context, node);
  const isWhole = node.kind === "for_in_clause" && isFirstClause(outermostWalk(context, node));
  return isWhole ? clauseSearch(context, node) : [];
}

/** `for x in xs: end = start + x.length; if end > n: …; break; start = end`: names are set on the way to the one that is wanted. */
function stoppedSearch(context: RuleContext, loop: SyntaxNode): readonly Walk[] {
  const body = field(loop, "body");
  const statements = (body === undefined ? [] : namedChildren(body)).filter(({ kind }) => kind !== "comment");
  const [test, ...tests] = statements.filter(({ kind }) => kind === "if_statement");
  const others = statements.filter((each) => each !== test);
  const isPlain = tests.length === 0 && others.length > 0 && others.every((each) => isNaming(each));
  const condition = test && isPlain && isStop(test) ? field(test, "condition") : undefined;
  return condition === undefined ? [] : searchOf(context, loop, condition, false);
}

/** `for i, x in enumerate(xs): if x <= n: found = i`, `else: break`: a walk to the last one that fits. */
function goingOnSearch(context: RuleContext, loop: SyntaxNode): readonly Walk[] {
  const body = field(loop, "body");
  const [test, ...others] = (body === undefined ? [] : namedChildren(body)).filter(({ kind }) => kind !== "comment");
  const condition = test?.kind === "if_statement" && others.length === 0 ? field(test, "condition") : undefined;
  const held = test && field(test, "consequence");
  const isNamed = held !== undefined && namedChildren(held).every((each) => each.kind === "comment" || isNaming(each));
  return test === undefined || condition === undefined || !isNamed || !isElseStopped(loop, test)
    ? []
    : searchOf(context, loop, condition, true);
}

/** Does the statement end the loop where its condition holds, and do nothing else? */
export function isStop(test: SyntaxNode): boolean {
  const last = namedChildren(field(test, "consequence") ?? test).at(-1);
  const isLast = last?.kind === "break_statement" || last?.kind === "return_statement";
  return isLast && !test.children.some((child) => child.field === "alternative");
}

/** `name = …`, `name += …` */
function isNaming(statement: SyntaxNode): boolean {
  const [only] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
  const isAssignment = only?.kind === "assignment" || only?.kind === "augmented_assignment";
  return isAssignment && field(only, "left")?.kind === "identifier";
}

/** `while i < n and xs[i] <= x: i += 1` */
function countedSearch(context: RuleContext, loop: SyntaxNode): readonly Walk[] {
  const body = field(loop, "body");
  const [step, ...others] = body === undefined ? [] : namedChildren(body);
  const condition = field(loop, "condition");
  if (step === undefined || condition === undefined || others.length > 0 || !isNaming(step)) return [];
  const counted = field(namedChildren(step)[0] ?? step, "left");
  const operand = counted && subscriptedIn(context, condition, counted);
  if (operand === undefined) return [];
  return walkOf(context, { kind: "asked", expression: condition, operand, isNegated: true }, { around: loop });
}

/** `xs` of `xs[i]` in the condition. */
function subscriptedIn(context: RuleContext, condition: SyntaxNode, index: SyntaxNode): SyntaxNode | undefined {
  for (const node of descendants(condition)) {
    const [value, at] = node.kind === "subscript" ? [field(node, "value"), field(node, "subscript")] : [];
    if (value === undefined || at === undefined || !sameExpression(at, index, context.source)) continue;
    if (isPath(context, value)) return value;
  }
  return undefined;
}

/** `for x in xs: if …: …` and nothing else, or `if …: continue` first. */
function loopSearch(context: RuleContext, loop: SyntaxNode): readonly Walk[] {
  const body = field(loop, "body");
  const statements = (body === undefined ? [] : namedChildren(body)).filter(({ kind }) => kind !== "comment");
  const [first, ...others] = statements.filter((each) => !isDiscarding(context, each));
  const condition = first?.kind === "if_statement" ? field(first, "condition") : undefined;
  if (first === undefined || condition === undefined) return [];
  if (first.children.some((child) => child.field === "alternative")) return [];
  if (others.length === 0) return searchOf(context, loop, condition, false);
  return isContinue(field(first, "consequence")) ? searchOf(context, loop, condition, true) : [];
}

/** `for x in xs: if x.start > end: break; if …: … elif …: …`: a walk up to a place, for the few that the last condition wants. */
function orderedSearch(context: RuleContext, loop: SyntaxNode): readonly Walk[] {
  const body = field(loop, "body");
  const [first, second, ...others] = (body === undefined ? [] : namedChildren(body)).filter(
    ({ kind }) => kind !== "comment",
  );
  if (first?.kind !== "if_statement" || second?.kind !== "if_statement" || others.length > 0) return [];
  const alternatives = second.children.filter((child) => child.field === "alternative");
  const last = alternatives.at(-1) ?? second;
  const condition = field(last, "condition");
  if (!isStop(first) || condition === undefined || alternatives.some(({ kind }) => kind !== "elif_clause")) return [];
  // Who comes to the last condition was not wanted by those before.
  return searchOf(context, loop, condition, false, second);
}

/** `x.discard(y)`: done for all of them, and nothing where `y` is not there. */
function isDiscarding({ source }: RuleContext, statement: SyntaxNode): boolean {
  const [call] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
  const callee = call?.kind === "call" ? field(call, "function") : undefined;
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  return name !== undefined && textOf(source, name) === "discard";
}

function isContinue(block: SyntaxNode | undefined): boolean {
  const [only, ...others] = block === undefined ? [] : namedChildren(block);
  return only?.kind === "continue_statement" && others.length === 0;
}

/** `… for x in xs if …`, `any(… for x in xs)`, `all(… for x in xs)`. */
function clauseSearch(context: RuleContext, clause: SyntaxNode): readonly Walk[] {
  const comprehension = clause.parent;
  if (comprehension === undefined) return [];
  const parts = namedChildren(comprehension);
  const next = parts[parts.indexOf(clause) + 1];
  const condition = next?.kind === "if_clause" ? namedChildren(next)[0] : undefined;
  if (condition !== undefined) return searchOf(context, clause, condition, isKept(context, comprehension, clause));
  const call = callAround(comprehension);
  const name = call === undefined || next !== undefined ? undefined : builtinCalled(call, context);
  const body = field(comprehension, "body");
  if (body === undefined || (name !== "any" && name !== "all")) return [];
  const isNegated = name === "all";
  return [...searchOf(context, clause, body, isNegated), ...treeSearch(context, clause, body, isNegated)];
}

/** `any(… for node in root.walk())`: how much an object gives is not known before it has given it. */
function treeSearch(
  context: RuleContext,
  clause: SyntaxNode,
  condition: SyntaxNode,
  isNegated: boolean,
): readonly Walk[] {
  const call = field(clause, "right");
  const callee = call?.kind === "call" && argumentsOf(call).length === 0 ? field(call, "function") : undefined;
  const root = callee?.kind === "attribute" ? field(callee, "object") : undefined;
  if (call === undefined || root === undefined || !isPath(context, root)) return [];
  if (walkedIn(context, call) !== undefined) return [];
  const watch: Watch = { kind: "asked", expression: condition, operand: root, ...(isNegated && { isNegated: true }) };
  return walkOf(context, watch, { expression: clause.parent ?? condition, isAgain: true, of: "tree" });
}

/** The call that is given the comprehension. */
export function callAround(comprehension: SyntaxNode): SyntaxNode | undefined {
  const { parent } = climbParentheses(comprehension);
  const call = parent?.kind === "argument_list" ? parent.parent : parent;
  return call?.kind === "call" ? call : undefined;
}

/** `xs = [x for x in xs if …]`, `xs[:] = …`: what counts is what is dropped. */
function isKept(context: RuleContext, comprehension: SyntaxNode, clause: SyntaxNode): boolean {
  const { parent } = climbParentheses(comprehension);
  const [target, iterable] = [parent && field(parent, "left"), field(clause, "right")];
  if (parent?.kind !== "assignment" || target === undefined || iterable === undefined) return false;
  const whole = target.kind === "subscript" ? field(target, "value") : target;
  return whole !== undefined && sameExpression(whole, iterable, context.source);
}

const holders: ReadonlySet<string> = new Set(["if_statement", "if_clause"]);

function searchOf(
  context: RuleContext,
  clause: SyntaxNode,
  condition: SyntaxNode,
  isNegated: boolean,
  whole?: SyntaxNode,
): readonly Walk[] {
  const outermost = outermostWalk(context, clause);
  const { operand, isAgain } = goneThrough(context, outermost);
  if (operand === undefined || /\b(?:yield|await)\b/u.test(textOf(context.source, condition))) return [];
  // Another rule may know the condition itself; the search is named by what holds it.
  const expression = whole ?? holderOf(condition);
  const watch: Watch = { kind: "asked", expression: condition, operand, ...(isNegated && { isNegated: true }) };
  return walkOf(context, watch, {
    expression,
    around: outermost.kind === "for_statement" ? outermost : (outermost.parent ?? outermost),
    isAgain,
  });
}

function holderOf(condition: SyntaxNode): SyntaxNode {
  const { parent } = condition;
  return parent !== undefined && holders.has(parent.kind) ? parent : condition;
}

/** What the loop goes through; the original, again and again, where that is a copy of it. */
function goneThrough(
  context: RuleContext,
  clause: SyntaxNode,
): { readonly operand: SyntaxNode | undefined; readonly isAgain: boolean } {
  const iterable = field(clause, "right");
  const walked = iterable === undefined ? undefined : walkedIn(context, iterable);
  const original = walked === undefined ? undefined : copiedFrom(context, walked);
  return { operand: original ?? walked, isAgain: original !== undefined };
}
