import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { AskedPart, ElementTarget } from "../../diagnose/rules/walked-again/element-value.ts";
import type { KeptWalk } from "../../diagnose/rules/walked-again/kept-walk.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { textOf, topStatement } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Fix } from "../fix.ts";
import { assumeUnchanged } from "./assumptions.ts";
import { keptHelper } from "./kept-walk-helper.ts";
import type { KeptHelper } from "./kept-walk-parts.ts";
import { keptWays } from "./kept-ways.ts";
import { isAnybodys } from "./planning.ts";

/** Goes on from where the walk came to before, by a function that keeps that: before the loop around it, and from call to call. */
export function keepWalk(plan: KeptWalk, finding: Finding, context: RuleContext): readonly Fix[] {
  const { before, isLasting, isAssumed } = plan.growing;
  const list = textOf(context.source, plan.asked.list);
  const isOpen = isAssumed || (isLasting && isReachable(plan.asked.list, finding, context));
  const assumes: readonly Assumption[] = isOpen ? [assumeUnchanged(finding, list)] : [];
  const inLoop = before === undefined ? undefined : editsOf(plan, context, before);
  const lasting =
    isLasting && keptHelper(plan, context).isOfOneCall !== true ? editsOf(plan, context, undefined) : undefined;
  return keptWays({ inLoop, lasting }, context, assumes);
}

/** Whoever imports the module may reach a public attribute's list, or give one to the function, and the project's text does not show that. */
function isReachable(list: SyntaxNode, finding: Finding, context: RuleContext): boolean {
  const isGiven = list.kind === "identifier" && context.scopes.bindingOf(list)?.kind === "parameter";
  return isGiven ? !finding.function.startsWith("__main__.") : isAnybodys(list, finding, context);
}

function editsOf(
  plan: KeptWalk,
  context: RuleContext,
  before: SyntaxNode | undefined,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const { asked } = plan;
  const top = topStatement(asked.whole);
  const list = baseName(textOf(source, asked.list));
  const helper = freshHelper(keptHelper(plan, context), context, top);
  const kept = freshName(source, `${list}_${before === undefined ? "last" : "seen"}`, [helper.name]);
  const holder = `${kept} = [None]`;
  const isAbove = before === undefined || before === top;
  const written = isAbove ? `${helper.written}\n\n\n${holder}` : helper.written;
  const above = insertBefore(source, top, before === top ? written : `${written}\n\n`);
  const put = isAbove ? undefined : insertBefore(source, before, holder);
  if (above === undefined || (!isAbove && put === undefined)) return undefined;
  const called = callEdits(plan, helper.called(kept), context);
  return inOrder([...helper.edits, above, ...(put === undefined ? [] : [put]), ...called]);
}

interface NamedHelper {
  readonly name: string;
  readonly written: string;
  /** The imports that it needs, where the file has none. */
  readonly edits: readonly TextEdit[];
  readonly called: (kept: string) => string;
}

function freshHelper(helper: KeptHelper, { source }: RuleContext, at: SyntaxNode): NamedHelper {
  const name = freshName(source, helper.name);
  const needed = (helper.needs ?? []).map((statement) => addImport(source, statement, at));
  const written = helper.written(
    name,
    needed.map((each) => each.name),
  );
  const edits = needed.flatMap(({ edit }) => (edit === undefined ? [] : [edit]));
  return { name, written, edits, called: (kept) => helper.called(name, kept) };
}

/** The call in the place of the walk; where the walk adds up, in that of what it begins with. */
function callEdits({ asked }: KeptWalk, call: string, { source }: RuleContext): readonly TextEdit[] {
  if (asked.kind !== "summed") return [replacing(asked.whole, call)];
  const total = textOf(source, asked.total);
  const rest = freshName(source, `${total}_from`);
  return [replacing(asked.start, `${total}, ${rest} = ${call}`), replacing(asked.whole, rest)];
}

/** Are all elements that were seen such that the function would not leave them to the walk? */
export function isSeenFit({ asked }: KeptWalk, elements: readonly string[]): boolean {
  const fit = fitTypes(asked);
  return fit === undefined || elements.every((type) => fit.has(type));
}

function fitTypes(asked: KeptWalk["asked"]): ReadonlySet<string> | undefined {
  if (asked.kind === "order") return ORDERED[asked.key?.by ?? "value"];
  if (asked.kind === "summed")
    return asked.summand && typesFor(asked.target, [{ node: asked.summand, by: "value" }], NUMBERS);
  if (asked.kind === "ordered") return typesFor(asked.target, [{ node: asked.key, by: "value" }], PLAIN);
  const values = asked.kind === "fold" && asked.by === "sum" ? WHOLE : PLAIN;
  return typesFor(asked.kind === "fold" ? asked.each?.target : asked.target, asked.parts, values);
}

function typesFor(
  target: ElementTarget | undefined,
  parts: readonly AskedPart[],
  values: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const isOfParts = target?.node.kind !== "identifier" || parts.some(({ node }) => node.kind === "subscript");
  if (target !== undefined && isOfParts) return TUPLES;
  if (parts.some(({ by }) => by === "length")) return TEXTS;
  return parts.every(({ by }) => by === "type") ? undefined : values;
}

const TUPLES: ReadonlySet<string> = new Set(["tuple"]);
const TEXTS: ReadonlySet<string> = new Set(["bytes", "str"]);
const WHOLE: ReadonlySet<string> = new Set(["bool", "int"]);
const PLAIN: ReadonlySet<string> = new Set(["bool", "bytes", "float", "int", "str"]);
const NUMBERS: ReadonlySet<string> = new Set(["float", "int"]);
const ORDERED = { value: PLAIN, length: TEXTS, part: TUPLES } as const;
