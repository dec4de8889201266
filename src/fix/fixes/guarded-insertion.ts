import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Insertion } from "../../diagnose/rules/sorted-insertion/insertion.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indentationUnit, indented } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import { descendants, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { OrderAsked } from "./order-asked.ts";

/** The new code where the order is known, the old as it stands where not, behind `otherwise`; undefined where the old cannot be put deeper. */
export function guardedInsertion(
  { first, last, element, key }: Insertion,
  call: (put: string) => string,
  asked: OrderAsked,
  context: RuleContext,
  otherwise: readonly string[] = [],
): TextEdit | undefined {
  const { source } = context;
  const region = { start: first.start, end: last.end };
  if (!isMovable(first, region, context)) return undefined;
  const isName = element.kind === "identifier";
  const put = isName ? textOf(source, element) : freshName(source, "put_in");
  const compared = key === undefined ? put : freshName(source, "put_by");
  const only = asked.ofElement === undefined ? "" : ` if ${asked.ofElement(put)} else None`;
  const code = [
    ...(isName ? [] : [`${put} = ${textOf(source, element)}`]),
    ...(key === undefined ? [] : [`${compared} = (${textOf(source, key)})(${put})${only}`]),
    ...asked.ofNext(compared),
    `if ${asked.name}:`,
    `    ${call(put)}`,
    "else:",
    ...otherwise.map((line) => `    ${line}`),
  ].join("\n");
  const indentation = indentationOf(source, first);
  const deeper = indentation + indentationUnit(source);
  const old =
    isName || element.start < region.start
      ? source.text.slice(region.start, region.end)
      : source.text.slice(region.start, element.start) + put + source.text.slice(element.end, region.end);
  const lines = `${indentation}${old}`.split(/\r\n|\r|\n/u).map((line) => moved(line, indentation, deeper));
  const text = `${indented(source, code, indentation)}${source.lineEnd}${lines.join(source.lineEnd)}`;
  return replacing(region, text.slice(indentation.length));
}

function moved(line: string, indentation: string, deeper: string): string {
  if (line.trim() === "") return line;
  return line.startsWith(indentation) ? deeper + line.slice(indentation.length) : line;
}

/** It has its lines to itself, and holds no text of several lines. */
function isMovable(
  first: SyntaxNode,
  { start, end }: Pick<TextEdit, "start" | "end">,
  { source }: RuleContext,
): boolean {
  if (!beginsLine(source, first) || first.parent === undefined) return false;
  if (!/^[ \t\f]*(?:#.*)?$/u.test(source.text.slice(end, nextLineEnd(source.text, end)))) return false;
  return [...descendants(first.parent)].every(
    (node) => node.kind !== "string" || node.end <= start || node.start >= end || node.startLine === node.endLine,
  );
}
