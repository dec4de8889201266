import type { SyntaxNode } from "../../source/node.ts";
import { field } from "../../source/navigate.ts";
import type { RuleContext } from "../rule.ts";
import { onlyValueOf } from "./values.ts";
import type { Variable } from "./variable.ts";

/** `a.b.names`, `font["subset"]`, `graph[node]`: a path of which each step is a name, or written out. */
export function isLikeAName(node: SyntaxNode): boolean {
  if (node.kind === "identifier") return true;
  const [object, key] = [field(node, "object") ?? field(node, "value"), field(node, "subscript")];
  const isKey = key !== undefined && (["string", "integer"].includes(key.kind) || isLikeAName(key));
  const isStep = node.kind === "attribute" || (node.kind === "subscript" && isKey);
  return isStep && object !== undefined && isLikeAName(object);
}

/** Is the name one for what others hold: `siblings = self.parent.children`, `names = rows[key]`? */
export function namesOthersList(context: RuleContext, { kind, binding }: Variable): boolean {
  if ((kind !== "local" && kind !== "inner") || context.function.node.kind === "module") return false;
  const value = onlyValueOf(binding);
  if (value?.kind === "subscript") return field(value, "subscript")?.kind !== "slice";
  return value?.kind === "attribute" && isLikeAName(value);
}
