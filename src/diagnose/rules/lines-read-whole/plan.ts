import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { leftOut, watchers } from "../../analysis/early-end.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { loudParts } from "../../analysis/lazy-making.ts";
import { loudStatements } from "../../analysis/loud-statements.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { otherUses } from "./opened.ts";
import { isAtOnce, readingOf, type Reading } from "./reading.ts";

/** A file that is read whole only to be gone through bit by bit. */
export interface LinesPlan extends Reading {
  /** What a finding points at: where the pieces are made. */
  readonly expression: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** The function's files that are read whole only to be walked through. */
export function planLines(context: RuleContext): readonly LinesPlan[] {
  return [...ownNodes(context)].flatMap((node) => {
    const plan = node.kind === "call" ? planCall(context, node) : undefined;
    return plan === undefined ? [] : [plan];
  });
}

function planCall(context: RuleContext, call: SyntaxNode): LinesPlan | undefined {
  const reading = readingOf(context, call);
  if (reading === undefined) return undefined;
  const { walked } = reading;
  const loud =
    walked.parent?.kind === "for_statement" ? loudInLoop(context, walked.parent) : loudInClause(context, reading);
  if (loud === undefined) return undefined;
  const obstacles = [...loud, ...otherUses(context, reading), ...watchers(context, call), ...watchers(context, walked)];
  return { ...reading, obstacles, expression: walked.kind === "identifier" ? call : walked };
}

function loudInLoop(context: RuleContext, loop: SyntaxNode): readonly Obstacle[] {
  return [...loudStatements(context, [field(loop, "body"), field(loop, "alternative")]), ...leftOut(context, loop)];
}

/** Reductions that walk through a generator before they return. */
const takers = new Set("sum min max any all list tuple set frozenset dict sorted len".split(" "));
/** They may stop before the last element. */
const choosy = new Set(["any", "all"]);

/** Of a comprehension; undefined where it is none, or a generator that somebody keeps. */
function loudInClause(context: RuleContext, { walked, kept }: Reading): readonly Obstacle[] | undefined {
  const made = walked.parent?.kind === "for_in_clause" ? walked.parent.parent : undefined;
  if (made === undefined) return undefined;
  const taker = made.kind === "generator_expression" ? takerOf(context, made) : "list";
  if (taker === undefined) return undefined;
  const isTaker = (call: SyntaxNode): boolean => takers.has(builtinCalled(call, context) ?? "");
  if (kept !== undefined && !isAtOnce(made, kept.user, isTaker)) return undefined;
  const early: readonly Obstacle[] = choosy.has(taker)
    ? [{ code: "left-out", about: textOf(context.source, walked) }]
    : [];
  return [...loudParts(context, made), ...early];
}

function takerOf(context: RuleContext, generator: SyntaxNode): string | undefined {
  const { parent } = generator;
  const call = parent?.kind === "argument_list" ? parent.parent : parent;
  const taker = call?.kind === "call" ? builtinCalled(call, context) : undefined;
  return taker !== undefined && takers.has(taker) ? taker : undefined;
}
