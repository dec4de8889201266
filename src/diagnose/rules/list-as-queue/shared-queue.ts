import { isInside, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { useAt, usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { hiddenUses, type SharedUses } from "./hidden-uses.ts";
import { isWrittenAsChange } from "./queue-uses.ts";

const declarations = new Set(["global_statement", "nonlocal_statement"]);

/**
 * All that the functions of a file do with a name that they share: one of the function around them, or of the module. Undefined for a
 * parameter, which the caller shares, too.
 */
export function sharedUses(binding: Binding, context: RuleContext): SharedUses | undefined {
  const isOfFunction = binding.kind === "local" && binding.scope.kind === "function";
  if (!isOfFunction && binding.kind !== "global") return undefined;
  return { uses: touchesOf(binding, context), ...hiddenUses(binding, context) };
}

/** Every touch of a name, wherever it stands. */
export function touchesOf({ references }: Binding, context: RuleContext): readonly Use[] {
  const seen = new Set<SyntaxNode>();
  return references.flatMap(({ node, access }) => {
    if (seen.has(node) || declarations.has(node.parent?.kind ?? "")) return [];
    seen.add(node);
    return [useAt(node, access, context)];
  });
}

/**
 * The uses of a parameter that is given a value of the function's own before anything else is done with it: `lines = lines[:]`. What
 * stands in that value is the caller's.
 */
export function usesOnceBegun(binding: Binding, context: RuleContext): readonly Use[] | undefined {
  if (binding.kind !== "parameter" || binding.scope.node !== context.function.node) return undefined;
  const { body } = context.function;
  const all = usesOf(binding, context).filter(({ node }) => isInside(node, body));
  const statements = namedChildren(body);
  const begun = all.find((use) => use.kind === "assign" && statements.includes(use.statement));
  if (begun?.kind !== "assign" || begun.node.field !== "left") return undefined;
  // These are written as changes of the list there is, which is the caller's.
  if (isWrittenAsChange(begun, context)) return undefined;
  const others = all.filter(({ node }) => !isInside(node, begun.value));
  return others.every(({ node }) => node.start >= begun.statement.start) ? others : undefined;
}
