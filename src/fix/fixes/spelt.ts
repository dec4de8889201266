import type { ScanPlan } from "../../diagnose/rules/nested-scan/plan.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { descendants } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** An expression of the source on one line, with other text for some of its names, which are known by their bindings. */
export function spelt(context: RuleContext, node: SyntaxNode, replaced: ReadonlyMap<unknown, string>): string {
  let text = "";
  let at = node.start;
  for (const part of descendants(node)) {
    const binding = part.kind === "identifier" ? context.scopes.bindingOf(part) : undefined;
    const other = binding === undefined ? undefined : replaced.get(binding);
    if (other === undefined) continue;
    text += context.source.text.slice(at, part.start) + other;
    at = part.end;
  }
  return (text + context.source.text.slice(at, node.end)).replaceAll(/\s*[\r\n]\s*/gu, " ");
}

/** With what the scan's names for parts of the element stand for. */
export function withLets(
  context: RuleContext,
  { lets }: Pick<ScanPlan, "lets">,
  replaced: ReadonlyMap<unknown, string>,
): ReadonlyMap<unknown, string> {
  const all = new Map(replaced);
  // In their order: a later one may stand on an earlier one.
  for (const [name, value] of lets) {
    const text = spelt(context, value, all);
    all.set(name, primary.has(value.kind) ? text : `(${text})`);
  }
  return all;
}

const primary = new Set(["identifier", "attribute", "subscript", "call", "parenthesized_expression"]);
