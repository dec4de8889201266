import { ancestors, field, isComprehension, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { calledPath, decoratorsOf } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { enteredAs } from "../../analysis/entered-as.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { CONSTANTS, purityOf } from "../../analysis/purity/purity.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { definitionNamed } from "../blocking-in-sequence/independent-parts.ts";
import { keywordsOf } from "../blocking-in-sequence/keywords.ts";

/** Items that travel to other processes one by one. */
export interface TinyTasksPlan {
  /** `pool.map(score, texts)`, or what submits them all. */
  readonly expression: SyntaxNode;
  /** The call of the pool. */
  readonly call: SyntaxNode;
  readonly items: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** The calls by which the function hands a pool of processes one task an item. */
export function planTinyTasks(context: RuleContext): readonly TinyTasksPlan[] {
  return [...ownNodes(context)].flatMap((node) => (node.kind === "call" ? (planAt(context, node) ?? []) : []));
}

/** What hands out one item at a time unless it is told otherwise; `Pool.map` makes parcels by itself. */
const ONE_BY_ONE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["concurrent.futures.ProcessPoolExecutor", new Set(["map", "submit"])],
  ["concurrent.futures.process.ProcessPoolExecutor", new Set(["map", "submit"])],
  ["multiprocessing.Pool", new Set(["imap", "imap_unordered", "apply_async"])],
  ["multiprocessing.pool.Pool", new Set(["imap", "imap_unordered", "apply_async"])],
]);

const SINGLE: ReadonlySet<string> = new Set(["submit", "apply_async"]);

function planAt(context: RuleContext, call: SyntaxNode): TinyTasksPlan | undefined {
  const callee = field(call, "function");
  const [pool, name] = ["object", "attribute"].map((part) => callee && field(callee, part));
  if (callee?.kind !== "attribute" || pool?.kind !== "identifier" || name === undefined) return undefined;
  const method = textOf(context.source, name);
  if (ONE_BY_ONE.get(poolPath(context, pool) ?? "")?.has(method) !== true) return undefined;
  return SINGLE.has(method) ? planSingle(context, call) : planMap(context, call, method);
}

/** `ProcessPoolExecutor` of `with ProcessPoolExecutor() as pool:` or `pool = ProcessPoolExecutor()`. */
function poolPath(context: RuleContext, pool: SyntaxNode): string | undefined {
  const binding = context.scopes.bindingOf(pool);
  const writes = binding?.references.filter(({ access }) => access !== "read") ?? [];
  const [only, ...others] = writes;
  if (binding === undefined || only === undefined || others.length > 0) return undefined;
  for (const around of ancestors(only.node)) {
    if (around.kind === "with_statement") return calledPath(context, enteredAs(around)?.creation);
    if (around.kind === "block") break;
  }
  const [value] = boundValues(binding);
  return value?.kind === "assigned" ? calledPath(context, value.value) : undefined;
}

function planMap(context: RuleContext, call: SyntaxNode, method: string): TinyTasksPlan | undefined {
  const { positional, named } = keywordsOf(context, call);
  const [work, items, ...more] = positional;
  const isPlain = positional.every(({ kind }) => !kind.endsWith("splat")) && named.size === 0;
  // The third argument of `imap` is the size of its parcels.
  if (work === undefined || items === undefined || !isPlain || (more.length > 0 && method !== "map")) return undefined;
  const about = (node: SyntaxNode): string =>
    textOf(context.source, node)
      .split(/[\r\n]/u, 1)[0]
      ?.slice(0, 60) ?? "";
  const obstacles: Obstacle[] = [];
  if (!isPureFunction(context, work)) obstacles.push({ code: "not-proven-pure", about: about(work) });
  if (method === "imap_unordered" || !isTakenWhole(context, call))
    obstacles.push({ code: "asked-in-order", about: about(call.parent?.parent ?? call) });
  return { expression: call, call, items, obstacles };
}

function isPureFunction(context: RuleContext, work: SyntaxNode): boolean {
  const definition = definitionNamed(context, work);
  const isPlain = definition?.parent === context.source.root && decoratorsOf(definition).length === 0;
  return isPlain && purityOf(context, definition, CONSTANTS).kind === "pure";
}

/** Results that come before an error are nobody's, where all are taken at once. */
function isTakenWhole(context: RuleContext, call: SyntaxNode): boolean {
  const outer = call.parent?.kind === "argument_list" ? call.parent.parent : undefined;
  const isOnly = outer?.kind === "call" && argumentsOf(outer).length === 1;
  return isOnly && WHOLE.has(builtinNamed(context, field(outer, "function")) ?? "");
}

const WHOLE: ReadonlySet<string> = new Set([
  "list",
  "tuple",
  "set",
  "dict",
  "sorted",
  "sum",
  "max",
  "min",
  "frozenset",
]);

/** `[pool.submit(score, text) for text in texts]`: each has a future of its own, so that a person has to gather them. */
function planSingle(context: RuleContext, call: SyntaxNode): TinyTasksPlan | undefined {
  const loop = loopAround(call);
  const items = loop && field(loop, "right");
  if (loop === undefined || items === undefined) return undefined;
  const about = textOf(context.source, field(call, "function") ?? call);
  const expression = loop.kind === "for_in_clause" ? (loop.parent ?? loop) : loop;
  return { expression, call, items, obstacles: [{ code: "result-used", about }] };
}

function loopAround(call: SyntaxNode): SyntaxNode | undefined {
  for (const around of ancestors(call)) {
    if (around.kind === "for_statement") return around;
    if (isComprehension(around)) return namedChildren(around).find(({ kind }) => kind === "for_in_clause");
    if (around.kind === "function_definition" || around.kind === "lambda") return undefined;
  }
  return undefined;
}
