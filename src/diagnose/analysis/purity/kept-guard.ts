import { descendants, field, isDocstring, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definitionOf } from "../callee.ts";
import type { Code } from "../code.ts";

/** What a decorator says that a fix has put above a function to keep its results. */
export const GUARD_DOCSTRING =
  "Keeps results for exactly these types: other arguments can be equal and mean something else.";

/** Does a decorator only keep what a function gives, and leave it to be what it is? */
export function onlyKeeps(code: Code, decorator: SyntaxNode): boolean {
  if (cached.test(textOf(code.source, decorator))) return true;
  const binding = decorator.kind === "identifier" ? code.scopes.bindingOf(decorator) : undefined;
  const definition = binding && definitionOf(binding);
  const body = definition === undefined ? undefined : field(definition, "body");
  const [first] = body === undefined ? [] : namedChildren(body);
  if (first === undefined || !isDocstring(first)) return false;
  return [...descendants(first)].some((node) => textOf(code.source, node) === GUARD_DOCSTRING);
}

const cached = /^(?:functools\.)?(?:lru_cache|cache)\b/u;
