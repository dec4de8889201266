import type { SyntaxNode } from "../../source/node.ts";
import { field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import { boundValues, type Bound } from "./bound-values.ts";
import { builtinNamed, type Code } from "./code.ts";
import { definesMethod, importedPath } from "./callee.ts";

/** Exact built-in types that the text of an expression can prove. */
export type ValueType = "list" | "tuple" | "set" | "dict" | "str" | "number" | "other" | "unknown";

/** What the text of an expression says about its value. */
export interface Value {
  readonly type: ValueType;
  /** A new object each time, that nobody else holds (or one that cannot change). */
  readonly isNew: boolean;
}

const unknown: Value = { type: "unknown", isNew: false };
const made = (type: ValueType): Value => ({ type, isNew: true });

/** How deep names are followed to their own values. */
const DEPTH = 3;

/** What the text of the expression says about its value. */
export function valueOf(code: Code, expression: SyntaxNode, depth = 0): Value {
  const node = withoutParentheses(expression);
  const displayed = displays[node.kind];
  if (displayed !== undefined) return made(displayed);
  if (node.kind === "call") return valueOfCall(code, node, depth);
  if (node.kind === "identifier") return valueOfName(code, node, depth);
  if (node.kind === "conditional_expression") return valueOfConditional(code, node, depth);
  if (node.kind === "binary_operator") return valueOfOperator(code, node, depth);
  if (node.kind === "subscript") return valueOfSubscript(code, node, depth);
  return unknown;
}

const displays: Readonly<Record<string, ValueType>> = {
  list: "list",
  list_comprehension: "list",
  tuple: "tuple",
  expression_list: "tuple",
  set: "set",
  set_comprehension: "set",
  dictionary: "dict",
  dictionary_comprehension: "dict",
  string: "str",
  concatenated_string: "str",
  integer: "number",
  float: "number",
  true: "other",
  false: "other",
  none: "other",
  generator_expression: "other",
  lambda: "other",
  comparison_operator: "other",
  not_operator: "other",
  unary_operator: "unknown",
};

/**
 * The type that the source proves for a name: every binding gives it. An annotation proves nothing, since Python does not
 * hold anyone to it; neither does anything about parameters, attributes and names that other modules can bind.
 */
export function typeOfName(code: Code, binding: Binding, depth = 0): ValueType {
  if (binding.kind === "parameter") return typeOfParameter(binding);
  if (binding.kind !== "local" && binding.kind !== "global") return "unknown";
  const values = boundValues(binding);
  const types = values.map((bound) => typeOfBound(code, bound, depth));
  const [first = "unknown", ...others] = types.filter((type) => type !== "kept");
  return others.every((type) => type === first) ? first : "unknown";
}

/** `*args` is a tuple and `**options` a dict, as long as nothing else is bound to the name. */
function typeOfParameter({ references }: Binding): ValueType {
  const [first, ...others] = references.filter((reference) => reference.access !== "read");
  if (others.length > 0) return "unknown";
  if (first?.node.parent?.kind === "list_splat_pattern") return "tuple";
  return first?.node.parent?.kind === "dictionary_splat_pattern" ? "dict" : "unknown";
}

/** `list += x` and `list *= 2` leave the very list; other operators may give anything. */
function typeOfBound(code: Code, bound: Bound, depth: number): ValueType | "kept" {
  if (bound.kind === "other") return "unknown";
  if (bound.kind === "augmented") return bound.operator === "+=" || bound.operator === "*=" ? "kept" : "unknown";
  return valueOf(code, bound.value, depth).type;
}

function valueOfName(code: Code, node: SyntaxNode, depth: number): Value {
  const binding = code.scopes.bindingOf(node);
  if (binding === undefined || depth >= DEPTH) return unknown;
  return { type: typeOfName(code, binding, depth + 1), isNew: false };
}

function valueOfConditional(code: Code, node: SyntaxNode, depth: number): Value {
  const [then, , otherwise] = namedChildren(node);
  if (then === undefined || otherwise === undefined) return unknown;
  const [a, b] = [valueOf(code, then, depth), valueOf(code, otherwise, depth)];
  return { type: a.type === b.type ? a.type : "unknown", isNew: a.isNew && b.isNew };
}

/** An operator gives a new object; its type is known for like + like, list * whole number and str % anything. */
function valueOfOperator(code: Code, node: SyntaxNode, depth: number): Value {
  const [left, right] = [field(node, "left"), field(node, "right")];
  if (left === undefined || right === undefined) return unknown;
  const [a, b] = [valueOf(code, left, depth).type, valueOf(code, right, depth).type];
  return made(keepsType(field(node, "operator")?.kind, a, b) ? a : "unknown");
}

function keepsType(operator: string | undefined, a: ValueType, b: ValueType): boolean {
  if (operator === "+") return a === b;
  return operator === "*" ? a === "list" && b === "number" : operator === "%" && a === "str";
}

/** A slice of a list is a new list. */
function valueOfSubscript(code: Code, node: SyntaxNode, depth: number): Value {
  const [value, index] = [field(node, "value"), field(node, "subscript")];
  if (value === undefined) return unknown;
  const { type } = valueOf(code, value, depth);
  if (type === "str") return made("str");
  if (index?.kind !== "slice") return unknown;
  // Of anything else it is another object at least: never the very list.
  return made(type === "list" || type === "tuple" ? type : "unknown");
}

function valueOfCall(code: Code, node: SyntaxNode, depth: number): Value {
  const callee = field(node, "function");
  const builtin = builtinNamed(code, callee);
  if (builtin !== undefined) return newFromBuiltin[builtin] === undefined ? unknown : made(newFromBuiltin[builtin]);
  if (callee === undefined) return unknown;
  const path = importedPath(code, callee);
  if (path !== undefined) return newFromLibrary[path] === undefined ? unknown : made(newFromLibrary[path]);
  return callee.kind === "attribute" ? valueOfMethod(code, callee, depth) : unknown;
}

/** Methods are known by name alone, unless this file has a method of that name. */
function valueOfMethod(code: Code, callee: SyntaxNode, depth: number): Value {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (object === undefined || name === undefined) return unknown;
  const method = textOf(code.source, name);
  if (definesMethod(code, method) || isColumnAccessor(code, object)) return unknown;
  if (method === "copy") return made(valueOf(code, object, depth).type);
  if (listMethods.has(method)) return made("list");
  if (textMethods.has(method)) return made(valueOf(code, object, depth).type === "str" ? "str" : "unknown");
  return unknown;
}

/** `frame["a"].str.split()` gives a column of a table, not a list. */
function isColumnAccessor(code: Code, object: SyntaxNode): boolean {
  const name = object.kind === "attribute" ? field(object, "attribute") : undefined;
  return name !== undefined && ["str", "char", "strings"].includes(textOf(code.source, name));
}

const listMethods = new Set(["split", "rsplit", "splitlines", "readlines", "findall", "most_common"]);
const textMethods = new Set(
  "lower upper strip lstrip rstrip title capitalize casefold join format replace encode decode zfill".split(" "),
);

const newFromBuiltin: Readonly<Record<string, ValueType>> = {
  list: "list",
  sorted: "list",
  dir: "list",
  tuple: "tuple",
  set: "set",
  frozenset: "set",
  dict: "dict",
  str: "str",
  repr: "str",
  chr: "str",
  hex: "str",
  bin: "str",
  oct: "str",
  ascii: "str",
  input: "str",
  len: "number",
  int: "number",
  float: "number",
  ord: "number",
  hash: "number",
  id: "number",
  bool: "other",
  range: "other",
  zip: "other",
  enumerate: "other",
  map: "other",
  filter: "other",
  bytes: "other",
  bytearray: "other",
  complex: "number",
  object: "other",
};

const newFromLibrary: Readonly<Record<string, ValueType>> = {
  "collections.defaultdict": "dict",
  "collections.Counter": "dict",
  "collections.OrderedDict": "dict",
  "collections.deque": "other",
  "re.split": "list",
  "re.findall": "list",
  "os.listdir": "list",
  "glob.glob": "list",
  "random.sample": "list",
  "random.choices": "list",
  "shlex.split": "list",
  "heapq.nlargest": "list",
  "heapq.nsmallest": "list",
  "copy.copy": "unknown",
  "copy.deepcopy": "unknown",
  "time.time": "number",
  "time.perf_counter": "number",
  "time.monotonic": "number",
};
