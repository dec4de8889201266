import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed } from "../code.ts";
import { importedPath } from "../callee.ts";
import { isWalked } from "./walked-value.ts";
import { bindingMeant } from "../meaning.ts";
import { assign } from "./assign.ts";
import { valueOfCall } from "./evaluate-call.ts";
import type { Frame } from "./frame.ts";
import { isConstantOfLibrary } from "./known-functions.ts";
import { isConstantAttribute } from "./known-methods.ts";
import { askedOfObject, ownMethodAt } from "./own-methods.ts";
import { CONSTANT, containerOf, copyOf, elementOf, FRESH, frozenOf, joined, type Value } from "./value.ts";

type Evaluate = (frame: Frame, node: SyntaxNode) => Value;

/** What an expression's value is, every part of it being looked at; refuses what may do or depend on anything else. */
export function evaluate(frame: Frame, node: SyntaxNode): Value {
  const known = byKind[node.kind];
  return known === undefined ? frame.refuse(node) : known(frame, node);
}

function evaluateAll(frame: Frame, nodes: readonly SyntaxNode[]): Value {
  return joined(...nodes.map((node) => evaluate(frame, node)));
}

const constant: Evaluate = () => CONSTANT;
/** Whatever is in it is looked at. */
const constantOfParts: Evaluate = (frame, node) => {
  evaluateAll(frame, namedChildren(node));
  return CONSTANT;
};
const either: Evaluate = (frame, node) => evaluateAll(frame, namedChildren(node));
const container: Evaluate = (frame, node) => {
  const inside = joined(...namedChildren(node).map((each) => evaluateElement(frame, each)));
  return inside.level === 0 ? FRESH : containerOf(inside);
};

/** `*xs` gives what is in it. */
function evaluateElement(frame: Frame, node: SyntaxNode): Value {
  if (node.kind !== "list_splat" && node.kind !== "dictionary_splat") return evaluate(frame, node);
  return elementOf(evaluateAll(frame, namedChildren(node)));
}

const byKind: Readonly<Record<string, Evaluate>> = {
  integer: constant,
  float: constant,
  true: constant,
  false: constant,
  none: constant,
  ellipsis: constant,
  string: evaluateString,
  concatenated_string: constantOfParts,
  interpolation: evaluateString,
  format_specifier: evaluateString,
  parenthesized_expression: either,
  expression_list: (frame, node) => frozenOf(container(frame, node)),
  tuple: (frame, node) => frozenOf(container(frame, node)),
  list: container,
  set: container,
  dictionary: container,
  pair: either,
  list_comprehension: evaluateComprehension,
  set_comprehension: evaluateComprehension,
  dictionary_comprehension: evaluateComprehension,
  generator_expression: evaluateComprehension,
  binary_operator: evaluateOperator,
  unary_operator: constantOfParts,
  boolean_operator: either,
  not_operator: constantOfParts,
  comparison_operator: evaluateComparison,
  conditional_expression: either,
  named_expression: evaluateNamed,
  subscript: evaluateSubscript,
  slice: constantOfParts,
  attribute: evaluateAttribute,
  identifier: evaluateName,
  call: (frame, node) => valueOfCall(frame, node, evaluate),
};

/** Equal arguments need not be the same object: `is` may tell them apart, unless it asks for None and the like. */
function evaluateComparison(frame: Frame, node: SyntaxNode): Value {
  const operands = namedChildren(node).filter((part) => part.field !== "operators");
  const isIdentity = node.children.some(({ kind }) => kind === "is" || kind === "is not");
  if (isIdentity && !operands.some(({ kind }) => singletons.has(kind))) return frame.refuse(node);
  evaluateAll(frame, operands);
  return CONSTANT;
}

const singletons = new Set(["none", "true", "false"]);

/** The expressions in an f-string. */
function evaluateString(frame: Frame, node: SyntaxNode): Value {
  for (const part of node.children) {
    if (part.kind === "interpolation" || part.kind === "format_specifier") evaluateString(frame, part);
    else if (node.kind === "interpolation" && part.isNamed && part.kind !== "type_conversion") evaluate(frame, part);
  }
  return CONSTANT;
}

function evaluateComprehension(frame: Frame, node: SyntaxNode): Value {
  const [body, ...clauses] = namedChildren(node);
  for (const clause of clauses) {
    if (clause.children.some(({ kind }) => kind === "async")) frame.refuse(clause);
    if (clause.kind === "for_in_clause") bindTarget(frame, clause);
    else evaluateAll(frame, namedChildren(clause));
  }
  const inside = body === undefined ? CONSTANT : evaluate(frame, body);
  return inside.level === 0 ? FRESH : containerOf(inside);
}

function bindTarget(frame: Frame, clause: SyntaxNode): void {
  const [left, right] = [field(clause, "left"), field(clause, "right")];
  if (left === undefined || right === undefined) return void frame.refuse(clause);
  assign(frame, left, elementOf(evaluate(frame, right)), { from: right, depth: 1 }, evaluate);
}

/** `xs + ys` is a new list, and so is `xs * 2`; what is in it is not. */
function evaluateOperator(frame: Frame, node: SyntaxNode): Value {
  const value = evaluateAll(
    frame,
    ["left", "right"].flatMap((name) => field(node, name) ?? []),
  );
  return value.level === 0 ? CONSTANT : copyOf(value);
}

function evaluateNamed(frame: Frame, node: SyntaxNode): Value {
  const [name, right] = [field(node, "name"), field(node, "value")];
  if (name === undefined || right === undefined) return frame.refuse(node);
  const value = evaluate(frame, right);
  assign(frame, name, value, { from: right, depth: 0 }, evaluate);
  return value;
}

function evaluateSubscript(frame: Frame, node: SyntaxNode): Value {
  const [object, ...indices] = namedChildren(node);
  const value = object === undefined ? CONSTANT : evaluate(frame, object);
  evaluateAll(frame, indices);
  const isSlice = indices.some(({ kind }) => kind === "slice");
  return isSlice && value.level > 0 ? copyOf(value) : elementOf(value);
}

/** `math.pi`; `date.year` of what cannot be changed. */
function evaluateAttribute(frame: Frame, node: SyntaxNode): Value {
  const path = importedPath(frame.context, node);
  if (path !== undefined) return valueOfImported(frame, node, path);
  const [object, name] = [field(node, "object"), field(node, "attribute")];
  const read = object === undefined || name === undefined ? undefined : readOf(frame, object, name);
  if (read !== undefined) return read;
  if (object === undefined || name === undefined || !isConstantAttribute(textOf(frame.context.source, name)))
    return frame.refuse(node);
  return evaluate(frame, object).level === 0 ? CONSTANT : frame.refuse(node);
}

/** `self.prefix`, where the method may ask its object; of a property what it gives. */
function readOf(frame: Frame, object: SyntaxNode, name: SyntaxNode): Value | undefined {
  const { asks, self, held, context } = frame;
  const isOwn = self !== undefined && object.kind === "identifier" && context.scopes.bindingOf(object) === self;
  const attribute = object.parent;
  if (!isOwn || asks === undefined || attribute === undefined) return undefined;
  const property = ownMethodAt(frame, attribute);
  if (property?.isRead === true) return askedOfObject(frame, attribute, property, CONSTANT);
  // What is walked through is no number, and mostly no text: it would be asked for in vain.
  if (held === undefined && isWalked(context, attribute)) return undefined;
  asks.attributes.add(textOf(context.source, name));
  return held ?? CONSTANT;
}

function evaluateName(frame: Frame, node: SyntaxNode): Value {
  const { context } = frame;
  const binding = context.scopes.bindingOf(node);
  if (binding === undefined || binding === frame.self) return frame.refuse(node);
  const own = frame.valueOf(binding);
  if (own !== undefined) return own;
  if (typeNames.has(builtinNamed(context, node) ?? "")) return CONSTANT;
  if (isLocal(frame, binding.scope.node)) return CONSTANT;
  if (binding.kind === "import") return valueOfImported(frame, node, importedPath(context, node) ?? "");
  return frame.outside.valueOf({ code: context, binding }) ?? frame.refuse(node);
}

/** `math.pi`, or a name of another file of the project's. */
function valueOfImported(frame: Frame, node: SyntaxNode, path: string): Value {
  if (isConstantOfLibrary(path)) return CONSTANT;
  const meant = bindingMeant(frame.context, node);
  return (meant && frame.outside.valueOf(meant)) ?? frame.refuse(node);
}

/** A variable of the function that no statement has been seen to fill yet. */
function isLocal({ definition }: Frame, scope: SyntaxNode): boolean {
  return scope.start >= definition.start && scope.end <= definition.end;
}

const typeNames = new Set(
  "int float str bytes bool list tuple set dict frozenset complex object type range __debug__ NotImplemented".split(
    " ",
  ),
);
