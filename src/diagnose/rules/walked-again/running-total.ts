import {
  enclosingLoops,
  field,
  namedChildren,
  sameExpression,
  textOf,
  withoutParentheses,
} from "../../../source/navigate.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { changesIn, type Change } from "../../analysis/changes.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { loopSpansOf, type LoopSpan } from "../../analysis/loop-span.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { readingObstacles } from "../../analysis/steady-loop.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** `while sum(map(len, xs)) < n:` around one `xs.append(…)`, which is all that happens to the list. */
export interface RunningTotal {
  /** `sum(map(len, xs))` */
  readonly total: SyntaxNode;
  readonly list: SyntaxNode;
  readonly loop: SyntaxNode;
  /** The statement `xs.append(…)`. */
  readonly append: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** What each condition adds up again, and what each turn adds to it; undefined for any other shape. */
export function runningTotalAt(context: RuleContext, total: SyntaxNode): RunningTotal | undefined {
  const list = measuredIn(context, total);
  const variable = list === undefined ? undefined : variableAt(context, list);
  const span = loopSpansOf(context, total)[0];
  if (list === undefined || variable === undefined || span === undefined || !isAsked(total, span.loop))
    return undefined;
  const changes = changesIn(context, variable, span.parts);
  const append = changes.length === 1 ? appendOf(context, changes[0], span) : undefined;
  if (append === undefined) return undefined;
  return { total, list, loop: span.loop, append, obstacles: obstaclesOf(context, variable, span, append) };
}

/** `xs` of `sum(map(len, xs))` and `sum(len(x) for x in xs)`. */
function measuredIn(context: RuleContext, total: SyntaxNode): SyntaxNode | undefined {
  const [given, ...others] = builtinCalled(total, context) === "sum" ? argumentsOf(total) : [];
  if (given === undefined || others.length > 0) return undefined;
  if (given.kind === "generator_expression") return generatedIn(context, given);
  const [measure, list, ...more] = builtinCalled(given, context) === "map" ? argumentsOf(given) : [];
  return measure !== undefined && isLen(context, measure) && more.length === 0 ? list : undefined;
}

function isLen({ source }: RuleContext, node: SyntaxNode): boolean {
  return node.kind === "identifier" && textOf(source, node) === "len";
}

function generatedIn(context: RuleContext, generator: SyntaxNode): SyntaxNode | undefined {
  const [body, clause, ...others] = namedChildren(generator);
  const [target, iterable] = clause === undefined ? [] : [field(clause, "left"), field(clause, "right")];
  if (body?.kind !== "call" || builtinCalled(body, context) !== "len" || others.length > 0) return undefined;
  const [measured] = argumentsOf(body);
  if (target?.kind !== "identifier" || measured === undefined) return undefined;
  return sameExpression(measured, target, context.source) ? iterable : undefined;
}

/** Is the total the first thing that each turn of the `while` compares? */
function isAsked(total: SyntaxNode, loop: SyntaxNode): boolean {
  const condition = loop.kind === "while_statement" ? field(loop, "condition") : undefined;
  const comparison = condition === undefined ? undefined : withoutParentheses(condition);
  const [first, ...others] = comparison?.kind === "comparison_operator" ? namedChildren(comparison) : [];
  return first === total && others.length === 1;
}

/** The statement that does nothing but append, in the loop's own code, with a line of its own. */
function appendOf({ source }: RuleContext, change: Change | undefined, { loop }: LoopSpan): SyntaxNode | undefined {
  const call = change?.method === "append" ? change.call : undefined;
  const statement = call?.parent?.kind === "expression_statement" ? call.parent : undefined;
  if (call === undefined || statement?.parent?.kind !== "block") return undefined;
  // Not so in a function within the loop.
  const isOwn = enclosingLoops(statement).includes(loop);
  return isOwn && beginsLine(source, statement) ? statement : undefined;
}

function obstaclesOf(
  context: RuleContext,
  variable: Variable,
  span: LoopSpan,
  append: SyntaxNode,
): readonly Obstacle[] {
  const { source } = context;
  const rest = source.text.slice(append.end, source.text.indexOf("\n", append.end)).trim();
  const isAlone = (rest === "" || rest.startsWith("#")) && beginsLine(source, span.loop);
  return [
    ...span.obstacles,
    ...readingObstacles(context, variable, span.statement),
    ...mayChangeIn(context, variable, span),
    ...hiddenBuiltins(context, span.loop, ["sum", "map", "len", "type", "all", "list", "str", "bytes"]),
    ...dynamicNames(context),
    ...(isAlone ? [] : [{ code: "other-use" as const, about: textOf(source, append).slice(0, 40) }]),
  ];
}
