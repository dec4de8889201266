import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { homeFunction } from "../../diagnose/analysis/eager-lambda.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { LoopSpan } from "../../diagnose/analysis/loop-span.ts";
import type { Variable } from "../../diagnose/analysis/variable.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { partsRead, wholeKey } from "../../diagnose/rules/nested-scan/key.ts";
import { needlessWithout } from "../../diagnose/rules/nested-scan/prerequisites.ts";
import { isItem } from "../../diagnose/rules/nested-scan/item.ts";
import type { IndexBeside } from "../../diagnose/rules/nested-scan/beside.ts";
import { planScans, type ScanPlan } from "../../diagnose/rules/nested-scan/plan.ts";
import { askedBeforeWanted, askedOfElements, isReadSafely } from "../../diagnose/rules/nested-scan/wanted-read.ts";
import type { Table } from "../../diagnose/rules/nested-scan/table.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { indented, insertBefore } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Binding } from "../../source/scopes.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { assumeKeysHashable, assumeUnchanged } from "./assumptions.ts";
import { grownIndex } from "./grown-index.ts";
import { lineAfter } from "./growth-edits.ts";
import { walkWhileSame } from "./kept-while-same.ts";
import { isAtFinding, noFix } from "./planning.ts";
import { attributeBeside, keepBeside, nameBeside, type Keeping } from "./search-beside.ts";
import { spelt, withLets } from "./spelt.ts";

/** Groups the collection by key once, and walks through the group. The equality stays: a group may hold more than is equal. */
export const fixNestedScan: Fixer = { rule: "nested-scan", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = planScans(context);
  const plan = plans.find(({ scan }) => isAtFinding(finding, scan.comparison));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  if (plan.whileSame !== undefined) return walkWhileSame(finding, context, plan, plan.whileSame);
  if (plan.index !== undefined) return planBeside(finding, context, plan, plan.index);
  if (plan.table !== undefined) return planTable(finding, context, plan, plan.table);
  const types = typesWalked(finding, plan);
  if (types === undefined) return noFix("not-a-list", plan.variable.text);
  const sites = sitesOf(context, plan, plans).map((site) => ({ ...site, types }));
  return planSites(finding, context, plan, sites);
}

/** An index before each loop, of which all scans there walk through groups. */
function planSites(finding: Finding, context: RuleContext, plan: ScanPlan, sites: readonly TypedSite[]): FixOutcome {
  if (sites.length === 0) return noFix("crosses-functions", plan.variable.text);
  const taken: string[] = [];
  const edits: TextEdit[] = [];
  for (const each of sites) {
    const name = freshName(context.source, nameOfIndex(context, plan, each), taken);
    const made = insertBefore(context.source, each.span.statement, indexCode(context, plan, each, name));
    if (made === undefined) return noFix("other-use", each.span.statement.kind);
    edits.push(made, ...each.walks.map((walk) => walkEdit(context, walk, each.isCertain, name)));
    const grown = grownIndex(context, plan, name);
    if (grown === undefined) return noFix("other-use", plan.variable.text);
    edits.push(...grown);
    taken.push(name);
  }
  const [changes, ...others] = new Set(sites.map((each) => homeFunction(each.context).qualname));
  const assumes = assumptions(finding, context, plan);
  const only = changes !== undefined && others.length === 0 ? { changes } : {};
  return { kind: "fix", fix: { rule: "nested-scan", edits: inOrder(edits), assumes, ...only } };
}

/** `self._rows_by_id` beside `self.rows`, which is filled where that is; the scan walks through one of its groups. */
function planBeside(
  finding: Finding,
  context: RuleContext,
  plan: ScanPlan,
  { beside, attribute }: IndexBeside,
): FixOutcome {
  const keeping: Keeping = {
    suffix: `by_${attribute.replace(/^_+/u, "")}`,
    made: () => "{}",
    otherwise: "{}",
    empty: "{}",
    joined: (kept, list) => `${kept}.setdefault(${list}[-1].${attribute}, []).append(${list}[-1])`,
  };
  const name = nameBeside(context, beside, keeping);
  const walked = walkEdit(context, walkOf(context, plan), true, attributeBeside(context, plan.scan.iterable, name));
  const edits = inOrder([...keepBeside(context, beside, keeping, name), walked]);
  const assumes = [
    assumeKeysHashable(finding, textOf(context.source, plan.key)),
    assumeUnchanged(finding, plan.variable.text),
  ];
  return { kind: "fix", fix: { rule: "nested-scan", edits, assumes } };
}

/** An index below a constant, made once and for all; the scan walks through one of its groups. */
function planTable(finding: Finding, context: RuleContext, plan: ScanPlan, table: Table): FixOutcome {
  const { text } = table.variable;
  const key = textOf(context.source, plan.key);
  const name = freshName(context.source, `_${baseName(text)}_by_${key}`.toUpperCase());
  const each = freshName(context.source, "_each");
  const walked = textOf(context.source, plan.scan.iterable);
  const code = [
    `${name} = {}`,
    `for ${each} in ${walked}:`,
    `    ${name}.setdefault(${each}${table.path}, []).append(${each})`,
  ].join("\n");
  const after = lineAfter(table.statement, context);
  if (after === undefined) return noFix("other-use", text);
  const walk = { whole: plan.scan.iterable, wanted: plan.wanted };
  const blank = table.statement.kind === "class_definition" ? "\n\n" : "";
  const below = indented(context.source, `${blank}\n${code}`, "");
  const made = { start: after, end: after, text: below };
  const edits = inOrder([made, walkEdit(context, walk, true, name)]);
  const assumes = [assumeKeysHashable(finding, key), assumeUnchanged(finding, text)];
  return { kind: "fix", fix: { rule: "nested-scan", edits, assumes, changes: context.function.qualname } };
}

function assumptions(finding: Finding, context: RuleContext, plan: ScanPlan): readonly Assumption[] {
  const { key, wanted } = plan;
  const about = textOf(context.source, key);
  const hashable = assumeKeysHashable(finding, about);
  const hasKey = key.kind === "identifier" ? [] : [{ ...hashable, code: "has-key" as const }];
  const isRead = plan.span !== undefined && askedOfElements(context, plan).length > 0;
  const raises = { ...hashable, code: "does-not-raise", about: textOf(context.source, wanted) } as const;
  return [hashable, ...hasKey, assumeUnchanged(finding, about), ...(isRead ? [raises] : [])];
}

/** One index: where it is made, of what, and what walks through its groups. */
interface Site {
  readonly context: RuleContext;
  readonly variable: Variable;
  readonly span: LoopSpan;
  /** What is walked through, as it is written there. */
  readonly iterable: SyntaxNode;
  readonly operands: readonly SyntaxNode[];
  readonly isCertain: boolean;
  readonly walks: readonly Walk[];
}

/** A place with the types of which an index is made: `list, tuple`. */
interface TypedSite extends Site {
  readonly types: string;
}

/** Lists and tuples, or what else was seen and can be walked again; undefined where the index would be made of nothing that comes. */
function typesWalked(finding: Finding, { walked, isCertain, isAnyContainer }: ScanPlan): string | undefined {
  const seen = operandEvidence(finding.evidence)?.types ?? [];
  const others = ["dict", "set"].filter((type) => seen.includes(type));
  const isList = seen.some((type) => type === "list" || type === "tuple");
  if (walked.kind === "dict" || isCertain || isList || others.length === 0) return "list, tuple";
  return isAnyContainer === true ? ["list", "tuple", ...others].join(", ") : undefined;
}

/** An expression that gives the whole collection, to be replaced by one that gives the group of a key. */
interface Walk {
  readonly whole: SyntaxNode;
  readonly wanted: SyntaxNode;
  /** What has to hold for what is sought to be read, where that was read for each element. */
  readonly asked?: readonly SyntaxNode[];
}

function sitesOf(context: RuleContext, plan: ScanPlan, plans: readonly ScanPlan[]): readonly Site[] {
  const { span, isCertain, variable, walked, scan } = plan;
  if (span !== undefined) {
    const same = plans.filter((other) => isSameIndex(context, plan, other));
    const walks = same.map((each) => walkOf(context, each));
    return [{ context, variable, span, iterable: scan.iterable, operands: walked.operands, isCertain, walks }];
  }
  const sites: Site[] = [];
  for (const caller of plan.callers) {
    const walk: Walk = { whole: caller.argument, wanted: caller.wanted };
    const at = sites.findIndex((site) => isSameSite(site, caller));
    const known = sites[at];
    if (known !== undefined) sites[at] = { ...known, walks: [...known.walks, walk] };
    else sites.push({ ...caller, iterable: caller.argument, operands: [caller.argument], walks: [walk] });
  }
  return sites;
}

function walkOf(context: RuleContext, plan: ScanPlan): Walk {
  const walk = { whole: plan.scan.iterable, wanted: plan.wanted };
  return isReadSafely(context, plan.wanted) ? walk : { ...walk, asked: askedBeforeWanted(context, plan) };
}

function isSameSite(site: Site, { span, variable }: Pick<Site, "span" | "variable">): boolean {
  return site.span.statement === span.statement && site.variable.text === variable.text;
}

/** Can both walk through the groups of one index? */
function isSameIndex({ source }: RuleContext, a: ScanPlan, b: ScanPlan): boolean {
  if (b.obstacles.length > 0 || a.span?.statement !== b.span?.statement) return false;
  const asked = ({ scan, key, otherKeys }: ScanPlan): string =>
    [scan.iterable, scan.target, key, ...otherKeys, ...scan.before, ...scan.lets.map(({ value }) => value)]
      .map((node) => textOf(source, node))
      .join("\n");
  return asked(a) === asked(b);
}

/** `rows_by_id` */
function nameOfIndex(context: RuleContext, plan: ScanPlan, { variable }: Pick<Site, "variable">): string {
  const { scan, key, otherKeys } = plan;
  if (otherKeys.length > 0) return `${baseName(variable.text)}_by_either`;
  const last =
    wholeKey(context, plan)
      .flatMap((node) => partsRead(context, node))
      .find((part) => !part.includes("*"))
      ?.replaceAll(/\W+/gu, "_")
      .replaceAll(/^_+|_+$/gu, "") ?? "";
  const own = key.kind === "identifier" && scan.target !== key ? textOf(context.source, key) : "value";
  const by = last === "" ? own : /^\d/u.test(last) ? "key" : last.toLowerCase();
  return `${baseName(variable.text)}_by_${by}`;
}

function indexCode(context: RuleContext, plan: ScanPlan, site: TypedSite, name: string): string {
  const { scan } = plan;
  if (plan.growing?.startsEmpty === true) return `${name} = {}`;
  const spell = speller(context, plan, site, name);
  const target = spell(scan.target);
  const element = scan.target.kind === "identifier" || /^[([]/u.test(target) ? target : `(${target})`;
  const added = addedTo(context, plan, name, spell).map((line) => line.replace("$element", () => element));
  const asked = needlessWithout(context, plan).map((node) => spell(node));
  const each = `for ${target} in ${textOf(context.source, site.iterable)}`;
  const walk = [`${each}:`];
  const body = asked.length === 0 ? added : [`if ${asked.join(" and ")}:`, ...added.map((line) => `    ${line}`)];
  walk.push(...body.map((line) => `    ${line}`));
  if (site.isCertain) return [`${name} = {}`, ...walk].join("\n");
  const guarded = [`${name} = {}`, ...walk].map((line) => `    ${line}`);
  const tests = [typeTest(context, plan, site), ...sameTypes(plan, spell, [each, ...asked].join(" if "))];
  return [`${name} = None`, `if ${tests.join(" and ")}:`, ...guarded].join("\n");
}

/** The lines that put `$element` into its group, or, once, into each of its groups. */
function addedTo(
  { source }: RuleContext,
  { key, otherKeys }: ScanPlan,
  name: string,
  spell: (node: SyntaxNode) => string,
): readonly string[] {
  if (otherKeys.length === 0) return [`${name}.setdefault(${spell(key)}, []).append($element)`];
  const each = freshName(source, "each_key", [name]);
  const keys = [key, ...otherKeys].map((node) => spell(node)).join(", ");
  return [`for ${each} in {${keys}}:`, `    ${name}.setdefault(${each}, []).append($element)`];
}

/** The first key's types were seen; the others shall be of no other. */
function sameTypes({ key, otherKeys }: ScanPlan, spell: (node: SyntaxNode) => string, walk: string): readonly string[] {
  const seen = `{type(None), *[type(${spell(key)}) ${walk}]}`;
  return otherKeys.map((other) => `{type(${spell(other)}) ${walk}} <= ${seen}`);
}

/** An iterator can be walked once only, so that the old code found nothing in it the second time. */
function typeTest(context: RuleContext, { walked }: ScanPlan, { operands, types }: TypedSite): string {
  const wanted = walked.kind === "dict" ? "is dict" : `in (${types})`;
  const tests = operands.flatMap((operand) => typeTests(context, operand, wanted));
  return [...new Set(tests)].join(" and ");
}

/** An item may not be there, which the walk says. */
function typeTests(context: RuleContext, operand: SyntaxNode, wanted: string): readonly string[] {
  const text = textOf(context.source, operand);
  const [dict, key] = isItem(context, operand) ? [field(operand, "value"), field(operand, "subscript")] : [];
  if (dict === undefined || key === undefined) return [`type(${text}) ${wanted}`];
  const [of, name] = [textOf(context.source, dict), textOf(context.source, key)];
  return [`type(${of}) is dict`, `type(${of}.get(${name})) ${wanted}`];
}

function walkEdit({ source }: RuleContext, { whole, wanted, asked }: Walk, isCertain: boolean, name: string): TextEdit {
  const { start, end } = whole;
  const text = textOf(source, wanted);
  const found = `${name}.get(${wanted.kind === "tuple" && !text.startsWith("(") ? `(${text})` : text}, ())`;
  // Where there is no element, what is sought is not read.
  const conditions = asked === undefined ? [] : [name, ...asked.map((each) => conditionIn(textOf(source, each), each))];
  const group = [...conditions, found].join(" and ") + (conditions.length > 1 ? " or ()" : "");
  const isWhole = isCertain && conditions.length === 0;
  return {
    start,
    end,
    text: isWhole ? group : `(${isCertain ? "" : `${textOf(source, whole)} if ${name} is None else `}${group})`,
  };
}

function conditionIn(text: string, { kind }: SyntaxNode): string {
  return kind === "boolean_operator" ? `(${text})` : text;
}

/**
 * Writes an expression of the scan for the loop that makes the index. There the names get others where theirs mean something
 * else as well, so that they keep what they held.
 */
function speller(context: RuleContext, plan: ScanPlan, site: Site, index: string): (node: SyntaxNode) => string {
  const renamed = new Map<unknown, string>();
  for (const name of plan.names) {
    if (!plan.lets.has(name) && isTaken(context, plan, site, name)) {
      renamed.set(name, freshName(context.source, `each_${name.name}`, [index, ...renamed.values()]));
    }
  }
  return (node) => spelt(context, node, withLets(context, plan, renamed));
}

/** Does the name mean anything in the function beside this scan? */
function isTaken({ scopes }: RuleContext, plan: ScanPlan, { span }: Site, name: Binding): boolean {
  const { scan } = plan;
  const isOwnLoop = scan.clause.kind === "for_statement" && plan.span !== undefined;
  if (isOwnLoop)
    return name.references.some(({ node }) => node.start < scan.clause.start || node.end > scan.clause.end);
  const seen = scopes.lookUp(name.name, span.statement);
  return seen.kind !== "global-unresolved" || seen.references.length > 0;
}
