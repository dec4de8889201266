import { builtinCalled } from "../../diagnose/analysis/expression-context.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Append } from "../../diagnose/rules/nested-scan/growing.ts";
import type { ScanPlan } from "../../diagnose/rules/nested-scan/plan.ts";
import { needlessWithout } from "../../diagnose/rules/nested-scan/prerequisites.ts";
import type { TextEdit } from "../../source/edit.ts";
import { beginsLine } from "../../source/insert-statement.ts";
import { namedChildren, textOf } from "../../source/navigate.ts";
import { putAfter } from "./insert-once.ts";
import { spelt, withLets } from "./spelt.ts";

/** Lets the index grow with its list; undefined where the lines for it have no place. */
export function grownIndex(context: RuleContext, plan: ScanPlan, name: string): readonly TextEdit[] | undefined {
  const appends = plan.growing?.appends ?? [];
  const isCrowded = appends.some(({ statement }) => !beginsLine(context.source, statement));
  if (isCrowded && needlessWithout(context, plan).length > 0) return undefined;
  return appends.map((append) => putAfter(context.source, append.statement, addedCode(context, plan, append, name)));
}

/** `groups_by_name.setdefault(group.name, []).append(group)`, where the list gets another element. */
function addedCode(context: RuleContext, plan: ScanPlan, { element }: Append, name: string): string {
  const { scan, key, variable } = plan;
  const last = element.kind === "identifier" ? textOf(context.source, element) : `${variable.text}[-1]`;
  const { names: parts, stored } = namesOf(context, plan, last);
  const names = withLets(context, plan, parts);
  const asked = needlessWithout(context, plan).map((node) => spelt(context, node, names));
  const added = `${name}.setdefault(${spelt(context, key, names)}, []).append(${stored})`;
  return asked.length === 0 || scan.before.length === 0 ? added : `if ${asked.join(" and ")}: ${added}`;
}

/** What the names of the scan stand for in the last element, and what the walk gives for it. */
function namesOf(
  context: RuleContext,
  { scan: { target, iterable }, variable }: ScanPlan,
  last: string,
): { readonly names: ReadonlyMap<unknown, string>; readonly stored: string } {
  const position = `len(${variable.text}) - 1`;
  const builtin = iterable.kind === "call" ? builtinCalled(iterable, context) : undefined;
  const names = new Map<unknown, string>();
  if (target.kind === "identifier") {
    const text = builtin === "range" ? `(${position})` : last;
    names.set(context.scopes.bindingOf(target), text);
    return { names, stored: builtin === "range" ? position : last };
  }
  const isNumbered = builtin === "enumerate";
  for (const [at, each] of namedChildren(target).entries()) {
    const numbered = at === 0 ? `(${position})` : last;
    names.set(context.scopes.bindingOf(each), isNumbered ? numbered : `${last}[${at}]`);
  }
  return { names, stored: isNumbered ? `(${position}, ${last})` : last };
}
