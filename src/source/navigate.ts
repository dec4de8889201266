import type { SyntaxNode } from "./node.ts";

/** The child that fills `name`; the first one where several do. */
export function field(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === name);
}

/** All children that fill `name`. */
export function fields(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  return node.children.filter((child) => child.field === name);
}

/** Children that mean something: no punctuation, comments or line continuations. */
export function namedChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => child.isNamed && !isTrivia(child));
}

function isTrivia(node: SyntaxNode): boolean {
  return node.kind === "comment" || node.kind === "line_continuation";
}

/** The node's text as it stands in the file. */
export function textOf(source: { readonly text: string }, node: SyntaxNode): string {
  return source.text.slice(node.start, node.end);
}

/** The nodes around a node, innermost first, without itself. */
export function* ancestors(node: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  for (let at = node.parent; at !== undefined; at = at.parent) yield at;
}

/** A node and all below it, in the order of the text. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  const open: SyntaxNode[] = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    yield at;
    for (let index = at.children.length - 1; index >= 0; index--) {
      const child = at.children[index];
      if (child !== undefined) open.push(child);
    }
  }
}

/** A node and what runs with it: the same without the bodies of functions and lambdas defined in it. */
export function* ownDescendants(node: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  const open: SyntaxNode[] = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    yield at;
    const isFunction = at.kind === "function_definition" || at.kind === "lambda";
    for (let index = at.children.length - 1; index >= 0; index--) {
      const child = at.children[index];
      if (child !== undefined && !(isFunction && child.field === "body")) open.push(child);
    }
  }
}

/** Is `node` below `ancestor`, or the same? */
export function isInside(node: SyntaxNode, ancestor: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** The innermost statement that holds the node (or is it); undefined for the module itself. */
export function enclosingStatement(node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) if (isStatement(at)) return at;
  return undefined;
}

/** Does the node stand in a block or in the module as a statement of its own? */
export function isStatement(node: SyntaxNode): boolean {
  const around = node.parent?.kind;
  if (around !== "module" && around !== "block") return false;
  return node.isNamed && !isTrivia(node) && node.kind !== "case_clause";
}

/** Is it the string that begins a module, class or function? */
export function isDocstring(statement: SyntaxNode): boolean {
  const { parent } = statement;
  if (parent === undefined || namedChildren(parent)[0] !== statement) return false;
  const owner = parent.kind === "block" ? parent.parent : parent;
  if (owner === undefined || !documented.has(owner.kind)) return false;
  const parts = namedChildren(statement);
  return statement.kind === "expression_statement" && parts.length === 1 && parts.every(isPlainString);
}

const documented = new Set(["module", "class_definition", "function_definition"]);

function isPlainString(expression: SyntaxNode): boolean {
  const text = withoutParentheses(expression);
  if (text.kind === "concatenated_string") return namedChildren(text).every(isPlainString);
  return text.kind === "string" && text.children.every((part) => part.kind !== "interpolation");
}

/** `[…]`, `{…}`, `{k: v …}` and `(…)` with a `for` in them. */
export function isComprehension(node: SyntaxNode): boolean {
  return comprehensions.has(node.kind);
}

const comprehensions = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

const borders = new Set(["function_definition", "lambda", "class_definition"]);

/**
 * The loops that evaluate the node again and again, innermost first: `for` and `while` statements and
 * comprehensions, up to the body of the function, lambda or class that holds the node.
 */
export function enclosingLoops(node: SyntaxNode): readonly SyntaxNode[] {
  const loops: SyntaxNode[] = [];
  let child = node;
  for (const at of ancestors(node)) {
    if (borders.has(at.kind) && child.field === "body") break;
    if (isRepeated(child, at)) loops.push(at.kind === "for_in_clause" ? (at.parent ?? at) : at);
    child = at;
  }
  return loops;
}

/** Does the loop `at` evaluate its direct child more than once? */
function isRepeated(child: SyntaxNode, at: SyntaxNode): boolean {
  if (at.kind === "for_statement") return child.field === "body" || child.field === "left";
  if (at.kind === "while_statement") return child.field === "body" || child.field === "condition";
  if (at.kind === "for_in_clause") return isFirstClause(at) && child.field === "left";
  return isComprehension(at) && !(child.kind === "for_in_clause" && isFirstClause(child));
}

/** Is it the `for` of a comprehension whose iterable is evaluated once, outside? */
export function isFirstClause(clause: SyntaxNode): boolean {
  return clause.parent?.children.find((child) => child.kind === "for_in_clause") === clause;
}

/** The expression within any number of parentheses. */
export function withoutParentheses(node: SyntaxNode): SyntaxNode {
  let inner: SyntaxNode | undefined = node;
  while (inner?.kind === "parenthesized_expression") inner = namedChildren(inner)[0];
  return inner ?? node;
}

const constants = new Set(["integer", "float", "string", "true", "false", "none"]);
const places = new Set(["identifier", "attribute", "subscript"]);

/**
 * Do both spell the same place: a name, attributes of it, subscripts of it with constants? Blanks and parentheses do not
 * matter. Anything that could give another value each time (a call, an operator) is never the same.
 */
export function sameExpression(a: SyntaxNode, b: SyntaxNode, source: { readonly text: string }): boolean {
  const open: [SyntaxNode, SyntaxNode][] = [[a, b]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = [withoutParentheses(pair[0]), withoutParentheses(pair[1])];
    if (left.kind !== right.kind) return false;
    const inner = comparedParts(left);
    const other = comparedParts(right);
    if (inner === undefined || other === undefined || inner.length !== other.length) return false;
    if (inner.length === 0 && textOf(source, left) !== textOf(source, right)) return false;
    for (const [index, part] of inner.entries()) open.push([part, other[index] ?? part]);
  }
  return true;
}

/** The parts to compare one by one; none for what is compared as text; undefined for what is never the same. */
function comparedParts(node: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (node.children.some((part) => part.kind === "interpolation")) return undefined;
  if (constants.has(node.kind)) return [];
  if (!places.has(node.kind)) return undefined;
  const parts = namedChildren(node);
  if (node.kind === "subscript" && !parts.slice(1).every((part) => constants.has(part.kind))) return undefined;
  return parts;
}

/** The module's own statement that holds the node. */
export function topStatement(node: SyntaxNode): SyntaxNode {
  let top = node;
  while (top.parent?.parent !== undefined) top = top.parent;
  return top;
}
