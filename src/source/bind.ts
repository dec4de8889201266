import type { SyntaxNode } from "./node.ts";
import { bindImport, bindImportFrom } from "./bind-imports.ts";
import { bindParameters } from "./bind-parameters.ts";
import { visitPattern } from "./bind-patterns.ts";
import { field, fields, isComprehension, isFirstClause, namedChildren } from "./navigate.ts";
import { OpenScope } from "./scope.ts";
import {
  bindName,
  nameOf,
  openScope,
  touch,
  variableIn,
  visit,
  visitChildren,
  visitRegion,
  type Mode,
  type Visit,
  type Walk,
} from "./walk.ts";

/** Walks the whole tree once. */
export function walkScopes(root: SyntaxNode, text: string): Walk {
  const module = new OpenScope("module", root, undefined);
  const walk: Walk = { text, module, uses: [], scopes: [module], regions: new Map(), open: [], starImports: [] };
  walk.regions.set(root, module);
  visitChildren(walk, root, module, "load");
  for (let next = walk.open.pop(); next !== undefined; next = walk.open.pop()) visitNode(walk, next);
  return walk;
}

function visitNode(walk: Walk, { node, scope, mode }: Visit): void {
  if (mode === "pattern" && visitPattern(walk, node, scope)) return;
  if (node.kind === "identifier") return touchName(walk, node, scope, mode);
  if (isComprehension(node)) return visitComprehension(walk, node, scope);
  const handler = handlers[node.kind];
  if (handler !== undefined) return handler(walk, node, scope);
  visitChildren(walk, node, scope, mode !== "load" && targetLists.has(node.kind) ? mode : "load");
}

/** Through these an assignment, a deletion or a `for` reaches the names inside. */
const targetLists = new Set([
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
  "tuple",
  "list",
  "list_splat",
  "expression_list",
  "parenthesized_expression",
  "as_pattern_target",
]);

function touchName(walk: Walk, node: SyntaxNode, scope: OpenScope, mode: Mode): void {
  if (mode === "store") bindName(walk, node, scope);
  else if (mode === "load" || mode === "pattern") touch(walk, node, scope, "read");
  else touch(walk, node, scope, "delete", variableIn(scope));
}

type Handler = (walk: Walk, node: SyntaxNode, scope: OpenScope) => void;

const handlers: Readonly<Record<string, Handler>> = {
  attribute: (walk, node, scope) => visit(walk, field(node, "object"), scope),
  // `a.b` in a type: the grammar gives the last name as a plain identifier.
  member_type: (walk, node, scope) => visit(walk, namedChildren(node)[0], scope),
  keyword_argument: (walk, node, scope) => visit(walk, field(node, "value"), scope),
  assignment: visitAssignment,
  augmented_assignment: visitAugmented,
  named_expression: (walk, node, scope) => {
    bindName(walk, field(node, "name"), ownerOfWalrus(scope));
    visit(walk, field(node, "value"), scope);
  },
  for_statement: (walk, node, scope) => {
    for (const child of namedChildren(node)) visit(walk, child, scope, child.field === "left" ? "store" : "load");
  },
  as_pattern: (walk, node, scope) => {
    for (const child of namedChildren(node)) visit(walk, child, scope, child.field === "alias" ? "store" : "load");
  },
  delete_statement: (walk, node, scope) => visitChildren(walk, node, scope, "delete"),
  global_statement: (walk, node, scope) => declareOutside(walk, node, scope, scope.globals),
  nonlocal_statement: (walk, node, scope) => declareOutside(walk, node, scope, scope.nonlocals),
  import_statement: bindImport,
  import_from_statement: bindImportFrom,
  future_import_statement: bindImportFrom,
  function_definition: visitFunction,
  lambda: visitLambda,
  class_definition: visitClass,
  type_alias_statement: visitTypeAlias,
  case_clause: (walk, node, scope) => {
    for (const child of namedChildren(node))
      visit(walk, child, scope, child.kind === "case_pattern" ? "pattern" : "load");
  },
  exec_statement: (walk, node, scope) => {
    scope.usesDynamicNames = true;
    visitChildren(walk, node, scope, "load");
  },
};

function visitAssignment(walk: Walk, node: SyntaxNode, scope: OpenScope): void {
  const left = field(node, "left");
  visit(walk, field(node, "type"), scope);
  visit(walk, field(node, "right"), scope);
  if (field(node, "right") !== undefined) return visit(walk, left, scope, "store");
  if (left?.kind !== "identifier") return visit(walk, left, scope);
  touch(walk, left, scope, "declare", variableIn(scope));
}

function visitAugmented(walk: Walk, node: SyntaxNode, scope: OpenScope): void {
  const left = field(node, "left");
  visit(walk, left, scope);
  if (left?.kind === "identifier") visit(walk, left, scope, "store");
  visit(walk, field(node, "right"), scope);
}

/** PEP 572: an assignment expression in a comprehension binds in the scope around it. */
function ownerOfWalrus(scope: OpenScope): OpenScope {
  let owner = scope;
  while (owner.kind === "comprehension" && owner.parent !== undefined) owner = owner.parent;
  return owner;
}

function declareOutside(walk: Walk, node: SyntaxNode, scope: OpenScope, into: Set<string>): void {
  for (const name of namedChildren(node)) {
    into.add(nameOf(walk, name, scope));
    touch(walk, name, scope, "declare");
  }
}

function visitComprehension(walk: Walk, node: SyntaxNode, outer: OpenScope): void {
  const inner = openScope(walk, "comprehension", node, outer);
  for (const child of namedChildren(node)) {
    if (child.kind !== "for_in_clause") visitRegion(walk, child, inner);
    else {
      walk.regions.set(child, inner);
      for (const right of fields(child, "right")) visitRegion(walk, right, isFirstClause(child) ? outer : inner);
      visit(walk, field(child, "left"), inner, "store");
    }
  }
}

/** The scope of the type parameters, if there are any. */
function openTypeParameters(walk: Walk, node: SyntaxNode | undefined, scope: OpenScope, className?: string): OpenScope {
  if (node === undefined) return scope;
  const inner = openScope(walk, "annotation", node, scope, className);
  walk.regions.set(node, inner);
  for (const parameter of namedChildren(node)) bindTypeParameter(walk, parameter, inner);
  return inner;
}

function bindTypeParameter(walk: Walk, parameter: SyntaxNode, scope: OpenScope): void {
  let name: SyntaxNode | undefined = parameter;
  while (name !== undefined && name.kind !== "identifier") {
    const parts = namedChildren(name);
    for (const bound of parts.slice(1)) visit(walk, bound, scope);
    name = parts[0];
  }
  bindName(walk, name, scope, "type-parameter");
}

function visitFunction(walk: Walk, node: SyntaxNode, outer: OpenScope): void {
  bindName(walk, field(node, "name"), outer, "function");
  const around = openTypeParameters(walk, field(node, "type_parameters"), outer);
  const inner = openScope(walk, "function", node, around);
  const returned = field(node, "return_type");
  if (around === outer) visit(walk, returned, outer);
  else visitRegion(walk, returned, around);
  bindParameters(walk, field(node, "parameters"), { inner, outer, around });
  visitRegion(walk, field(node, "body"), inner);
}

function visitLambda(walk: Walk, node: SyntaxNode, outer: OpenScope): void {
  const inner = openScope(walk, "lambda", node, outer);
  bindParameters(walk, field(node, "parameters"), { inner, outer, around: outer });
  visitRegion(walk, field(node, "body"), inner);
}

function visitClass(walk: Walk, node: SyntaxNode, outer: OpenScope): void {
  const name = field(node, "name");
  bindName(walk, name, outer, "class");
  const className = name === undefined ? undefined : walk.text.slice(name.start, name.end);
  const around = openTypeParameters(walk, field(node, "type_parameters"), outer, className);
  const bases = field(node, "superclasses");
  if (around === outer) visit(walk, bases, outer);
  else visitRegion(walk, bases, around);
  visitRegion(walk, field(node, "body"), openScope(walk, "class", node, around, className));
}

/** `type X[T] = …`: the value is evaluated later, in a scope of its own. */
function visitTypeAlias(walk: Walk, node: SyntaxNode, outer: OpenScope): void {
  const left = namedChildren(field(node, "left") ?? node)[0];
  const generic = left?.kind === "generic_type" ? namedChildren(left) : [left];
  const name = generic[0];
  // The grammar takes `type(x).attr = value` and `type[x] = value` for a type statement; a name follows in a real one.
  if (name?.kind !== "identifier") {
    if (node.children[0] !== undefined) touch(walk, node.children[0], outer, "read");
    return visitChildren(walk, node, outer, "load");
  }
  bindName(walk, name, outer);
  const around = openTypeParameters(walk, generic[1], outer);
  visitRegion(walk, field(node, "right"), openScope(walk, "annotation", node, around));
}
