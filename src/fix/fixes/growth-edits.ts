import type { TextEdit } from "../../source/edit.ts";
import { inOrder, replacing } from "../../source/edit.ts";
import { indentationOf, instead, PIECE } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import { field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Growth } from "../../diagnose/rules/list-concatenation/growth-places.ts";
import { unprovenParts } from "../../diagnose/rules/list-concatenation/list-growth.ts";
import type { TuplePlan } from "../../diagnose/rules/list-concatenation/tuple-growth.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";

/** `xs = xs + [y]` → `xs.append(y)`, anything longer → `xs += …`. */
export function listEdits(growths: readonly Growth[], context: RuleContext): readonly TextEdit[] {
  return growths.map((growth) => {
    const { statement } = growth;
    const isProven = unprovenParts(growth, context).length === 0;
    return {
      start: statement.start,
      end: statement.end,
      text: isProven ? grown(growth, context) : guarded(growth, context),
    };
  });
}

function grown(growth: Growth, context: RuleContext): string {
  const name = textOf(context.source, growth.target);
  const one = onlyElement(growth);
  if (one !== undefined) return `${name}.append(${textOf(context.source, one)})`;
  return `${name} += ${growth.form === "star" ? `[${addedText(growth, context)}]` : addedText(growth, context)}`;
}

/** `y` of `xs + [y]`, `[*xs, y]`, `t += (y,)`; undefined for more than one, for stars, and where a comment would be lost. */
function onlyElement({ form, added, node }: Growth): SyntaxNode | undefined {
  const [part] = added;
  if (part === undefined || added.length > 1) return undefined;
  const display = form === "star" ? node : withoutParentheses(part);
  if (display.kind !== "list" && display.kind !== "tuple") return undefined;
  const elements = form === "star" ? added : namedChildren(display);
  const [element] = elements;
  const hasComment = display.children.some(({ kind }) => kind === "comment");
  return elements.length === 1 && element?.kind !== "list_splat" && !hasComment ? element : undefined;
}

/** What is added, as written; in parentheses where it would not hold together on several lines. */
function addedText({ added, form }: Growth, { source }: RuleContext): string {
  const [first, last] = [added[0], added.at(-1)];
  const text = source.text.slice(first?.start ?? 0, last?.end ?? 0);
  return form !== "star" && added.length > 1 && /[\r\n]/u.test(text) ? `(${text})` : text;
}

/** For an operand that may be no list: the old code stays for everything that is none. */
function guarded(growth: Growth, context: RuleContext): string {
  const { source } = context;
  const name = textOf(source, growth.target);
  const [part] = growth.added;
  const isName = part?.kind === "identifier";
  const added = isName ? addedText(growth, context) : freshName(source, "part");
  const code = [
    ...(isName ? [] : [`${added} = ${PIECE}`]),
    `if type(${name}) is list and type(${added}) is list:`,
    `    ${name} += ${added}`,
    `else:`,
    `    ${name} = ${name} + ${added}`,
  ].join("\n");
  const indentation = indentationOf(source, growth.statement);
  return instead(source, code, indentation, addedText(growth, context));
}

/** Grows a list in the tuple's place and makes it a tuple once, below the loop. */
export function tupleEdits(
  growths: readonly Growth[],
  { start, loop }: TuplePlan,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const after = lineBelow(loop, context);
  const name = textOf(source, growths[0]?.target ?? start);
  if (after === undefined) return undefined;
  const edits = growths.map((growth) => ({
    start: growth.statement.start,
    end: growth.statement.end,
    text: grownTuple(growth, context),
  }));
  const begun = replacing(start, asList(start, context));
  const ended = `${source.lineEnd}${indentationOf(source, loop)}${name} = tuple(${name})`;
  return inOrder([begun, ...edits, { start: after, end: after, text: ended }]);
}

function grownTuple(growth: Growth, context: RuleContext): string {
  const name = textOf(context.source, growth.target);
  const one = onlyElement(growth);
  if (one !== undefined) return `${name}.append(${textOf(context.source, one)})`;
  const added = growth.form === "star" ? `(${addedText(growth, context)},)` : addedText(growth, context);
  return `${name} += ${added}`;
}

/** `(a, b)` → `[a, b]` */
function asList(tuple: SyntaxNode, context: RuleContext): string {
  return `[${textOf(context.source, tuple).slice(1, -1)}]`;
}

/** Where the line that ends the loop ends; undefined where other code shares that line. */
export function lineBelow(loop: SyntaxNode, context: RuleContext): number | undefined {
  return field(loop, "body") === undefined ? undefined : lineAfter(loop, context);
}

/** Where the line that ends the statement ends; undefined where other code shares that line. */
export function lineAfter(statement: SyntaxNode, { source }: RuleContext): number | undefined {
  const end = nextLineEnd(source.text, statement.end);
  const rest = source.text.slice(statement.end, end).trim();
  return rest === "" || rest.startsWith("#") ? end : undefined;
}
