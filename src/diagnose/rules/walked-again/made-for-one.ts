import { descendants, field, isComprehension, textOf, topStatement } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { MOST_FILES } from "../../analysis/class-family.ts";
import { lookUpOf, type LookUp } from "../../analysis/look-up.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { isQuiet } from "../../analysis/quiet.ts";
import { areObjectsWatched } from "../../analysis/watched-objects.ts";
import { KEEPING_BUILTINS, type RowsInOthersHands } from "../../analysis/while-same.ts";
import type { RuleContext } from "../../rule.ts";
import { rowKeyOf, type RowKey } from "../nested-scan/row-key.ts";
import { isReadSafely } from "../nested-scan/wanted-read.ts";
import { isConstant, keyOf, rowsWalked, type RowsWalked } from "./rows-walked.ts";

/** A comprehension that goes through all rows, and of which one key is asked. */
export interface Making extends Pick<RowsWalked, "iterable" | "list" | "form"> {
  readonly node: SyntaxNode;
  /** The part of a row that is asked for; absent: the row itself. */
  readonly part?: RowKey;
}

/** `{f.name: f for f in self.files}[name]`, `name in [f.name for f in self.files]`: a container that is made for one question. */
export interface MadeForOne extends Making {
  readonly wanted: SyntaxNode;
}

/** The container that is made there for one question, where rows with another key could be left out of it unnoticed. */
export function madeForOneAt(context: RuleContext, node: SyntaxNode): MadeForOne | undefined {
  const asked = isComprehension(node) ? lookUpOf(context, node, isSequence(node)) : undefined;
  const making = asked === undefined ? undefined : makingAt(context, node);
  if (asked === undefined || making === undefined || !isReadTwice(context, asked, making.list)) return undefined;
  // What a list holds is compared with what is sought: only plain values are known to be found by their hash.
  if (making.part === undefined && isSequence(node)) return undefined;
  return { ...making, wanted: asked.wanted };
}

/** The comprehension, where each row gives its own key, which stays what it is, and nothing else is asked of it. */
export function makingAt(context: RuleContext, node: SyntaxNode): Making | undefined {
  const walked = isComprehension(node) ? rowsWalked(context, node) : undefined;
  const body = field(node, "body");
  if (walked === undefined || body === undefined) return undefined;
  const key = keyOf(body);
  const value = body.kind === "pair" ? field(body, "value") : undefined;
  if (value !== undefined && !isAtHand(context, walked, value)) return undefined;
  const hidden = hiddenBuiltins(context, topStatement(node), KEEPING_BUILTINS);
  if (hidden.length > 0 || dynamicNames(context).length > 0) return undefined;
  const { iterable, list, form, element } = walked;
  if (textOf(context.source, key) === element) return { node, iterable, list, form };
  const part = rowKeyOf(context, element, key);
  return part && { node, iterable, list, form, part };
}

/** What has to have been seen of the rows, for a look at all of them to pay. */
export function rowsAsked(context: RuleContext, { form, part }: Making): RowsInOthersHands {
  const isOfDict = form === "values" || form === "entries";
  return { objects: !areObjectsWatched(context), rows: part?.types, isOfDict };
}

const sequences: ReadonlySet<string> = new Set(["list_comprehension", "generator_expression"]);

function isSequence({ kind }: SyntaxNode): boolean {
  return sequences.has(kind);
}

/** Can what is sought be read once more, in front of the walk, and does reading what is asked not change it? */
export function isReadTwice(context: RuleContext, { kind, wanted }: LookUp, asked: SyntaxNode): boolean {
  if (!isReadQuietly(context, wanted)) return false;
  if (!isSettled(context, wanted) && !isReadQuietly(context, asked)) return false;
  // `k in …` reads it first anyway.
  return kind === "membership" || isConstant(wanted) || isReadSafely(context, wanted);
}

function isReadQuietly(context: RuleContext, node: SyntaxNode): boolean {
  return isQuiet(context, node) && hasNoProperty(context, node);
}

function isSettled(context: RuleContext, wanted: SyntaxNode): boolean {
  const kind = wanted.kind === "identifier" ? context.scopes.bindingOf(wanted)?.kind : undefined;
  return isConstant(wanted) || kind === "local" || kind === "parameter";
}

/** A property of another file may do something each time that it is read. */
function hasNoProperty(context: RuleContext, wanted: SyntaxNode): boolean {
  return [...descendants(wanted)].every((node) => {
    const name = node.kind === "attribute" ? field(node, "attribute") : undefined;
    return name === undefined || hasNoMethod(context, textOf(context.source, name));
  });
}

/** Has no class of the project's other files a method of that name? */
export function hasNoMethod({ source, allMentions }: RuleContext, name: string): boolean {
  if (allMentions === undefined) return true;
  return allMentions(name, source.path, MOST_FILES)?.every((file) => !definesMethod(file, name)) === true;
}

/** A name of the walk, or a constant: working it out for fewer rows is not noticed. */
function isAtHand({ source }: RuleContext, { names }: RowsWalked, value: SyntaxNode): boolean {
  if (value.kind === "identifier") return names.includes(textOf(source, value));
  return isConstant(value);
}
