import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planSlicing, type SlicingPlan } from "../../diagnose/rules/front-slicing/plan.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indented } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { putBefore } from "./insert-once.ts";
import { isAtFinding, noFix, reachesOtherModules } from "./planning.ts";

/** Counts on in the sequence instead of cutting off its front. */
export const fixFrontSlicing: Fixer = { rule: "front-slicing", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planSlicing(context).find(({ advance }) => isAtFinding(finding, advance.slice));
  if (plan === undefined) return { kind: "none", obstacles: finding.obstacles };
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  if (reachesOtherModules(finding, context)) return noFix("crosses-functions", plan.name);
  const edits = inOrder(editsOf(plan, context));
  const seen = operandEvidence(finding.evidence)?.types.slice(0, 3).join(", ") ?? "nothing";
  const assumes: readonly Assumption[] = [{ code: "is-sequence", about: plan.name, seen }];
  return { kind: "fix", fix: { rule: "front-slicing", edits, assumes, changes: context.function.qualname } };
}

function editsOf({ name, loop, rewrites, isUsedAfter, isAlwaysMoving }: SlicingPlan, context: RuleContext): TextEdit[] {
  const { source } = context;
  const at = freshName(source, `${baseName(name)}_start`);
  const edits = rewrites.map(({ start, end, text }): TextEdit => ({ start, end, text: text(at) }));
  edits.unshift(putBefore(source, loop, `${at} = 0`));
  if (isUsedAfter) {
    const cut = `${name} = ${name}[${at}:]`;
    const code = isAlwaysMoving ? `if ${at}:\n    ${cut}` : cut;
    const end = nextLineEnd(source.text, loop.end);
    edits.push({ start: end, end, text: source.lineEnd + indented(source, code, indentationOf(source, loop)) });
  }
  return edits;
}
