import { enclosingLoops, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath, decoratorsOf } from "../../analysis/callee.ts";
import { enteredAs } from "../../analysis/entered-as.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import { isPlainValue } from "../../analysis/plain-value.ts";
import { CONSTANTS, purityOf } from "../../analysis/purity/purity.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { definitionNamed } from "../blocking-in-sequence/independent-parts.ts";
import { dependenceOfCoroutine } from "../blocking-in-sequence/independence.ts";
import { keywordsOf } from "../blocking-in-sequence/keywords.ts";

/** A pool that each turn of a loop makes and takes down. */
export interface PoolPlan {
  /** The `with` statement. */
  readonly expression: SyntaxNode;
  readonly loop: SyntaxNode;
  readonly items: SyntaxNode;
  /** `ThreadPoolExecutor(8)` */
  readonly creation: SyntaxNode;
  readonly kind: "threads" | "processes";
  readonly obstacles: readonly Obstacle[];
}

/** The pools in the function's `for` statements. */
export function planPools(context: RuleContext): readonly PoolPlan[] {
  return [...ownNodes(context)].flatMap((node) =>
    node.kind === "with_statement" ? (planAt(context, node) ?? []) : [],
  );
}

function planAt(context: RuleContext, node: SyntaxNode): PoolPlan | undefined {
  const [loop] = enclosingLoops(node);
  const items = loop?.kind === "for_statement" ? field(loop, "right") : undefined;
  const entered = enteredAs(node);
  if (loop === undefined || items === undefined || entered === undefined) return undefined;
  const { creation, name: pool } = entered;
  const kind = KINDS.get(calledPath(context, creation) ?? "");
  if (kind === undefined) return undefined;
  const obstacles = obstaclesAt(context, { node, loop, creation, pool, kind });
  return { expression: node, loop, items, creation, kind, obstacles };
}

const KINDS: ReadonlyMap<string, "threads" | "processes"> = new Map([
  ["concurrent.futures.ThreadPoolExecutor", "threads"],
  ["concurrent.futures.ProcessPoolExecutor", "processes"],
]);

interface Found {
  readonly node: SyntaxNode;
  readonly loop: SyntaxNode;
  readonly creation: SyntaxNode;
  readonly pool: SyntaxNode;
  readonly kind: PoolPlan["kind"];
}

function obstaclesAt(context: RuleContext, found: Found): readonly Obstacle[] {
  const { node, loop, creation, pool, kind } = found;
  const about = (each: SyntaxNode): string => (textOf(context.source, each).split(/[\r\n]/u, 1)[0] ?? "").slice(0, 60);
  if (!isLined(context, loop, node)) return [{ code: "syntax-near", about: about(loop) }];
  if (!isSteady(context, loop, creation)) return [{ code: "changes-in-loop", about: about(creation) }];
  const references = context.scopes.bindingOf(pool)?.references ?? [];
  for (const { node: use } of references) {
    if (use === pool) continue;
    const work = workOf(use);
    if (!isInside(use, node) || work === undefined) return [{ code: "escapes", about: about(pool) }];
    if (!remembersNothing(context, work, kind)) return [{ code: "may-depend", about: about(work) }];
  }
  return dynamicNames(context);
}

/** One `with` directly in the body, and nothing but whole lines around it. */
function isLined({ source, function: owner }: RuleContext, loop: SyntaxNode, node: SyntaxNode): boolean {
  const body = field(loop, "body");
  if (
    body === undefined ||
    node.parent !== body ||
    owner.isAsync ||
    owner.isGenerator ||
    namedChildren(loop).length !== 3
  )
    return false;
  const others = namedChildren(body).filter((each) => each !== node);
  const isWhole = beginsLine(source, loop) && others.every(({ startLine, endLine }) => startLine === endLine);
  return (
    isWhole &&
    hasHeader(loop, field(loop, "right"), body) &&
    hasHeader(node, namedChildren(node)[0], field(node, "body"))
  );
}

/** A first line that ends with its colon. */
function hasHeader(node: SyntaxNode, last: SyntaxNode | undefined, body: SyntaxNode | undefined): boolean {
  return last?.endLine === node.startLine && body !== undefined && body.startLine > node.startLine;
}

/** Is the pool made in the same way at every turn? */
function isSteady(context: RuleContext, loop: SyntaxNode, creation: SyntaxNode): boolean {
  const { positional, named } = keywordsOf(context, creation);
  const isKnown = [...named.keys()].every((name) => name === "max_workers");
  return isKnown && [...positional, ...named.values()].every((each) => isSteadyValue(context, loop, each));
}

function isSteadyValue(context: RuleContext, loop: SyntaxNode, node: SyntaxNode): boolean {
  const writes = node.kind === "identifier" ? (context.scopes.bindingOf(node)?.references ?? []) : [];
  const isWritten = writes.some(({ node: at, access }) => access !== "read" && isInside(at, loop));
  return !isWritten && (node.kind === "integer" || (node.kind === "identifier" && isPlainValue(context, node)));
}

/** What `pool.map(work, …)` and `pool.submit(work, …)` run. */
function workOf({ parent }: SyntaxNode): SyntaxNode | undefined {
  const call = parent?.kind === "attribute" ? parent.parent : undefined;
  const list = call?.kind === "call" ? field(call, "arguments") : undefined;
  return list === undefined ? undefined : namedChildren(list)[0];
}

/** A worker that has run it before is as one that has not: nothing is kept by its thread, and nothing that a process has of its own is read. */
function remembersNothing(context: RuleContext, work: SyntaxNode, kind: PoolPlan["kind"]): boolean {
  const definition = definitionNamed(context, work);
  if (definition === undefined || definition.parent !== context.source.root) return false;
  if (decoratorsOf(definition).length > 0) return false;
  const isPure = purityOf(context, definition, CONSTANTS).kind === "pure";
  return isPure || (kind === "threads" && keepsToItself(context, definition));
}

function keepsToItself(context: RuleContext, definition: SyntaxNode): boolean {
  const [parameters, body] = [field(definition, "parameters"), field(definition, "body")];
  const names = parameters === undefined ? [] : namedChildren(parameters);
  if (body === undefined || !names.every((each) => each.kind === "identifier")) return false;
  const own = { given: new Set(names.map((each) => textOf(context.source, each))), streams: new Set<string>() };
  return dependenceOfCoroutine(context, body, { ...own, awaits: () => undefined }) === undefined;
}
