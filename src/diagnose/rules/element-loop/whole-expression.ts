import { field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import type { RuleContext } from "../../rule.ts";

/** `rows[y, i + 1]`: an element whose place moves by one with each turn. */
export interface Element {
  readonly array: SyntaxNode;
  readonly node: SyntaxNode;
  /** Which of the places in the brackets moves. */
  readonly axis: number;
  /** What is added to the loop's number there. */
  readonly offset: number;
  /** The places in the brackets, without blanks. */
  readonly index: readonly string[];
  /** Names that the other places are worked out from. */
  readonly whole: readonly string[];
}

/** An expression of one turn, read as one of all turns. */
export interface WholeExpression {
  readonly elements: readonly Element[];
  /** Names of plain numbers. */
  readonly numbers: readonly string[];
  /** What it is for all turns; `slice` gives the text of an element's stretch. */
  readonly text: (numpy: string, slice: (element: Element) => string) => string;
}

type Turn = { readonly context: RuleContext; readonly variable: string };

/** Integers of more digits might meet in a product that no 64 bits hold. */
const LITERAL = /^(?:\d{1,6}|(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?)$/u;
const OPERATORS = new Set(["+", "-", "*", "/"]);
const COMPARISONS = new Set(["<", "<=", ">", ">=", "==", "!="]);

/**
 * The expression for all turns at once, where every step of it gives the same bits for an array as for one number: the four
 * operations, square roots, choices. A power, a sine or an exponential does not.
 */
function wholeExpression(turn: Turn, node: SyntaxNode): WholeExpression | undefined {
  return READERS[node.kind]?.(turn, node);
}

/** What is assigned: `value`, or what `target += value` makes of the element, which is a number and no object that changes. */
export function wholeValue(
  turn: Turn,
  { target, value, operator }: Readonly<Record<"target" | "value", SyntaxNode> & { operator: string | undefined }>,
): WholeExpression | undefined {
  if (operator === undefined) return wholeExpression(turn, value);
  if (!OPERATORS.has(operator)) return undefined;
  return joined(turn, [target, value], (_, [old = "", more = ""]) => `${old} ${operator} (${more})`);
}

const READERS: Readonly<Record<string, (turn: Turn, node: SyntaxNode) => WholeExpression | undefined>> = {
  integer: wholeLiteral,
  float: wholeLiteral,
  identifier: wholeName,
  subscript: wholeElement,
  parenthesized_expression: (turn, node) => joined(turn, namedChildren(node), (_, [inner = ""]) => `(${inner})`),
  unary_operator: wholeNegation,
  binary_operator: wholeOperation,
  conditional_expression: wholeChoice,
  call: wholeCall,
};

function wholeLiteral({ context }: Turn, node: SyntaxNode): WholeExpression | undefined {
  const text = textOf(context.source, node);
  return LITERAL.test(text) ? { elements: [], numbers: [], text: () => text } : undefined;
}

function wholeName({ context, variable }: Turn, node: SyntaxNode): WholeExpression | undefined {
  const text = textOf(context.source, node);
  return text === variable ? undefined : { elements: [], numbers: [text], text: () => text };
}

function wholeNegation(turn: Turn, node: SyntaxNode): WholeExpression | undefined {
  const isMinus = textOf(turn.context.source, node).startsWith("-");
  return isMinus ? joined(turn, namedChildren(node), (_, [inner = ""]) => `-${inner}`) : undefined;
}

function wholeElement(turn: Turn, node: SyntaxNode): WholeExpression | undefined {
  const element = elementAt(turn, node);
  return element && { elements: [element], numbers: [], text: (_, slice) => slice(element) };
}

function wholeOperation(turn: Turn, node: SyntaxNode): WholeExpression | undefined {
  const operator = textOf(turn.context.source, field(node, "operator") ?? node);
  if (!OPERATORS.has(operator)) return undefined;
  return joined(turn, namedChildren(node), (_, [left = "", right = ""]) => `${left} ${operator} ${right}`);
}

/** `a if b < c else d`: both are worked out; where one of them cannot be, the loop runs. */
function wholeChoice(turn: Turn, node: SyntaxNode): WholeExpression | undefined {
  const [yes, condition, no] = namedChildren(node);
  const test = condition && comparisonAt(turn, withoutParentheses(condition));
  if (test === undefined || yes === undefined || no === undefined) return undefined;
  return joined(turn, [...test.sides, yes, no], (numpy, [left, right, then, other]) => {
    return `${numpy}.where(${left} ${test.sign} ${right}, ${then}, ${other})`;
  });
}

/** One comparison of something that moves with the loop. */
function comparisonAt(
  turn: Turn,
  node: SyntaxNode,
): { readonly sign: string; readonly sides: readonly SyntaxNode[] } | undefined {
  const operators = node.children.filter((child) => child.field === "operators").map(({ kind }) => kind);
  const sides = namedChildren(node).filter((child) => child.field !== "operators");
  const [sign = "", ...more] = operators;
  if (node.kind !== "comparison_operator" || more.length > 0 || !COMPARISONS.has(sign)) return undefined;
  const isMoving = sides.some((side) => (wholeExpression(turn, side)?.elements.length ?? 0) > 0);
  return isMoving ? { sign, sides } : undefined;
}

function wholeCall(turn: Turn, node: SyntaxNode): WholeExpression | undefined {
  const [callee, list] = [field(node, "function"), field(node, "arguments")];
  const given = list?.kind === "argument_list" ? namedChildren(list) : [];
  if (callee === undefined || given.length !== 1) return undefined;
  const path = importedPath(turn.context, callee) ?? builtinNamed(turn.context, callee) ?? "";
  const name = { "math.sqrt": "sqrt", "numpy.sqrt": "sqrt", "math.fabs": "fabs", abs: "abs" }[path];
  return name === undefined ? undefined : joined(turn, given, (numpy, [inner = ""]) => `${numpy}.${name}(${inner})`);
}

function joined(
  turn: Turn,
  nodes: readonly SyntaxNode[],
  write: (numpy: string, parts: readonly string[]) => string,
): WholeExpression | undefined {
  const parts = nodes.map((node) => wholeExpression(turn, node));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return {
    elements: known.flatMap(({ elements }) => elements),
    numbers: known.flatMap(({ numbers }) => numbers),
    text: (numpy, slice) =>
      write(
        numpy,
        known.map(({ text }) => text(numpy, slice)),
      ),
  };
}

/** The element that a subscript of a name means, where exactly one of its places moves with the loop. */
export function elementAt({ context, variable }: Turn, node: SyntaxNode): Element | undefined {
  const array = field(node, "value");
  const places = namedChildren(node)
    .filter((child) => child.field === "subscript")
    .map((child) => textOf(context.source, child).replaceAll(/\s+/gu, ""));
  if (array?.kind !== "identifier" || places.length === 0) return undefined;
  const read = places.map((place) => /^(?:(\w+)(?:([+-]\d{1,6}))?|-?\d{1,6})$/u.exec(place));
  if (read.includes(null)) return undefined;
  const names = read.map((place) => place?.[1] ?? "");
  const axis = names.indexOf(variable);
  if (axis < 0 || names.lastIndexOf(variable) !== axis || textOf(context.source, array) === variable) return undefined;
  const offset = Number(read[axis]?.[2] ?? 0);
  const whole = names.filter((name, at) => at !== axis && /^[^\d]/u.test(name));
  return { array, node, axis, offset, index: places, whole };
}
