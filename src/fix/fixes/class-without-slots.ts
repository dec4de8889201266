import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planSlots } from "../../diagnose/rules/class-without-slots/plan.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { field, isDocstring, namedChildren, textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Gives a class `__slots__`: its instances have the attributes that they always had, and no dict. */
export const fixClassWithoutSlots: Fixer = { rule: "class-without-slots", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planSlots(context);
  if (plan === undefined || !isAtFinding(finding, plan.name)) return noFix("not-seen", context.function.name);
  if (plan.obstacles.length > 0) return { kind: "none", obstacles: plan.obstacles };
  const seen = finding.evidence.find((each) => each.kind === "instances");
  const strange = seen?.attributes.find((attribute) => !isKnown(attribute, plan.attributes));
  if (seen === undefined || strange !== undefined)
    return noFix("needs-dict", strange ?? textOf(context.source, plan.name));
  const body = field(plan.owner, "body");
  const first = (body === undefined ? [] : namedChildren(body)).find((statement) => !isDocstring(statement));
  const names = plan.attributes.map((attribute) => JSON.stringify(attribute)).join(", ");
  const tuple = plan.attributes.length === 1 ? `(${names},)` : `(${names})`;
  const edit = first === undefined ? undefined : insertBefore(context.source, first, `__slots__ = ${tuple}\n`);
  if (edit === undefined) return noFix("not-seen", textOf(context.source, plan.name));
  const about = textOf(context.source, plan.name);
  const assumes = [{ code: "fixed-attributes" as const, about, seen: seen.attributes.join(", ") }];
  return { kind: "fix", fix: { rule: "class-without-slots", edits: [edit], assumes } };
}

/** Private names are seen as CPython mangles them: `_Node__left`. */
function isKnown(attribute: string, attributes: readonly string[]): boolean {
  return attributes.some((each) => each === attribute || (each.startsWith("__") && attribute.endsWith(each)));
}
