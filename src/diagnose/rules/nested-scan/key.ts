import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { builtinNamed, type Code } from "../../analysis/code.ts";
import { readers } from "../../analysis/known-callables.ts";

/** The variables that an expression reads. */
export function namesIn(code: Code, node: SyntaxNode): ReadonlySet<Binding> {
  const found = new Set<Binding>();
  for (const part of descendants(node)) {
    const binding = part.kind === "identifier" ? code.scopes.bindingOf(part) : undefined;
    if (binding !== undefined && binding.kind !== "builtin") found.add(binding);
  }
  return found;
}

const plainParts = new Set([
  "identifier",
  "attribute",
  "subscript",
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

/** Does the expression only read: names, attributes, items, and what built-in functions and methods make of them? */
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
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  if (name === undefined) return false;
  const method = textOf(code.source, name);
  return readers.has(method) && !waiting.has(method) && !definesMethod(code, method);
}

/** Methods whose names some objects give another meaning: they take something away, or wait. */
const waiting = new Set(["items", "keys", "values", "group", "total", "time", "date"]);

/** What parts of an object the expression looks at: `.id`, `["id"]`; `[*]` for an item whose key is worked out. */
export function partsRead(code: Code, node: SyntaxNode): readonly string[] {
  const found: string[] = [];
  for (const part of descendants(node)) {
    if (part.kind === "attribute" && !(part.parent?.kind === "call" && part.field === "function")) {
      const name = field(part, "attribute");
      if (name !== undefined) found.push(`.${textOf(code.source, name)}`);
    }
    if (part.kind === "subscript") found.push(itemName(code, part));
    if (part.kind === "call") found.push(...gotten(code, part));
  }
  return found;
}

/** `row.get("id")` looks at `["id"]`. */
function gotten(code: Code, call: SyntaxNode): readonly string[] {
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const list = field(call, "arguments");
  const [first] = list === undefined ? [] : namedChildren(list);
  if (name === undefined || textOf(code.source, name) !== "get") return [];
  return [first?.kind === "string" ? `[${unquoted(textOf(code.source, first))}]` : "[*]"];
}

/** `["id"]` and `['id']` are one; `[0]`; else `[*]`. */
export function itemName(code: Code, subscript: SyntaxNode): string {
  const keys = subscript.children.filter((child) => child.field === "subscript");
  const [key] = keys;
  if (key === undefined || keys.length > 1) return "[*]";
  if (key.kind === "integer") return `[${textOf(code.source, key)}]`;
  const isPlain = key.kind === "string" && !key.children.some(({ kind }) => kind === "interpolation");
  return isPlain ? `[${unquoted(textOf(code.source, key))}]` : "[*]";
}

function unquoted(text: string): string {
  return `"${text.replaceAll(/^\w*["']+|["']+$/gu, "")}"`;
}
