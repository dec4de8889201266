import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { isInside, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { indentationOf, instead, PIECE } from "../../source/insert-statement.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { analyseGrowth, type GrowthAnalysis } from "../../diagnose/rules/list-concatenation/growth-analysis.ts";
import { growthPlaces, type Growth } from "../../diagnose/rules/list-concatenation/growth-places.ts";
import { proofOfParts, sumPlaces, type SumPlace } from "../../diagnose/rules/list-concatenation/sum-places.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { listEdits, tupleEdits } from "./growth-edits.ts";
import { oneLine } from "./text-edits.ts";
import { tuplePartsEdits } from "./tuple-parts-edits.ts";
import { isAnybodys, isAtFinding, noFix, reachesOtherModules } from "./planning.ts";

/** Grows the list in place, joins many lists by a chain. */
export const fixListConcatenation: Fixer = {
  rule: "list-concatenation",
  plan: (finding, context) => {
    if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
    const growth = growthPlaces(context).find(({ node }) => isAtFinding(finding, node));
    if (growth !== undefined) return planGrowth(growth, finding, context);
    const sum = sumPlaces(context).find(({ call }) => isAtFinding(finding, call));
    return sum === undefined ? noFix("not-seen", "") : planSum(sum, finding, context);
  },
};

function planGrowth(growth: Growth, finding: Finding, context: RuleContext): FixOutcome {
  const about = textOf(context.source, growth.target);
  if (reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
  if (isAnybodys(growth.target, finding, context)) return noFix("escapes", about);
  const analysis = analyseGrowth(growth, context);
  const { growths, obstacles } = analysis;
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const edits = editsOf(analysis, context);
  if (edits === undefined) return noFix("other-use", about);
  const isOneFunction = growths.every(({ statement }) => isInside(statement, context.function.node));
  return isOneFunction
    ? fixed(edits, context)
    : { kind: "fix", fix: { rule: "list-concatenation", edits, assumes: [] } };
}

function editsOf(
  { growths, tuple, tupleParts }: GrowthAnalysis,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  if (tupleParts !== undefined) return tuplePartsEdits(tupleParts, context);
  return tuple === undefined ? listEdits(growths, context) : tupleEdits(growths, tuple, context);
}

function planSum(place: SumPlace, finding: Finding, context: RuleContext): FixOutcome {
  const proof = proofOfParts(place, context);
  if (proof.kind === "none") return { kind: "none", obstacles: [proof.obstacle] };
  if (proof.kind === "walk") return fixed(walkedEdits(place, proof.statement, context), context);
  const { source } = context;
  const { call } = place;
  const { name, edit } = addImport(source, "from itertools import chain", call);
  const parts = textOf(source, place.parts);
  const joined = `list(${name}.from_iterable(${withoutOuterParentheses(parts, place)}))`;
  let text = joined;
  if (proof.kind === "ask") {
    const part = freshName(source, "part");
    const areLists = `all(type(${part}) is list for ${part} in ${parts})`;
    // Only what can be walked twice may be asked first.
    const type = operandEvidence(finding.evidence)?.types[0] === "tuple" ? "tuple" : "list";
    const asked = proof.isListShown ? areLists : `type(${parts}) is ${type} and ${areLists}`;
    text = `(${joined} if ${asked} else ${textOf(source, call)})`;
  }
  const replaced: TextEdit = replacing(call, text);
  return fixed(inOrder(edit === undefined ? [replaced] : [edit, replaced]), context);
}

/** `sum` adds each part to all before it; a list of our own is lengthened by what is a list, and anything else is added as it was. */
function walkedEdits({ call, parts }: SumPlace, statement: SyntaxNode, context: RuleContext): readonly TextEdit[] {
  const { source } = context;
  const joined = freshName(source, "joined");
  const part = freshName(source, "part");
  const code = [
    `${joined} = []`,
    `for ${part} in ${PIECE}:`,
    `    if type(${joined}) is list and type(${part}) is list:`,
    `        ${joined} += ${part}`,
    `    else:`,
    `        ${joined} = ${joined} + ${part}`,
  ].join("\n");
  const indentation = indentationOf(source, statement);
  const text = instead(source, code, indentation, oneLine(parts, context)) + source.lineEnd + indentation;
  return [{ start: statement.start, end: statement.start, text }, replacing(call, joined)];
}

/** A generator in a call needs no parentheses of its own. */
function withoutOuterParentheses(text: string, { parts }: SumPlace): string {
  return parts.kind === "generator_expression" ? text.slice(1, -1) : text;
}

function fixed(edits: readonly TextEdit[], context: RuleContext): FixOutcome {
  const fix = { rule: "list-concatenation", edits, assumes: [], changes: context.function.qualname } as const;
  return { kind: "fix", fix };
}
