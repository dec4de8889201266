import { builtinNames } from "../../source/builtin-names.ts";
import { importedBy } from "../../source/imported.ts";
import type { Binding, Scopes } from "../../source/scopes.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { textOf } from "../../source/navigate.ts";

/** What every question about a file needs; a `RuleContext` is one. */
export interface Code {
  readonly source: SourceFile;
  readonly scopes: Scopes;
  /** The project's other files; absent where a file is looked at alone. */
  readonly modules?: Modules;
  /** What the project's other Python files do with a name; absent where there are none. */
  readonly elsewhere?: Elsewhere;
  /** The names of the file's applications that a web server imports (`uvicorn service:app`); absent where none does. */
  readonly served?: ReadonlySet<string>;
}

/** Does another file than `path` use the attribute or name, and could it change what that holds? */
export type Elsewhere = (name: string, kind: "attribute" | "name", path: string) => "none" | "read" | "changed";

/** The files of the project but `path` in whose text the name stands. */
export type Mentions = (name: string, path: string) => readonly Code[];

/** The same, or undefined where there are more of them than `most`. */
export type AllMentions = (name: string, path: string, most: number) => readonly Code[] | undefined;

/**
 * The file that `module` (`pkg.rows`, `..rows`) means in an import of the file at `from`; undefined where it is not the
 * project's, or not to be told.
 */
export type Modules = (from: string, module: string) => Code | undefined;

/** Does `name`, written at `node`, mean Python's built-in? */
export function isBuiltinAt(code: Code, name: string, node: SyntaxNode): boolean {
  return isBuiltin(code, code.scopes.lookUp(name, node));
}

/**
 * A star import could hide a built-in, but then it hides it in every run: whatever that changes is seen when old and new are
 * compared, so it is taken for the built-in.
 */
function isBuiltin(code: Code, binding: Binding): boolean {
  if (binding.kind === "import") return isImportedBuiltin(code, binding);
  return binding.kind === "builtin" || (binding.kind === "global-unresolved" && builtinNames.has(binding.name));
}

/** `from builtins import str`, as code for Python 2 too has it. */
function isImportedBuiltin({ source }: Code, { name, references }: Binding): boolean {
  const writes = builtinNames.has(name) ? references.filter(({ access }) => access !== "read") : [];
  return (
    writes.length > 0 &&
    writes.every(({ node, access }) => {
      const imported = access === "delete" ? undefined : importedBy(source, node);
      return imported?.module === "builtins" && imported.member === name;
    })
  );
}

/** The built-in that an identifier names; undefined for every other expression. */
export function builtinNamed(code: Code, node: SyntaxNode | undefined): string | undefined {
  if (node?.kind !== "identifier") return undefined;
  const binding = code.scopes.bindingOf(node);
  return binding !== undefined && isBuiltin(code, binding) ? textOf(code.source, node) : undefined;
}

/** The scope's node that a binding belongs to a function with: the function, lambda or module around it. */
export function ownerOf(binding: Binding): SyntaxNode {
  let scope = binding.scope;
  while (scope.parent !== undefined && !owners.has(scope.kind)) scope = scope.parent;
  return scope.node;
}

const owners = new Set(["function", "lambda", "module"]);
