import { field, namedChildren, textOf, topStatement, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { hiddenBuiltins } from "../../analysis/own-code.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { KEEPING_BUILTINS } from "../../analysis/while-same.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isWalkedAtOnce } from "./beside.ts";
import { walkedVariable } from "./item.ts";
import { asksFirst, isOverAfter } from "./over-after.ts";
import type { Parts } from "./parts.ts";
import { rowKeyOf, textAsked, type Element, type RowKey } from "./row-key.ts";
import { targetObstacles } from "./targets.ts";
import { wantedObstacles } from "./wanted.ts";
import { isReadSafely } from "./wanted-read.ts";

/** A walk for an element itself, or for a part of it that cannot change, which can go through its places for as long as the list is what it was. */
export interface WhileSame {
  /** What the walk gives: `for x in xs`, `for i in range(len(xs))`, `for i, x in enumerate(xs)`, `for x in d.values()`, `for k, x in d.items()`. */
  readonly form: "items" | "places" | "pairs" | "values" | "entries";
  /** The part that is asked for; absent: the element itself. */
  readonly part?: RowKey;
  /** `name` of `row.name.lower() == name.lower()`: what is sought before the method is asked of it, too. */
  readonly sought?: Sought;
  /** What is sought can be read where there is no element, too. */
  readonly isSafe: boolean;
  /** What stands in the way of everything else. */
  readonly without: readonly Obstacle[];
}

interface Sought {
  readonly node: SyntaxNode;
  readonly method: string;
}

/** Where no text tells who changes the list, each walk can ask the list itself, if nothing runs between the first equal element and the end. */
export function whileSame(context: RuleContext, parts: Parts, without: readonly Obstacle[]): WhileSame | undefined {
  const { scan } = parts;
  const asked = isSole(scan) ? walkOf(context, parts) : undefined;
  const found = asked && endsAtFirst(context, scan) ? partAsked(context, parts, asked.element) : undefined;
  if (asked === undefined || found === undefined) return undefined;
  const isSafe = isReadSafely(context, found.sought?.node ?? parts.wanted);
  const [operand = scan.iterable] = parts.walked.operands;
  // What leads to the list is gone through once.
  if (!isSafe && walkedVariable(context, operand) === undefined) return undefined;
  const obstacles = obstaclesTo(context, parts, isSafe);
  return obstacles.length === 0 ? { form: asked.form, ...found, isSafe, without } : undefined;
}

/** One equality, in front of which nothing is asked. */
function isSole({ before, lets, also, isNegated, clause }: Parts["scan"]): boolean {
  return before.length + lets.length + also.length === 0 && (!isNegated || clause.kind === "for_statement");
}

function obstaclesTo(context: RuleContext, parts: Parts, isSafe: boolean): readonly Obstacle[] {
  const { clause } = parts.scan;
  return [
    ...targetObstacles(context, parts),
    ...wantedObstacles(context, parts),
    ...hiddenBuiltins(context, topStatement(clause), KEEPING_BUILTINS),
    ...(isSafe ? [] : hiddenBuiltins(context, clause, ["type", "list", "dict"])),
  ];
}

/** What of an element is asked, if that is known to last; nothing where it is the element itself. */
function partAsked(
  context: RuleContext,
  parts: Parts,
  element: Element,
): Pick<WhileSame, "part" | "sought"> | undefined {
  if (textOf(context.source, parts.key).replaceAll(/\s+/gu, "") === element) return {};
  const part = rowKeyOf(context, element, parts.key);
  const sought = part?.text === undefined ? undefined : soughtText(context, parts);
  return part && { part, ...(sought && { sought }) };
}

/** Where both sides ask the same method. */
function soughtText(context: RuleContext, { key, wanted }: Parts): Sought | undefined {
  const [ofKey, node] = [textAsked(context, key), textAsked(context, wanted)];
  const { text } = context.source;
  if (ofKey === undefined || node === undefined) return undefined;
  const method = text.slice(node.end, wanted.end);
  return method === text.slice(ofKey.end, key.end) ? { node, method } : undefined;
}

interface Walk {
  readonly form: WhileSame["form"];
  readonly element: Element;
}

/** The walk, and how it writes an element. */
function walkOf(context: RuleContext, { scan, walked }: Parts): Walk | undefined {
  const { target } = scan;
  const iterable = withoutParentheses(scan.iterable);
  const [list = iterable] = walked.operands;
  const text = (node: SyntaxNode): string => textOf(context.source, node).replaceAll(/\s+/gu, "");
  if (walked.kind === "dict") return valuesWalked(context, scan);
  if (iterable === list) return walkIn("items", elementOf(context, target));
  const name = iterable.kind === "call" ? builtinCalled(iterable, context) : undefined;
  if (name === "range") return { form: "places", element: `${text(list)}[${text(target)}]` };
  return name === "enumerate" ? walkIn("pairs", elementOf(context, secondOf(target))) : undefined;
}

function walkIn(form: WhileSame["form"], element: Element | undefined): Walk | undefined {
  return element === undefined ? undefined : { form, element };
}

/** `x`; `key, value`, each a name. */
function elementOf(context: RuleContext, target: SyntaxNode | undefined): Element | undefined {
  if (target?.kind === "identifier") return textOf(context.source, target);
  const parts = target?.kind === "pattern_list" || target?.kind === "tuple_pattern" ? namedChildren(target) : [];
  const isNames = parts.length > 0 && parts.every(({ kind }) => kind === "identifier");
  return isNames ? parts.map((part) => textOf(context.source, part)) : undefined;
}

/** `x` of `for i, x in …` */
function secondOf(target: SyntaxNode): SyntaxNode | undefined {
  const [, second, ...others] = target.kind === "pattern_list" ? namedChildren(target) : [];
  return others.length === 0 ? second : undefined;
}

/** `for x in d.values()`, `for _, x in d.items()` */
function valuesWalked(context: RuleContext, { iterable, target }: Parts["scan"]): ReturnType<typeof walkOf> {
  const callee = field(iterable, "function");
  const method = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const name = method === undefined ? "" : textOf(context.source, method);
  if (!isBuiltinAt(context, "dict", topStatement(iterable))) return undefined;
  if (name === "values") return walkIn("values", elementOf(context, target));
  return name === "items" ? walkIn("entries", elementOf(context, secondOf(target))) : undefined;
}

/** Does the walk end with the first equal element, or does what it gives do nothing but read? */
function endsAtFirst(context: RuleContext, scan: Parts["scan"]): boolean {
  const { clause, comparison } = scan;
  if (clause.kind === "for_statement") return isOverAfter(context, scan);
  // A filter that is used up where it stands.
  if (clause.kind === "call") return asksFirst(context, field(argumentsOf(clause)[0] ?? clause, "body"), comparison);
  return clause.kind === "for_in_clause" && readsOnlyEqual(context, scan);
}

/** `[x for x in xs if x == wanted]`, used up where it stands. */
function readsOnlyEqual(context: RuleContext, scan: Parts["scan"]): boolean {
  const { parent } = scan.clause;
  const body = parent && field(parent, "body");
  const parts = parent === undefined ? [] : namedChildren(parent);
  const [first] = parts.filter(({ kind }) => kind === "if_clause").flatMap((part) => namedChildren(part));
  if (body === undefined || parts.length > 3 || !isWalkedAtOnce(context, scan)) return false;
  return body === scan.comparison || (asksFirst(context, first, scan.comparison) && isPlainRead(context, body));
}
