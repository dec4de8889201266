import { field, namedChildren, textOf } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";

/** What an import of one name brings. */
export interface Imported {
  /** `collections`, `os.path`, `..sibling` */
  readonly module: string;
  /** The name taken from the module; undefined for the module itself. */
  readonly member: string | undefined;
  /** The name that it is bound to. */
  readonly bound: string;
  /** How code reaches it. */
  readonly name: string;
}

/** Reads `import m`, `import m as n`, `from m import x`, `from m import x as y`; nothing dotted without `as`. */
export function readImport(statement: string): Imported | undefined {
  const from = /^from ([\w.]+) import (\w+)(?: as (\w+))?$/u.exec(statement);
  if (from !== null) {
    const [, module = "", member = "", alias] = from;
    return { module, member, bound: alias ?? member, name: alias ?? member };
  }
  const plain = /^import ([\w.]+)(?: as (\w+))?$/u.exec(statement);
  if (plain === null) return undefined;
  const [, module = "", alias] = plain;
  if (alias === undefined && module.includes(".")) return undefined;
  return { module, member: undefined, bound: alias ?? module, name: alias ?? module };
}

/** What the import around an identifier binds to it, with its statement. */
export function importedBy(
  source: { readonly text: string },
  identifier: SyntaxNode,
): (Imported & { readonly statement: SyntaxNode }) | undefined {
  const { parent } = identifier;
  const bound = textOf(source, identifier);
  if (parent?.parent === undefined) return undefined;
  const isAliased = parent.kind === "aliased_import";
  const statement = parent.parent;
  const path = isAliased ? field(parent, "name") : parent;
  if (path === undefined) return undefined;
  if (statement.kind === "import_statement") {
    // `import a.b` binds `a`; `import a.b as c` binds the module a.b.
    const module = isAliased ? dotted(source, path) : bound;
    return { module, member: undefined, bound, name: bound, statement };
  }
  const from = field(statement, "module_name");
  if (statement.kind !== "import_from_statement" || from === undefined) return undefined;
  return { module: dotted(source, from), member: dotted(source, path), bound, name: bound, statement };
}

function dotted(source: { readonly text: string }, node: SyntaxNode): string {
  if (node.kind !== "dotted_name") return textOf(source, node);
  return namedChildren(node)
    .map((part) => textOf(source, part))
    .join(".");
}
