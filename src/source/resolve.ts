import { builtinNames } from "./builtin-names.ts";
import { namedChildren } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";
import type { BindingKind, OpenBinding, OpenScope, Use } from "./scope.ts";
import type { Walk } from "./walk.ts";

/** What the names of a file mean. */
export interface Resolution {
  readonly module: OpenScope;
  /** Built-ins and unresolved names, by name. */
  readonly outside: Map<string, OpenBinding>;
  readonly bindings: Map<SyntaxNode, OpenBinding>;
  /** With `from m import *`, a name that looks like a built-in may be something else. */
  readonly hasStarImport: boolean;
}

/** The second pass: finds the binding of every use. */
export function resolveUses(walk: Walk): Resolution {
  const { module } = walk;
  const found: Resolution = {
    module,
    outside: new Map(),
    bindings: new Map(),
    hasStarImport: walk.starImports.length > 0,
  };
  for (const use of walk.uses) declare(use, module);
  for (const use of walk.uses) {
    const binding = lookUp(use.name, use.scope, found);
    found.bindings.set(use.node, binding);
    if (use.access !== "declare") binding.references.push({ node: use.node, access: use.access });
    if (isDynamic(use, binding)) markDynamic(use, module);
  }
  for (const scope of walk.scopes) for (const binding of scope.bindings.values()) sortReferences(binding);
  for (const binding of found.outside.values()) sortReferences(binding);
  return found;
}

function sortReferences(binding: OpenBinding): void {
  const rank = { read: 0, write: 1, delete: 2 };
  binding.references.sort((a, b) => a.node.start - b.node.start || rank[a.access] - rank[b.access]);
}

/** Gives the name to the scope that owns it. */
function declare(use: Use, module: OpenScope): void {
  if (use.binds === undefined || use.scope.nonlocals.has(use.name)) return;
  const isGlobal = use.scope.globals.has(use.name);
  const owner = isGlobal ? module : use.scope;
  const binds = isGlobal && use.binds === "local" ? "global" : use.binds;
  const known = owner.bindings.get(use.name);
  if (known === undefined) {
    owner.bindings.set(use.name, { name: use.name, kind: binds, scope: owner, references: [] });
  } else if (known.kind !== binds) known.kind = mixed(known, binds);
}

function mixed(known: OpenBinding, binds: BindingKind): BindingKind {
  if (known.kind === "parameter" || binds === "parameter") return "parameter";
  return known.scope.kind === "module" ? "global" : "local";
}

/** The binding that a name means in a scope, by the rules of the Reference, 4.2.2 and 8.10. */
export function lookUp(name: string, from: OpenScope, found: Resolution): OpenBinding {
  let areClassNamesSeen = true;
  for (let scope: OpenScope | undefined = from; scope !== undefined; scope = scope.parent) {
    if (scope.kind !== "class" || areClassNamesSeen) {
      if (scope === found.module || scope.globals.has(name)) break;
      const binding = scope.bindings.get(name);
      if (binding !== undefined) return binding;
    }
    if (scope.kind !== "annotation") areClassNamesSeen = false;
  }
  return found.module.bindings.get(name) ?? outsideBinding(name, found);
}

function outsideBinding(name: string, found: Resolution): OpenBinding {
  const known = found.outside.get(name);
  if (known !== undefined) return known;
  const isBuiltin = builtinNames.has(name) && !found.hasStarImport;
  const kind = isBuiltin ? "builtin" : "global-unresolved";
  const binding: OpenBinding = { name, kind, scope: found.module, references: [] };
  found.outside.set(name, binding);
  return binding;
}

const dynamic = new Set(["exec", "eval", "locals", "vars", "globals"]);
/** These can bind or read the module's names from anywhere in it. */
const reachesModule = new Set(["exec", "eval", "globals"]);

function isDynamic(use: Use, binding: OpenBinding): boolean {
  if (!dynamic.has(use.name)) return false;
  if (binding.kind !== "builtin" && binding.kind !== "global-unresolved") return false;
  return use.name !== "vars" || !isCalledWithArgument(use.node);
}

/** `vars(thing)` shows the thing's attributes, no scope. */
function isCalledWithArgument(name: SyntaxNode): boolean {
  const call = name.parent;
  if (call?.kind !== "call" || name.field !== "function") return false;
  return call.children.some((child) => child.field === "arguments" && namedChildren(child).length > 0);
}

function markDynamic(use: Use, module: OpenScope): void {
  use.scope.usesDynamicNames = true;
  if (reachesModule.has(use.name)) module.usesDynamicNames = true;
}
