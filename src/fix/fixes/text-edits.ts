import type { TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indented, insertBefore, instead, PIECE } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { isNumber } from "../../diagnose/analysis/is-number.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Cut } from "../../diagnose/rules/text-concatenation/cuts.ts";
import type { TextGrowth } from "../../diagnose/rules/text-concatenation/text-growth.ts";
import type { TextPlan } from "../../diagnose/rules/text-concatenation/text-plan.ts";
import { lineAfter, lineBelow } from "./growth-edits.ts";

type PlanOf<Kind extends TextPlan["kind"]> = Extract<TextPlan, { readonly kind: Kind }>;

/** `data = bytearray()` at first, `data = bytes(data)` below what grows it; `data += x` stays as it is. */
export function bytesEdits(
  { last, isReadBelow, starts, growths, cuts, wraps }: PlanOf<"bytes">,
  growth: TextGrowth,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const name = textOf(source, growth.target);
  const after = lineAfter(last, context);
  if (after === undefined) return undefined;
  return [
    ...starts.map((value) => ({ ...spanOf(value), text: bytearrayOf(value, context) })),
    ...growths.flatMap((each) => grownBytes(each, context)),
    ...cuts.flatMap((each) => cutBytes(each, context)),
    ...wraps.map((node) => ({ ...spanOf(node), text: `bytes(${textOf(source, node)})` })),
    ...(isReadBelow ? [belowLine(after, last, `${name} = bytes(${name})`, context)] : []),
  ];
}

/** `data = data + x` makes a new bytearray, `data += x` lengthens the one there is; by all pieces at once: the second may raise, and others look on. */
export function grownBytes(
  growth: TextGrowth,
  context: RuleContext,
  name: string = textOf(context.source, growth.target),
): readonly TextEdit[] {
  const { form, added, statement } = growth;
  if (form === "in-place") return [];
  if (added.length === 1) return [replaced(growth, (part) => `${name} += ${part}`, context)];
  const pieces = added.map((part) => oneLine(part, context)).join(", ");
  return [{ ...spanOf(statement), text: `${name} += b"".join((${pieces}))` }];
}

/**
 * `data = data[n:]` → `del data[:n]`, which moves nothing: a bytearray remembers where it begins. What a pair takes first stands in a
 * statement before.
 */
export function cutBytes(
  { statement, target, lower, taken }: Cut,
  context: RuleContext,
  name: string = textOf(context.source, target),
): readonly TextEdit[] {
  const [open, close] = isNumber(context, lower) ? ["", ""] : steadied(lower);
  const cut = `del ${name}[:${open}`;
  const end: TextEdit = { start: lower.end, end: statement.end, text: `${close}]` };
  if (taken === undefined) return [{ start: statement.start, end: lower.start, text: cut }, end];
  return [
    { start: taken.target.end, end: taken.value.start, text: " = " },
    { start: taken.value.end, end: lower.start, text: borderAt(statement, context) + cut },
    end,
  ];
}

/** From None on nothing is cut off, up to None everything. */
function steadied({ kind }: SyntaxNode): readonly [string, string] {
  return kind === "conditional_expression" || kind === "lambda" ? ["(", ") or 0"] : ["", " or 0"];
}

/** What stands between two statements in the place of one. */
function borderAt(statement: SyntaxNode, context: RuleContext): string {
  const { source } = context;
  const isAlone = beginsLine(source, statement) && lineAfter(statement, context) !== undefined;
  return isAlone ? `${source.lineEnd}${indentationOf(source, statement)}` : "; ";
}

/** `b""` → `bytearray()`, `b"ab"` → `bytearray(b"ab")` */
export function bytearrayOf(value: SyntaxNode, { source }: RuleContext): string {
  const text = textOf(source, value);
  return /^(?:[rR]?[bB][rR]?(?:""|'')|bytes\(\s*\))$/u.test(text) ? "bytearray()" : `bytearray(${text})`;
}

/** `s = s + x + y` → `s += x + y`, or two statements, each of which CPython does in place. */
export function splitEdits({ growth, isExact }: PlanOf<"split">, context: RuleContext): readonly TextEdit[] {
  const { source } = context;
  const name = textOf(source, growth.target);
  if (growth.form === "format") {
    const right = field(growth.node, "right") ?? growth.node;
    const [first] = growth.added;
    const shown = growth.old.parent ?? growth.old;
    const equals = source.text.slice(growth.target.end, right.start).replace("=", "+=");
    return [
      { start: growth.target.end, end: right.start, text: equals },
      { ...spanOf(first === undefined ? growth.old : shown), text: "" },
    ];
  }
  if (!isExact) return [replaced(growth, (part) => `${name} = ${name} + ${part}`, context)];
  const added = growth.added.map((part) => oneLine(part, context)).join(" + ");
  return [{ ...spanOf(growth.statement), text: `${name} += ${added}` }];
}

/** One statement for each piece. */
function replaced(growth: TextGrowth, write: (part: string) => string, context: RuleContext): TextEdit {
  const { statement, added } = growth;
  const border = borderAt(statement, context);
  return { ...spanOf(statement), text: added.map((part) => write(oneLine(part, context))).join(border) };
}

/** A piece as written: what stood within parentheses may hold together by them alone. */
export function oneLine(part: SyntaxNode, { source }: RuleContext): string {
  const text = textOf(source, part);
  return /[\r\n]/u.test(text) && !holdsTogether(part) ? `(${text})` : text;
}

const bracketed = new Set(["parenthesized_expression", "string", "list", "dictionary", "list_comprehension"]);

/** Do its own brackets or quotes hold all its lines together? */
function holdsTogether(part: SyntaxNode): boolean {
  const callee = part.kind === "call" ? field(part, "function") : undefined;
  return bracketed.has(part.kind) || (callee !== undefined && callee.startLine === callee.endLine);
}

/** A list of the pieces, beginning with what there is; joined below the loop. */
export function partsEdits(
  { loop, growths, isExact, reads, resets }: PlanOf<"parts">,
  growth: TextGrowth,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const after = lineBelow(loop, context);
  const name = textOf(source, growth.target);
  const gathered: Gathered = {
    name,
    parts: freshName(source, `${baseName(name)}_parts`),
    part: freshName(source, "part"),
    type: growth.kind,
    isFront: growth.form === "front",
  };
  const begun = insertBefore(source, loop, `${gathered.parts} = [${isExact ? name : ""}]`);
  if (begun === undefined || after === undefined) return undefined;
  const grown = growths.map((each) => ({
    ...spanOf(each.statement),
    text: isExact ? appended(each, gathered, context) : guarded(each, gathered, context),
  }));
  const all = gathered.isFront ? `reversed(${gathered.parts})` : gathered.parts;
  const joined = isExact
    ? `${name} = "".join(${all})`
    : `if ${gathered.parts}:\n    ${name} = ${joinedParts(gathered)}`;
  const below = resets.map((statement) =>
    belowLine(lineAfter(statement, context) ?? after, statement, `${gathered.parts}.clear()`, context),
  );
  const read = reads.map((node) => {
    const text = wholeText(gathered);
    return { ...spanOf(node), text: node.parent?.kind === "argument_list" ? text.slice(1, -1) : text };
  });
  return [begun, ...grown, ...below, ...read, belowLine(after, loop, joined, context)];
}

interface Gathered {
  readonly name: string;
  readonly parts: string;
  readonly part: string;
  readonly type: "str" | "bytes";
  readonly isFront: boolean;
}

function appended({ added }: TextGrowth, { parts }: Gathered, context: RuleContext): string {
  return `${parts}.append(${added.map((part) => textOf(context.source, part)).join(" + ")})`;
}

/** What was gathered, with what was there before. */
function joinedParts({ name, parts, type, isFront }: Gathered): string {
  const pieces = isFront ? `*reversed(${parts}), ${name}` : `${name}, *${parts}`;
  return `${type === "bytes" ? "b" : ""}"".join([${pieces}])`;
}

/** What is read before: the very object where nothing was gathered. */
function wholeText(gathered: Gathered): string {
  return `(${joinedParts(gathered)} if ${gathered.parts} else ${gathered.name})`;
}

/** For a piece that may be no text itself: the old code stays, with what was gathered made text first. */
function guarded({ statement, form, added: [first] }: TextGrowth, gathered: Gathered, context: RuleContext): string {
  const { source } = context;
  const { name, parts, type, isFront } = gathered;
  const isName = first?.kind === "identifier";
  const written = first === undefined ? "" : oneLine(first, context);
  const part = isName ? written : gathered.part;
  const whole = wholeText(gathered);
  const code = [
    ...(isName ? [] : [`${part} = ${PIECE}`]),
    `if type(${name}) is ${type} and type(${part}) is ${type}:`,
    `    ${parts}.append(${part})`,
    `else:`,
    // What is no text may be lengthened in its place: `+=` stays what it is.
    ...(form === "in-place"
      ? [`    ${name} = ${whole.slice(1, -1)}`, `    ${parts}.clear()`, `    ${name} += ${part}`]
      : [`    ${name} = ${isFront ? `${part} + ${whole}` : `${whole} + ${part}`}`, `    ${parts}.clear()`]),
  ].join("\n");
  const indentation = indentationOf(source, statement);
  return instead(source, code, indentation, written);
}

function belowLine(after: number, statement: SyntaxNode, code: string, { source }: RuleContext): TextEdit {
  return { start: after, end: after, text: source.lineEnd + indented(source, code, indentationOf(source, statement)) };
}

/** A node's place in the text. */
export function spanOf({ start, end }: SyntaxNode): { readonly start: number; readonly end: number } {
  return { start, end };
}
