import type { TextEdit } from "../../source/edit.ts";
import { indentationOf, instead, PIECE } from "../../source/insert-statement.ts";
import { textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { isBuiltinAt } from "../../diagnose/analysis/code.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { AskedOwner } from "../../diagnose/rules/text-concatenation/asked-owner.ts";
import { isLiteralText, isSteadyName, type PlainItem } from "../../diagnose/rules/text-concatenation/item-of-plain.ts";
import type { TextGrowth } from "../../diagnose/rules/text-concatenation/text-growth.ts";
import type { TextPlan } from "../../diagnose/rules/text-concatenation/text-plan.ts";
import { oneLine, spanOf } from "./text-edits.ts";

type LengthenedPlan = Extract<TextPlan, { readonly kind: "lengthened" }>;

/** Where the text lies, as it is written in the new code. */
interface Place {
  readonly text: string;
  /** What has to be worked out before, once. */
  readonly before: readonly string[];
  /** What the program has to ask first, where the source does not show it. */
  readonly asked: readonly string[];
  /** What it has to ask of a text that is so long that asking costs little beside copying it. */
  readonly askedOfLong: (text: string) => readonly string[];
}

/** Characters from which on copying a text takes longer than asking a class: at 64,000 about 1 µs, as the question (CPython 3.8 and 3.12). */
const LONG = 65_536;

/** The text is taken out of its place, made longer, and put back; whatever is no text grows as it did. */
export function lengthenedEdits(plan: LengthenedPlan, context: RuleContext): readonly TextEdit[] {
  const { source } = context;
  const { growth, isExact } = plan;
  const { statement, target, added } = growth;
  const place = placeOf(plan, context);
  const text = freshName(source, "whole");
  const [piece, ...more] = added;
  const written = piece === undefined ? "" : oneLine(piece, context);
  // Anything else is worked out before the place is emptied, since it could look at it.
  const isName = piece !== undefined && isReadLate(piece, target, isExact, context);
  const part = isName ? written : freshName(source, "part");
  const others = more.map((each) => textOf(source, each));
  const unknown = [text, ...(isExact ? [] : [part, ...more.flatMap((each) => nameOf(each, context))])];
  const types = new Set(unknown.map((name) => `${typeAt(growth, context)}(${name}) is str`));
  const asked = [...place.asked, ...types, ...place.askedOfLong(text)].join(" and ");
  const grown = [part, ...others].map((each) => grownBy(each, text, growth));
  const code = [
    ...place.before,
    `${text} = ${growth.old.kind === "call" ? oneLine(growth.old, context) : place.text}`,
    ...(isName ? [] : [`${part} = ${PIECE}`]),
    `if ${asked}:`,
    `    ${place.text} = None  # only ${text} has it: it can grow in its place`,
    ...grown,
    `${place.text} = ${text}`,
  ].join("\n");
  const indentation = indentationOf(source, statement);
  return [{ ...spanOf(statement), text: instead(source, code, indentation, written) }];
}

/** `type`, or what it is called where a name of the program's hides it. */
function typeAt({ statement }: TextGrowth, context: RuleContext): string {
  return isBuiltinAt(context, "type", statement) ? "type" : "str.__class__";
}

/** Is it the same when the place is empty already? */
function isReadLate(piece: SyntaxNode, target: SyntaxNode, isExact: boolean, context: RuleContext): boolean {
  if (piece.kind === "identifier") return target.kind !== "identifier" || isSteadyName(piece, context);
  return isExact && isLiteralText(piece);
}

function grownBy(piece: string, text: string, { form }: TextGrowth): string {
  return form === "in-place" ? `${text} += ${piece}` : `${text} = ${text} + ${piece}`;
}

function placeOf({ growth, item, owner }: LengthenedPlan, context: RuleContext): Place {
  if (item !== undefined) return itemPlace(item, typeAt(growth, context), context);
  if (owner !== undefined) return ownerPlace(owner, context);
  return { text: textOf(context.source, growth.target), before: [], asked: [], askedOfLong: () => [] };
}

/** `node.text`: no class of the object's has anything but a text under the name, nor watches what is stored. */
function ownerPlace({ object, attribute, isNamed }: AskedOwner, context: RuleContext): Place {
  const written = textOf(context.source, object);
  const owner = isNamed ? written : freshName(context.source, "owner");
  const each = freshName(context.source, "each");
  return {
    text: `${owner}.${attribute}`,
    before: isNamed ? [] : [`${owner} = ${written}`],
    asked: [],
    askedOfLong: (text) => [
      `len(${text}) > ${LONG}`,
      `type(${owner}).__setattr__ is object.__setattr__`,
      `all(type(vars(${each}).get("${attribute}", "")) is str for ${each} in type(${owner}).__mro__)`,
    ],
  };
}

/** `texts[key]`; what is no steady name is worked out before, in its order. */
function itemPlace({ container, key, isExact, isNamed }: PlainItem, type: string, context: RuleContext): Place {
  const { source } = context;
  const [holder, index] = [oneLine(container, context), oneLine(key, context)];
  const holderName = isNamed.container ? holder : freshName(source, "items");
  const keyName = isNamed.key ? index : freshName(source, "key");
  return {
    text: `${holderName}[${keyName}]`,
    before: [
      ...(isNamed.container ? [] : [`${holderName} = ${holder}`]),
      ...(isNamed.key ? [] : [`${keyName} = ${index}`]),
    ],
    asked: isExact ? [] : [`${type}(${holderName}) in (dict, list)`],
    askedOfLong: () => [],
  };
}

function nameOf(piece: SyntaxNode, { source }: RuleContext): readonly string[] {
  return piece.kind === "identifier" ? [textOf(source, piece)] : [];
}
