import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { steadyName } from "./attributes.ts";
import { readCast } from "./casts.ts";
import { shielded } from "./masked.ts";
import { readElement, readWalked } from "./places.ts";
import type { Reading } from "./reading.ts";
import { readSize } from "./sizes.ts";
import { boundOfEither, boundOfProduct, boundOfSum, kindOf, natureOf, ONE, type Whole } from "./whole.ts";

/** An expression that is a whole number, or is an error in each turn where it is none. */
export function readInt(r: Reading, node: SyntaxNode): Whole | undefined {
  const { source } = r.facts.context;
  const text = textOf(source, node);
  if (node.kind === "integer") return literal(text);
  if (/^(?:identifier|attribute)$/u.test(node.kind)) return readName(r, node, text);
  if (node.kind === "parenthesized_expression") {
    const [inner] = namedChildren(node);
    const whole = inner && r.int(inner);
    return whole && { ...whole, text: `(${whole.text})` };
  }
  if (node.kind === "unary_operator") return readNegation(r, node);
  if (node.kind === "binary_operator") return readOperation(r, node);
  if (node.kind === "call") return readSize(r, node) ?? intCast(r, node);
  // A whole number where it stands as a place: else it is an error.
  if (node.kind === "subscript") return readSize(r, node) ?? readElement(r, node);
  return undefined;
}

function literal(text: string): Whole | undefined {
  if (!/^\d{1,6}$/u.test(text)) return undefined;
  return { text, moves: false, kind: "python", nature: "int", bound: { factor: Math.max(1, Number(text)), degree: 0 } };
}

function intCast(r: Reading, node: SyntaxNode): Whole | undefined {
  const cast = readCast(r, node);
  return cast?.nature === "int" ? cast : undefined;
}

function readName(r: Reading, node: SyntaxNode, name: string): Whole | undefined {
  const { walked } = r.facts;
  const axis = r.axisOf(name);
  if (axis !== undefined)
    return r.noted({ text: r.placesText(axis), moves: true, kind: "python", nature: "int", bound: ONE });
  const array = walked.get(name);
  if (array !== undefined) return readWalked(r, array);
  const own = r.env.get(name);
  if (own !== undefined) return own.nature === "int" || own.kind === "numpy" ? own : undefined;
  if (steadyName(r, node) === undefined) return undefined;
  r.ints.add(name);
  return { text: name, moves: false, kind: "python", nature: "int", bound: ONE };
}

function readNegation(r: Reading, node: SyntaxNode): Whole | undefined {
  const [inner] = namedChildren(node);
  const whole = inner && r.int(inner);
  if (whole === undefined || !textOf(r.facts.context.source, node).startsWith("-")) return undefined;
  r.subtracts = true;
  return r.noted({ ...whole, text: `-${whole.text}` });
}

function readOperation(r: Reading, node: SyntaxNode): Whole | undefined {
  const operator = textOf(r.facts.context.source, field(node, "operator") ?? node);
  if (!["+", "-", "*", "//", "%"].includes(operator)) return undefined;
  const [left, right] = namedChildren(node).map((side) => r.int(side));
  if (left === undefined || right === undefined) return undefined;
  if (operator === "-") r.subtracts = true;
  return r.noted({
    text: `${left.text} ${operator} ${/^[%/]/u.test(operator) ? shielded(r, right, "1") : right.text}`,
    moves: left.moves || right.moves,
    kind: kindOf(left, right),
    nature: natureOf(left, right),
    bound: boundFor(operator, left, right),
  });
}

/** A quotient or a remainder of whole numbers is no greater than the greater of the two. */
function boundFor(operator: string, { bound: a }: Whole, { bound: b }: Whole): Whole["bound"] {
  if (operator === "*") return boundOfProduct(a, b);
  return operator === "+" || operator === "-" ? boundOfSum(a, b) : boundOfEither(a, b);
}
