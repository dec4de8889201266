import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { callWatchers } from "../../analysis/call-watchers.ts";
import { decoratorsOf } from "../../analysis/callee.ts";
import { argumentsOf, positionalArguments } from "../../analysis/expression-context.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import { isPlainValue } from "../../analysis/plain-value.ts";
import { CONSTANTS, purityOf } from "../../analysis/purity/purity.ts";
import { threadModule } from "../../analysis/threads.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { functionCalled } from "../blocking-in-sequence/blocking-calls.ts";
import { planLoopParts, type LoopParts } from "../blocking-in-sequence/loop-plan.ts";
import { statementAround } from "../blocking-in-sequence/plan.ts";
import { unguarded } from "./main-guard.ts";

/** Calls of a function that computes its result from its arguments and does nothing else, one for each item. */
export interface ComputingPlan {
  /** The comprehension, generator or `for` statement. */
  readonly expression: SyntaxNode;
  readonly items: SyntaxNode;
  readonly target: SyntaxNode;
  /** `score(text, limit)` */
  readonly call: SyntaxNode;
  /** The statement that a pool is put around. */
  readonly statement: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
  /** Of a `for` statement. */
  readonly parts?: LoopParts;
}

/** The function's loops and comprehensions over such calls. */
export function planComputing(context: RuleContext): readonly ComputingPlan[] {
  if (context.function.isAsync || context.function.isGenerator) return [];
  return [...ownNodes(context)].flatMap((node) => {
    const plan = node.kind === "for_statement" ? planLoop(context, node) : planComprehension(context, node);
    return plan ?? [];
  });
}

function planLoop(context: RuleContext, loop: SyntaxNode): ComputingPlan | undefined {
  const parts = planLoopParts(context, loop, (work, given) => {
    const [item = ""] = given;
    return isPureCall(context, work, item) ? undefined : textOf(context.source, work);
  });
  if (typeof parts === "string" || isAsync(loop)) return undefined;
  const { items, target, work: call } = parts;
  return {
    expression: loop,
    items,
    target,
    call,
    statement: loop,
    parts,
    obstacles: obstaclesAt(context, loop, call),
  };
}

function planComprehension(context: RuleContext, node: SyntaxNode): ComputingPlan | undefined {
  const [call, clause, ...others] = MAKING.has(node.kind) ? namedChildren(node) : [];
  if (call === undefined || clause?.kind !== "for_in_clause" || others.length > 0) return undefined;
  const [target, items] = [field(clause, "left"), field(clause, "right")];
  const statement = isAsync(clause) ? undefined : statementTaking(context, node);
  if (target?.kind !== "identifier" || items === undefined || statement === undefined) return undefined;
  return isPureCall(context, call, textOf(context.source, target))
    ? { expression: node, items, target, call, statement, obstacles: obstaclesAt(context, node, call) }
    : undefined;
}

const MAKING: ReadonlySet<string> = new Set(["list_comprehension", "generator_expression"]);

const isAsync = (node: SyntaxNode): boolean => node.children.some(({ kind }) => kind === "async");

function statementTaking(context: RuleContext, node: SyntaxNode): SyntaxNode | undefined {
  const around = eagerCall(context, node) ?? (node.kind === "list_comprehension" ? node : undefined);
  return around && statementAround(context, around);
}

/** `sum(score(text) for text in texts)`: all of it is worked out at once. */
function eagerCall(context: RuleContext, { parent }: SyntaxNode): SyntaxNode | undefined {
  const call = parent?.kind === "argument_list" ? parent.parent : parent;
  const isOnly = call?.kind === "call" && argumentsOf(call).length === 1;
  return isOnly && EAGER.has(builtinNamed(context, field(call, "function")) ?? "") ? call : undefined;
}

const EAGER: ReadonlySet<string> = new Set(["sum", "max", "min", "list", "tuple", "set", "sorted"]);

/** A call of a plain function of the file, proven pure, for the item and what is text or a number in any case. */
function isPureCall(context: RuleContext, call: SyntaxNode, item: string): boolean {
  const definition = call.kind === "call" ? functionCalled(context, call) : undefined;
  const given = positionalArguments(call);
  if (definition === undefined || given === undefined || definition.parent !== context.source.root) return false;
  const isItem = (node: SyntaxNode): boolean => node.kind === "identifier" && textOf(context.source, node) === item;
  const isKnown = given.some(isItem) && given.every((each) => isItem(each) || isPlainValue(context, each));
  // A sum or a look-up is done before another process has heard of it.
  const isWork = [...descendants(definition)].some(({ kind }) => WORKING.has(kind));
  return isKnown && isWork && decoratorsOf(definition).length === 0 && isPure(context, definition);
}

/** What takes longer than a look-up. */
export const WORKING: ReadonlySet<string> = new Set([
  "for_statement",
  "while_statement",
  "list_comprehension",
  "generator_expression",
  "call",
]);

const isPure = (context: RuleContext, definition: SyntaxNode): boolean =>
  purityOf(context, definition, CONSTANTS).kind === "pure";

function obstaclesAt(context: RuleContext, node: SyntaxNode, call: SyntaxNode): readonly Obstacle[] {
  const threads = threadModule(context) ?? /\bmultiprocessing\b/u.exec(context.source.text)?.[0];
  return [
    ...(threads === undefined ? [] : [{ code: "not-alone" as const, about: threads }]),
    ...unguarded(context, node),
    ...callWatchers(context),
    ...ordersByHash(context, field(call, "function") ?? call),
    ...dynamicNames(context),
  ];
}

/** From 3.14 on processes are not forked from this one: each has hashes of text, and with them an order of sets, of its own. */
export function ordersByHash(context: RuleContext, name: SyntaxNode): readonly Obstacle[] {
  const [major, minor] = context.python;
  const isForked = major === 3 && minor < 14;
  const about = textOf(context.source, name);
  const hasSets = /\b(?:frozen)?set\(|\{[^:{}]*\bfor\b|\{[^:{}]*,[^:{}]*\}/u.test(context.source.text);
  return isForked || !hasSets ? [] : [{ code: "order-matters", about }];
}
