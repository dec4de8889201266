import { beginsLine } from "../../../source/insert-statement.ts";
import { ancestors, enclosingLoops, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { viewOf } from "../../analysis/length-view.ts";
import { mayChangeAfter } from "../../analysis/lifetimes.ts";
import { loopSpansOf } from "../../analysis/loop-span.ts";
import { provenUses, type LengthEffect } from "../../analysis/lowest-length.ts";
import { isNonNegative, literalOf } from "../../analysis/non-negative.ts";
import { hiddenBuiltins } from "../../analysis/own-code.ts";
import { useOf } from "../../analysis/use.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { Obstacle } from "../../finding.ts";
import type { Around } from "./around.ts";
import { advanceOf, type Advance } from "./advance.ts";
import type { OffsetUse } from "./offset-uses.ts";

/** Does every cut take at least one element? */
export function isAlwaysMoving({ advances, context }: Around): boolean {
  return advances.every(({ step }) => (literalOf(context, step) ?? 0) > 0);
}

/** Is the rest asked for once the loop is over, or when a loop around it comes back? */
export function isNeededAfter(around: Around): boolean {
  return laterUses(around).length > 0 || comesBack(around);
}

function laterUses({ uses, loop, context }: Around): readonly Use[] {
  const resets = uses.flatMap((use) =>
    use.kind === "assign" && advanceOf(use, context) === undefined ? [use.statement] : [],
  );
  return uses.filter(
    (use) => use.kind !== "assign" && !isInside(use.node, loop) && mayChangeAfter(loop, use.node, resets),
  );
}

/** A loop around this one begins its next turn with the rest, unless it gives the name a new value first. */
function comesBack({ uses, loop, context }: Around): boolean {
  const [outer] = enclosingLoops(loop);
  if (outer === undefined) return false;
  return !uses.some((use) => {
    if (use.kind === "rebind") return outer.kind === "for_statement" && isTargetOf(use.node, outer);
    if (use.kind !== "assign" || advanceOf(use, context) !== undefined) return false;
    const block = use.statement.parent;
    return block !== undefined && isInside(use.node, outer) && use.node.end <= loop.start && isInside(loop, block);
  });
}

function isTargetOf(node: SyntaxNode, loop: SyntaxNode): boolean {
  return loop.children.some((child) => child.field === "left" && isInside(node, child));
}

/** What keeps a range of the indices that are left from answering every use in the loop, and after it. */
export function rangeObstacles(around: Around, answers: readonly OffsetUse[]): readonly Obstacle[] {
  const { context, loop, others, binding } = around;
  const about = binding.name;
  const found: Obstacle[] = [...hiddenBuiltins(context, loop, ["range"]), ...commonObstacles(around)];
  if (answers.length !== others.length || !beginsLine(context.source, loop)) found.push({ code: "rest-used", about });
  return isNeededAfter(around) ? [...found, ...triedObstacles(around)] : found;
}

function commonObstacles(around: Around): readonly Obstacle[] {
  const { context, loop, uses, binding } = around;
  const about = binding.name;
  const found: Obstacle[] = [...hiddenBuiltins(context, loop, ["len"])];
  if (uses.some(({ kind }) => kind === "capture")) found.push({ code: "escapes", about });
  if (binding.scope.usesDynamicNames) found.push({ code: "dynamic-names", about });
  if (mayBeNone(around)) found.push({ code: "not-a-list", about });
  return found;
}

/** What keeps an index from answering every use in the loop, and after it. */
export function slicingObstacles(around: Around, answers: readonly OffsetUse[]): readonly Obstacle[] {
  const { context, loop, others, advances, binding } = around;
  const about = binding.name;
  const found: Obstacle[] = [...commonObstacles(around)];
  const isAnswered = answers.length === others.length && advances.every(({ step }) => isNonNegative(context, step));
  if (!isAnswered || !beginsLine(context.source, loop)) found.push({ code: "rest-used", about });
  if (!isWithin(around, answers)) found.push({ code: "beyond-end", about });
  if (!isAlwaysMoving(around) && answers.some(({ isHandedOut }) => isHandedOut)) found.push({ code: "escapes", about });
  return isNeededAfter(around) ? [...found, ...afterObstacles(around)] : found;
}

/** None is false, and has no length. */
function mayBeNone({ uses, binding, context }: Around): boolean {
  const given = uses.flatMap((use) => (use.kind === "assign" ? [use.value] : []));
  const parameter = context.function.parameters.find(({ node }) => context.scopes.bindingOf(node) === binding);
  const declared =
    parameter === undefined ? undefined : [...ancestors(parameter.node)].find(({ kind }) => kind.endsWith("parameter"));
  return [...given, declared].some(
    (node) => node !== undefined && /\b(?:None|Optional)\b/u.test(textOf(context.source, node)),
  );
}

/** After the loop the name is cut; that must be done, and nobody may tell a new list from the one that was given. */
function afterObstacles(around: Around): readonly Obstacle[] {
  const { context, binding } = around;
  const about = binding.name;
  const found: Obstacle[] = [...triedObstacles(around)];
  const isRead = laterUses(around).every((use) => useOf(context, use.node).kind === "read");
  if (!isAlwaysMoving(around) && (!isRead || comesBack(around))) found.push({ code: "escapes", about });
  return found;
}

function triedObstacles({ loop }: Around): readonly Obstacle[] {
  const tried = [...ancestors(loop)].find(({ kind }) => guards.has(kind));
  return tried === undefined || tried.kind === "function_definition" ? [] : [{ code: "errors-caught", about: "try" }];
}

const guards = new Set(["try_statement", "with_statement", "function_definition"]);

/** More elements than are told apart: this is never proven. */
const TOO_MANY = 99;

/** Where a use is right only within the sequence: does no cut take more than there is? */
function isWithin(around: Around, answers: readonly OffsetUse[]): boolean {
  const { context, uses, advances, binding } = around;
  const needed = answers.flatMap(({ needs }) => needs ?? []);
  if (needed.length === 0 && !answers.some(({ needsWithin }) => needsWithin)) return true;
  // Where `for` gives the name a value is not followed.
  if (uses.some(({ kind }) => kind === "rebind")) return false;
  const effects = new Map<SyntaxNode, LengthEffect>();
  for (const use of uses) {
    const isRead = use.kind !== "assign" && ["read", "returned"].includes(useOf(context, use.node).kind);
    if (!isRead) effects.set(use.node, { needs: 0, adds: 0, becomes: 0 });
  }
  const all = uses.flatMap((use) => advanceOf(use, context) ?? []);
  for (const { target, step } of all) {
    const count = literalOf(context, step) ?? TOO_MANY;
    effects.set(target, { needs: count, adds: -count });
  }
  for (const { node, count } of needed) effects.set(node, { needs: count, adds: 0 });
  const proven = provenUses(context.function.body, effects, viewOf(binding, context));
  const targets = advances.map(({ target }) => target);
  return [...targets, ...needed.map(({ node }) => node)].every((node) => proven.has(node));
}

/** Each slice of a list is another list: an index into the first one sees what others do to that. */
export function sharedObstacles({ context, loop }: Around, { receiver, slice }: Advance): readonly Obstacle[] {
  const variable = variableAt(context, receiver);
  const span = loopSpansOf(context, slice).find((each) => each.loop === loop);
  if (variable === undefined || span === undefined)
    return [{ code: "may-change-in-call", about: textOf(context.source, receiver) }];
  return mayChangeIn(context, variable, span);
}
