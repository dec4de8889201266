import { enclosingStatement, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { blockingCalls, type BlockingCall } from "./blocking-calls.ts";
import { dependence } from "./independence.ts";
import { isOneFunction } from "./independent-parts.ts";
import { pacing } from "./pacing.ts";
import { planLoopParts, type LoopParts } from "./loop-plan.ts";

/** Calls that wait for the world, one after the other. */
export interface SequencePlan {
  /** The comprehension, or the `for` statement's first line's expression: what is walked through. */
  readonly expression: SyntaxNode;
  readonly items: SyntaxNode;
  readonly calls: readonly BlockingCall[];
  readonly obstacles: readonly Obstacle[];
  /** Of a loop that a fix can be made of. */
  readonly parts?: LoopParts;
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
  const parts = context.function.isAsync
    ? textOf(context.source, items)
    : planLoopParts(context, loop, (work, given) => dependence(context, work, given));
  const found = { expression: loop, items, calls };
  // What the rest of a loop's body does between two calls can matter to the next one.
  if (typeof parts === "string")
    return { ...found, obstacles: [...limits(calls), { code: "may-depend", about: parts }] };
  const onlySleeps = calls.every(({ path }) => path === "time.sleep");
  const obstacles = [...limits(calls), ...pacing(context, loop, onlySleeps)];
  return { ...found, obstacles: [...obstacles, ...dynamicNames(context), ...ownOpener(context)], parts };
}

function planComprehension(context: RuleContext, node: SyntaxNode): SequencePlan | undefined {
  const [body, clause, ...others] = node.kind === "list_comprehension" ? namedChildren(node) : [];
  const items = clause?.kind === "for_in_clause" && !isAsync(clause) ? field(clause, "right") : undefined;
  if (body === undefined || clause === undefined || items === undefined) return undefined;
  const calls = blockingCalls(context, body);
  if (calls.length === 0) return undefined;
  const found = { expression: node, items, calls };
  const made = others.length === 0 ? partsOf(context, node, clause, body) : undefined;
  if (made === undefined) return { ...found, obstacles: [...limits(calls), mayDepend(context, calls)] };
  const because = dependence(context, body, new Set([textOf(context.source, made.target)]));
  const obstacles = [...limits(calls), ...dynamicNames(context), ...ownOpener(context)];
  if (because !== undefined) obstacles.push({ code: "may-depend", about: because });
  return { ...found, obstacles, made };
}

function partsOf(
  context: RuleContext,
  node: SyntaxNode,
  clause: SyntaxNode,
  body: SyntaxNode,
): SequencePlan["made"] | undefined {
  const target = field(clause, "left");
  const statement = context.function.isAsync ? undefined : statementAround(context, node);
  return target?.kind === "identifier" && statement !== undefined ? { statement, target, body } : undefined;
}

const isAsync = (node: SyntaxNode): boolean => node.children.some(({ kind }) => kind === "async");

/** `pages = […]` and `return […]`, which do nothing else, in a function that is none of a generator's. */
export function statementAround({ source, function: owner }: RuleContext, node: SyntaxNode): SyntaxNode | undefined {
  const statement = owner.isGenerator ? undefined : enclosingStatement(node);
  if (statement === undefined || !beginsLine(source, statement)) return undefined;
  const isWhole = node.parent === statement ? statement.kind === "return_statement" : isNamedBy(node, statement);
  const isLast = /^[ \t\f]*(?:\r|\n|$)/u.test(source.text.slice(statement.end));
  return isWhole && isLast ? statement : undefined;
}

function isNamedBy({ parent, field: place }: SyntaxNode, statement: SyntaxNode): boolean {
  const isAssigned = parent?.kind === "assignment" && parent.parent === statement && place === "right";
  return isAssigned && field(parent, "left")?.kind === "identifier";
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
  const isHere = /install_opener|requests_cache|(?:urlopen|\b(?:requests|httpx)\.get)(?:\s*=(?!=)|["'])/u.test(
    source.text,
  );
  const isThere = ["install_opener", "urlopen"].some(
    (name) => elsewhere?.(name, "attribute", source.path) === "changed",
  );
  const isCalled = elsewhere !== undefined && elsewhere(about, "attribute", source.path) !== "none";
  const isNamed = elsewhere !== undefined && elsewhere(about, "name", source.path) !== "none";
  return isHere || isThere || isCalled || isNamed ? [{ code: "shared-session", about }] : [];
}

/** `[fetch(url) for url in urls]`: the function itself can be mapped. */
export function isPlainMap(context: RuleContext, target: SyntaxNode, body: SyntaxNode): boolean {
  const callee = body.kind === "call" ? field(body, "function") : undefined;
  const [only, ...others] = body.kind === "call" ? argumentsOf(body) : [];
  const isItem = only?.kind === "identifier" && textOf(context.source, only) === textOf(context.source, target);
  return isItem && others.length === 0 && callee !== undefined && isOneFunction(context, callee);
}
