import { enclosingLoops, enclosingStatement, isInside } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { listMutators, listReaders } from "../../analysis/known-callables.ts";
import { mayChangeAfter, walkerOf } from "../../analysis/lifetimes.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import type { SortCall } from "../../analysis/sort-call.ts";
import { holdsOnlyNew } from "../../analysis/values.ts";
import { assignmentIn, expressionOf } from "../../analysis/block.ts";
import { isFreshList } from "../../analysis/exact-list.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { partOf, type Part } from "./part.ts";

/**
 * What is taken of a sorted list that a name holds, where nothing else is asked of it: `ranked = sorted(rows)` or
 * `rows.sort()`, then `ranked[0]`, `ranked[:3]`, `if ranked:`.
 */
export function partsTaken(context: RuleContext, sort: SortCall): Part | undefined {
  const name = nameOf(sort);
  const binding = name === undefined ? undefined : context.scopes.bindingOf(name);
  if (name === undefined || binding === undefined || !isOwn(binding, context)) return undefined;
  if (binding.scope.usesDynamicNames) return undefined;
  const uses = usesOf(binding, context);
  if (uses.some(({ kind }) => kind === "capture" || kind === "rebind")) return undefined;
  if (sort.isInPlace && !isPrivate(context, sort, uses)) return undefined;
  const statement = enclosingStatement(sort.call);
  if (statement === undefined) return undefined;
  const resets = uses.flatMap((use) => (use.kind === "assign" && use.statement !== statement ? [use.statement] : []));
  if (sortsItsOwn(statement, uses, resets)) return undefined;
  const later = uses.filter(
    (use) => use.kind !== "assign" && !isInside(use.node, statement) && mayChangeAfter(statement, use.node, resets),
  );
  return joined(later.flatMap((use) => takenBy(context, use)));
}

/** Is what is left of the list sorted again at the next turn of a loop? */
function sortsItsOwn(statement: SyntaxNode, uses: readonly Use[], resets: readonly SyntaxNode[]): boolean {
  const [loop] = enclosingLoops(statement);
  if (loop === undefined || !uses.some((use) => use.kind !== "assign" && isInside(use.node, statement))) return false;
  return !resets.some(
    (reset) =>
      isInside(reset, loop) &&
      reset.end <= statement.start &&
      reset.parent !== undefined &&
      isInside(statement, reset.parent),
  );
}

/** `name = sorted(…)` and `name.sort(…)` as whole statements. */
function nameOf({ call, operand, isInPlace }: SortCall): SyntaxNode | undefined {
  const statement = enclosingStatement(call);
  const assigned = isInPlace ? undefined : assignmentIn(statement);
  const isWhole = isInPlace ? expressionOf(statement) === call : assigned?.value === call;
  const name = isInPlace ? operand : assigned?.target;
  return isWhole && name?.kind === "identifier" ? name : undefined;
}

/** Nobody but the name has the list that is sorted, so that it need not be in order for anybody else. */
function isPrivate(context: RuleContext, { call, operand }: SortCall, uses: readonly Use[]): boolean {
  const binding = context.scopes.bindingOf(operand);
  if (binding === undefined || !holdsOnlyNew(context, binding)) return false;
  const resets = uses.flatMap((use) => (use.kind === "assign" ? [use.statement] : []));
  return uses.every((use) => {
    if (use.kind === "assign") return isFreshList(use.value, context);
    return !isHeldBy(use, call) || !mayChangeAfter(use.node, call, resets);
  });
}

/** Does the use let something else have the list, or walk through it meanwhile? */
function isHeldBy(use: Use, sort: SyntaxNode): boolean {
  if (use.kind === "look" && use.look === "walk") {
    const walker = walkerOf(use.node);
    return walker === undefined || isInside(sort, walker);
  }
  if (use.kind === "method") return !listMutators.has(use.method) && !listReaders.has(use.method);
  return use.kind === "escape" || use.kind === "return" || use.kind === "operand";
}

type Taken = Part | "nothing" | "other";

function takenBy(context: RuleContext, use: Use): readonly Taken[] {
  if (use.kind === "unbind") return [];
  if (use.kind === "look") return [use.look === "truth" || use.look === "none" ? "nothing" : "other"];
  const part = use.kind === "item" && use.how === "read" ? partOf(context, use.subscript) : undefined;
  return [part ?? "other"];
}

/** The most that is taken, from one and the same end; of a list by its name only numbers can be told. */
function joined(taken: readonly Taken[]): Part | undefined {
  let most: Part | undefined;
  for (const part of taken) {
    if (part === "nothing") continue;
    const count = part === "other" ? undefined : countOf(part);
    if (part === "other" || count === undefined || (most !== undefined && most.end !== part.end)) return undefined;
    most = { ...part, kind: "all", count: Math.max(count, most === undefined ? 0 : Number(most.count)) };
  }
  return most;
}

function countOf({ count }: Part): number | undefined {
  return typeof count === "number" ? count : undefined;
}
