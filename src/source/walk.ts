import type { SyntaxNode } from "./node.ts";
import { OpenScope, type Access, type BindingKind, type ScopeKind, type Use } from "./scope.ts";

/** How an expression stands: read, assigned to, deleted, or a `match` pattern. */
export type Mode = "load" | "store" | "delete" | "pattern";

/** Everything the first pass finds: who touches which name in which scope. */
export interface Walk {
  readonly text: string;
  readonly module: OpenScope;
  readonly uses: Use[];
  readonly scopes: OpenScope[];
  /** The topmost nodes that belong to a scope; what is below belongs to it unless it is listed itself. */
  readonly regions: Map<SyntaxNode, OpenScope>;
  /** Still to visit: a list instead of recursion, since expressions nest as deep as their author likes. */
  readonly open: Visit[];
  readonly starImports: SyntaxNode[];
}

/** A node to visit, the scope it stands in and how it stands there. */
export interface Visit {
  readonly node: SyntaxNode;
  readonly scope: OpenScope;
  readonly mode: Mode;
}

/** Leaves a node for later; `region` says that it belongs to another scope than the node around it. */
export function visit(walk: Walk, node: SyntaxNode | undefined, scope: OpenScope, mode: Mode = "load"): void {
  if (node !== undefined) walk.open.push({ node, scope, mode });
}

/** The same for a node that belongs to another scope than its parent. */
export function visitRegion(walk: Walk, node: SyntaxNode | undefined, scope: OpenScope, mode: Mode = "load"): void {
  if (node === undefined) return;
  walk.regions.set(node, scope);
  visit(walk, node, scope, mode);
}

/** Leaves all named children for later. */
export function visitChildren(walk: Walk, node: SyntaxNode, scope: OpenScope, mode: Mode): void {
  for (const child of node.children) if (child.isNamed) visit(walk, child, scope, mode);
}

/** Notes that an identifier binds its name in the scope. */
export function bindName(walk: Walk, node: SyntaxNode | undefined, scope: OpenScope, binds?: BindingKind): void {
  if (node !== undefined) touch(walk, node, scope, "write", binds ?? variableIn(scope));
}

/** What a plain variable of this scope is called. */
export function variableIn(scope: OpenScope): BindingKind {
  return scope.kind === "module" ? "global" : "local";
}

/** Notes one use of a name. */
export function touch(
  walk: Walk,
  node: SyntaxNode,
  scope: OpenScope,
  access: Access | "declare",
  binds?: BindingKind,
): void {
  walk.uses.push({ node, name: nameOf(walk, node, scope), scope, access, binds });
}

/** The identifier's text, mangled as CPython does inside a class (`Private name mangling`, Reference 6.2.1). */
export function nameOf(walk: Walk, node: SyntaxNode, scope: OpenScope): string {
  // CPython compares identifiers in Unicode's NFKC form (PEP 3131).
  const name = walk.text.slice(node.start, node.end).normalize("NFKC");
  if (!name.startsWith("__") || name.endsWith("__")) return name;
  const owner = scope.className?.replace(/^_+/u, "");
  return owner === undefined || owner === "" ? name : `_${owner}${name}`;
}

/** Makes a scope within another. */
export function openScope(
  walk: Walk,
  kind: ScopeKind,
  node: SyntaxNode,
  parent: OpenScope | undefined,
  className?: string,
): OpenScope {
  const scope = new OpenScope(kind, node, parent, className);
  walk.scopes.push(scope);
  return scope;
}
