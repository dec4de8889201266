import { descendants, field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { definesMethod, importedPath } from "./callee.ts";
import { builtinNamed, type Code } from "./code.ts";
import { readers } from "./known-callables.ts";
import { givenByLibrary } from "./purity/known-functions.ts";

const plainParts = new Set([
  "identifier",
  "attribute",
  "subscript",
  "slice",
  "integer",
  "string",
  "string_start",
  "string_content",
  "string_end",
  "escape_sequence",
  "float",
  "none",
  "true",
  "false",
  "tuple",
  "parenthesized_expression",
  "argument_list",
  "unary_operator",
  "binary_operator",
  "concatenated_string",
  "call",
]);

/** Built-in functions that give the same for the same and change nothing. */
const pureBuiltins = new Set("str int float len abs round tuple ord chr repr bool".split(" "));

/** Does the expression only read: names, attributes, items, and what known functions and methods make of them? */
export function isPlainRead(code: Code, node: SyntaxNode): boolean {
  for (const part of descendants(node)) {
    if (!part.isNamed || part.kind === "comment") continue;
    if (!plainParts.has(part.kind)) return false;
    if (part.kind === "call" && !isPlainCall(code, part)) return false;
  }
  return true;
}

function isPlainCall(code: Code, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const builtin = builtinNamed(code, callee);
  if (builtin !== undefined) return pureBuiltins.has(builtin);
  const path = callee === undefined ? undefined : importedPath(code, callee);
  if (path !== undefined) return givenByLibrary(path)?.([]).level === 0;
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  if (name === undefined) return false;
  const method = textOf(code.source, name);
  return readers.has(method) && !waiting.has(method) && !definesMethod(code, method);
}

/** Methods whose names some objects give another meaning: they take something away, or wait. */
const waiting = new Set(["items", "keys", "values", "group", "total", "time", "date"]);
