import { lineNumber, type LineNumber } from "../base/units.ts";
import { descendants, field, namedChildren, ownDescendants, textOf, withoutParentheses } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";
import { readParameters, type Parameter } from "./parameters.ts";
import { scopesOf, type Scope } from "./scopes.ts";
import type { SourceFile } from "./source-file.ts";

export type { Parameter } from "./parameters.ts";

/** One function of a file: a `def`, a `lambda`, or the module's own code (`<module>`). */
export interface FunctionSource {
  /**
   * CPython's `__qualname__`: `C.m`, `f.<locals>.g`, `<module>`, `f.<locals>.<lambda>`. As from 3.13 on: list, set and
   * dict comprehensions leave no part in it, generator expressions do (`f.<locals>.<genexpr>.<lambda>`).
   */
  readonly qualname: string;
  /** `co_name` */
  readonly name: string;
  /** The `function_definition` (within a `decorated_definition` where there is one), `lambda` or `module`. */
  readonly node: SyntaxNode;
  /** The block, the lambda's expression, or the module. */
  readonly body: SyntaxNode;
  /** `co_firstlineno` of 3.8 and later: the first decorator's line, else `defLine`; 1 for the module. */
  readonly firstLine: LineNumber;
  readonly defLine: LineNumber;
  /** The last line of the body. */
  readonly endLine: LineNumber;
  readonly parameters: readonly Parameter[];
  /** The decorators' expressions, first to last. */
  readonly decorators: readonly SyntaxNode[];
  readonly isAsync: boolean;
  /** It has a `yield` of its own. */
  readonly isGenerator: boolean;
  /** The class whose body holds the `def` directly. */
  readonly enclosingClass?: string;
}

const known = new WeakMap<SourceFile, readonly FunctionSource[]>();

/** Every function in the order of the text, the module first. Comprehensions are part of the function around them. */
export function listFunctions(source: SourceFile): readonly FunctionSource[] {
  const listed = known.get(source) ?? readFunctions(source);
  known.set(source, listed);
  return listed;
}

function readFunctions(source: SourceFile): readonly FunctionSource[] {
  const found: FunctionSource[] = [];
  for (const scope of scopesOf(source).all) {
    if (scope.kind === "module" || scope.kind === "function" || scope.kind === "lambda")
      found.push(read(source, scope));
  }
  return found;
}

/**
 * The innermost function that a line belongs to. A lambda counts only where the line is not also code of the function
 * around it: from its second line on.
 */
export function functionAt(source: SourceFile, line: number): FunctionSource {
  const [module, ...others] = listFunctions(source);
  let innermost = module ?? read(source, scopesOf(source).module);
  for (const candidate of others) {
    const isAfterStart = candidate.node.kind === "lambda" ? candidate.firstLine < line : candidate.firstLine <= line;
    if (isAfterStart && line <= candidate.endLine) innermost = candidate;
  }
  return innermost;
}

/**
 * The function with CPython's first line and name (a qualified name will do); undefined where none or, as with two
 * lambdas in one line, more than one fits.
 */
export function functionByFirstLine(source: SourceFile, firstLine: number, coName: string): FunctionSource | undefined {
  const name = lastPart(coName);
  const all = listFunctions(source);
  // Before 3.8 and for some modules co_firstlineno of `<module>` is not 1: there is only one.
  if (name === "<module>") return all[0];
  const fitting = all.filter((candidate) => candidate.firstLine === firstLine && candidate.name === name);
  const exact = fitting.filter((candidate) => candidate.qualname === coName);
  if (exact.length === 1) return exact[0];
  return fitting.length === 1 ? fitting[0] : undefined;
}

function lastPart(qualname: string): string {
  return qualname.slice(qualname.lastIndexOf(".") + 1);
}

const comprehensionKinds: Readonly<Record<string, string>> = {
  "<listcomp>": "list_comprehension",
  "<setcomp>": "set_comprehension",
  "<dictcomp>": "dictionary_comprehension",
  "<genexpr>": "generator_expression",
};

/**
 * The function that samples with this first line and `co_name` (or `co_qualname`) belong to: the function itself; for
 * `<listcomp>` and the like the function around the comprehension; for anything else the function at the line.
 */
export function enclosingFunction(source: SourceFile, line: number, coName: string): FunctionSource {
  const kind = comprehensionKinds[lastPart(coName)];
  if (kind === undefined) return functionByFirstLine(source, line, coName) ?? functionAt(source, line);
  for (const node of descendants(source.root)) {
    if (node.kind === kind && node.startLine === line) return functionAround(source, node);
  }
  return functionAt(source, line);
}

/** The function in which a node is evaluated: for a default or a decorator, the one around the `def`. */
export function functionAround(source: SourceFile, node: SyntaxNode): FunctionSource {
  let scope: Scope | undefined = scopesOf(source).scopeOf(node);
  while (scope !== undefined && !["module", "function", "lambda"].includes(scope.kind)) scope = scope.parent;
  const made = scope ?? scopesOf(source).module;
  return listFunctions(source).find((candidate) => candidate.node === made.node) ?? read(source, made);
}

function read(source: SourceFile, scope: Scope): FunctionSource {
  const { node } = scope;
  const body = field(node, "body") ?? node;
  const decorators = decoratorsOf(node);
  const owner = around(scope);
  return {
    qualname: qualnameOf(source, scope),
    name: ownName(source, node),
    node,
    body,
    firstLine: scope.kind === "module" ? lineNumber(1) : (decorators[0] ?? node).startLine,
    defLine: scope.kind === "module" ? lineNumber(1) : node.startLine,
    endLine: node.endLine,
    parameters: readParameters(source, field(node, "parameters")),
    decorators,
    isAsync: node.children.some((child) => child.kind === "async"),
    isGenerator: hasOwnYield(body),
    ...(owner?.kind === "class" && { enclosingClass: ownName(source, owner.node) }),
  };
}

function decoratorsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.parent?.kind !== "decorated_definition") return [];
  const lines = node.parent.children.filter((child) => child.kind === "decorator");
  return lines.flatMap((line) => namedChildren(line).map((expression) => withoutParentheses(expression)));
}

function ownName(source: SourceFile, node: SyntaxNode): string {
  if (node.kind === "lambda") return "<lambda>";
  if (node.kind === "generator_expression") return "<genexpr>";
  const name = field(node, "name");
  return name === undefined ? "<module>" : textOf(source, name);
}

/** The scope around, as far as it shows in a qualified name. */
function around(scope: Scope): Scope | undefined {
  let outer = scope.parent;
  while (outer !== undefined && !isPartOfQualname(outer)) outer = outer.parent;
  return outer;
}

function isPartOfQualname(scope: Scope): boolean {
  if (scope.kind === "comprehension") return scope.node.kind === "generator_expression";
  return scope.kind !== "annotation";
}

/** `compiler_set_qualname` of CPython's compile.c. */
function qualnameOf(source: SourceFile, scope: Scope): string {
  const parts = [ownName(source, scope.node)];
  let inner = scope;
  for (let outer = around(scope); outer !== undefined && outer.kind !== "module"; outer = around(inner)) {
    if (isDeclaredGlobal(source, inner, outer)) break;
    const name = ownName(source, outer.node);
    parts.unshift(outer.kind === "function" || outer.kind === "lambda" ? `${name}.<locals>` : name);
    inner = outer;
  }
  return parts.join(".");
}

/** A `def` or `class` whose name is `global` where it stands counts as the module's. */
function isDeclaredGlobal(source: SourceFile, inner: Scope, outer: Scope): boolean {
  const name = field(inner.node, "name");
  if (name === undefined || outer.kind === "module") return false;
  return scopesOf(source).bindingOf(name)?.scope.kind === "module";
}

function hasOwnYield(body: SyntaxNode): boolean {
  for (const node of ownDescendants(body)) if (node.kind === "yield" && node.isNamed) return true;
  return false;
}
