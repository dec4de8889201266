import { field, fields, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import type { RuleContext } from "../../rule.ts";
import type { ItemReading, Items } from "./reading.ts";
import { constant, either, given, operated, type Value } from "./value.ts";

/** An expression that is a number or a truth value, the same whether its items come from arrays or from lists; else undefined. */
export function readValue(r: ItemReading, node: SyntaxNode): Value | undefined {
  return READERS[node.kind]?.(r, node);
}

/** Something that is asked for its truth. */
export function readCondition(r: ItemReading, node: SyntaxNode): boolean {
  if (node.kind === "parenthesized_expression" || node.kind === "not_operator" || node.kind === "boolean_operator")
    return namedChildren(node).every((part) => readCondition(r, part));
  const value = readValue(r, node);
  return value !== undefined && !value.isWild;
}

/** A whole number: a place, an end of a range. */
export function readInt(r: ItemReading, node: SyntaxNode): Value | undefined {
  expectInts(r, node);
  const value = readValue(r, node);
  return value?.kind === "int" ? value : undefined;
}

/** Names and items in a whole number are whole numbers. */
function expectInts(r: ItemReading, node: SyntaxNode): void {
  const isName = node.kind === "identifier" || node.kind === "attribute";
  if (isName && !r.names.assigned.has(r.textOf(node))) r.ints.add(r.textOf(node));
  const base = baseOf(r.context, node);
  if (base !== undefined) r.indexes.add(r.textOf(base));
  const isOperation = /^(?:binary_operator|unary_operator|parenthesized_expression|conditional_expression)$/u.test(
    node.kind,
  );
  if (isOperation) for (const part of namedChildren(node)) expectInts(r, part);
  const isExtreme =
    node.kind === "call" && ["min", "max"].includes(builtinNamed(r.context, field(node, "function")) ?? "");
  if (isExtreme) for (const part of argumentsOf(node)) expectInts(r, part);
}

type Reader = (r: ItemReading, node: SyntaxNode) => Value | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  parenthesized_expression: (r, node) => readOnly(r, namedChildren(node)),
  integer: (r, node) => constant("int", r.textOf(node)),
  float: (r, node) => constant("float", r.textOf(node)),
  true: () => given("bool", "python"),
  false: () => given("bool", "python"),
  identifier: readName,
  unary_operator: readSigned,
  binary_operator: readOperation,
  comparison_operator: readComparison,
  not_operator: (r, node) => (readCondition(r, node) ? given("bool", "python") : undefined),
  conditional_expression: readChoice,
  subscript: (r, node) => readItem(r, node) ?? readShape(r, node),
  attribute: (r, node) => readConstant(r, node) ?? readAttribute(r, node),
  call: readCall,
};

function readOnly(r: ItemReading, [only, ...others]: readonly SyntaxNode[]): Value | undefined {
  return only === undefined || others.length > 0 ? undefined : readValue(r, only);
}

function readName(r: ItemReading, node: SyntaxNode): Value | undefined {
  const name = r.textOf(node);
  if (r.isRenamed(name)) r.replace(node, r.fresh(`${name}_number`));
  if (r.names.assigned.has(name)) return readLocal(r, name);
  if (r.context.scopes.bindingOf(node)?.kind === "builtin") return undefined;
  if (r.ints.has(name)) return given("int", "python");
  r.numbers.add(name);
  return given("number", "mixed");
}

function readLocal(r: ItemReading, name: string): Value {
  const known = r.local(name);
  if (!r.names.carried.has(name)) return known ?? given("int", "python");
  // Before its first turn it holds what it held before the loop.
  if (known === undefined) return given("int", "python");
  const origin = known.origin === "python" ? "python" : "mixed";
  const isNumber = known.kind === "float" || known.kind === "number";
  return isNumber ? { ...given("number", "mixed"), open: known.open } : given(known.kind, origin);
}

function readSigned(r: ItemReading, node: SyntaxNode): Value | undefined {
  const [operand] = namedChildren(node);
  const sign = node.children.find(({ isNamed }) => !isNamed)?.kind;
  const value = operand && readValue(r, operand);
  if (value === undefined || value.kind === "bool") return undefined;
  if (sign === "-") return r.closed(value);
  return sign === "+" ? value : undefined;
}

function readOperation(r: ItemReading, node: SyntaxNode): Value | undefined {
  const [left, right, operator] = [field(node, "left"), field(node, "right"), field(node, "operator")];
  if (left === undefined || right === undefined || operator === undefined) return undefined;
  const values = [readValue(r, left), readValue(r, right)] as const;
  return values[0] && values[1] && readOperated(r, operator.kind, values[0], values[1]);
}

/** Only a sum may be of what is infinite: it is so, too, and numpy does not warn of it. */
export function readOperated(r: ItemReading, operator: string, a: Value, b: Value): Value | undefined {
  const value = operated(operator, a, b, r.variant);
  if (value === undefined) return undefined;
  return operator === "+" && !value.isWild ? value : r.closed(value);
}

const COMPARED = new Set(["<", ">", "<=", ">=", "==", "!="]);

function readComparison(r: ItemReading, node: SyntaxNode): Value | undefined {
  if (!fields(node, "operators").every(({ kind }) => COMPARED.has(kind))) return undefined;
  const parts = namedChildren(node);
  const values = parts.flatMap((part) => readValue(r, part) ?? []);
  // numpy makes a float of a whole number to compare it with one, and Python does not: below 2^53 that is the same.
  const areAlike = values.every(({ kind, degree }) => degree < 2 || kind === values[0]?.kind);
  const areKnown = values.length === parts.length && areAlike && values.every(({ isWild }) => !isWild);
  notePair(r, node, parts);
  return areKnown ? given("bool", "mixed") : undefined;
}

/** `s[i] == t[j]` */
function notePair(r: ItemReading, node: SyntaxNode, [left, right, ...others]: readonly SyntaxNode[]): void {
  const isAboutEqual = fields(node, "operators").every(({ kind }) => kind === "==" || kind === "!=");
  const bases = [left, right].flatMap((part) => (part && baseOf(r.context, part)) ?? []);
  const [one, other] = bases.map((base) => r.textOf(base));
  if (isAboutEqual && others.length === 0 && one !== undefined && other !== undefined) r.pairs.push([one, other]);
}

function readChoice(r: ItemReading, node: SyntaxNode): Value | undefined {
  const [yes, condition, no] = namedChildren(node);
  if (yes === undefined || condition === undefined || no === undefined || !readCondition(r, condition))
    return undefined;
  const values = [readValue(r, yes), readValue(r, no)] as const;
  return values[0] && values[1] && either(values[0], values[1]);
}

/** The array's name in `a[i]`, `a[i, j]` and `a[i][j]`; `self.a`, too. */
export function baseOf({ source }: Pick<RuleContext, "source">, node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = node;
  while (at?.kind === "subscript") at = field(at, "value");
  if (at === undefined || at === node) return undefined;
  const isArray = at.kind === "identifier" || (at.kind === "attribute" && !/\.\s*shape$/u.test(textOf(source, at)));
  return isArray ? at : undefined;
}

/** Does the loop leave alone what the name or attribute means? */
export function isSteady(r: ItemReading, node: SyntaxNode): boolean {
  const text = r.textOf(node);
  if (node.kind === "identifier") return !r.names.assigned.has(text);
  const [, owner] = /^([^.\s]+)\.(?!__)\w+$/u.exec(text) ?? [];
  if (node.kind !== "attribute" || owner === undefined || r.names.assigned.has(owner)) return false;
  r.attributes.add(text);
  return true;
}

/** `a[i]`, `a[i, j]` and `a[i][j]`: one number of an array. */
export function readItem(r: ItemReading, node: SyntaxNode, isWritten = false): Value | undefined {
  const base = baseOf(r.context, node);
  if (base === undefined || !isSteady(r, base)) return undefined;
  const places = placesIn(node);
  const array = r.array(r.textOf(base), { places: places.length, isWritten });
  const isRead = places.every((place) => place.kind !== "slice" && readInt(r, place) !== undefined);
  if (array === undefined || !isRead) return undefined;
  r.replace(base, array.list);
  for (const comma of commasIn(node)) r.edits.push({ ...comma, text: "][" });
  return itemOf(r, array);
}

/** One number of an array. */
export function itemOf(r: ItemReading, { name, isIndex }: Items): Value {
  if (isIndex || r.variant === "int") return given("int", "numpy");
  return { ...given("float", "numpy"), open: new Set(r.finite.has(name) ? [] : [name]) };
}

/** From the outside in: the last one comes first. */
function placesIn(node: SyntaxNode): readonly SyntaxNode[] {
  const own = fields(node, "subscript");
  const inner = field(node, "value");
  return inner?.kind === "subscript" ? [...placesIn(inner), ...own] : own;
}

function commasIn(node: SyntaxNode): readonly { readonly start: number; readonly end: number }[] {
  const inner = field(node, "value");
  const own = fields(node, "subscript");
  const between = own.slice(1).map((place, at) => ({ start: own[at]?.end ?? place.start, end: place.start }));
  return [...(inner?.kind === "subscript" ? commasIn(inner) : []), ...between];
}

/** `a.shape[0]`; the array stays an array. */
function readShape(r: ItemReading, node: SyntaxNode): Value | undefined {
  const shape = field(node, "value");
  const [place, ...others] = fields(node, "subscript");
  const owner = shape?.kind === "attribute" ? field(shape, "object") : undefined;
  const attribute = shape && field(shape, "attribute");
  if (owner === undefined || attribute === undefined || r.textOf(attribute) !== "shape") return undefined;
  if (place?.kind !== "integer" || others.length > 0 || !isSteady(r, owner)) return undefined;
  r.sized.add(r.textOf(owner));
  return given("int", "python");
}

function readConstant(r: ItemReading, node: SyntaxNode): Value | undefined {
  const path = importedPath(r.context, node);
  if (path === "math.inf" || path === "numpy.inf") return { ...given("float", "python"), open: new Set([""]) };
  return path === "math.pi" || path === "math.e" ? constant("float", "3.2") : undefined;
}

/** `self.width`: a number from before the loop. */
function readAttribute(r: ItemReading, node: SyntaxNode): Value | undefined {
  if (importedPath(r.context, node) !== undefined || !isSteady(r, node)) return undefined;
  const name = r.textOf(node);
  if (r.ints.has(name)) return given("int", "python");
  r.replace(node, r.fresh(`${name}_number`));
  r.numbers.add(name);
  return given("number", "mixed");
}

/** Functions of one float that give a Python float, of whatever it is made, and no infinite one. */
const FUNCTIONS = new Set(
  "sqrt exp log log10 log2 log1p expm1 sin cos tan asin acos atan sinh cosh tanh fabs radians degrees".split(" "),
);
const ROUNDING = new Set(["math.floor", "math.ceil", "math.trunc"]);

function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = field(call, "arguments");
  return list?.kind === "argument_list" ? namedChildren(list) : [];
}

function readCall(r: ItemReading, node: SyntaxNode): Value | undefined {
  const called = field(node, "function");
  const builtin = builtinNamed(r.context, called);
  const all = builtin === "min" || builtin === "max" ? comparedBy(node) : argumentsOf(node);
  if (builtin === "len") return readLength(r, all);
  const values = all.flatMap((each) => readValue(r, each) ?? []);
  const areNumbers = values.length === all.length && values.every(({ kind }) => kind !== "bool");
  if (!areNumbers) return undefined;
  if (builtin !== undefined) return readBuiltin(r, builtin, values);
  const path = called && importedPath(r.context, called);
  return path === undefined
    ? undefined
    : readFunction(
        path,
        values.map((value) => r.closed(value)),
      );
}

/** Of `min` and `max`, which may be given a list that stands there. */
function comparedBy(call: SyntaxNode): readonly SyntaxNode[] {
  const all = argumentsOf(call);
  const [only, ...others] = all;
  const isShown = only?.kind === "list" || only?.kind === "tuple";
  return isShown && others.length === 0 ? namedChildren(only) : all;
}

function readFunction(path: string, [value, ...others]: readonly Value[]): Value | undefined {
  if (value === undefined || others.length > 0 || value.isWild) return undefined;
  if (ROUNDING.has(path)) return { ...given("int", "python"), isFresh: true };
  const isKnown = path.startsWith("math.") && FUNCTIONS.has(path.slice(5));
  // Its result has no bound that is known: what is made of it may be infinite.
  return isKnown ? { ...given("float", "python"), isFresh: true, degree: 3, terms: 1e8 } : undefined;
}

function readLength(r: ItemReading, [only, ...others]: readonly SyntaxNode[]): Value | undefined {
  if (only === undefined || others.length > 0 || !isSteady(r, only)) return undefined;
  r.sized.add(r.textOf(only));
  return given("int", "python");
}

function readBuiltin(r: ItemReading, name: string, values: readonly Value[]): Value | undefined {
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  if (name === "min" || name === "max") {
    const areTame = others.length > 0 && values.every(({ isWild }) => !isWild);
    return areTame ? values.reduce<Value | undefined>((a, b) => a && either(a, b), first) : undefined;
  }
  if (others.length > 0) return undefined;
  if (name === "abs") return first;
  // Of what is infinite or no number `int` makes an error.
  if (name === "int") return { ...r.closed(first), kind: "int", origin: "python", isFresh: true, isWild: false };
  return name === "float" ? { ...first, kind: "float", origin: "python" } : undefined;
}
