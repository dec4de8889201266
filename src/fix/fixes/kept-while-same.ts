import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { MembershipTest } from "../../diagnose/analysis/membership-tests.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { holdsObjects, lastName, MEMBERS_OF } from "../../diagnose/analysis/while-same.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { SearchPlan } from "../../diagnose/rules/list-search/plan.ts";
import type { ScanPlan } from "../../diagnose/rules/nested-scan/plan.ts";
import type { RowKey } from "../../diagnose/rules/nested-scan/row-key.ts";
import type { MadeForOne } from "../../diagnose/rules/walked-again/made-for-one.ts";
import type { WhileSame } from "../../diagnose/rules/nested-scan/while-same.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { textOf, topStatement } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { FixOutcome } from "../fix.ts";
import { assumeUnchanged, assumeValueHashable } from "./assumptions.ts";
import { writeKeptMembers, writeKeptPlaces, writeKeptWalk, type KeptNames } from "./kept-helper.ts";
import { noFix } from "./planning.ts";

/** Asks a set that is kept for as long as the list equals a copy of it. */
export function askWhileSame(finding: Finding, context: RuleContext, test: MembershipTest): FixOutcome {
  const { rule } = finding;
  const { container, expression, needle } = test;
  const { source } = context;
  const helper = helperAbove(context, expression, MEMBERS_OF, (names) => writeKeptMembers(names, elementsOf(finding)));
  if (helper === undefined) return noFix("other-use", topStatement(expression).kind);
  const edits = inOrder([...helper.put, replacing(container, `${helper.name}(${textOf(source, container)})`)]);
  const assumes = [assumeValueHashable(finding, textOf(source, needle))];
  return { kind: "fix", fix: { rule, edits, assumes, lasts: true } };
}

/** Looks into positions that are kept for as long; what is not there, or cannot be, the list is asked for. */
export function searchWhileSame(finding: Finding, context: RuleContext, plan: SearchPlan): FixOutcome {
  const { call, receiver, needle } = plan;
  const { source } = context;
  const helper = helperAbove(context, call, "_index_in", (names) => writeKeptPlaces(names, elementsOf(finding)));
  if (helper === undefined) return noFix("other-use", topStatement(call).kind);
  const asked = `${helper.name}(${textOf(source, receiver)}, ${textOf(source, needle)})`;
  const edits = inOrder([...helper.put, replacing(call, asked)]);
  return { kind: "fix", fix: { rule: "list-search", edits, assumes: [], lasts: true } };
}

/** Walks through the places where what is sought stands, for as long as they are known. */
export function walkWhileSame(
  finding: Finding,
  context: RuleContext,
  plan: ScanPlan,
  { form, part, sought, isSafe }: WhileSame,
): FixOutcome {
  const { source } = context;
  const { scan, walked, wanted } = plan;
  const [list = scan.iterable] = walked.operands;
  const helper = walkHelper(finding, context, scan.clause, { form, part, sought });
  if (helper === undefined) return noFix("other-use", topStatement(scan.clause).kind);
  const asked = `${helper.name}(${textOf(source, list)}, ${textOf(source, sought?.node ?? wanted)})`;
  const edits = inOrder([...helper.put, replacing(scan.iterable, isSafe ? asked : ifAny(context, plan, asked))]);
  const assumes = part?.isAsWritten === true ? [assumeUnchanged(finding, textOf(source, plan.key))] : [];
  return { kind: "fix", fix: { rule: "nested-scan", edits, assumes, lasts: true } };
}

/** Makes a container that is asked for one key of the rows alone that may have it. */
export function makeForOne(finding: Finding, context: RuleContext, made: MadeForOne): FixOutcome {
  const { source } = context;
  const { node, iterable, list, part, wanted } = made;
  const helper = walkHelper(finding, context, node, made);
  if (helper === undefined) return noFix("other-use", topStatement(node).kind);
  const asked = `${helper.name}(${textOf(source, list)}, ${textOf(source, wanted)})`;
  const edits = inOrder([...helper.put, replacing(iterable, asked)]);
  const assumes = part?.isAsWritten === true ? [assumeUnchanged(finding, part.path.replace(/^\./u, ""))] : [];
  return { kind: "fix", fix: { rule: finding.rule, edits, assumes, lasts: true } };
}

/** The function above that knows the rows with a key. */
export function walkHelper(
  finding: Finding,
  context: RuleContext,
  node: SyntaxNode,
  {
    form,
    part,
    sought,
  }: Pick<WhileSame, "form"> & { readonly part?: RowKey | undefined; readonly sought?: WhileSame["sought"] },
): Helper | undefined {
  const rows =
    part === undefined
      ? elementsOf(finding)
      : { ...part, types: typesSeen(finding, part.types, form), ...(sought && { sought: sought.method }) };
  const name =
    part === undefined
      ? walkHelpers[form]
      : `${walkHelpers[form]}_by_${wordOf(part.path)}${sought === undefined ? "" : "_both"}`;
  return helperAbove(context, node, name, (names) => writeKeptWalk(form, names, rows));
}

/** Where there is no element what is sought is not read, and perhaps cannot be. */
function ifAny({ source }: RuleContext, { scan, walked: { kind, operands } }: ScanPlan, asked: string): string {
  const [list = scan.iterable] = operands;
  const held = textOf(source, list);
  return `(${asked} if type(${held}) is ${kind === "dict" ? "dict" : "list"} and ${held} else ${textOf(source, scan.iterable)})`;
}

function elementsOf({ evidence }: Finding): "plain" | "objects" {
  return holdsObjects(evidence) ? "objects" : "plain";
}

/** Of the types whose rows keep their key, those that were seen. */
function typesSeen({ evidence }: Finding, types: readonly string[], form: WhileSame["form"]): readonly string[] {
  // Of a dict the keys were looked at.
  if (form === "values" || form === "entries") return types;
  const seen = new Set((operandEvidence(evidence)?.elements ?? []).map((type) => lastName(type)));
  return types.filter((type) => seen.has(type));
}

function wordOf(path: string): string {
  const words = path.match(/[a-z]\w*/giu)?.filter((word) => word !== "get") ?? [];
  return words.length === 0 ? "part" : words.join("_").replaceAll(/_+$/gu, "").toLowerCase();
}

const walkHelpers = {
  items: "_equal_in",
  places: "_equal_places",
  pairs: "_equal_pairs",
  values: "_equal_values",
  entries: "_equal_entries",
} as const;

interface Helper {
  readonly name: string;
  /** Nothing where an earlier fix has put it there. */
  readonly put: readonly TextEdit[];
}

function helperAbove(
  { source }: RuleContext,
  node: SyntaxNode,
  wanted: string,
  write: (names: KeptNames) => string,
): Helper | undefined {
  const top = topStatement(node);
  const there: KeptNames = {
    helper: wanted,
    kept: `${wanted.toUpperCase()}_KEPT`,
    plain: `${wanted.toUpperCase()}_PLAIN`,
  };
  if (source.text.slice(0, top.start).includes(write(there))) return { name: wanted, put: [] };
  const names: KeptNames = {
    helper: freshName(source, there.helper),
    kept: freshName(source, there.kept),
    plain: freshName(source, there.plain),
  };
  const put = insertBefore(source, top, `${write(names)}\n\n`);
  return put === undefined ? undefined : { name: names.helper, put: [put] };
}
