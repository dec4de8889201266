import { isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { isExactList, isFreshList } from "../../analysis/exact-list.ts";
import { isBeforeFinally, mayChangeAfter, walkerOf } from "../../analysis/lifetimes.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Growth } from "./growth-places.ts";

/**
 * What keeps the list from being changed in place: `xs + [y]` leaves the old list as it was for whoever still has it.
 * `growths` are all growths of this variable in loops.
 */
export function listObstacles(
  uses: readonly Use[],
  growths: readonly Growth[],
  context: RuleContext,
): readonly Obstacle[] {
  const about = textOf(context.source, growths[0]?.target ?? context.function.node);
  const statements = growths.map(({ statement }) => statement);
  const resets = uses.flatMap((use) =>
    use.kind === "assign" && !statements.includes(use.statement) ? [use.statement] : [],
  );
  const found = new Map<string, Obstacle>();
  const add = (obstacle: Obstacle): unknown => found.set(obstacle.code + obstacle.about, obstacle);
  for (const use of uses) {
    if (growths.some((growth) => isPartOf(use, growth))) continue;
    const code = obstacleOf(use, { statements, resets, context });
    if (code !== undefined) add({ code, about });
  }
  for (const obstacle of growths.flatMap((growth) => growthObstacles(growth, growths, context))) add(obstacle);
  return [...found.values()];
}

/** The touches that make the growth itself. */
function isPartOf({ node }: Use, { target, old }: Growth): boolean {
  return node === target || isInside(node, old);
}

interface Around {
  readonly statements: readonly SyntaxNode[];
  readonly resets: readonly SyntaxNode[];
  readonly context: RuleContext;
}

function obstacleOf(use: Use, around: Around): ObstacleCode | undefined {
  if (use.kind === "rebind") return "rebound";
  if (use.kind === "capture") return "escapes";
  if (use.kind === "assign") return isFreshList(use.value, around.context) ? undefined : "not-a-list";
  if (use.kind === "look") {
    return use.look === "walk" && isWalkedOver(use.node, around.statements) ? "changes-in-loop" : undefined;
  }
  return isKept(use) && isSeenLater(use, around) ? "escapes" : undefined;
}

/** Could whoever the use hands the list to still have it afterwards? */
function isKept(use: Use): boolean {
  if (use.kind === "method") return !listMethods.has(use.method);
  return use.kind === "escape" || (use.kind === "return" && isBeforeFinally(use.node));
}

function isSeenLater({ node }: Use, { statements, resets }: Around): boolean {
  return statements.some((statement) => mayChangeAfter(node, statement, resets));
}

/** Methods of `list` that hand nothing of the list itself to anybody. */
export const listMethods: ReadonlySet<string> = new Set(
  "append clear copy count extend index insert pop remove reverse sort".split(" "),
);

/** `for x in xs:` walks the old list while `xs + [y]` is made; in place it would never end. */
function isWalkedOver(node: SyntaxNode, statements: readonly SyntaxNode[]): boolean {
  const walker = walkerOf(node);
  return walker === undefined || statements.some((statement) => isInside(statement, walker));
}

/** What keeps this one growth from being written in place. */
export function growthObstacles(growth: Growth, all: readonly Growth[], context: RuleContext): readonly Obstacle[] {
  const about = textOf(context.source, growth.target);
  if (!growth.isAtEnd) return [{ code: "other-order", about }];
  if (growth.form === "star") return growth.node.kind === "list" ? [] : [{ code: "not-a-list", about }];
  const [unproven] = unprovenParts(growth, context);
  if (unproven === undefined || isGuardable(growth, all, context)) return [];
  return [{ code: "not-a-list", about: textOf(context.source, unproven) }];
}

/** Operands that the source does not prove to be lists: `+` refuses a tuple, and an array adds, where `+=` extends. */
export function unprovenParts(growth: Growth, context: RuleContext): readonly SyntaxNode[] {
  return growth.form === "star" ? [] : growth.added.filter((part) => !isExactList(part, context));
}

/** One operand of unknown type can be asked for its type first, if no other growth relies on the list staying one. */
function isGuardable(growth: Growth, all: readonly Growth[], context: RuleContext): boolean {
  const { statement } = growth;
  const isAlone = all.length === 1 && growth.added.length === 1 && isOnItsOwnLines(statement);
  return isAlone && ["type", "list"].every((name) => isBuiltinAt(context, name, statement));
}

/** Can several statements stand in its place? */
export function isOnItsOwnLines(statement: SyntaxNode): boolean {
  const block = statement.parent;
  if (block === undefined || block.parent === undefined) return block?.kind === "module";
  const around = block.children.filter((other) => other !== statement && other.kind !== "comment");
  const isAlone = around.every((other) => other.endLine < statement.startLine || other.startLine > statement.endLine);
  return isAlone && (block.kind === "module" || block.parent.startLine < statement.startLine);
}
