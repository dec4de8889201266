import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";

/**
 * Whether an expression surely gives a `str` itself, never an object of a class below it with an addition of its own
 * (`__radd__`): a literal, text put together around a literal (`BUILD_STRING`, `%`, `join` and `format` make new text), sums of those.
 * `valueOf` is content with less: it calls `f"{x}"` and `"%s" % x` text too, which can hand on the very object they are given.
 */
export function isExactText(node: SyntaxNode, source: SourceFile): boolean {
  switch (node.kind) {
    case "string":
      return !isBytes(node, source) && (!isInterpolated(node) || hasText(node));
    case "concatenated_string":
      return namedChildren(node).every((part) => !isBytes(part, source)) && namedChildren(node).some(hasText);
    case "parenthesized_expression":
      return namedChildren(node).every((inner) => isExactText(inner, source));
    case "binary_operator":
      return isExactResult(node, source);
    case "call":
      return isMadeText(node, source);
    default:
      return false;
  }
}

function isExactResult(node: SyntaxNode, source: SourceFile): boolean {
  const [left, right] = [field(node, "left"), field(node, "right")];
  if (left === undefined || right === undefined || !isExactText(left, source)) return false;
  const operator = source.text.slice(left.end, right.start).trim();
  // What stands right of `%` alone could have a `__rmod__`; a tuple has none.
  if (operator === "%") return right.kind === "tuple" && hasMore(left, /%[^%a-zA-Z]*[a-zA-Z]/gu, source);
  return operator === "+" && isExactText(right, source);
}

/** `", ".join(…)`, `"<{}>".format(…)`: a format without any text of its own hands on what it is given. */
function isMadeText(node: SyntaxNode, source: SourceFile): boolean {
  const called = field(node, "function");
  const object = called?.kind === "attribute" ? field(called, "object") : undefined;
  const method = called === undefined ? undefined : field(called, "attribute");
  if (object?.kind !== "string" || method === undefined || !isExactText(object, source)) return false;
  const name = textOf(source, method);
  return name === "join" || (name === "format" && hasMore(object, /\{[^{}]*\}/gu, source));
}

/** Whether a literal says more than where values go: one that does not can hand on what it is given. */
function hasMore(literal: SyntaxNode, places: RegExp, source: SourceFile): boolean {
  return /[^'"rRuUfF()]/u.test(textOf(source, literal).replaceAll(places, ""));
}

const isInterpolated = (node: SyntaxNode): boolean => node.children.some(({ kind }) => kind === "interpolation");

const hasText = (node: SyntaxNode): boolean => node.children.some(({ kind }) => kind === "string_content");

const isBytes = (node: SyntaxNode, source: SourceFile): boolean => /^[rR]?[bB]/u.test(textOf(source, node));
