import { ancestors, field, isComprehension, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath, decoratorsOf, definitionOf } from "../../analysis/callee.ts";
import { positionalArguments } from "../../analysis/expression-context.ts";
import { isPlainValue } from "../../analysis/plain-value.ts";
import { CONSTANTS, purityOf } from "../../analysis/purity/purity.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { ordersByHash } from "../computing-in-sequence/plan.ts";
import { unguarded } from "../computing-in-sequence/main-guard.ts";
import { keywordsOf } from "../blocking-in-sequence/keywords.ts";

/** A function that only computes, and the pool of threads that runs it. */
export interface ThreadsPlan {
  /** The function: where the time goes. */
  readonly expression: SyntaxNode;
  /** What the pool's threads are given, one by one. */
  readonly items: SyntaxNode;
  /** `ThreadPoolExecutor(4)` */
  readonly creation: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** The pools of threads that run the function under the eye; seen from there, since nothing leads from a thread to who started it. */
export function planThreads(context: RuleContext): readonly ThreadsPlan[] {
  const { node } = context.function;
  const name = node.kind === "function_definition" ? field(node, "name") : undefined;
  if (name === undefined || !isPure(context, node)) return [];
  const reads = context.scopes.bindingOf(name)?.references.filter(({ access }) => access === "read") ?? [];
  return reads.flatMap(({ node: read }) => planAt(context, name, read) ?? []);
}

function planAt(context: RuleContext, name: SyntaxNode, read: SyntaxNode): ThreadsPlan | undefined {
  const work = workAt(context, read);
  const creation = work && creationOf(context, work.pool);
  if (work === undefined || creation === undefined) return undefined;
  const obstacles = [...aside(context, creation), ...unguarded(context, creation), ...ordersByHash(context, name)];
  return { expression: context.function.node, items: work.items, creation, obstacles };
}

/** `pool.map(score, texts)`, or `pool.submit(score, text)` for each of them, of a name that means a function. */
function workAt(
  context: RuleContext,
  read: SyntaxNode,
): { readonly pool: SyntaxNode; readonly items: SyntaxNode } | undefined {
  const call = read.parent?.kind === "argument_list" ? read.parent.parent : undefined;
  const [first, ...given] = positionalOf(call);
  const callee = call && field(call, "function");
  const [pool, method] = ["object", "attribute"].map((part) => callee && field(callee, part));
  if (call === undefined || first !== read || pool?.kind !== "identifier" || method === undefined) return undefined;
  const items = itemsOf(context, call, textOf(context.source, method), given);
  return items && { pool, items };
}

const positionalOf = (call: SyntaxNode | undefined): readonly SyntaxNode[] =>
  (call?.kind === "call" ? positionalArguments(call) : undefined) ?? [];

function itemsOf(
  context: RuleContext,
  call: SyntaxNode,
  method: string,
  given: readonly SyntaxNode[],
): SyntaxNode | undefined {
  if (method === "map") return given.length === 1 ? given[0] : undefined;
  const loop = method === "submit" ? loopAround(call) : undefined;
  const [target, items] = [loop && field(loop, "left"), loop && field(loop, "right")];
  if (target?.kind !== "identifier" || items === undefined) return undefined;
  const item = textOf(context.source, target);
  const isItem = (each: SyntaxNode): boolean => textOf(context.source, each) === item;
  return given.some(isItem) && given.every((each) => isItem(each) || isPlainValue(context, each)) ? items : undefined;
}

function loopAround(call: SyntaxNode): SyntaxNode | undefined {
  for (const around of ancestors(call)) {
    if (around.kind === "for_statement") return around;
    if (isComprehension(around)) return namedChildren(around).length === 2 ? namedChildren(around)[1] : undefined;
    if (around.kind === "function_definition" || around.kind === "lambda") return undefined;
  }
  return undefined;
}

/** The `ThreadPoolExecutor(…)` of the `with` that the pool is, where all that it runs is proven pure and looked at like this. */
function creationOf(context: RuleContext, pool: SyntaxNode): SyntaxNode | undefined {
  const references = context.scopes.bindingOf(pool)?.references ?? [];
  const [written, ...others] = references.filter(({ access }) => access !== "read");
  const pattern = others.length === 0 ? written?.node.parent?.parent : undefined;
  const creation = pattern?.kind === "as_pattern" ? namedChildren(pattern)[0] : undefined;
  const isAllPure = references.every(({ node, access }) => access !== "read" || runsPure(context, node));
  return creation !== undefined && isAllPure && isPlainPool(context, creation) ? creation : undefined;
}

function isPlainPool(context: RuleContext, creation: SyntaxNode): boolean {
  const { positional, named } = keywordsOf(context, creation);
  const isPlain = positional.length <= 1 && [...named.keys()].every((name) => name === "max_workers");
  return isPlain && calledPath(context, creation) === "concurrent.futures.ThreadPoolExecutor";
}

function runsPure(context: RuleContext, pool: SyntaxNode): boolean {
  const call = pool.parent?.kind === "attribute" ? pool.parent.parent : undefined;
  const [work] = positionalOf(call);
  if (work?.kind !== "identifier" || workAt(context, work) === undefined) return false;
  const binding = context.scopes.bindingOf(work);
  const definition = binding && definitionOf(binding);
  return definition?.kind === "function_definition" && isPure(context, definition);
}

function isPure(context: RuleContext, definition: SyntaxNode): boolean {
  const isPlain = definition.parent === context.source.root && decoratorsOf(definition).length === 0;
  return isPlain && purityOf(context, definition, CONSTANTS).kind === "pure";
}

/** Other threads, and other uses of the module that makes them. */
function aside(context: RuleContext, creation: SyntaxNode): readonly Obstacle[] {
  const about = /\b(?:threading|_thread|multiprocessing|asyncio|socketserver|signal)\b/u.exec(context.source.text)?.[0];
  if (about !== undefined) return [{ code: "not-alone", about }];
  const isOther = context.scopes.all
    .flatMap(({ bindings }) => [...bindings.values()])
    .flatMap(({ name, references }) => (name === "ThreadPoolExecutor" ? references : []))
    .some(({ node, access }) => access === "read" && !isInside(node, creation));
  return isOther ? [{ code: "not-alone", about: "ThreadPoolExecutor" }] : [];
}
