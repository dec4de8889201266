import type { SyntaxNode } from "../../source/node.ts";
import { descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import { importedBy } from "../../source/imported.ts";
import type { Binding } from "../../source/scopes.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Code } from "./code.ts";

/** `re.sub`, `os.path.join`, `collections.deque`: what a callee means through this file's imports; else undefined. */
export function importedPath(code: Code, callee: SyntaxNode): string | undefined {
  if (callee.kind === "identifier") {
    const binding = code.scopes.bindingOf(callee);
    return binding === undefined ? undefined : pathOfImport(code, binding);
  }
  if (callee.kind !== "attribute") return undefined;
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  const around = object === undefined ? undefined : importedPath(code, object);
  return around === undefined || name === undefined ? undefined : `${around}.${textOf(code.source, name)}`;
}

/** `asyncio.sleep` for a call `sleep(…)` or `asyncio.sleep(…)`; undefined for every other node. */
export function calledPath(code: Code, node: SyntaxNode | undefined): string | undefined {
  const callee = node?.kind === "call" ? field(node, "function") : undefined;
  return callee && importedPath(code, callee);
}

/** The path that every binding of the name imports. */
function pathOfImport(code: Code, binding: Binding): string | undefined {
  const [first, ...others] = pathsOfImport(code, binding) ?? [];
  return others.every((path) => path === first) ? first : undefined;
}

/** The same where a name is imported in one of several ways (`try: import HTMLParser`, `except ImportError: …`): all that it can mean. */
export function importedPaths(code: Code, callee: SyntaxNode): readonly string[] | undefined {
  if (callee.kind === "identifier") {
    const binding = code.scopes.bindingOf(callee);
    return binding === undefined ? undefined : pathsOfImport(code, binding);
  }
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (callee.kind !== "attribute" || object === undefined || name === undefined) return undefined;
  return importedPaths(code, object)?.map((around) => `${around}.${textOf(code.source, name)}`);
}

function pathsOfImport(code: Code, binding: Binding): readonly string[] | undefined {
  if (binding.kind !== "import") return undefined;
  const writes = binding.references.filter((reference) => reference.access !== "read");
  const paths = writes.flatMap((reference) => {
    const imported = importedBy(code.source, reference.node);
    if (imported === undefined || reference.access === "delete") return [];
    return imported.member === undefined ? imported.module : `${imported.module}.${imported.member}`;
  });
  return paths.length === writes.length ? paths : undefined;
}

const methods = new WeakMap<SourceFile, ReadonlyMap<string, readonly SyntaxNode[]>>();

/** Every `def` of that name in a class body of this file. */
export function methodsNamed(code: Code, name: string): readonly SyntaxNode[] {
  const known = methods.get(code.source) ?? listMethods(code);
  methods.set(code.source, known);
  return known.get(name) ?? [];
}

/** Does a class of this file define a method of that name? */
export function definesMethod(code: Code, name: string): boolean {
  return methodsNamed(code, name).length > 0;
}

function listMethods(code: Code): ReadonlyMap<string, readonly SyntaxNode[]> {
  const found = new Map<string, SyntaxNode[]>();
  for (const scope of code.scopes.all) {
    if (scope.kind !== "class") continue;
    const body = field(scope.node, "body") ?? scope.node;
    for (const node of descendants(body)) {
      if (node.kind !== "function_definition" || code.scopes.scopeOf(node) !== scope) continue;
      const name = field(node, "name");
      if (name === undefined) continue;
      const text = textOf(code.source, name);
      found.set(text, [...(found.get(text) ?? []), node]);
    }
  }
  return found;
}

/** The decorators' expressions of a `def` or `class`, without `@`. */
export function decoratorsOf(definition: SyntaxNode): readonly SyntaxNode[] {
  if (definition.parent?.kind !== "decorated_definition") return [];
  const lines = definition.parent.children.filter((child) => child.kind === "decorator");
  return lines.flatMap((line) => namedChildren(line));
}

/** The `def`, `class` or `lambda` that a name stands for, if it is bound exactly once. */
export function definitionOf(binding: Binding): SyntaxNode | undefined {
  const writes = binding.references.filter((reference) => reference.access !== "read");
  const [only] = writes;
  if (only === undefined || writes.length > 1 || only.access !== "write") return undefined;
  const { parent } = only.node;
  if (parent === undefined) return undefined;
  if (parent.kind === "assignment" && only.node.field === "left") {
    const value = field(parent, "right");
    return value?.kind === "lambda" ? value : undefined;
  }
  const isDefinition = parent.kind === "function_definition" || parent.kind === "class_definition";
  return isDefinition && only.node.field === "name" ? parent : undefined;
}
