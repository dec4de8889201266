import { assert } from "../base/refusal.ts";
import { builtinNames } from "./builtin-names.ts";
import type { TextEdit } from "./edit.ts";
import { importPlace } from "./import-place.ts";
import { importedBy, readImport, type Imported } from "./imported.ts";
import type { SyntaxNode } from "./node.ts";
import { scopesOf, type Binding, type Scopes } from "./scopes.ts";
import type { SourceFile } from "./source-file.ts";

/** How to reach something that has to be imported. */
export interface ImportPlan {
  /** What to write for it: `deque`, `dq`, `collections.deque`, `_deque`. */
  readonly name: string;
  /** The import to add; undefined where the file has it already. */
  readonly edit: TextEdit | undefined;
}

/**
 * Makes `statement` (`import m`, `from m import x`) usable at `at`: through an import that the file has at its top level,
 * or through a new one beside the others, under a name that nothing in the file uses.
 */
export function addImport(source: SourceFile, statement: string, at: SyntaxNode): ImportPlan {
  const wanted = readImport(statement);
  assert(wanted !== undefined, `not an import statement of one name: ${statement}`);
  const scopes = scopesOf(source);
  const present = presentName(source, scopes, wanted, at);
  if (present !== undefined) return { name: present, edit: undefined };
  const bound = freeName(source, scopes, wanted.bound);
  const line = written(wanted, bound);
  return { name: bound === wanted.bound ? wanted.name : bound, edit: importPlace(source, line, at) };
}

/** How the file can already name it at `at`. A direct import is taken before the way through its module. */
function presentName(source: SourceFile, scopes: Scopes, wanted: Imported, at: SyntaxNode): string | undefined {
  let throughModule: string | undefined;
  for (const binding of scopes.module.bindings.values()) {
    const imported = steadyImport(source, binding, at);
    if (imported === undefined || scopes.lookUp(binding.name, at) !== binding) continue;
    if (imported.module === wanted.module && imported.member === wanted.member) return binding.name;
    if (imported.module === wanted.module && imported.member === undefined) {
      throughModule ??= `${binding.name}.${wanted.member ?? ""}`;
    }
  }
  return throughModule;
}

/** What the name is bound to, if nothing but equal imports at the top level before `at` ever binds it. */
function steadyImport(source: SourceFile, binding: Binding, at: SyntaxNode): Imported | undefined {
  if (binding.kind !== "import") return undefined;
  let first: Imported | undefined;
  for (const reference of binding.references) {
    if (reference.access === "delete") return undefined;
    if (reference.access === "read") continue;
    const imported = importedBy(source, reference.node);
    if (imported === undefined || imported.statement.parent !== source.root) return undefined;
    first ??= imported.statement.end <= at.start ? imported : undefined;
    if (first === undefined || first.module !== imported.module || first.member !== imported.member) return undefined;
  }
  return first;
}

/** The name itself, or one like it that nothing in the file binds or reads. */
function freeName(source: SourceFile, scopes: Scopes, name: string): string {
  // A star import does not bring names that begin with an underscore, so these are safe from it.
  const hasStar = scopes.module.usesDynamicNames && /\bimport\s*\*/u.test(source.text);
  if (!hasStar && isFree(scopes, name)) return name;
  for (let number = 1; ; number++) {
    const other = number === 1 ? `_${name}` : `_${name}_${number}`;
    if (isFree(scopes, other)) return other;
  }
}

function isFree(scopes: Scopes, name: string): boolean {
  if (builtinNames.has(name) || scopes.outside.has(name)) return false;
  return scopes.all.every((scope) => !scope.bindings.has(name));
}

function written(wanted: Imported, bound: string): string {
  const suffix = bound === (wanted.member ?? wanted.module) ? "" : ` as ${bound}`;
  if (wanted.member !== undefined) return `from ${wanted.module} import ${wanted.member}${suffix}`;
  return `import ${wanted.module}${suffix}`;
}
