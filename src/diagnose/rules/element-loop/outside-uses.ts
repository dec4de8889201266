import { ancestors, field, isInside, isStatement } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Reading } from "./reading.ts";

/** Names that the loop binds for each turn, and that are looked at elsewhere: after it they hold something else. */
export function outsideUses(
  context: RuleContext,
  loop: SyntaxNode,
  variables: readonly string[],
  { facts, totals, counters, lists }: Reading,
): readonly Obstacle[] {
  const names = [...variables, ...facts.assigned, ...lists];
  return names.flatMap((name): readonly Obstacle[] => {
    const binding = context.scopes.lookUp(name, loop);
    const isKept = totals.has(name) || counters.has(name) || lists.has(name);
    const isOwn = binding.scope.node === context.function.node && binding.scope.kind === "function";
    if (!isOwn && !(isKept && lists.has(name))) return [{ code: "escapes", about: name }];
    if (isCaptured(context, binding)) return [{ code: "escapes", about: name }];
    return !isKept && isReadElsewhere(binding, loop) ? [{ code: "other-use", about: name }] : [];
  });
}

/** Is it a name that an inner function may look at at any time? */
export function isCaptured({ scopes, function: owner }: RuleContext, { references, scope }: Binding): boolean {
  if (scope.node !== owner.node) return false;
  return references.some(({ node }) => {
    let at = scopes.scopeOf(node);
    while (at.kind !== "function" && at.kind !== "lambda" && at.parent !== undefined) at = at.parent;
    return at.node !== owner.node;
  });
}

/** Is it read outside the loop where nothing else has set it anew since? */
export function isReadElsewhere({ references }: Binding, loop: SyntaxNode): boolean {
  const writes = references.filter(({ node, access }) => access === "write" && !isInside(node, loop));
  return references.some(
    ({ node, access }) =>
      access !== "write" && !isInside(node, loop) && !writes.some((write) => isSetBy(write.node, node, loop)),
  );
}

/** Does every way to `read` come by `write`, and none by the loop in between? */
function isSetBy(write: SyntaxNode, read: SyntaxNode, loop: SyntaxNode): boolean {
  return write.parent?.kind === "for_statement" && write.field === "left"
    ? isSetByLoop(write.parent, read, loop)
    : isSetByStatement(write, read, loop);
}

function isSetByLoop(other: SyntaxNode, read: SyntaxNode, loop: SyntaxNode): boolean {
  const body = field(other, "body");
  return body !== undefined && isInside(read, body) && !isInside(loop, body);
}

function isSetByStatement(write: SyntaxNode, read: SyntaxNode, loop: SyntaxNode): boolean {
  const statement = [write, ...ancestors(write)].find((node) => isStatement(node));
  const block = statement?.parent;
  if (statement?.kind !== "expression_statement" || block === undefined || !isInside(read, block)) return false;
  const isBetween = statement.end <= loop.start && loop.end <= read.start;
  return statement.end <= read.start && !isBetween && write.parent?.kind === "assignment";
}
