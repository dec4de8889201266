import { descendants, field, fields, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { masked } from "./masked.ts";
import type { Reading } from "./reading.ts";
import type { Whole } from "./whole.ts";

/** A condition for all turns; one that does not move stays as it is. */
export type Condition = Pick<Whole, "text" | "moves">;

const COMPARISONS = new Set(["<", "<=", ">", ">=", "==", "!="]);

/** Comparisons, and what `and`, `or` and `not` make of them; a number alone holds where it is not 0. */
export function readCondition(r: Reading, node: SyntaxNode): Condition | undefined {
  if (node.kind === "parenthesized_expression") {
    const [inner] = namedChildren(node);
    const condition = inner && readCondition(r, inner);
    return condition && { ...condition, text: `(${condition.text})` };
  }
  if (node.kind === "not_operator") return readNot(r, node);
  if (node.kind === "boolean_operator") return readBoth(r, node);
  if (node.kind === "comparison_operator") return asArray(r, node, readComparison(r, node));
  const number = node.kind === "subscript" || node.kind === "identifier" ? r.number(node) : undefined;
  return number?.moves === true ? asArray(r, node, { text: `(${number.text} != 0)`, moves: true }) : undefined;
}

/** A name that differs between turns, but not yet at this point, makes a `True` of Python's, whose `~` is a number. */
function asArray(r: Reading, node: SyntaxNode, condition: Condition | undefined): Condition | undefined {
  const isDoubtful = [...descendants(node)].some((name) => {
    const text = name.kind === "identifier" ? textOf(r.facts.context.source, name) : "";
    return r.facts.moving.has(text) && r.env.get(text)?.moves === false;
  });
  if (condition?.moves !== true || !isDoubtful) return condition;
  return { ...condition, text: `${r.facts.numpy}.asarray(${condition.text})` };
}

function readNot(r: Reading, node: SyntaxNode): Condition | undefined {
  const [inner] = namedChildren(node);
  const condition = inner && readCondition(r, inner);
  if (condition === undefined) return undefined;
  const text = condition.moves ? `~(${condition.text})` : `not (${condition.text})`;
  return { text, moves: condition.moves };
}

function readBoth(r: Reading, node: SyntaxNode): Condition | undefined {
  const [first, second] = namedChildren(node);
  const isAnd = field(node, "operator")?.kind === "and";
  const left = first && named(r, readCondition(r, first), second);
  const right = left && second && rightOf(r, left, isAnd, second);
  if (left === undefined || right === undefined) return undefined;
  const word = field(node, "operator")?.kind ?? "";
  const moves = left.moves || right.moves;
  const sign = { and: "&", or: "|" }[word] ?? "";
  if (!moves) return { text: `${left.text} ${word} ${right.text}`, moves };
  return { text: `((${left.text}) ${sign} (${right.text}))`, moves };
}

/** A condition that is asked for twice, where the other side could go wrong without it. */
function named(r: Reading, left: Condition | undefined, right: SyntaxNode | undefined): Condition | undefined {
  if (left?.moves !== true || right === undefined || !mayFail(right)) return left;
  const name = r.fresh("chosen");
  r.write(`${name} = ${left.text}`);
  return { ...left, text: name };
}

/** `b[i] != 0 and a[i] / b[i] > 1`: the right side is come by only where the left one holds, or does not. */
function rightOf(r: Reading, left: Condition, isAnd: boolean, right: SyntaxNode): Condition | undefined {
  if (!left.moves || !mayFail(right)) return readCondition(r, right);
  return masked(r, isAnd ? left.text : `~${left.text}`, () => readCondition(r, right));
}

function mayFail(node: SyntaxNode): boolean {
  return [...descendants(node)].some(({ kind }) => ["/", "//", "%", "**", "call"].includes(kind));
}

function readComparison(r: Reading, node: SyntaxNode): Condition | undefined {
  const operators = fields(node, "operators").map((operator) => textOf(r.facts.context.source, operator));
  const sides = namedChildren(node).filter((child) => child.field !== "operators");
  const [first, second] = sides;
  const [only] = operators;
  if (only !== undefined && second !== undefined && /^(?:not\s+)?in$/u.test(only) && first !== undefined)
    return operators.length === 1 ? readIn(r, first, second, only) : undefined;
  if (!operators.every((operator) => COMPARISONS.has(operator))) return undefined;
  const wholes = sides.map((side) => r.number(side));
  const known = wholes.filter((whole) => whole !== undefined);
  if (known.length < sides.length) return undefined;
  const pairs = operators.map((operator, at) => compared(known[at], operator, known[at + 1]));
  const moves = known.some((whole) => whole.moves);
  if (!moves || pairs.length === 1) {
    const text = known
      .map((whole, at) => (at === 0 ? whole.text : `${operators[at - 1] ?? ""} ${whole.text}`))
      .join(" ");
    return { text, moves };
  }
  return { text: pairs.map((pair) => `(${pair})`).join(" & "), moves };
}

function compared(left: Whole | undefined, operator: string, right: Whole | undefined): string {
  return `${left?.text ?? ""} ${operator} ${right?.text ?? ""}`;
}

/** `n in (2, 3)`. */
function readIn(r: Reading, asked: SyntaxNode, among: SyntaxNode, word: string): Condition | undefined {
  const isPlain = ["tuple", "list", "set"].includes(among.kind);
  const number = r.number(asked);
  const each = isPlain ? namedChildren(among) : [];
  if (number === undefined || each.length === 0 || each.length > 4) return undefined;
  if (!each.every(({ kind }) => kind === "integer")) return undefined;
  const texts = each.map((literal) => textOf(r.facts.context.source, literal));
  const isNot = word !== "in";
  if (!number.moves) return { text: `${number.text} ${word} (${texts.join(", ")},)`, moves: false };
  const pairs = texts.map((text) => `(${number.text} ${isNot ? "!=" : "=="} ${text})`);
  return { text: pairs.join(isNot ? " & " : " | "), moves: true };
}
