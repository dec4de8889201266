import { enclosingLoops, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { changesIn, isPrivateIn, obstacleOf, type Change } from "../../analysis/changes.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { isFreshList } from "../../analysis/exact-list.ts";
import { familyOf } from "../../analysis/class-family.ts";
import { cellAt, type Cell } from "../../analysis/flow/cell.ts";
import { obstaclesElsewhere } from "../../analysis/flow/elsewhere.ts";
import { flowOf, type Occurrence } from "../../analysis/flow/flow.ts";
import { namedOtherwise } from "../../analysis/flow/shown-attributes.ts";
import { leavesLoopAfter } from "../../analysis/leaves-loop.ts";
import { loopSpansOf, type LoopSpan } from "../../analysis/loop-span.ts";
import { dynamicNames } from "../../analysis/own-code.ts";
import { neverChanges } from "../../analysis/unchanging.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** Where something may be kept of a list whose elements stay: it only ever grows at its end, or another list takes its place. */
export interface GrowingList {
  /** The statement before which the kept thing is made; undefined where there is no such loop. */
  readonly before: SyntaxNode | undefined;
  /** May it be kept from call to call as well? */
  readonly isLasting: boolean;
  /** Unseen code that is taken not to change the list. */
  readonly isAssumed: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** Does nothing but growing happen to the list between two looks at it: in a loop around them, or in all of the program? */
export function growingList(context: RuleContext, list: SyntaxNode, walk: SyntaxNode): GrowingList {
  const everywhere = growthEverywhere(context, list);
  const spans = loopSpansOf(context, walk).filter((span) => !isLater(span));
  const dynamic = dynamicNames(context);
  if (everywhere?.length === 0)
    return {
      before: outermost(walk) ?? spans.at(-1)?.statement,
      isLasting: true,
      isAssumed: false,
      obstacles: dynamic,
    };
  const variable = variableAt(context, list);
  const { span, isAssumed, obstacles } = variable === undefined ? NO_LOOP : loopOfGrowth(context, variable, spans);
  const reasons = [
    ...obstacles,
    ...(everywhere ?? []),
    { code: "what-to-keep", about: textOf(context.source, list) } as const,
  ];
  const refused = span === undefined ? reasons.slice(0, Math.max(1, obstacles.length)) : [];
  return { before: span?.statement, isLasting: false, isAssumed, obstacles: [...refused, ...dynamic] };
}

function isLater({ obstacles }: LoopSpan): boolean {
  return obstacles.some(({ code }) => code === "runs-later");
}

function outermost(walk: SyntaxNode): SyntaxNode | undefined {
  return enclosingLoops(walk).findLast(({ kind }) => kind === "for_statement" || kind === "while_statement");
}

interface LoopOfGrowth {
  /** The outermost loop in which the list only grows. */
  readonly span: LoopSpan | undefined;
  readonly isAssumed: boolean;
  readonly obstacles: readonly Obstacle[];
}

const NO_LOOP: LoopOfGrowth = { span: undefined, isAssumed: false, obstacles: [] };

function loopOfGrowth(context: RuleContext, variable: Variable, spans: readonly LoopSpan[]): LoopOfGrowth {
  let best = NO_LOOP;
  for (const span of spans) {
    const isOutOfReach = isPrivateIn(context, variable, span) || neverChanges(context, variable);
    const obstacles = [
      ...changesIn(context, variable, span.parts)
        .filter((change) => !isGrowth(context, change) && !leavesLoopAfter(context, change.node, span, variable))
        .map((change) => obstacleOf(change)),
      ...(isOutOfReach ? [] : mayChangeIn(context, variable, span)),
    ];
    if (obstacles.length > 0) return best.span === undefined ? { ...best, obstacles } : best;
    best = { span, isAssumed: !isOutOfReach, obstacles };
  }
  return best;
}

/** At its end, or by a list of its own in its place. */
function isGrowth(context: RuleContext, { kind, method, node }: Change): boolean {
  const { parent } = node;
  if (parent?.kind === "augmented_assignment") return isAddition(parent);
  if (kind === "changed") return method === "append" || method === "extend";
  const value = parent?.kind === "assignment" && node.field === "left" ? namedChildren(parent).at(-1) : undefined;
  return value !== undefined && value !== node && isFreshList(value, context);
}

function isAddition({ children }: SyntaxNode): boolean {
  return children.some((child) => child.field === "operator" && child.kind === "+=");
}

/** What else than growing could happen to the list anywhere in the program; undefined where that cannot be asked. */
function growthEverywhere(context: RuleContext, list: SyntaxNode): readonly Obstacle[] | undefined {
  const cell = cellAt(context, list);
  if (cell === undefined) return undefined;
  const onwards = flowOf(context, cell, "onwards");
  const flow = onwards.obstacles.length === 0 ? onwards : flowOf(context, cell, "everywhere");
  return [
    ...flow.obstacles,
    ...flow.cells.flatMap((each) => unseenObstacles(each)),
    ...flow.occurrences.flatMap((each) => occurrenceObstacles(context, each)),
    ...namedByText(context, cell),
    ...obstaclesElsewhere(context, flow.names, flow === onwards && !isGiven(cell) ? "own" : "shared"),
  ];
}

/** What another file gives to the function, that file may change. */
function isGiven(cell: Cell): boolean {
  return cell.kind === "name" && cell.binding.kind === "parameter";
}

/** An attribute of an object whose class is not in sight. */
function unseenObstacles(cell: Cell): readonly Obstacle[] {
  return cell.kind === "attribute" && cell.home === undefined ? [{ code: "escapes", about: cell.name }] : [];
}

const growing: ReadonlySet<string> = new Set(["extend", "+="]);

function occurrenceObstacles({ source }: RuleContext, { node, use }: Occurrence): readonly Obstacle[] {
  const isOther = use.kind === "change" && !growing.has(use.method);
  return isOther ? [{ code: "changes-in-loop", about: textOf(source, node) }] : [];
}

const BY_TEXT = /(?<![.\w])(?:globals|exec|eval|__import__|vars|getattr)(?=\()|\bsys\.modules\b|__dict__/u;

/** A name of the module, or an attribute, could be reached by its text. */
function namedByText(context: RuleContext, cell: Cell): readonly Obstacle[] {
  const { source, elsewhere } = context;
  const name = cell.kind === "name" ? cell.binding.name : cell.name;
  if (cell.kind === "name" && cell.binding.scope.kind !== "module") return [];
  if (elsewhere === undefined && !name.startsWith("_")) return [{ code: "escapes", about: name }];
  const other = cell.kind === "attribute" && namedOtherwise(context, name, cell.home && familyOf(context, cell.home));
  if (typeof other === "string") return [{ code: "dynamic-names", about: other }];
  const byText = BY_TEXT.exec(source.text);
  return byText === null ? [] : [{ code: "dynamic-names", about: `${name} (${byText[0]})` }];
}
