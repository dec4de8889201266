import { descendants, enclosingLoops, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { givenByConstant } from "../../analysis/purity/known-methods.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isElsewhere } from "./kept-answer.ts";
import { beginningOf, isPlain } from "./places-ahead.ts";
import { walkOf, type Walk } from "./walk.ts";

/** `before = text[:at]`, and behind it `before.count("(")`: letters that are counted from the beginning each time. */
export interface CountsBefore {
  /** What a finding points at: all of the counts, or the first. */
  readonly place: SyntaxNode;
  readonly counts: readonly SyntaxNode[];
  readonly text: SyntaxNode;
  readonly at: SyntaxNode;
  readonly before: SyntaxNode;
  /** The outermost loop of the function around it: a statement. */
  readonly loop: SyntaxNode | undefined;
  readonly obstacles: readonly Obstacle[];
}

/** The counts in what an assignment cuts off a text; undefined for every other node, and where there is none. */
export function countsBeforeAt(context: RuleContext, node: SyntaxNode): CountsBefore | undefined {
  const cut = cutBy(node);
  const names = cut && [cut.before, cut.text, ...namesIn(cut.at)];
  const bindings = names?.flatMap((name) => ownBinding(context, name) ?? []);
  if (cut === undefined || bindings === undefined || bindings.length < (names?.length ?? 0)) return undefined;
  if (isElsewhere(node) || !isPlain(context, cut.at)) return undefined;
  const counts = countsBehind(context, node, bindings, steady.has(cut.at.kind));
  const [place] = counts;
  if (place === undefined) return undefined;
  const loop = enclosingLoops(node).findLast(({ kind }) => kind === "for_statement" || kind === "while_statement");
  const obstacles = [...hiddenBuiltins(context, node, ["type", "int", "str", "bytes"]), ...dynamicNames(context)];
  return { place: around(counts) ?? place, counts, ...cut, loop, obstacles };
}

/** The same as a walk through the text. */
export function countWalksAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  const plan = node.kind === "assignment" ? countsBeforeAt(context, node) : undefined;
  if (plan === undefined) return [];
  const watch = { kind: "statement", expression: plan.place, operand: plan.text } as const;
  return walkOf(context, watch, { of: "text", isAgain: true, isFixed: true });
}

/** `before`, `text` and `at` of `before = text[:at]`. */
function cutBy(node: SyntaxNode): Pick<CountsBefore, "before" | "text" | "at"> | undefined {
  const [before, right] = node.kind === "assignment" ? [field(node, "left"), field(node, "right")] : [];
  const cut = right && beginningOf(right);
  if (before?.kind !== "identifier" || cut?.text.kind !== "identifier") return undefined;
  return node.parent?.kind === "expression_statement" ? { before, ...cut } : undefined;
}

/** `m` of `m.start() + 1` */
function namesIn(at: SyntaxNode): readonly SyntaxNode[] {
  return [...descendants(at)].filter(({ kind, field: role }) => kind === "identifier" && role !== "attribute");
}

/** The binding of a name that only this function's own code can give another value. */
function ownBinding(context: RuleContext, node: SyntaxNode): Binding | undefined {
  const binding = node.kind === "identifier" ? context.scopes.bindingOf(node) : undefined;
  if (binding === undefined || (binding.kind !== "local" && binding.kind !== "parameter")) return undefined;
  const { node: owner } = context.function;
  const isOwn = binding.references.every((each) => each.access === "read" || enclosingFunction(each.node) === owner);
  return isOwn && binding.scope.node === owner ? binding : undefined;
}

/** The counts in the statements right behind it, up to the first that gives one of the names another value. */
function countsBehind(
  context: RuleContext,
  node: SyntaxNode,
  bindings: readonly Binding[],
  isSteady: boolean,
): readonly SyntaxNode[] {
  const siblings = node.parent?.parent === undefined ? [] : namedChildren(node.parent.parent);
  const found: SyntaxNode[] = [];
  for (const statement of siblings.slice(siblings.findIndex((each) => each === node.parent) + 1)) {
    const part = simple.has(statement.kind) ? statement : field(statement, "condition");
    if (part === undefined || statement.kind === "while_statement" || binds(part, bindings)) break;
    if (!isSteady && !asksOnly(context, part)) break;
    found.push(...[...descendants(part)].filter((each) => isCount(context, each, bindings[0])));
    if (part !== statement) break;
  }
  return found;
}

const simple = new Set(["expression_statement", "return_statement"]);

/** What else than a name or number tells a place (`m.start()`) is asked once more for each count: nothing may happen to it meanwhile. */
const steady = new Set(["identifier", "integer"]);
const answering = new Set(["append", "start", "end"]);

function asksOnly(context: RuleContext, part: SyntaxNode): boolean {
  return [...descendants(part)].every((node) => {
    const callee = node.kind === "call" ? field(node, "function") : undefined;
    if (callee === undefined) return node.kind !== "await" && node.kind !== "yield";
    const name = callee.kind === "attribute" ? field(callee, "attribute") : undefined;
    const method = name === undefined ? "" : textOf(context.source, name);
    if (name === undefined || definesMethod(context, method)) return builtinNamed(context, callee) === "len";
    return answering.has(method) || givenByConstant(method) !== undefined;
  });
}

/** Also another function in it may do so. */
function binds(part: SyntaxNode, bindings: readonly Binding[]): boolean {
  return bindings.some((binding) =>
    binding.references.some(({ node, access }) => access !== "read" && isInside(node, part)),
  );
}

/** `before.count("(")` of one letter. */
function isCount(context: RuleContext, call: SyntaxNode, before: Binding | undefined): boolean {
  const callee = call.kind === "call" ? field(call, "function") : undefined;
  const object = callee?.kind === "attribute" ? field(callee, "object") : undefined;
  if (callee === undefined || object?.kind !== "identifier") return false;
  const isAsked = context.scopes.bindingOf(object) === before && enclosingFunction(call) === context.function.node;
  return isAsked && /\.\s*count$/u.test(textOf(context.source, callee)) && isOfLetter(context, call);
}

/** Any other escape is written with more than one sign, or stands for two letters (`"\\d"`). */
const letter = /^b?(["'])(?:[^\\]|\\[\\'"abfnrtv0-7])\1$/u;

function isOfLetter({ source }: RuleContext, call: SyntaxNode): boolean {
  const [part, ...others] = argumentsOf(call);
  return part?.kind === "string" && letter.test(textOf(source, part)) && others.length === 0;
}

const functions = new Set(["function_definition", "lambda", "generator_expression"]);

function enclosingFunction(node: SyntaxNode): SyntaxNode | undefined {
  let at = node.parent;
  while (at !== undefined && !functions.has(at.kind)) at = at.parent;
  return at;
}

const expressions = new Set(["boolean_operator", "comparison_operator", "binary_operator", "parenthesized_expression"]);

/** The expression that holds all of them. */
function around(counts: readonly SyntaxNode[]): SyntaxNode | undefined {
  let at = counts[0];
  while (at !== undefined && !counts.every((each) => at !== undefined && isInside(each, at))) at = at.parent;
  return at !== undefined && (counts.length === 1 || expressions.has(at.kind)) ? at : undefined;
}
