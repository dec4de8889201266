import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { placesAheadAt, type PlacesAhead } from "../../diagnose/rules/walked-again/places-ahead.ts";
import { runningTotalAt, type RunningTotal } from "../../diagnose/rules/walked-again/running-total.ts";
import { sameTextAt, type SameText } from "../../diagnose/rules/walked-again/same-text.ts";
import { walksIn } from "../../diagnose/rules/walked-again/walks.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { assumeUnchanged } from "./assumptions.ts";
import { lineAfter } from "./growth-edits.ts";
import { putBefore } from "./insert-once.ts";
import { keepPlaces } from "./places-ahead.ts";
import { keepForSameText } from "./same-text.ts";
import { isAtFinding, noFix } from "./planning.ts";

/**
 * Keeps a total of lengths beside the list that it is of. For everything else there is no fix: what to keep beside the data
 * depends on what is asked of it, and on where it changes.
 */
export const fixWalkedAgain: Fixer = { rule: "walked-again", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const walk = walksIn(context).find(({ expression }) => isAtFinding(finding, expression));
  const places = walk && placesAheadAt(context, walk.expression);
  if (places !== undefined) return planPlaces(places, finding, context);
  const same = walk && sameTextAt(context, walk.expression);
  if (same !== undefined) return planSame(same, finding, context);
  const plan = walk && runningTotalAt(context, walk.expression);
  if (plan === undefined) return noFix("what-to-keep", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  const types = measuredTypes(finding);
  const edits = types.length === 0 ? undefined : editsOf(plan, types, context);
  if (obstacles.length > 0) return { kind: "none", obstacles };
  if (edits === undefined) return noFix("what-to-keep", textOf(context.source, plan.list));
  const assumes = [assumeUnchanged(finding, textOf(context.source, plan.list))];
  return { kind: "fix", fix: { rule: "walked-again", edits, assumes, changes: context.function.qualname } };
}

function planSame(same: SameText, finding: Finding, context: RuleContext): FixOutcome {
  const obstacles = [...same.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const fix = keepForSameText(same, context);
  return fix === undefined ? noFix("syntax-near", context.function.name) : { kind: "fix", fix };
}

function planPlaces(places: PlacesAhead, finding: Finding, context: RuleContext): FixOutcome {
  const obstacles = [...places.obstacles, ...finding.obstacles];
  const [fix, ...otherwise] = obstacles.length > 0 ? [] : keepPlaces(places, context);
  if (obstacles.length > 0) return { kind: "none", obstacles };
  return fix === undefined ? noFix("syntax-near", context.function.name) : { kind: "fix", fix, otherwise };
}

/** The types of the elements: the rule lets none through whose length can change. */
function measuredTypes({ evidence }: Finding): readonly string[] {
  const operand = evidence.find((each) => each.kind === "operand");
  return operand?.elements ?? [];
}

/** Elements of other types could become longer: of a list with one of those everything is added up, as before. */
function editsOf(plan: RunningTotal, types: readonly string[], context: RuleContext): readonly TextEdit[] | undefined {
  const { source } = context;
  const { total, loop, append } = plan;
  const after = lineAfter(append, context);
  if (after === undefined) return undefined;
  const list = textOf(source, plan.list);
  const text = textOf(source, total);
  const name = freshName(source, `${baseName(list)}_length`);
  const isMeasured = (element: string): string =>
    types.length === 1 ? `type(${element}) is ${types[0]}` : `type(${element}) in (${types.join(", ")})`;
  const indentation = indentationOf(source, append);
  const inner = indentation + indentationUnit(source);
  const isFit = `type(${list}) is list and all(${isMeasured("each")} for each in ${list})`;
  const grown = `${name} = ${name} + len(${list}[-1]) if ${isMeasured(`${list}[-1]`)} else None`;
  const lines = ["", `${indentation}if ${name} is not None:`, `${inner}${grown}`];
  return inOrder([
    putBefore(source, loop, `${name} = ${text} if ${isFit} else None`),
    replacing(total, `(${text} if ${name} is None else ${name})`),
    { start: after, end: after, text: lines.join(source.lineEnd) },
  ]);
}
