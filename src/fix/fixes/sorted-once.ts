import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Use } from "../../diagnose/analysis/variable-uses.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Insertion } from "../../diagnose/rules/sorted-insertion/insertion.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indented } from "../../source/insert-statement.ts";
import { ancestors, enclosingLoops, isInside, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { guardedInsertion } from "./guarded-insertion.ts";
import { lineBelow } from "./growth-edits.ts";
import { putAfter } from "./insert-once.ts";
import type { OrderAsked } from "./order-asked.ts";

/** A list that is sorted at each turn of a loop in which nobody looks at it. */
export interface SortedOnce {
  readonly place: Insertion;
  readonly loop: SyntaxNode;
  /** Where the list is made. */
  readonly starts: readonly (Use & { readonly kind: "assign" })[];
}

/** The outermost loop in which nothing but the one place touches the list; undefined where there is none, or an error could show the list. */
export function unseenLoop(place: Insertion, uses: readonly Use[]): SyntaxNode | undefined {
  // A sum that is sorted has no append to keep.
  if (place.first === place.last || place.rewrite !== "insert" || place.watched === "statement") return undefined;
  const isOwn = ({ node }: Use): boolean =>
    !isInside(node, place.element) && place.statements.some((statement) => isInside(node, statement));
  const others = uses.filter((use) => !isOwn(use));
  const loops = enclosingLoops(place.node).filter(({ kind }) => kind === "for_statement" || kind === "while_statement");
  const loop = loops.findLast((each) => others.every(({ node }) => !isInside(node, each)));
  return loop === undefined || isCaught(place.node) ? undefined : loop;
}

const catching: ReadonlySet<string> = new Set(["try_statement", "with_statement"]);

function isCaught(node: SyntaxNode): boolean {
  for (const { kind } of ancestors(node)) {
    if (kind === "function_definition" || kind === "lambda") return false;
    if (catching.has(kind)) return true;
  }
  return false;
}

/**
 * Appends only, and sorts below the loop, as long as all that comes stands in one order: sorting by and by would have come to the same. Before
 * the first that does not, what has come so far is sorted, and from there on everything goes its old way.
 */
export function sortOnce(
  { place, loop, starts }: SortedOnce,
  asked: OrderAsked,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const list = textOf(source, place.list);
  const late = freshName(source, `${list}_unsorted`);
  const key = place.key === undefined ? "" : `key=${textOf(source, place.key)}`;
  const sort = `${list}.sort(${key})`;
  const guarded = guardedInsertion(place, (put) => `${list}.append(${put})`, asked, context, [
    `if ${late}:`,
    `    ${sort}`,
    `    ${late} = False`,
  ]);
  const below = lineBelow(loop, context);
  if (guarded === undefined || below === undefined) return undefined;
  const both = asked.ofNothing.replace(/ = True$/u, ` = ${late} = True`);
  const first = both === asked.ofNothing ? `${both}; ${late} = True` : both;
  const begun = starts.map(({ statement }) => putAfter(source, statement, first));
  const text = source.lineEnd + indented(source, `if ${asked.name}:\n    ${sort}`, indentationOf(source, loop));
  return inOrder([...begun, guarded, { start: below, end: below, text }]);
}
