import type { SyntaxNode } from "./node.ts";
import { field, fields, namedChildren } from "./navigate.ts";
import type { OpenScope } from "./scope.ts";
import { bindName, type Walk } from "./walk.ts";

/** `import a.b` binds `a`; `import a.b as c` binds `c`. */
export function bindImport(walk: Walk, statement: SyntaxNode, scope: OpenScope): void {
  for (const imported of fields(statement, "name")) bindName(walk, boundBy(imported), scope, "import");
}

/** `from m import a as b` binds `b`; `from m import *` binds nobody knows what. */
export function bindImportFrom(walk: Walk, statement: SyntaxNode, scope: OpenScope): void {
  bindImport(walk, statement, scope);
  if (!statement.children.some((child) => child.kind === "wildcard_import")) return;
  walk.starImports.push(statement);
  scope.usesDynamicNames = true;
}

function boundBy(imported: SyntaxNode): SyntaxNode | undefined {
  return imported.kind === "aliased_import" ? field(imported, "alias") : namedChildren(imported)[0];
}
