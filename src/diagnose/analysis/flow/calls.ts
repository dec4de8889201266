import type { SyntaxNode } from "../../../source/node.ts";
import { field, namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import { readParameters, type Parameter } from "../../../source/parameters.ts";
import { attributesNamed } from "../attributes.ts";
import { decoratorsOf, definitionOf, methodsNamed } from "../callee.ts";
import type { Code } from "../code.ts";
import { argumentsOf } from "../expression-context.ts";
import { classAround } from "./cell.ts";

/** A `def` of this file with how its parameters are filled. */
export interface Definition {
  readonly node: SyntaxNode;
  readonly name: string;
  /** A method whose first parameter is filled by the attribute access: the arguments begin at the second one. */
  readonly isBound: boolean;
  readonly parameters: readonly Parameter[];
}

/** The `def` as something that can be called; undefined where a decorator may make something else of it. */
export function definitionAt(code: Code, node: SyntaxNode): Definition | undefined {
  const name = field(node, "name");
  if (node.kind !== "function_definition" || name === undefined) return undefined;
  const decorators = decoratorsOf(node).map((decorator) => textOf(code.source, decorator));
  if (decorators.some((decorator) => decorator !== "staticmethod" && decorator !== "classmethod")) return undefined;
  const isMethod = classAround(node) !== undefined && !decorators.includes("staticmethod");
  const parameters = readParameters(code.source, field(node, "parameters"));
  return { node, name: textOf(code.source, name), isBound: isMethod, parameters };
}

/** The function of this file that a call runs; undefined where it is another's, or could be one of several. */
export function calledDefinition(code: Code, call: SyntaxNode): Definition | undefined {
  const callee = field(call, "function");
  if (callee?.kind === "identifier") return calledByName(code, callee);
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  if (name === undefined) return undefined;
  const [only, ...others] = methodsNamed(code, textOf(code.source, name));
  return only === undefined || others.length > 0 ? undefined : definitionAt(code, only);
}

/** The functions of this file one of which a call runs: several where classes have a method of the name each. */
export function calledDefinitions(code: Code, call: SyntaxNode): readonly Definition[] {
  const only = calledDefinition(code, call);
  if (only !== undefined) return [only];
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const methods = name === undefined ? [] : methodsNamed(code, textOf(code.source, name));
  const found = methods.flatMap((method) => definitionAt(code, method) ?? []);
  return found.length === methods.length ? found : [];
}

function calledByName(code: Code, callee: SyntaxNode): Definition | undefined {
  const binding = code.scopes.bindingOf(callee);
  const definition = binding === undefined ? undefined : definitionOf(binding);
  if (definition?.kind === "class_definition") return constructorOf(code, definition);
  return definition === undefined ? undefined : definitionAt(code, definition);
}

/** `__init__` of a class of this file. */
function constructorOf(code: Code, owner: SyntaxNode): Definition | undefined {
  const own = methodsNamed(code, "__init__").find((method) => classAround(method) === owner);
  return own === undefined ? undefined : definitionAt(code, own);
}

/** Every call of a function in this file, or (`undefined`) it is also used in another way than called. */
export function callsOf(code: Code, definition: Definition): readonly SyntaxNode[] | undefined {
  const name = field(definition.node, "name");
  if (name === undefined) return undefined;
  if (definition.name === "__init__") return constructionsOf(code, definition);
  if (definition.name.startsWith("__")) return undefined;
  const callees =
    classAround(definition.node) !== undefined
      ? attributesNamed(code, definition.name)
      : readsOf(code, name).filter((node) => node !== name);
  return callsWith(callees);
}

function constructionsOf(code: Code, definition: Definition): readonly SyntaxNode[] | undefined {
  const owner = classAround(definition.node);
  const name = owner === undefined ? undefined : field(owner, "name");
  if (name === undefined || attributesNamed(code, "__init__").length > 0) return undefined;
  const uses = readsOf(code, name).filter((node) => !isHarmlessUseOfClass(node));
  return callsWith(uses);
}

/** `isinstance(x, C)`, `x: C`: the class is named, and nothing is made. */
function isHarmlessUseOfClass(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (at.kind === "type") return true;
    if (at.kind === "argument_list") return at.parent?.kind === "call" && isTypeTest(at.parent);
    if (at.kind !== "tuple") return false;
  }
  return false;
}

function isTypeTest(call: SyntaxNode): boolean {
  const callee = field(call, "function");
  return callee?.kind === "identifier" && callee.end - callee.start === "isinstance".length;
}

function readsOf(code: Code, name: SyntaxNode): readonly SyntaxNode[] {
  const binding = code.scopes.bindingOf(name);
  return (binding?.references ?? []).flatMap(({ node, access }) => (access === "read" ? [node] : []));
}

function callsWith(callees: readonly SyntaxNode[]): readonly SyntaxNode[] | undefined {
  const calls: SyntaxNode[] = [];
  for (const callee of callees) {
    if (callee.parent?.kind !== "call" || callee.field !== "function") return undefined;
    calls.push(callee.parent);
  }
  return calls;
}

/** The parameter that an argument (as written between the parentheses) fills; undefined where stars hide it. */
export function parameterFilledBy(
  code: Code,
  definition: Definition,
  call: SyntaxNode,
  argument: SyntaxNode,
): Parameter | undefined {
  const given = argumentsOf(call);
  if (argument.kind === "keyword_argument") {
    const name = field(argument, "name");
    const text = name === undefined ? "" : textOf(code.source, name);
    return plainParameters(definition).find((parameter) => parameter.name === text);
  }
  const at = given.indexOf(argument);
  if (at < 0 || given.slice(0, at).some(({ kind }) => kind.endsWith("_splat"))) return undefined;
  const wanted = definition.parameters[at + (definition.isBound ? 1 : 0)];
  return wanted !== undefined && plain.has(wanted.kind) ? wanted : undefined;
}

const plain = new Set(["positional-only", "positional-or-keyword", "keyword-only"]);

function plainParameters({ parameters }: Definition): readonly Parameter[] {
  return parameters.filter(({ kind }) => plain.has(kind));
}

/** What a call gives a parameter: the argument's value, the default; undefined where it cannot be told. */
export function valueGivenTo(
  code: Code,
  definition: Definition,
  call: SyntaxNode,
  parameter: Parameter,
): SyntaxNode | undefined {
  const given = argumentsOf(call);
  if (given.some(({ kind }) => kind.endsWith("_splat"))) return undefined;
  const argument = given.find((each) => parameterFilledBy(code, definition, call, each) === parameter);
  if (argument === undefined) return parameter.default;
  return argument.kind === "keyword_argument" ? field(argument, "value") : argument;
}

/** The expressions that a function returns; undefined for a generator and where it may fall off its end into None. */
export function returnsOf(definition: Definition): readonly SyntaxNode[] | undefined {
  const body = field(definition.node, "body");
  const found: SyntaxNode[] = [];
  for (const node of body === undefined ? [] : ownDescendants(body)) {
    if (node.kind === "yield") return undefined;
    if (node.kind !== "return_statement") continue;
    const [value] = namedChildren(node);
    if (value !== undefined) found.push(value);
  }
  return found;
}
