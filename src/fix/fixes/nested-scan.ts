import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { partsRead } from "../../diagnose/rules/nested-scan/key.ts";
import { needlessWithout } from "../../diagnose/rules/nested-scan/prerequisites.ts";
import { planScans, type ScanPlan } from "../../diagnose/rules/nested-scan/plan.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { descendants, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { assumeKeysHashable, assumeUnchanged } from "./assumptions.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Groups the collection by key once, and walks through the group. The equality stays: a group may hold more than is equal. */
export const fixNestedScan: Fixer = { rule: "nested-scan", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = planScans(context);
  const plan = plans.find(({ scan }) => isAtFinding(finding, scan.comparison));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  const { span } = plan;
  if (obstacles.length > 0 || span === undefined) return { kind: "none", obstacles };
  const name = freshName(context.source, nameOfIndex(context, plan));
  const made = insertBefore(context.source, span.statement, indexCode(context, plan, name));
  if (made === undefined) return noFix("other-use", span.statement.kind);
  const same = plans.filter((other) => isSameIndex(context, plan, other));
  const edits = inOrder([made, ...same.map((other) => walkEdit(context, other, name))]);
  const about = textOf(context.source, plan.key);
  const hashable = assumeKeysHashable(finding, about);
  const hasKey = plan.key.kind === "identifier" ? [] : [{ ...hashable, code: "has-key" as const }];
  const assumes = [hashable, ...hasKey, assumeUnchanged(finding, about)];
  return { kind: "fix", fix: { rule: "nested-scan", edits, assumes, changes: context.function.qualname } };
}

/** Can both walk through the groups of one index? */
function isSameIndex({ source }: RuleContext, a: ScanPlan, b: ScanPlan): boolean {
  if (b.obstacles.length > 0 || a.span?.statement !== b.span?.statement) return false;
  const spelt = ({ scan, key }: ScanPlan): string =>
    [scan.iterable, scan.target, key, ...scan.before].map((node) => textOf(source, node)).join("\n");
  return spelt(a) === spelt(b);
}

/** `rows_by_id` */
function nameOfIndex(context: RuleContext, { scan, variable, key }: ScanPlan): string {
  const last =
    partsRead(context, key)[0]
      ?.replaceAll(/\W+/gu, "_")
      .replaceAll(/^_+|_+$/gu, "") ?? "";
  const own = key.kind === "identifier" && scan.target !== key ? textOf(context.source, key) : "value";
  const by = last === "" ? own : /^\d/u.test(last) ? "key" : last.toLowerCase();
  return `${baseName(variable.text)}_by_${by}`;
}

function indexCode(context: RuleContext, plan: ScanPlan, name: string): string {
  const { scan, key, isCertain } = plan;
  const spell = speller(context, plan, name);
  const target = spell(scan.target);
  const element = scan.target.kind === "identifier" || /^[([]/u.test(target) ? target : `(${target})`;
  const added = `${name}.setdefault(${spell(key)}, []).append(${element})`;
  const asked = needlessWithout(context, plan).map((node) => spell(node));
  const walk = [`for ${target} in ${textOf(context.source, scan.iterable)}:`];
  walk.push(...(asked.length === 0 ? [`    ${added}`] : [`    if ${asked.join(" and ")}:`, `        ${added}`]));
  if (isCertain) return [`${name} = {}`, ...walk].join("\n");
  const guarded = [`${name} = {}`, ...walk].map((line) => `    ${line}`);
  return [`${name} = None`, `if ${typeTest(context, plan)}:`, ...guarded].join("\n");
}

/** An iterator can be walked once only, so that the old code found nothing in it the second time. */
function typeTest(context: RuleContext, { walked }: ScanPlan): string {
  const names = [...new Set(walked.operands.map((operand) => textOf(context.source, operand)))];
  const wanted = walked.kind === "dict" ? "is dict" : "in (list, tuple)";
  return names.map((text) => `type(${text}) ${wanted}`).join(" and ");
}

function walkEdit(context: RuleContext, { scan, wanted, isCertain }: ScanPlan, name: string): TextEdit {
  const { start, end } = scan.iterable;
  const text = textOf(context.source, wanted);
  const group = `${name}.get(${wanted.kind === "tuple" && !text.startsWith("(") ? `(${text})` : text}, ())`;
  const old = context.source.text.slice(start, end);
  return { start, end, text: isCertain ? group : `(${old} if ${name} is None else ${group})` };
}

/**
 * Writes an expression of the scan for the loop that makes the index. There the names get others where theirs mean something
 * else as well, so that they keep what they held.
 */
function speller(context: RuleContext, plan: ScanPlan, index: string): (node: SyntaxNode) => string {
  const renamed = new Map<unknown, string>();
  for (const name of plan.names) {
    if (isTaken(context, plan, name)) {
      renamed.set(name, freshName(context.source, `each_${name.name}`, [index, ...renamed.values()]));
    }
  }
  return (node) => {
    let text = "";
    let at = node.start;
    for (const part of descendants(node)) {
      const binding = part.kind === "identifier" ? context.scopes.bindingOf(part) : undefined;
      const other = binding === undefined ? undefined : renamed.get(binding);
      if (other === undefined) continue;
      text += context.source.text.slice(at, part.start) + other;
      at = part.end;
    }
    return (text + context.source.text.slice(at, node.end)).replaceAll(/\s*[\r\n]\s*/gu, " ");
  };
}

/** Does the name mean anything in the function beside this scan? */
function isTaken(
  { scopes }: RuleContext,
  { scan, span }: ScanPlan,
  name: ScanPlan["names"] extends ReadonlySet<infer Name> ? Name : never,
): boolean {
  if (span === undefined) return true;
  const seen = scopes.lookUp(name.name, span.statement);
  if (scan.clause.kind !== "for_statement") return seen.kind !== "global-unresolved" || seen.references.length > 0;
  return name.references.some(({ node }) => node.start < scan.clause.start || node.end > scan.clause.end);
}
