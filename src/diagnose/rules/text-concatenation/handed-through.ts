import { field, ownDescendants, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { sumAround } from "../../analysis/sum-around.ts";
import type { RuleContext } from "../../rule.ts";

/** What an attribute holds is copied whole into a longer text, which the attribute is given then. */
export interface HandedThrough {
  /** `data = self.rest + piece` */
  readonly node: SyntaxNode;
  /** `self.rest + piece`, of a longer sum the first that copies. */
  readonly sum: SyntaxNode;
  /** `self.rest` */
  readonly old: SyntaxNode;
}

/** `data = self.rest + piece`, and `self.rest = data`, or a part of it, in the same function: by no name does the text grow. */
export function textsHandedThrough(context: RuleContext): readonly HandedThrough[] {
  const assignments = [...ownDescendants(context.function.body)].filter(({ kind }) => kind === "assignment");
  return assignments.flatMap((node) => {
    const [name, value] = [field(node, "left"), field(node, "right")];
    if (name?.kind !== "identifier" || value === undefined) return [];
    const around = sumAround(withoutParentheses(value), ({ kind }) => kind === "attribute");
    if (around?.isAtEnd !== true) return [];
    const { sum, old } = around;
    const isGivenBack = assignments.some((other) => givesBack(other, old, name, context));
    return isGivenBack ? [{ node, sum, old }] : [];
  });
}

function givesBack(assignment: SyntaxNode, attribute: SyntaxNode, name: SyntaxNode, context: RuleContext): boolean {
  const { source, scopes } = context;
  const [target, value] = [field(assignment, "left"), field(assignment, "right")];
  const given = value?.kind === "subscript" ? field(value, "value") : value;
  if (target?.kind !== "attribute" || given?.kind !== "identifier") return false;
  return textOf(source, target) === textOf(source, attribute) && scopes.bindingOf(given) === scopes.bindingOf(name);
}
