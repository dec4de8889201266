import { enclosingStatement, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { blockingCalls, type BlockingCall } from "./blocking-calls.ts";
import { dependence, isOneFunction } from "./independence.ts";

/** Calls that wait for the world, one after the other. */
export interface SequencePlan {
  /** The comprehension, or the `for` statement's first line's expression: what is walked through. */
  readonly expression: SyntaxNode;
  readonly items: SyntaxNode;
  readonly calls: readonly BlockingCall[];
  readonly obstacles: readonly Obstacle[];
  /** Of a comprehension that a fix can be made of. */
  readonly made?: { readonly statement: SyntaxNode; readonly target: SyntaxNode; readonly body: SyntaxNode };
}

/** The function's loops and comprehensions over calls that block. */
export function planSequences(context: RuleContext): readonly SequencePlan[] {
  const plans: SequencePlan[] = [];
  for (const node of ownNodes(context)) {
    const plan = node.kind === "for_statement" ? planLoop(context, node) : planComprehension(context, node);
    if (plan !== undefined) plans.push(plan);
  }
  return plans;
}

function planLoop(context: RuleContext, loop: SyntaxNode): SequencePlan | undefined {
  const [items, body] = [field(loop, "right"), field(loop, "body")];
  const calls = body === undefined || isAsync(loop) ? [] : blockingCalls(context, body);
  if (items === undefined || calls.length === 0) return undefined;
  // What the rest of a loop's body does between two calls can matter to the next one.
  return { expression: loop, items, calls, obstacles: [...limits(calls), mayDepend(context, calls)] };
}

function planComprehension(context: RuleContext, node: SyntaxNode): SequencePlan | undefined {
  if (node.kind !== "list_comprehension") return undefined;
  const [body, clause, ...others] = namedChildren(node);
  const [target, items] = clause === undefined ? [] : [field(clause, "left"), field(clause, "right")];
  const calls = body === undefined ? [] : blockingCalls(context, body);
  if (body === undefined || clause?.kind !== "for_in_clause" || items === undefined || calls.length === 0)
    return undefined;
  if (isAsync(clause)) return undefined;
  const found = { expression: node, items, calls };
  const statement = statementAround(context, node);
  if (others.length > 0 || target?.kind !== "identifier" || statement === undefined || context.function.isAsync)
    return { ...found, obstacles: [...limits(calls), mayDepend(context, calls)] };
  const because = dependence(context, body, new Set([textOf(context.source, target)]));
  const obstacles = [...limits(calls), ...dynamicNames(context), ...ownOpener(context)];
  if (because !== undefined) obstacles.push({ code: "may-depend", about: because });
  return { ...found, obstacles, made: { statement, target, body } };
}

const isAsync = (node: SyntaxNode): boolean => node.children.some(({ kind }) => kind === "async");

/** `pages = […]` and `return […]`, which do nothing else. */
function statementAround({ source, function: { isGenerator } }: RuleContext, node: SyntaxNode): SyntaxNode | undefined {
  const statement = enclosingStatement(node);
  const { parent } = node;
  if (statement === undefined || isGenerator || !beginsLine(source, statement)) return undefined;
  const isReturned = statement.kind === "return_statement" && parent === statement;
  const isAssigned = parent?.kind === "assignment" && parent.parent === statement && node.field === "right";
  const isNamed = isAssigned && field(parent, "left")?.kind === "identifier";
  const isLast = /^[ \t\f]*(?:\r|\n|$)/u.test(source.text.slice(statement.end));
  return (isReturned || isNamed) && isLast ? statement : undefined;
}

/** A pause beside other calls is there to keep them apart. */
function limits(calls: readonly BlockingCall[]): readonly Obstacle[] {
  const isPaced = calls.some(({ path }) => path === "time.sleep") && calls.some(({ path }) => path !== "time.sleep");
  return isPaced ? [{ code: "rate-limited", about: "time.sleep" }] : [];
}

function mayDepend({ source }: RuleContext, [first]: readonly BlockingCall[]): Obstacle {
  return {
    code: "may-depend",
    about: first === undefined ? "it" : (textOf(source, first.call).split(/[\r\n]/u, 1)[0] ?? ""),
  };
}

/** An opener of the program's own, with cookies or a password, is a session that the requests share. */
function ownOpener({ source, elsewhere }: RuleContext): readonly Obstacle[] {
  const about = "install_opener";
  const isHere = source.text.includes(about);
  const isThere = ["install_opener", "urlopen"].some(
    (name) => elsewhere?.(name, "attribute", source.path) === "changed",
  );
  const isCalled = elsewhere !== undefined && elsewhere(about, "attribute", source.path) !== "none";
  const isNamed = elsewhere !== undefined && elsewhere(about, "name", source.path) !== "none";
  return isHere || isThere || isCalled || isNamed ? [{ code: "shared-session", about }] : [];
}

/** `[fetch(url) for url in urls]`: the function itself can be mapped. */
export function isPlainMap(context: RuleContext, { target, body }: NonNullable<SequencePlan["made"]>): boolean {
  const callee = body.kind === "call" ? field(body, "function") : undefined;
  const [only, ...others] = body.kind === "call" ? argumentsOf(body) : [];
  const isItem = only?.kind === "identifier" && textOf(context.source, only) === textOf(context.source, target);
  return isItem && others.length === 0 && callee !== undefined && isOneFunction(context, callee);
}
