import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { steadyName } from "./attributes.ts";
import { readCall } from "./calls.ts";
import { readChoice } from "./choice.ts";
import { shielded } from "./masked.ts";
import { oneByOne, powerOf } from "./one-by-one.ts";
import { readElement, readWalked } from "./places.ts";
import type { Reader, Reading } from "./reading.ts";
import { readSize } from "./sizes.ts";
import { boundOfEither, boundOfProduct, boundOfSum, kindOf, natureOf, ONE, type Bound, type Whole } from "./whole.ts";

/** Integers of more digits might meet in a product that no 64 bits hold. */
const LITERAL = /^(?:\d{1,6}|(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?)$/u;

/**
 * The expression for all turns at once, where every step of it gives the same bits for an array as for one number: the four
 * operations, square roots, choices. A power, a sine or an exponential is worked out number by number.
 */
export const readNumber: Reader = (r, node) => READERS[node.kind]?.(r, node);

const READERS: Readonly<Record<string, Reader>> = {
  integer: literal,
  float: literal,
  identifier: (r, node) => readName(r, textOf(r.facts.context.source, node)),
  subscript: (r, node) => readSize(r, node) ?? readElement(r, node),
  parenthesized_expression: readParentheses,
  unary_operator: readSign,
  binary_operator: readOperation,
  conditional_expression: readChoice,
  attribute: (r, node) => constant(r, node) ?? readAttribute(r, node),
  call: (r, node) => readSize(r, node) ?? readCall(r, node),
};

function literal(r: Reading, node: SyntaxNode): Whole | undefined {
  const text = textOf(r.facts.context.source, node);
  if (!LITERAL.test(text)) return undefined;
  const isInt = node.kind === "integer";
  const bound = { factor: isInt ? Math.max(1, Number(text)) : 1, degree: 0 };
  return { text, moves: false, kind: "python", nature: isInt ? "int" : "float", bound };
}

const CONSTANTS = new Set(["pi", "e", "tau"].flatMap((name) => [`math.${name}`, `numpy.${name}`]));

/** `math.pi`. */
function constant({ facts: { context } }: Reading, node: SyntaxNode): Whole | undefined {
  if (!CONSTANTS.has(importedPath(context, node) ?? "")) return undefined;
  const bound = { factor: 1, degree: 0 };
  return { text: textOf(context.source, node), moves: false, kind: "python", nature: "float", bound };
}

/** `self.weight`: a number from before the loop. */
function readAttribute(r: Reading, node: SyntaxNode): Whole | undefined {
  const name = steadyName(r, node);
  if (name === undefined) return undefined;
  r.numbers.add(name);
  return { text: name, moves: false, kind: "either", nature: "unknown", bound: ONE };
}

function readName(r: Reading, name: string): Whole | undefined {
  const { walked, assigned, moving } = r.facts;
  const axis = r.axisOf(name);
  if (axis !== undefined)
    return r.noted({ text: r.placesText(axis), moves: true, kind: "python", nature: "int", bound: ONE });
  const array = walked.get(name);
  if (array !== undefined) return readWalked(r, array);
  const own = r.env.get(name);
  if (own !== undefined) return { ...own, moves: own.moves || moving.has(name) };
  if (assigned.has(name)) return undefined;
  r.numbers.add(name);
  const kind = r.facts.lists === true ? "python" : "either";
  return { text: name, moves: false, kind, nature: "unknown", bound: ONE };
}

function readParentheses(r: Reading, node: SyntaxNode): Whole | undefined {
  const [inner] = namedChildren(node);
  const whole = inner && r.number(inner);
  return whole && { ...whole, text: `(${whole.text})` };
}

function readSign(r: Reading, node: SyntaxNode): Whole | undefined {
  const [inner] = namedChildren(node);
  const whole = inner && r.number(inner);
  if (whole === undefined || !textOf(r.facts.context.source, node).startsWith("-")) return undefined;
  // Of a whole 0 among floats, another 0 would be made.
  if (whole.nature === "mixed") return undefined;
  r.subtracts = true;
  return r.noted({ ...whole, text: `-${whole.text}` });
}

function readOperation(r: Reading, node: SyntaxNode): Whole | undefined {
  const operator = textOf(r.facts.context.source, field(node, "operator") ?? node);
  const [left, right] = namedChildren(node);
  if (left === undefined || right === undefined) return undefined;
  if (operator === "//" || operator === "%") {
    const whole = r.int(node);
    return whole?.nature === "int" ? whole : undefined;
  }
  if (operator === "**") return readPower(r, left, right);
  const [a, b] = [r.number(left), r.number(right)];
  if (a === undefined || b === undefined || !["+", "-", "*", "/"].includes(operator)) return undefined;
  return operation(r, operator, a, b);
}

/** A whole 0 among floats, times a negative whole number, would be -0.0. */
function isDoubtful(operator: string, a: Whole, b: Whole): boolean {
  const isMixed = a.nature === "mixed" || b.nature === "mixed";
  return operator === "*" && isMixed && natureOf(a, b) !== "float";
}

/** The same operation on what both are for all turns. */
export function operation(r: Reading, operator: string, a: Whole, b: Whole): Whole | undefined {
  if (isDoubtful(operator, a, b)) return undefined;
  if (operator === "-") r.subtracts = true;
  const whole: Whole = {
    text: `${a.text} ${operator} ${operator === "/" ? shielded(r, b, "1") : b.text}`,
    moves: a.moves || b.moves,
    kind: kindOf(a, b),
    nature: operator === "/" ? "float" : natureOf(a, b),
    bound: boundFor(operator, a.bound, b.bound),
  };
  for (const part of [a, b]) if (whole.moves && !part.moves) r.held(part);
  // What grows in an inner loop is bounded when that has ended.
  return r.inner?.carried.has(a.text) === true ? whole : r.noted(whole);
}

function boundFor(operator: string, a: Bound | undefined, b: Bound | undefined): Bound | undefined {
  if (operator === "*") return boundOfProduct(a, b);
  return operator === "/" ? boundOfEither(a, b) : boundOfSum(a, b);
}

/**
 * numpy's `**` and `np.power` have other last digits: of floats `np.float_power` calls the C library's `pow` for each number, as Python
 * does; whole numbers are raised one by one.
 */
function readPower(r: Reading, left: SyntaxNode, right: SyntaxNode): Whole | undefined {
  const [base, power] = [r.number(left), r.number(right)];
  if (base === undefined || power === undefined) return undefined;
  if (power.moves) return movingPower(r, base, power);
  const bound = powerBound(base.bound, power);
  if (!base.moves)
    return { ...base, text: `${base.text} ** ${power.text}`, kind: kindOf(base, power), nature: "unknown" };
  if (base.kind === "either" || base.nature === "mixed") return undefined;
  const { part } = r.names;
  const each = (all: string): string => (base.kind === "numpy" ? `list(${all})` : `(${all}).tolist()`);
  const text =
    base.nature === "float"
      ? powerOf(r, base.text, power.text)
      : oneByOne(r, shielded(r, base, "1"), (all) => `[${part} ** ${power.text} for ${part} in ${each(all)}]`);
  // Of floats a power may be any, of whole numbers it is bounded by its own.
  return r.noted({ text, moves: true, kind: base.kind, nature: base.nature === "float" ? "float" : "unknown", bound });
}

/**
 * `math.e ** -a[i]`: of floats, or of one of them, Python too calls `pow`. Of numpy's whole numbers and Python's floats numpy takes its
 * own way, which has other last digits.
 */
function movingPower(r: Reading, base: Whole, power: Whole): Whole | undefined {
  if (base.nature !== "float" && power.nature !== "float") return undefined;
  if (isNumpyInt(base) ? power.kind !== "numpy" : isNumpyInt(power) && base.kind !== "numpy") return undefined;
  const text = powerOf(r, base.text, power.text);
  for (const part of [base, power]) r.held(part);
  return { text, moves: true, kind: kindOf(base, power), nature: "float", bound: undefined };
}

function isNumpyInt({ kind, nature }: Whole): boolean {
  return kind !== "python" && nature !== "float";
}

function powerBound(base: Bound | undefined, { text }: Whole): Bound | undefined {
  if (!/^[0-9]$/u.test(text)) return undefined;
  let bound: Bound | undefined = { factor: 1, degree: 0 };
  for (let times = Number(text); times > 0; times -= 1) bound = boundOfProduct(bound, base);
  return bound;
}
