import { field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed, type Code } from "../../analysis/code.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { definitionsMeant } from "../../analysis/meaning.ts";
import type { RuleContext } from "../../rule.ts";
import { partAt, type AskedPart, type ElementTarget } from "./element-value.ts";
import { walkedBy, type Slice } from "./folds.ts";
import { callAround } from "./searches.ts";

/** `any(x is not None for x in xs[i:])`: whether something is wanted from a place on, or before one. */
export interface SomethingLeft {
  readonly kind: "left";
  /** The call of `any` or `all`. */
  readonly whole: SyntaxNode;
  readonly list: SyntaxNode;
  /** `start`: of `xs[start:]`; `end`: of `xs[:end]`. */
  readonly side: "start" | "end";
  readonly place: SyntaxNode;
  readonly target: ElementTarget;
  readonly condition: SyntaxNode;
  /** `all`: what is sought is one that does not fit. */
  readonly isNegated: boolean;
  readonly parts: readonly AskedPart[];
}

/** The question that the condition belongs to; undefined for any other. */
export function somethingLeftAt(context: RuleContext, condition: SyntaxNode): SomethingLeft | undefined {
  const asked = askedIn(context, condition);
  const walked = asked && walkedBy(context, asked.clause);
  const part = walked && onlyEnd(walked.sliced.slice);
  const parts = walked && askedParts(context, walked.target, condition);
  if (asked === undefined || part === undefined || walked === undefined || parts === undefined) return undefined;
  const { target, sliced } = walked;
  const { whole, isNegated } = asked;
  return { kind: "left", whole, list: sliced.list, ...part, target, condition, isNegated, parts };
}

interface Question extends Pick<SomethingLeft, "whole" | "isNegated"> {
  readonly clause: SyntaxNode;
}

/** The call of `any` or `all`, and the one clause of what it is given. */
function askedIn(context: RuleContext, condition: SyntaxNode): Question | undefined {
  const generator = condition.parent;
  if (generator?.kind !== "generator_expression") return undefined;
  const [value, clause, ...others] = namedChildren(generator);
  const whole = callAround(generator);
  const name = whole && builtinCalled(whole, context);
  if (value !== condition || others.length > 0 || whole === undefined || clause === undefined) return undefined;
  return name === "any" || name === "all" ? { whole, clause, isNegated: name === "all" } : undefined;
}

/** From a place on, or up to one. */
function onlyEnd(slice: Slice | undefined): Pick<SomethingLeft, "side" | "place"> | undefined {
  const { start, end } = slice ?? {};
  if (start !== undefined) return end === undefined ? { side: "start", place: start } : undefined;
  return end && { side: "end", place: end };
}

/** What a condition asks that raises nothing, does nothing and is answered by the element alone; undefined for others. */
function askedParts(context: RuleContext, target: ElementTarget, node: SyntaxNode): readonly AskedPart[] | undefined {
  const part = partAt(context, target, node);
  if (part !== undefined) return [{ node: part, by: "value" }];
  if (holding.has(node.kind)) {
    const found = namedChildren(node).map((inner) => askedParts(context, target, inner));
    return found.some((each) => each === undefined) ? undefined : found.flatMap((each) => each ?? []);
  }
  if (node.kind === "comparison_operator") return comparedPart(context, target, node);
  return node.kind === "call" ? ofClass(context, target, node) : undefined;
}

const holding: ReadonlySet<string> = new Set(["not_operator", "boolean_operator", "parenthesized_expression"]);
const plain: ReadonlySet<string> = new Set(["integer", "string", "none", "true", "false"]);

/** `x is None`, `x != ""`: beside a constant. */
function comparedPart(
  context: RuleContext,
  target: ElementTarget,
  comparison: SyntaxNode,
): readonly AskedPart[] | undefined {
  const operators = comparison.children.filter((child) => child.field === "operators").map(({ kind }) => kind);
  const [left, right, ...others] = namedChildren(comparison).filter((child) => child.field !== "operators");
  const part = left && partAt(context, target, left);
  const [operator] = operators;
  if (part === undefined || right === undefined || others.length > 0 || operator === undefined) return undefined;
  if (operator.startsWith("is") && right.kind === "none") return [{ node: part, by: "type" }];
  const isEquality = (operator === "==" || operator === "!=") && plain.has(right.kind);
  const isText = !right.children.some(({ kind }) => kind === "interpolation");
  return isEquality && isText ? [{ node: part, by: "value" }] : undefined;
}

/** `isinstance(x, Node)`, of a class whose `type` has no say in it. */
function ofClass(context: RuleContext, target: ElementTarget, call: SyntaxNode): readonly AskedPart[] | undefined {
  const [asked, owner, ...others] = builtinCalled(call, context) === "isinstance" ? argumentsOf(call) : [];
  if (asked === undefined || owner === undefined || others.length > 0) return undefined;
  const part = partAt(context, target, asked);
  return part === undefined || !isOrdinary(context, owner) ? undefined : [{ node: part, by: "type" }];
}

/** Of Python, or of the project with all that it derives from, and with no metaclass that could answer for it. */
function isOrdinary(code: Code, owner: SyntaxNode, depth = 0): boolean {
  if (builtinNamed(code, owner) !== undefined) return true;
  const [only, ...others] = definitionsMeant(code, owner) ?? [];
  if (only?.node.kind !== "class_definition" || others.length > 0 || depth > MOST_BASES) return false;
  const list = field(only.node, "superclasses");
  return (list === undefined ? [] : namedChildren(list)).every((base) => isOrdinary(only.code, base, depth + 1));
}

const MOST_BASES = 8;
