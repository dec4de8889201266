import { enclosingLoops, field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { variableAt } from "../../analysis/variable.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Around } from "./around.ts";
import { addedText, advanceOf, type Advance } from "./advance.ts";
import { offsetUse, type Rewrite } from "./offset-uses.ts";
import { isNeededAfter, isAlwaysMoving, rangeObstacles, sharedObstacles, slicingObstacles } from "./proof.ts";
import { rangeCut, rangeUses } from "./range-uses.ts";

/** A loop that cuts off the front of a sequence again and again, and could count on instead. */
export interface SlicingPlan {
  readonly advance: Advance;
  /** `xs` */
  readonly name: string;
  readonly loop: SyntaxNode;
  readonly rewrites: readonly Rewrite[];
  /** What stands for the rest: the position where it begins, or a range of its indices, where numbers may be below zero or beyond the end. */
  readonly by: "position" | "range";
  /** The name is used after the loop: there it is cut, once. */
  readonly isUsedAfter: boolean;
  /** At least one element is taken each time, so that a position of 0 says that nothing was. */
  readonly isAlwaysMoving: boolean;
  readonly obstacles: readonly Obstacle[];
  /** What is written asks it as only text can be asked. */
  readonly isOfText: boolean;
  /** What stands in the way where it is a list: others could change it while the loop runs. */
  readonly shared: readonly Obstacle[];
}

/** The function's loops that cut off fronts: one plan for each slice. */
export function planSlicing(context: RuleContext): readonly SlicingPlan[] {
  const found: SlicingPlan[] = [];
  const scope = context.scopes.scopeMadeBy(context.function.node);
  for (const binding of scope?.bindings.values() ?? []) {
    if (!["local", "parameter", "global"].includes(binding.kind)) continue;
    const uses = usesOf(binding, context).filter((use) => isInside(use.node, context.function.body));
    if (uses.some((use) => isRange(use, context))) continue;
    for (const advance of uses.flatMap((use) => advanceOf(use, context) ?? [])) {
      const around = aroundOf(context, binding, uses, advance);
      if (around !== undefined) found.push(planOf(around, advance));
    }
  }
  return found;
}

/** A range is cut in no time. */
function isRange(use: Use, context: RuleContext): boolean {
  return use.kind === "assign" && use.value.kind === "call" && builtinCalled(use.value, context) === "range";
}

function aroundOf(context: RuleContext, binding: Binding, uses: readonly Use[], advance: Advance): Around | undefined {
  const loop = loopOf(advance, uses, context);
  const kind = variableAt(context, advance.receiver)?.kind;
  if (loop === undefined || (kind !== "local" && kind !== "parameter")) return undefined;
  const inLoop = uses.filter(({ node }) => isInside(node, loop));
  const advances = inLoop.flatMap((use) => advanceOf(use, context) ?? []);
  const head = loop.kind === "for_statement" ? field(loop, "right") : undefined;
  // Where nothing is cut off but blanks there is nothing to be gained.
  if (advances.every(({ parted }) => parted?.method === "lstrip")) return undefined;
  const own = new Set(advances.flatMap(({ target, receiver }) => [target, receiver]));
  const others = inLoop.filter(({ node }) => !own.has(node) && !(head !== undefined && isInside(node, head)));
  return { context, binding, uses, loop, advances, others };
}

/** The outermost loop in which nothing else is assigned to the name. */
function loopOf({ target }: Advance, uses: readonly Use[], context: RuleContext): SyntaxNode | undefined {
  const loops = enclosingLoops(target).filter(({ kind }) => kind === "for_statement" || kind === "while_statement");
  const other = uses.filter((use) => writes.has(use.kind) && advanceOf(use, context) === undefined);
  return loops.findLast((loop) => !other.some(({ node }) => isInside(node, loop)));
}

const writes: ReadonlySet<string> = new Set(["assign", "augment", "rebind", "unbind"]);

function planOf(around: Around, advance: Advance): SlicingPlan {
  const { context, loop } = around;
  const common = {
    advance,
    name: textOf(context.source, advance.receiver),
    loop,
    isUsedAfter: isNeededAfter(around),
    isAlwaysMoving: isAlwaysMoving(around),
    shared: sharedObstacles(around, advance),
  };
  const byPosition = { ...common, ...positionPlan(around) };
  if (byPosition.obstacles.length === 0) return byPosition;
  const byRange = { ...common, ...rangePlan(around) };
  return byRange.obstacles.length === 0 ? byRange : byPosition;
}

type Ways = Pick<SlicingPlan, "by" | "rewrites" | "obstacles" | "isOfText">;

function positionPlan(around: Around): Ways {
  const { context, advances, others } = around;
  const answers = others.flatMap((use) => offsetUse(use, context) ?? []);
  const moves = advances.flatMap((each) => movedOn(each, context));
  return {
    by: "position",
    isOfText: false,
    rewrites: [...moves, ...answers.flatMap(({ rewrites }) => rewrites)],
    obstacles: slicingObstacles(around, answers),
  };
}

function rangePlan(around: Around): Ways {
  const answers = rangeUses(around).flatMap((answer) => answer ?? []);
  return {
    by: "range",
    isOfText: answers.some(({ isOfText }) => isOfText === true),
    rewrites: outermost([
      ...around.advances.flatMap((each) => rangeCut(each, around.context)),
      ...answers.flatMap(({ rewrites }) => rewrites),
    ]),
    obstacles: rangeObstacles(around, answers),
  };
}

/** What is written anew within a slice that is belongs to that; a match that two patterns give is asked once. */
function outermost(rewrites: readonly Rewrite[]): readonly Rewrite[] {
  const distinct = [
    ...new Map(rewrites.map((each) => [`${each.start} ${each.end} ${each.text("rest", "all")}`, each])).values(),
  ];
  return distinct.filter((each) => !distinct.some((other) => isWithinOther(each, other)));
}

/** What is put right before or behind another piece stays. */
function isWithinOther({ start, end }: Rewrite, other: Rewrite): boolean {
  if (other.start > start || end > other.end) return false;
  return start === end ? other.start < start && end < other.end : other.end - other.start > end - start;
}

/** `xs = xs[k:]` → `at += k`, `x, xs = xs[0], xs[k:]` → `x, at = …, at + k` */
function movedOn({ whole, target, slice, step }: Advance, context: RuleContext): readonly Rewrite[] {
  const { source } = context;
  if (whole !== undefined)
    return [{ start: whole.start, end: whole.end, text: (at) => `${at} += ${textOf(source, step)}` }];
  return [
    { start: target.start, end: target.end, text: (at) => at },
    { start: slice.start, end: slice.end, text: (at) => `${at} + ${addedText(step, context)}` },
  ];
}
