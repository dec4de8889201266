import { descendants, enclosingLoops, isInside, namedChildren } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Binding } from "../../source/scopes.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { isChangingMethod } from "./loud-statements.ts";

/**
 * Could what these statements do change what the elements are made of, were they made while the statements run? They bind names anew and
 * change containers of the function's own (`loudStatements` sees to it that they do nothing else); such a container may be known by no
 * other name.
 */
export function changesMaking(
  context: RuleContext,
  making: SyntaxNode,
  statements: readonly SyntaxNode[],
): readonly Obstacle[] {
  const { bound, changed } = changesOf(context, statements);
  const last = statements.at(-1);
  const used = bindingsIn(context, making);
  const obstacles = [...bound, ...changed]
    .filter((binding) => used.has(binding))
    .map(({ name }): Obstacle => ({ code: "changes-in-loop", about: name }));
  const shared = [...changed].filter((binding) => last !== undefined && hasOtherName(binding, last));
  return [...obstacles, ...shared.map(({ name }): Obstacle => ({ code: "escapes", about: name }))];
}

function bindingsIn({ scopes }: RuleContext, node: SyntaxNode): ReadonlySet<Binding> {
  const found = new Set<Binding>();
  for (const inner of descendants(node)) {
    const binding = inner.kind === "identifier" ? scopes.bindingOf(inner) : undefined;
    // The comprehension's own variables are nobody else's.
    if (binding !== undefined && !isInside(binding.scope.node, node)) found.add(binding);
  }
  return found;
}

function changesOf(
  { scopes, source }: RuleContext,
  statements: readonly SyntaxNode[],
): { readonly bound: ReadonlySet<Binding>; readonly changed: ReadonlySet<Binding> } {
  const [bound, changed] = [new Set<Binding>(), new Set<Binding>()];
  for (const node of statements.flatMap((statement) => [...descendants(statement)])) {
    const binding = node.kind === "identifier" ? scopes.bindingOf(node) : undefined;
    if (binding === undefined) continue;
    if (binding.references.some((each) => each.node === node && each.access !== "read")) bound.add(binding);
    if (isElementTarget(node) || isChangingMethod(source, node)) changed.add(binding);
  }
  return { bound, changed };
}

/** `rows` of `rows[key] = …` */
function isElementTarget(node: SyntaxNode): boolean {
  const at = node.parent;
  return at?.kind === "subscript" && at.field === "left" && namedChildren(at)[0] === node;
}

/** Was the container handed on, put into something or given another name before the last of the statements ended? */
function hasOtherName({ references }: Binding, last: SyntaxNode): boolean {
  const around = enclosingLoops(last).at(-1);
  const until = Math.max(last.end, around?.end ?? 0);
  return references.some(({ node, access }) => access === "read" && node.start < until && !isAsked(node));
}

/** Is the container only asked, or changed, where it is named? */
function isAsked(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.kind === "comparison_operator") return true;
  if (parent?.kind === "attribute") return parent.parent?.kind === "call" && parent.field === "function";
  return parent?.kind === "subscript" && namedChildren(parent)[0] === node;
}
