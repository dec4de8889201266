import {
  descendants,
  field,
  namedChildren,
  textOf,
  topStatement,
  withoutParentheses,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { hiddenBuiltins } from "../../analysis/own-code.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { KEEPING_BUILTINS } from "../../analysis/while-same.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isWalkedAtOnce } from "./beside.ts";
import type { Parts } from "./parts.ts";
import { targetObstacles } from "./targets.ts";
import { wantedObstacles } from "./wanted.ts";

/** A walk for an element itself, which can go through its places for as long as the list is what it was. */
export interface WhileSame {
  /** What the walk gives: `for x in xs`, `for i in range(len(xs))`, `for i, x in enumerate(xs)`. */
  readonly form: "items" | "places" | "pairs";
  /** What stands in the way of everything else. */
  readonly without: readonly Obstacle[];
}

/** Where no text tells who changes the list, each walk can ask the list itself, if nothing runs between the first equal element and the end. */
export function whileSame(context: RuleContext, parts: Parts, without: readonly Obstacle[]): WhileSame | undefined {
  const { scan, walked } = parts;
  const isSole = scan.before.length === 0 && scan.lets.length === 0 && !scan.isNegated && walked.kind === "lists";
  const form = isSole ? formOf(context, parts) : undefined;
  if (form === undefined || !endsAtFirst(context, scan)) return undefined;
  const obstacles = [
    ...targetObstacles(context, parts),
    ...wantedObstacles(context, parts),
    ...hiddenBuiltins(context, topStatement(scan.clause), KEEPING_BUILTINS),
  ];
  return obstacles.length === 0 ? { form, without } : undefined;
}

function formOf(context: RuleContext, { scan, walked, key }: Parts): WhileSame["form"] | undefined {
  const { iterable, target } = scan;
  const [list = iterable] = walked.operands;
  const text = (node: SyntaxNode): string => textOf(context.source, node).replaceAll(/\s+/gu, "");
  if (iterable === list) return text(key) === text(target) ? "items" : undefined;
  const name = iterable.kind === "call" ? builtinCalled(iterable, context) : undefined;
  if (name === "range") return text(key) === `${text(list)}[${text(target)}]` ? "places" : undefined;
  const parts = name === "enumerate" && target.kind === "pattern_list" ? namedChildren(target) : [];
  const [, element] = parts.length === 2 ? parts : [];
  return element !== undefined && text(key) === text(element) ? "pairs" : undefined;
}

/** Does the walk end with the first equal element, or does what it gives do nothing but read? */
function endsAtFirst(context: RuleContext, scan: Parts["scan"]): boolean {
  const { clause, comparison } = scan;
  if (clause.kind === "for_statement") return leavesAfter(clause, comparison);
  const { parent } = clause;
  const parts = parent === undefined ? [] : namedChildren(parent);
  const body = parent && field(parent, "body");
  const [first] = parts.filter(({ kind }) => kind === "if_clause").flatMap((part) => namedChildren(part));
  const isSole = parts.length <= 3 && (body === comparison || first === comparison);
  if (clause.kind !== "for_in_clause" || body === undefined || !isSole || !isWalkedAtOnce(context, scan)) return false;
  return body === comparison || isPlainRead(context, body);
}

const leaving: ReadonlySet<string> = new Set(["return_statement", "raise_statement", "break_statement"]);

/** `for …: if x == wanted: …; return`, and nothing that goes on. */
function leavesAfter(loop: SyntaxNode, comparison: SyntaxNode): boolean {
  const body = field(loop, "body");
  const [asked] = body === undefined ? [] : namedChildren(body);
  const consequence = asked && field(asked, "consequence");
  const condition = asked && field(asked, "condition");
  if (condition === undefined || withoutParentheses(condition) !== comparison || consequence === undefined)
    return false;
  const last = namedChildren(consequence).at(-1);
  const goesOn = [...descendants(consequence)].some(({ kind }) => kind === "continue_statement");
  return last !== undefined && leaving.has(last.kind) && !goesOn;
}
