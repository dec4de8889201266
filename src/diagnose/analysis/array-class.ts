import type { SyntaxNode } from "../../source/node.ts";
import { importedPath } from "./callee.ts";
import type { Code } from "./code.ts";

/** How the file names `array.array` at a place: `array`, `array.array`; undefined where it does not import it by that name. */
export function arrayClass(code: Code, at: SyntaxNode): string | undefined {
  const binding = code.scopes.lookUp("array", at);
  const [first] = binding.scope.kind === "module" ? binding.references : [];
  const path = first === undefined ? undefined : importedPath(code, first.node);
  if (path === "array.array") return "array";
  return path === "array" ? "array.array" : undefined;
}
