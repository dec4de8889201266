import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Insertion } from "../../diagnose/rules/sorted-insertion/insertion.ts";
import { insertionPlaces, orderObstacles } from "../../diagnose/rules/sorted-insertion/order-proof.ts";
import type { Assumption, Fixer } from "../fix.ts";
import { isAtFinding, noFix, reachesOtherModules } from "./planning.ts";

/** Finds the place by bisection. */
export const fixSortedInsertion: Fixer = {
  rule: "sorted-insertion",
  plan: (finding, context) => {
    if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
    const insertion = insertionPlaces(context).find(({ node }) => isAtFinding(finding, node));
    if (insertion === undefined) return noFix("not-seen", "");
    const about = textOf(context.source, insertion.list);
    if (reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
    const obstacles = orderObstacles(insertion, context);
    if (obstacles.length > 0) return { kind: "none", obstacles };
    const edits = editsFor(insertion, context);
    if (edits === undefined) return noFix("other-use", about);
    const assumes = [totallyOrdered(insertion, finding, context)];
    return { kind: "fix", fix: { rule: "sorted-insertion", edits, assumes, changes: context.function.qualname } };
  },
};

/** Floats that were never seen (NaN), or numbers in keys and tuples, would be put elsewhere. */
function totallyOrdered(insertion: Insertion, finding: Finding, context: RuleContext): Assumption {
  const operand = operandEvidence(finding.evidence);
  const size = operand?.sizes?.max.toLocaleString("en-US");
  const seen = [operand?.elements.slice(0, 3).join(", "), size].filter(Boolean).join(" × ");
  return { code: "totally-ordered", about: textOf(context.source, insertion.list), seen };
}

function editsFor(insertion: Insertion, context: RuleContext): readonly TextEdit[] | undefined {
  const { source } = context;
  const { first, last, rewrite, side } = insertion;
  // A comment between the two statements would be lost.
  const between = first === last ? "" : source.text.slice(first.end, last.start);
  if (!/^[\s;\\]*$/u.test(between)) return undefined;
  const called = rewrite === "insert" ? "insort" : "bisect";
  const wanted = `${called}${side === "left" ? "_left" : rewrite === "search" ? "_right" : ""}`;
  const { name, edit } = addImport(source, `from bisect import ${wanted}`, first);
  const replaced: TextEdit = { start: first.start, end: last.end, text: written(insertion, name, context) };
  return inOrder(edit === undefined ? [replaced] : [edit, replaced]);
}

function written({ list, element, key, index }: Insertion, name: string, { source }: RuleContext): string {
  const by = key === undefined ? "" : `, key=${textOf(source, key)}`;
  const call = `${name}(${textOf(source, list)}, ${textOf(source, element)}${by})`;
  return index === undefined ? call : `${textOf(source, index)} = ${call}`;
}
