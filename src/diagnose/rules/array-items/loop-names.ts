import { ancestors, field, isInside, isStatement, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding, Reference } from "../../../source/scopes.ts";
import { descendants } from "../../../source/navigate.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isCaptured, isReadElsewhere } from "../element-loop/outside-uses.ts";
import type { LoopNames } from "./reading.ts";

/** What the loop binds, and what of it lasts longer than a turn. */
export function loopNames(context: RuleContext, loop: SyntaxNode): LoopNames {
  const bindings = boundIn(context, loop);
  const named = (isAsked: (binding: Binding) => boolean): ReadonlySet<string> =>
    new Set(bindings.filter(isAsked).map(({ name }) => name));
  const carried = named((binding) => isCarried(binding, loop));
  const kept = named(
    (binding) => isReadElsewhere(binding, loop) && (carried.has(binding.name) || !isCounter(context, binding, loop)),
  );
  return { assigned: named(() => true), carried, kept };
}

/** Names that somebody else could look at while the loop runs, or after it. */
export function sharedNames(context: RuleContext, loop: SyntaxNode): readonly Obstacle[] {
  const shared = boundIn(context, loop).filter((binding) => {
    const isOwn = binding.scope.node === context.function.node && binding.scope.kind === "function";
    return !isOwn || isCaptured(context, binding);
  });
  return shared.map(({ name }) => ({ code: "escapes", about: name }));
}

function boundIn({ scopes, source }: RuleContext, loop: SyntaxNode): readonly Binding[] {
  const found = new Set<Binding>();
  for (const node of descendants(loop)) {
    const binding = node.kind === "identifier" ? scopes.bindingOf(node) : undefined;
    const isBound = binding?.references.some((each) => each.node === node && each.access !== "read");
    if (binding !== undefined && isBound === true && textOf(source, node) === binding.name) found.add(binding);
  }
  return [...found];
}

/** May it be read in the loop before the turn has set it? */
function isCarried({ references }: Binding, loop: SyntaxNode): boolean {
  const inside = references.filter(({ node }) => isInside(node, loop));
  const writes = inside.filter(({ access }) => access === "write");
  const branchings = writes.flatMap(
    ({ node }) =>
      branchingOf(
        node,
        writes.map((each) => each.node),
      ) ?? [],
  );
  const isSet = (read: Reference): boolean =>
    writes.some((write) => isSetBy(write, read)) || branchings.some((branching) => isBehind(read.node, branching));
  return inside.some((read) => read.access === "read" && !isSet(read));
}

/** Does every way to `read` within the turn come by `write`? */
function isSetBy({ node: write }: Reference, { node: read }: Reference): boolean {
  const around = write.parent;
  if (around?.kind === "for_statement" && write.field === "left") {
    const body = field(around, "body");
    return body !== undefined && isInside(read, body);
  }
  return isBehind(read, statementOf(write));
}

/** Does it run after the statement, whatever way is taken? */
function isBehind(read: SyntaxNode, statement: SyntaxNode | undefined): boolean {
  const block = statement?.parent;
  return statement !== undefined && block !== undefined && isInside(read, block) && statement.end <= read.start;
}

/** The outermost branching that surely sets it: each of its branches does. */
function branchingOf(write: SyntaxNode, writes: readonly SyntaxNode[]): SyntaxNode | undefined {
  const branches = [...ancestors(write)].filter(({ kind }) => kind === "if_statement");
  return branches.findLast((branch) => setsInAll(branch, writes));
}

function setsInAll(branch: SyntaxNode, writes: readonly SyntaxNode[]): boolean {
  const parts = [branch, ...branch.children.filter(({ kind }) => kind === "elif_clause" || kind === "else_clause")];
  const blocks = parts.flatMap((part) => part.children.filter(({ kind }) => kind === "block"));
  const hasElse = branch.children.some(({ kind }) => kind === "else_clause");
  return hasElse && blocks.every((block) => writes.some((write) => statementOf(write)?.parent === block));
}

function statementOf(write: SyntaxNode): SyntaxNode | undefined {
  return [...ancestors(write)].find((node) => isStatement(node));
}

/** Only `for … in range(…)` sets it: to the same whole numbers. */
function isCounter({ source }: RuleContext, { references }: Binding, loop: SyntaxNode): boolean {
  const writes = references.filter(({ node, access }) => access !== "read" && isInside(node, loop));
  return writes.every(({ node: { field: role, parent } }) => {
    const through = role === "left" && parent?.kind === "for_statement" ? field(parent, "right") : undefined;
    return through?.kind === "call" && textOf(source, through).startsWith("range");
  });
}
