import type { Code } from "../../diagnose/analysis/code.ts";
import { builtinCalled, argumentsOf } from "../../diagnose/analysis/expression-context.ts";
import { valueOf } from "../../diagnose/analysis/expression-value.ts";
import { definitionsMeant, type Located } from "../../diagnose/analysis/meaning.ts";
import { field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { elementOf, membersOf, unionOf, UNKNOWN, type DeclaredType } from "./declared-type.ts";
import { readDocstring } from "./read-docstring.ts";
import { resolveType } from "./resolve-type.ts";

/** What is said of a name's or an attribute's type. */
export type TypeOfName = (code: Code, node: SyntaxNode) => DeclaredType;

const plainType = (name: string, of: readonly DeclaredType[] = []): DeclaredType => ({ name, of });

/** The type that an expression has if the annotations of what it is made of hold; `?` where they do not tell. */
export function typeOfExpression(code: Code, expression: SyntaxNode, ofName: TypeOfName): DeclaredType {
  const node = withoutParentheses(expression);
  const typeOf = (inner: SyntaxNode): DeclaredType => typeOfExpression(code, inner, ofName);
  const constant = constants[node.kind];
  if (constant !== undefined) return plainType(constant);
  const way = ways[node.kind];
  if (way !== undefined) return way(node, typeOf, code);
  if (node.kind === "identifier" || node.kind === "attribute") return ofName(code, node);
  if (node.kind === "call") return typeOfCall(code, node, typeOf);
  return byAnalysis(code, node);
}

const constants: Readonly<Record<string, string>> = {
  concatenated_string: "str",
  integer: "int",
  float: "float",
  true: "bool",
  false: "bool",
  none: "None",
  comparison_operator: "bool",
  not_operator: "bool",
};

type Way = (node: SyntaxNode, typeOf: (inner: SyntaxNode) => DeclaredType, code: Code) => DeclaredType;

const ways: Readonly<Record<string, Way>> = {
  string: (node, _, { source }) => plainType(/^[a-z]*b/iu.test(textOf(source, node).slice(0, 2)) ? "bytes" : "str"),
  list: (node, typeOf) => plainType("list", elementsShown(node, typeOf)),
  set: (node, typeOf) => plainType("set", elementsShown(node, typeOf)),
  tuple: (node, typeOf) => plainType("tuple", elementsShown(node, typeOf)),
  dictionary: (node, typeOf) => plainType("dict", keysShown(node, typeOf)),
  list_comprehension: (node, typeOf) => plainType("list", elementMade(node, typeOf)),
  set_comprehension: (node, typeOf) => plainType("set", elementMade(node, typeOf)),
  generator_expression: (node, typeOf) => plainType("Generator", elementMade(node, typeOf)),
  conditional_expression: (node, typeOf) => {
    const [then, , otherwise] = namedChildren(node);
    return oneOf([then, otherwise], typeOf);
  },
  boolean_operator: (node, typeOf) => oneOf([field(node, "left"), field(node, "right")], typeOf),
  subscript: (node, typeOf) => {
    const [value, index] = [field(node, "value"), field(node, "subscript")];
    if (value === undefined) return UNKNOWN;
    const around = typeOf(value);
    if (index?.kind === "slice") return around;
    const isOrdered = membersOf(around).every(({ name }) => name === "list" || name === "Sequence" || name === "str");
    return isOrdered ? elementOf(around) : UNKNOWN;
  },
};

/** One of several values; nothing is known unless all are. */
function oneOf(nodes: readonly (SyntaxNode | undefined)[], typeOf: (node: SyntaxNode) => DeclaredType): DeclaredType {
  const types = nodes.map((node) => (node === undefined ? UNKNOWN : typeOf(node)));
  return types.some(({ name }) => name === "?") ? UNKNOWN : unionOf(types);
}

/** The types of what is written out; those that are not known are left out, as long as one is. */
function elementsShown(node: SyntaxNode, typeOf: (node: SyntaxNode) => DeclaredType): readonly DeclaredType[] {
  const types = namedChildren(node).map((element) => (element.kind === "list_splat" ? UNKNOWN : typeOf(element)));
  const known = types.filter(({ name }) => name !== "?");
  if (node.kind === "tuple") return known.length === types.length ? types : [];
  return known.length === 0 ? [] : [unionOf(known)];
}

function keysShown(node: SyntaxNode, typeOf: (node: SyntaxNode) => DeclaredType): readonly DeclaredType[] {
  const keys = namedChildren(node).flatMap((pair) => (pair.kind === "pair" ? (field(pair, "key") ?? []) : []));
  const known = keys.map(typeOf).filter(({ name }) => name !== "?");
  return known.length === 0 ? [] : [unionOf(known)];
}

function elementMade(node: SyntaxNode, typeOf: (node: SyntaxNode) => DeclaredType): readonly DeclaredType[] {
  const body = field(node, "body");
  const type = body === undefined ? UNKNOWN : typeOf(body);
  return type.name === "?" ? [] : [type];
}

const copying: Readonly<Record<string, string>> = {
  list: "list",
  sorted: "list",
  tuple: "Sequence",
  set: "set",
  frozenset: "frozenset",
};
const giving: Readonly<Record<string, string>> = {
  str: "str",
  repr: "str",
  chr: "str",
  hex: "str",
  input: "str",
  int: "int",
  len: "int",
  ord: "int",
  id: "int",
  hash: "int",
  float: "float",
  bool: "bool",
  bytes: "bytes",
  complex: "complex",
  range: "range",
};

function typeOfCall(code: Code, call: SyntaxNode, typeOf: (node: SyntaxNode) => DeclaredType): DeclaredType {
  const builtin = builtinCalled(call, code);
  const [first] = argumentsOf(call);
  if (builtin !== undefined && giving[builtin] !== undefined) return plainType(giving[builtin]);
  if (builtin !== undefined && copying[builtin] !== undefined) {
    const element = first === undefined ? UNKNOWN : elementOf(typeOf(first));
    return plainType(copying[builtin], element.name === "?" ? [] : [element]);
  }
  const callee = field(call, "function");
  const [only, ...others] = (callee && definitionsMeant(code, callee)) ?? [];
  if (only !== undefined && others.length === 0) return typeReturned(only);
  return byAnalysis(code, call);
}

/** What a call of it gives, by its annotation or its docstring. */
function typeReturned(made: Located): DeclaredType {
  const { code, node } = made;
  const name = field(node, "name");
  if (node.kind === "class_definition" && name !== undefined) return { name: textOf(code.source, name), of: [], made };
  const annotated = field(node, "return_type");
  const isPlain = !node.children.some(({ kind }) => kind === "async") && node.parent?.kind !== "decorated_definition";
  if (node.kind !== "function_definition" || !isPlain) return UNKNOWN;
  const text = annotated === undefined ? readDocstring(code.source, node).returns : textOf(code.source, annotated);
  return text === undefined ? UNKNOWN : resolveType(code, text, node);
}

/** What the text alone proves. */
function byAnalysis(code: Code, node: SyntaxNode): DeclaredType {
  const { type } = valueOf(code, node);
  return proven.has(type) ? plainType(type) : UNKNOWN;
}

const proven: ReadonlySet<string> = new Set(["list", "tuple", "set", "dict", "str"]);
