import { attributesNamed, valueAssignedTo } from "../../diagnose/analysis/attributes.ts";
import { boundValues } from "../../diagnose/analysis/bound-values.ts";
import type { Code } from "../../diagnose/analysis/code.ts";
import { classAround } from "../../diagnose/analysis/flow/cell.ts";
import { ancestors, field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { readParameters } from "../../source/parameters.ts";
import type { Binding } from "../../source/scopes.ts";
import { elementOf, unionOf, UNKNOWN, type DeclaredType } from "./declared-type.ts";
import { typeOfExpression } from "./expression-type.ts";
import { readDocstring } from "./read-docstring.ts";
import { resolveType } from "./resolve-type.ts";

/** Something in the source that says of which type a value is. */
export interface Declaration {
  readonly how: "annotation" | "docstring" | "default" | "call" | "value";
  readonly type: DeclaredType;
  /** As it stands there: `list[str]`, `None`, `find(["a"])`. */
  readonly text: string;
  readonly code: Code;
  readonly at: SyntaxNode;
}

/** The parameter that a name is, with its function. */
export interface ParameterOf {
  readonly code: Code;
  readonly owner: SyntaxNode;
  readonly name: string;
}

/** How far values are followed through names. */
const DEPTH = 4;

/** Everything in the file that says of which type the expression's value is, but for calls. */
export function declarationsOf(code: Code, expression: SyntaxNode, depth = 0): readonly Declaration[] {
  const node = withoutParentheses(expression);
  if (depth > DEPTH) return [];
  if (node.kind === "identifier") {
    const binding = code.scopes.bindingOf(node);
    return binding === undefined ? [] : ofBinding(code, binding, depth);
  }
  if (node.kind === "attribute") return ofAttribute(code, node, depth);
  return ofValue(code, node, depth);
}

/** The parameter that a name is, if it is one. */
function parameterAt(code: Code, node: SyntaxNode): readonly ParameterOf[] {
  const binding = node.kind === "identifier" ? code.scopes.bindingOf(node) : undefined;
  if (binding?.kind !== "parameter" || binding.scope.node.kind !== "function_definition") return [];
  return [{ code, owner: binding.scope.node, name: binding.name }];
}

function ofBinding(code: Code, binding: Binding, depth: number): readonly Declaration[] {
  const found = binding.kind === "parameter" ? ofParameter(code, binding, depth) : [];
  const written = binding.references.filter(({ access }) => access === "write").map(({ node }) => node);
  const annotated = written.flatMap((node) => annotationBeside(code, node));
  if (found.length + annotated.length > 0) return [...found, ...annotated];
  const values = binding.kind === "parameter" ? [] : boundValues(binding);
  const assigned = values.flatMap((bound) => (bound.kind === "assigned" ? ofValue(code, bound.value, depth) : []));
  return [...assigned, ...written.flatMap((node) => ofWalk(code, node, depth))];
}

/** `x: list[str] = …` */
function annotationBeside(code: Code, target: SyntaxNode): readonly Declaration[] {
  const assignment = target.parent;
  const type = assignment?.kind === "assignment" && target.field === "left" ? field(assignment, "type") : undefined;
  return type === undefined ? [] : [annotation(code, type)];
}

function annotation(code: Code, type: SyntaxNode): Declaration {
  const text = textOf(code.source, type);
  return { how: "annotation", type: resolveType(code, text, type), text, code, at: type };
}

function ofParameter(code: Code, binding: Binding, depth: number): readonly Declaration[] {
  const owner = binding.scope.node;
  const parameters = readParameters(code.source, field(owner, "parameters"));
  const parameter = parameters.find(({ name }) => name === binding.name);
  if (parameter === undefined || parameter.kind.startsWith("var-")) return [];
  const annotated = parameter.annotation === undefined ? [] : [annotation(code, parameter.annotation)];
  const owners = [owner, ...(isConstructor(code, owner) ? [classAround(owner)] : [])];
  const documented = owners.flatMap((each) => (each === undefined ? [] : fromDocstring(code, each, binding.name)));
  const given = parameter.default;
  const type = given === undefined ? UNKNOWN : typeOf(code, given, depth);
  if (given === undefined || type.name === "?") return [...annotated, ...documented];
  const text = textOf(code.source, given);
  return [...annotated, ...documented, { how: "default", type, text, code, at: given }];
}

function isConstructor(code: Code, owner: SyntaxNode): boolean {
  const name = field(owner, "name");
  return name !== undefined && textOf(code.source, name) === "__init__";
}

function fromDocstring(code: Code, owner: SyntaxNode, name: string): readonly Declaration[] {
  const text = readDocstring(code.source, owner).types.get(name);
  if (text === undefined) return [];
  return [{ how: "docstring", type: resolveType(code, text, owner), text, code, at: owner }];
}

/** `for x in xs`, `for a, b in pairs`: what the iterable is said to hold. */
function ofWalk(code: Code, target: SyntaxNode, depth: number): readonly Declaration[] {
  const pattern = target.parent;
  const isPart = pattern?.kind === "pattern_list" || pattern?.kind === "tuple_pattern";
  const whole = isPart ? pattern : target;
  const walk = whole.parent;
  if (walk?.kind !== "for_statement" && walk?.kind !== "for_in_clause") return [];
  const iterable = whole.field === "left" ? field(walk, "right") : undefined;
  if (iterable === undefined) return [];
  const place = isPart ? namedChildren(pattern).indexOf(target) : undefined;
  return declarationsOf(code, iterable, depth + 1).map((declared) => {
    const element = elementOf(declared.type);
    return { ...declared, type: place === undefined ? element : partOf(element, place) };
  });
}

function partOf({ name, of }: DeclaredType, place: number): DeclaredType {
  return name === "tuple" ? (of[place] ?? UNKNOWN) : UNKNOWN;
}

/** `x: str` in a class body or beside `self.x = …`, the class's docstring, and what `__init__` puts there. */
function ofAttribute(code: Code, node: SyntaxNode, depth: number): readonly Declaration[] {
  const home = homeOf(code, node, depth);
  if (home === undefined) return [];
  const { owner, name, targets } = home;
  const annotated = [
    ...annotationsInBody(owner, name),
    ...targets.flatMap((target) => annotationBeside(owner.code, target)),
  ];
  const documented = fromDocstring(owner.code, owner.node, name);
  if (annotated.length + documented.length > 0) return [...annotated, ...documented];
  return valuesOf(targets).flatMap((value) => declarationsOf(owner.code, value, depth + 1));
}

/** The parameters whose value an expression has: itself, or what the class's methods put into the attribute. */
export function parametersBehind(code: Code, node: SyntaxNode): readonly ParameterOf[] {
  if (node.kind === "identifier") return parameterAt(code, node);
  const home = node.kind === "attribute" ? homeOf(code, node, 0) : undefined;
  if (home === undefined) return [];
  return valuesOf(home.targets).flatMap((value) => parameterAt(home.owner.code, value));
}

/** Where an attribute lives. */
interface Home {
  readonly owner: Owner;
  readonly name: string;
  /** Every `self.x` in the methods of the class. */
  readonly targets: readonly SyntaxNode[];
}

function homeOf(code: Code, node: SyntaxNode, depth: number): Home | undefined {
  const [object, member] = [field(node, "object"), field(node, "attribute")];
  const owner = object === undefined ? undefined : classOfObject(code, object, depth);
  if (owner === undefined || member === undefined) return undefined;
  const name = textOf(code.source, member);
  return { owner, name, targets: attributesNamed(owner.code, name).filter((target) => isOfSelf(owner, target)) };
}

function valuesOf(targets: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return targets.flatMap((target) => valueAssignedTo(target) ?? []);
}

function annotationsInBody({ code, node }: Owner, name: string): readonly Declaration[] {
  return namedChildren(field(node, "body") ?? node).flatMap((statement) => {
    const [assignment] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
    const target = assignment?.kind === "assignment" ? field(assignment, "left") : undefined;
    const isIt = target?.kind === "identifier" && textOf(code.source, target) === name;
    return isIt ? annotationBeside(code, target) : [];
  });
}

interface Owner {
  readonly code: Code;
  readonly node: SyntaxNode;
}

/** The class of `self`, or of what is said to be of a class of the project. */
function classOfObject(code: Code, object: SyntaxNode, depth: number): Owner | undefined {
  const [parameter] = parameterAt(code, object);
  const around = parameter === undefined ? undefined : classAround(parameter.owner);
  if (parameter !== undefined && around !== undefined) {
    const [first] = readParameters(code.source, field(parameter.owner, "parameters"));
    if (first?.name === parameter.name) return { code, node: around };
  }
  return typeOf(code, object, depth + 1).made;
}

/** Is it `self.x` in a method of that class? */
function isOfSelf({ node: owner }: Owner, target: SyntaxNode): boolean {
  const method = [...ancestors(target)].find(({ kind }) => kind === "function_definition");
  return method !== undefined && classAround(method) === owner && field(target, "object")?.kind === "identifier";
}

function ofValue(code: Code, value: SyntaxNode, depth: number): readonly Declaration[] {
  if (value.kind === "identifier" || value.kind === "attribute") return declarationsOf(code, value, depth + 1);
  const type = typeOf(code, value, depth);
  return type.name === "?" ? [] : [{ how: "value", type, text: textOf(code.source, value), code, at: value }];
}

/** The type of an expression, names and attributes in it by what is said of them. */
export function typeOf(code: Code, expression: SyntaxNode, depth = 0): DeclaredType {
  return typeOfExpression(code, expression, (inner, node) => typeOfName(inner, node, depth + 1));
}

/** What is annotated counts before what is documented, and both before what is assigned. */
function typeOfName(code: Code, node: SyntaxNode, depth: number): DeclaredType {
  if (depth > DEPTH) return UNKNOWN;
  const found = declarationsOf(code, node, depth);
  for (const how of ["annotation", "docstring", "value"] as const) {
    const types = found.filter((each) => each.how === how).map(({ type }) => type);
    if (types.some(({ name }) => name === "?")) return UNKNOWN;
    if (types.length > 0) return unionOf(types);
  }
  return UNKNOWN;
}
