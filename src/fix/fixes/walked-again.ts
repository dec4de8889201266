import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { ownNodes } from "../../diagnose/analysis/own-code.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { countsBeforeAt } from "../../diagnose/rules/walked-again/counts-before.ts";
import { keptWalkAt, type KeptWalk } from "../../diagnose/rules/walked-again/kept-walk.ts";
import { lettersAt } from "../../diagnose/rules/walked-again/letters.ts";
import { askedGetterAt } from "../../diagnose/rules/walked-again/asked-getter.ts";
import { madeForOneAt } from "../../diagnose/rules/walked-again/made-for-one.ts";
import { placesAheadAt, type PlacesAhead } from "../../diagnose/rules/walked-again/places-ahead.ts";
import { sameTextAt, type SameText } from "../../diagnose/rules/walked-again/same-text.ts";
import { walksIn } from "../../diagnose/rules/walked-again/walks.ts";
import { textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { askGetter } from "./asked-getter.ts";
import { countOn } from "./counts-before.ts";
import { beginAtLetter } from "./letters.ts";
import { isSeenFit, keepWalk } from "./kept-walk.ts";
import { makeForOne } from "./kept-while-same.ts";
import { keepPlaces } from "./places-ahead.ts";
import { keepForSameText } from "./same-text.ts";
import { isAtFinding, noFix } from "./planning.ts";

/**
 * Lets a walk go on from where it came to before, in a text or in a list that only grows. For everything else there is no fix: what to
 * keep beside the data depends on what is asked of it, and on where it changes.
 */
export const fixWalkedAgain: Fixer = { rule: "walked-again", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const walk = walksIn(context).find(({ expression }) => isAtFinding(finding, expression));
  if (walk?.of === "letters") return planLetters(finding, context);
  const places = walk && placesAheadAt(context, walk.expression);
  if (places !== undefined) return planPlaces(places, finding, context);
  const counts = planCounts(finding, context);
  if (counts !== undefined) return counts;
  const same = walk && sameTextAt(context, walk.expression);
  if (same !== undefined) return planSame(same, finding, context);
  const asked = walk && planAsked(walk.expression, finding, context);
  if (asked !== undefined) return asked;
  return planKept(walk && keptWalkAt(context, walk.expression), finding, context);
}

/** A container that is made for one question, or for each reader of a getter. */
function planAsked(node: SyntaxNode, finding: Finding, context: RuleContext): FixOutcome | undefined {
  if (finding.obstacles.length > 0) return undefined;
  const one = madeForOneAt(context, node);
  if (one !== undefined) return makeForOne(finding, context, one);
  const getter = askedGetterAt(context, node);
  return getter && askGetter(finding, context, getter);
}

function planKept(kept: KeptWalk | undefined, finding: Finding, context: RuleContext): FixOutcome {
  const obstacles = [...(kept?.obstacles ?? []), ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const isFit = kept !== undefined && isSeenFit(kept, measuredTypes(finding));
  const [fix, ...otherwise] = isFit ? keepWalk(kept, finding, context) : [];
  return fix === undefined ? noFix("what-to-keep", context.function.name) : { kind: "fix", fix, otherwise };
}

function planLetters(finding: Finding, context: RuleContext): FixOutcome {
  const letters = [...ownNodes(context)]
    .map((node) => lettersAt(context, node))
    .find((each) => each !== undefined && isAtFinding(finding, each.holder));
  const obstacles = [...(letters?.obstacles ?? []), ...finding.obstacles];
  const [type, ...others] = operandEvidence(finding.evidence)?.types ?? [];
  if (letters === undefined || obstacles.length > 0) return { kind: "none", obstacles };
  if (type === undefined || others.length > 0) return noFix("what-to-keep", textOf(context.source, letters.text));
  return { kind: "fix", fix: beginAtLetter(letters, type, context) };
}

function planCounts(finding: Finding, context: RuleContext): FixOutcome | undefined {
  const counts = [...ownNodes(context)]
    .map((node) => countsBeforeAt(context, node))
    .find((each) => each !== undefined && isAtFinding(finding, each.place));
  const obstacles = [...(counts?.obstacles ?? []), ...finding.obstacles];
  if (counts === undefined) return undefined;
  const [fix, ...otherwise] = obstacles.length > 0 ? [] : countOn(counts, context);
  return fix === undefined ? { kind: "none", obstacles } : { kind: "fix", fix, otherwise };
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

/** The types of the elements. */
function measuredTypes({ evidence }: Finding): readonly string[] {
  const operand = evidence.find((each) => each.kind === "operand");
  return operand?.elements ?? [];
}
