import { ancestors, descendants, field, namedChildren, textOf } from "../source/navigate.ts";
import type { SyntaxNode } from "../source/node.ts";
import { scopesOf, type Binding } from "../source/scopes.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { NativeObstacle } from "./obstacle.ts";

/** A script in two: a module that can be compiled, and what is left of the script, which imports it. */
export type SplitScript =
  | { readonly kind: "split"; readonly module: string; readonly script: string }
  | { readonly kind: "none"; readonly obstacle: NativeObstacle };

/**
 * Python runs a script's own text, never an extension module: what stands above `if __name__ == "__main__":` goes into a module
 * of its own. The lines keep their numbers there.
 */
export function splitScript(source: SourceFile, name: string): SplitScript {
  const guard = namedChildren(source.root).find((statement) => isGuard(source, statement));
  const none = (code: NativeObstacle["code"], node: SyntaxNode, about: string): SplitScript => ({
    kind: "none",
    obstacle: { code, file: source.path, line: node.startLine, about },
  });
  if (guard === undefined) return none("no-main-guard", source.root, "__name__");
  const after = namedChildren(source.root).find(({ start }) => start >= guard.end);
  if (after !== undefined) return none("main-guard-not-last", after, "__name__");
  const asked = [...descendants(source.root)].find((node) => asksForMain(source, node, guard));
  if (asked !== undefined) return none("asks-for-main", asked, textOf(source, asked));
  if (/^\s*from\s+\S+\s+import\s*\*/mu.test(source.text)) return none("star-import", source.root, "*");
  const scopes = scopesOf(source);
  if (scopes.module.usesDynamicNames) return none("dynamic-names", source.root, "globals");
  const bindings = [...scopes.module.bindings.values()];
  const used = bindings.filter(({ references }) => references.some(({ node }) => isIn(node, guard)));
  for (const binding of used) {
    const wrong = sharedWrite(binding, guard, source);
    if (wrong !== undefined) return none(wrong.code, wrong.node, binding.name);
  }
  const needed = used.filter(({ references }) =>
    references.some(({ node, access }) => access !== "read" && !isIn(node, guard)),
  );
  return {
    kind: "split",
    module: `${source.text.slice(0, guard.start).trimEnd()}${source.lineEnd}`,
    script: scriptText(source, guard, needed, name),
  };
}

function isGuard(source: SourceFile, statement: SyntaxNode): boolean {
  if (statement.kind !== "if_statement" || statement.children.some(({ field: name }) => name === "alternative"))
    return false;
  const condition = field(statement, "condition");
  return condition !== undefined && /^\(?__name__\s*==\s*(["'])__main__\1\)?$/u.test(textOf(source, condition));
}

/** `__name__` and `"__main__"` mean something else in a module; so does `sys.argv[0]`'s file only where it is asked for. */
function asksForMain(source: SourceFile, node: SyntaxNode, guard: SyntaxNode): boolean {
  if (isIn(node, guard) || node.children.length > 0) return false;
  return ["__name__", "__main__", "__file__", "__spec__", "__package__"].includes(textOf(source, node));
}

/** A name that one half sets and the other half uses would be two names after the split. */
function sharedWrite(
  { references }: Binding,
  guard: SyntaxNode,
  source: SourceFile,
): { readonly code: NativeObstacle["code"]; readonly node: SyntaxNode } | undefined {
  const isSet = references.filter(({ access }) => access !== "read");
  const inGuard = isSet.find(({ node }) => isIn(node, guard));
  if (inGuard !== undefined && references.some(({ node }) => !isIn(node, guard))) {
    return { code: "main-guard-sets-globals", node: inGuard.node };
  }
  const inFunction = isSet.find(({ node }) => !isIn(node, guard) && isInFunction(node, source));
  return inFunction && { code: "functions-set-names-of-main-guard", node: inFunction.node };
}

/** A `def` at the top level binds its name there, although the name is a part of it. */
function isInFunction(node: SyntaxNode, source: SourceFile): boolean {
  for (const around of ancestors(node)) {
    const isOwnName = field(around, "name") === node;
    if ((around.kind === "function_definition" || around.kind === "lambda") && !isOwnName) return true;
    if (around === source.root) return false;
  }
  return false;
}

function scriptText(source: SourceFile, guard: SyntaxNode, needed: readonly Binding[], name: string): string {
  const newline = source.lineEnd;
  const head = source.text.startsWith("#!")
    ? `${source.text.slice(0, source.text.indexOf("\n")).trimEnd()}${newline}`
    : "";
  const future = namedChildren(source.root).filter(({ kind }) => kind === "future_import_statement");
  const names = needed.map((binding) => binding.name).sort();
  const imported = names.length === 0 ? `import ${name}` : `from ${name} import ${names.join(", ")}`;
  const lines = [...future.map((statement) => textOf(source, statement)), imported, ""];
  return `${head}${lines.join(newline)}${newline}${source.text.slice(guard.start)}`;
}

function isIn(node: SyntaxNode, outer: SyntaxNode): boolean {
  return node.start >= outer.start && node.end <= outer.end;
}
