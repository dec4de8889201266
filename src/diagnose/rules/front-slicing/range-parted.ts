import { indentationOf } from "../../../source/insert-statement.ts";
import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { freshName } from "../../analysis/fresh-name.ts";
import type { RuleContext } from "../../rule.ts";
import type { Parted } from "./parted.ts";
import type { Rewrite } from "./offset-uses.ts";

/** The statement, where the range of the indices that are left is cut in the place of the text. */
export function partedAnew(parted: Parted, text: SyntaxNode, context: RuleContext): Rewrite {
  const { source } = context;
  const { start, end } = parted.statement;
  const name = textOf(source, text);
  const indentation = indentationOf(source, parted.statement);
  const lines = (rest: string): readonly string[] =>
    parted.method === "lstrip" ? stripped(parted, name, rest, context) : splitOff(parted, name, rest, context);
  return { start, end, text: (rest) => lines(rest).join(`${source.lineEnd}${indentation}`) };
}

/** `text = text.lstrip()`: what `isspace` tells of a character is what is stripped. */
function stripped({ separator }: Parted, name: string, rest: string, { source }: RuleContext): readonly string[] {
  const first = `${name}[${rest}.start : ${rest}.start + 1]`;
  // Bytes among letters are refused, also where there are none.
  const isStripped =
    separator === undefined ? `${rest} and ${first}.isspace()` : `${first} in ${textOf(source, separator)} and ${rest}`;
  return [`while ${isStripped}:`, `    ${rest} = ${rest}[1:]`];
}

/** `line, text = text.split("\\n", 1)`, `line, sep, text = text.partition("\\n")` */
function splitOff(parted: Parted, name: string, rest: string, context: RuleContext): readonly string[] {
  const { source } = context;
  const { method, names, separator } = parted;
  const sought = separator === undefined ? "" : textOf(source, separator);
  const found = freshName(source, "found");
  const targets = [...names.map((each) => textOf(source, each)), rest].join(", ");
  const begun = `${found} = ${name}.find(${sought}, ${rest}.start)`;
  const left = `${rest}[${found} - ${rest}.start + len(${sought}) :]`;
  const head = `${name}[${rest}.start : ${found}]`;
  if (method === "split") {
    const missing = [`if ${found} < 0:`, `    raise ValueError("not enough values to unpack (expected 2, got 1)")`];
    return [begun, ...(isFoundBefore(parted, name, context) ? [] : missing), `${targets} = ${head}, ${left}`];
  }
  return [
    begun,
    `if ${found} < 0:`,
    `    ${targets} = ${name}[${rest}.start :], ${name}[:0], ${rest}[len(${rest}) :]`,
    "else:",
    `    ${targets} = ${head}, ${name}[${found} : ${found} + len(${sought})], ${left}`,
  ];
}

/** `while "\\n" in text:` right before. */
function isFoundBefore({ statement, separator }: Parted, name: string, { source }: RuleContext): boolean {
  const block = statement.parent;
  const loop = block?.parent;
  const condition = loop?.kind === "while_statement" ? field(loop, "condition") : undefined;
  if (block === undefined || condition === undefined || separator === undefined) return false;
  const isFirst = namedChildren(block).find(({ kind }) => kind !== "comment") === statement;
  return isFirst && textOf(source, condition).replaceAll(/\s+/gu, " ") === `${textOf(source, separator)} in ${name}`;
}
