import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { attributeCuts } from "../../diagnose/rules/front-slicing/attribute-cuts.ts";
import { attributeRests } from "../../diagnose/rules/front-slicing/attribute-rests.ts";
import { planKept } from "../../diagnose/rules/front-slicing/kept-rest.ts";
import { planSlicing, type SlicingPlan } from "../../diagnose/rules/front-slicing/plan.ts";
import { planRests } from "../../diagnose/rules/front-slicing/rest-asked.ts";
import type { HandedRest } from "../../diagnose/rules/front-slicing/rest-handed.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indented } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import { textOf } from "../../source/navigate.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { assumeUnchanged } from "./assumptions.ts";
import { putBefore } from "./insert-once.ts";
import { keptEdits } from "./kept-rest-edits.ts";
import { askFromPlace } from "./match-from.ts";
import { isAtFinding, noFix, reachesOtherModules } from "./planning.ts";
import { gatherInAttribute } from "./text-concatenation.ts";

/** Counts on in the sequence instead of cutting off its front. */
export const fixFrontSlicing: Fixer = { rule: "front-slicing", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planSlicing(context).find(({ advance }) => isAtFinding(finding, advance.slice));
  if (plan === undefined) return planRest(finding, context);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  if (reachesOtherModules(finding, context)) return noFix("crosses-functions", plan.name);
  const edits = inOrder(editsOf(plan, context));
  const seen = operandEvidence(finding.evidence)?.types.slice(0, 3).join(", ") ?? "nothing";
  const assumes: readonly Assumption[] = [{ code: "is-sequence", about: plan.name, seen }];
  return { kind: "fix", fix: { rule: "front-slicing", edits, assumes, changes: context.function.qualname } };
}

/** `text[at:].startswith(word)` → `text.startswith(word, at)`, wherever the function asks the same text so. */
function planRest(finding: Finding, context: RuleContext): FixOutcome {
  const all = planRests(context);
  const plan = all.find(({ slice }) => isAtFinding(finding, slice));
  if (plan === undefined) return planCut(finding, context);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  if (plan.handed !== undefined) return planHanded(plan.handed, finding, context);
  const seen = operandEvidence(finding.evidence)?.types.slice(0, 3).join(", ") ?? "nothing";
  const assumes: readonly Assumption[] = [{ code: "is-sequence", about: textOf(context.source, plan.receiver), seen }];
  const written = textOf(context.source, plan.receiver);
  const alike = all.filter((each) => each.obstacles.length === 0 && textOf(context.source, each.receiver) === written);
  const edits = inOrder(distinct(alike.flatMap((each) => each.edits)));
  return { kind: "fix", fix: { rule: "front-slicing", edits, assumes, changes: context.function.qualname } };
}

/** `rule.match(text[at:])` → `match_from(rule.match, text, at)`, which takes the whole of texts alone. */
function planHanded(rest: HandedRest, finding: Finding, context: RuleContext): FixOutcome {
  const about = textOf(context.source, rest.slice);
  if (operandEvidence(finding.evidence)?.types.every((type) => type === "str") !== true)
    return noFix("rest-used", about);
  const edits = askFromPlace(rest, context);
  if (edits === undefined) return noFix("rest-used", about);
  return { kind: "fix", fix: { rule: "front-slicing", edits, assumes: [], changes: context.function.qualname } };
}

/** Two patterns that are asked for one match are written together, by each of their plans. */
function distinct(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...new Map(edits.map((edit) => [`${edit.start} ${edit.end}`, edit])).values()];
}

/** `self.buffer = self.buffer[n:]` → `del self.buffer[:n]`, of a bytearray in all methods of the class, or else a position beside it. */
function planCut(finding: Finding, context: RuleContext): FixOutcome {
  if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
  const cut = attributeCuts(context).find(({ slice }) => isAtFinding(finding, slice));
  const gathered = cut?.growth.kind === "bytes" ? gatherInAttribute(cut.growth, finding, context) : undefined;
  if (gathered?.kind === "fix") return { ...gathered, fix: { ...gathered.fix, rule: "front-slicing" } };
  const kept = planKeptRest(finding, context);
  return kept.kind === "none" && gathered !== undefined ? gathered : kept;
}

function planKeptRest(finding: Finding, context: RuleContext): FixOutcome {
  const rest = attributeRests(context).find(({ expression }) => isAtFinding(finding, expression));
  if (rest === undefined) return { kind: "none", obstacles: [] };
  const about = textOf(context.source, rest.target);
  const types = operandEvidence(finding.evidence)?.types;
  if (types?.every((type) => type === "str" || type === "bytes") !== true) return noFix("rest-used", about);
  const { plan, obstacles } = planKept(rest.target, context);
  if (plan === undefined || obstacles.length > 0) return { kind: "none", obstacles };
  const assumes = [assumeUnchanged(finding, about)];
  const edits = inOrder([...keptEdits(plan, context)]);
  return { kind: "fix", fix: { rule: "front-slicing", edits, assumes, changes: context.function.qualname } };
}

function editsOf(plan: SlicingPlan, context: RuleContext): TextEdit[] {
  const { source } = context;
  const { name, loop, rewrites, isUsedAfter, by } = plan;
  const isRange = by === "range";
  const at = freshName(source, `${baseName(name)}_${isRange ? "left" : "start"}`);
  const all = freshName(source, `${baseName(name)}_indices`);
  const edits = rewrites.map(({ start, end, text }): TextEdit => ({ start, end, text: text(at, all) }));
  // Who asks whether anything was cut off needs to know the range that it began as.
  const isAllAsked = isUsedAfter || edits.some(({ text }) => text.includes(all));
  const made = `${isAllAsked ? `${all} = ` : ""}${at} = range(len(${name}))`;
  edits.unshift(putBefore(source, loop, isRange ? made : `${at} = 0`));
  if (isUsedAfter) {
    const code = cutAfter(plan, at, all);
    const end = nextLineEnd(source.text, loop.end);
    edits.push({ start: end, end, text: source.lineEnd + indented(source, code, indentationOf(source, loop)) });
  }
  return edits;
}

/** The name is cut once the loop is over; a cut of nothing, too, gives a new object, where there was one. */
function cutAfter({ name, by, isAlwaysMoving }: SlicingPlan, at: string, all: string): string {
  if (by === "range") return `if ${at} is not ${all}:\n    ${name} = ${name}[${at}.start :]`;
  const cut = `${name} = ${name}[${at}:]`;
  return isAlwaysMoving ? `if ${at}:\n    ${cut}` : cut;
}
