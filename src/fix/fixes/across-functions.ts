import type { AcrossPlan } from "../../diagnose/analysis/flow/across.ts";
import type { CallerSite } from "../../diagnose/analysis/flow/callers-plan.ts";
import type { Flow } from "../../diagnose/analysis/flow/flow.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Variable } from "../../diagnose/analysis/variable.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext, RuleId } from "../../diagnose/rule.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { functionAround } from "../../source/functions.ts";
import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, FixOutcome } from "../fix.ts";
import { assumeHashable, assumeUnchanged } from "./assumptions.ts";
import { putBefore } from "./insert-once.ts";
import { besideEdits } from "./set-beside.ts";

/** Writes a plan that reaches over several functions of the file. */
export function fixAcross(
  finding: Finding,
  context: RuleContext,
  variable: Variable,
  plan: AcrossPlan,
  rule: RuleId,
): FixOutcome {
  const edits = inOrder(editsOf(context, plan));
  const only = onlyFunction(context, plan);
  const assumes = assumptions(finding, variable, plan);
  return { kind: "fix", fix: { rule, edits, assumes, ...(only !== undefined && { changes: only }) } };
}

function editsOf(context: RuleContext, plan: AcrossPlan): readonly TextEdit[] {
  if (plan.kind === "callers") return callerEdits(context, plan.sites);
  return plan.kind === "replace" ? replaceEdits(context, plan.flow) : besideEdits(context, plan.beside);
}

function assumptions(finding: Finding, { text }: Variable, plan: AcrossPlan): readonly Assumption[] {
  const hashable = assumeHashable(finding, text);
  const isClosed =
    plan.kind === "replace" || (plan.kind === "callers" && plan.sites.every(({ isPrivate }) => isPrivate));
  return isClosed ? [hashable] : [hashable, assumeUnchanged(finding, text)];
}

/** The one function in which everything changes, whose calls can be replayed. */
function onlyFunction({ source }: RuleContext, plan: AcrossPlan): string | undefined {
  const names = new Set(placesOf(plan).map((node) => functionAround(source, node).qualname));
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

/** Where the plan changes the text. */
function placesOf(plan: AcrossPlan): readonly SyntaxNode[] {
  if (plan.kind === "callers") return plan.sites.map(({ argument }) => argument);
  if (plan.kind === "beside") return plan.beside.flow.occurrences.map(({ node }) => node);
  const appends = plan.flow.occurrences.flatMap(({ use }) => (use.kind === "append" ? [use.method] : []));
  return [...plan.flow.creations, ...appends];
}

/** `names_set = set(names)` before each caller's loop, handed over in the list's place. */
function callerEdits({ source }: RuleContext, sites: readonly CallerSite[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const made = new Map<string, string>();
  for (const { argument, variable, span, isCertain } of sites) {
    const { text } = variable;
    const key = `${span.statement.start} ${text}`;
    const known = made.get(key);
    const name = known ?? freshName(source, `${baseName(text)}_set`, [...made.values()]);
    if (known === undefined) {
      const value = isCertain ? `set(${text})` : `set(${text}) if type(${text}) in (list, tuple) else ${text}`;
      edits.push(putBefore(source, span.statement, `${name} = ${value}`));
      made.set(key, name);
    }
    edits.push(replacing(argument, name));
  }
  return edits;
}

/** `[]` → `set()`, `.append` → `.add`. */
function replaceEdits(context: RuleContext, { creations, occurrences }: Flow): readonly TextEdit[] {
  const { source } = context;
  const made = creations.map((node): TextEdit => replacing(node, asSet(context, node)));
  const grown = occurrences.flatMap(({ use }): readonly TextEdit[] =>
    use.kind === "append" ? [replacing(use.method, "add")] : [],
  );
  const all = [...made, ...grown];
  // The same `append` may stand for two occurrences only where the text names it once: keep one edit a place.
  return all.filter(
    (edit, index) => all.findIndex(({ start }) => start === edit.start) === index && source.text !== "",
  );
}

/** A list's expression as a set of the same elements. */
function asSet({ source }: RuleContext, node: SyntaxNode): string {
  const text = textOf(source, node);
  if (node.kind === "list" || node.kind === "list_comprehension") {
    return node.kind === "list" && namedChildren(node).length === 0 ? "set()" : `{${text.slice(1, -1)}}`;
  }
  const callee = node.kind === "call" ? field(node, "function") : undefined;
  const isListCall = callee !== undefined && textOf(source, callee) === "list";
  return isListCall ? `set${text.slice(callee.end - node.start)}` : `set(${text})`;
}
