import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { importedPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import type { Parts } from "./parts.ts";

/** The variables that an expression reads. */
export function namesIn(code: Code, node: SyntaxNode): ReadonlySet<Binding> {
  const found = new Set<Binding>();
  for (const part of descendants(node)) {
    const binding = part.kind === "identifier" ? code.scopes.bindingOf(part) : undefined;
    if (binding !== undefined && binding.kind !== "builtin") found.add(binding);
  }
  return found;
}

/**
 * What parts of an object the expression looks at: `.id`, `["id"]`; `[*]` for an item whose key is worked out. A function that is given
 * an object (`str(row)`, `len(row)`) may look at every part of it: `.*`, `[*]`.
 */
export function partsRead(code: Code, node: SyntaxNode): readonly string[] {
  const found: string[] = [];
  for (const part of descendants(node)) {
    if (part.kind === "call" && field(part, "function")?.kind === "identifier")
      found.push(".*", ...itemsRead(code, part));
    if (part.kind === "attribute" && !(part.parent?.kind === "call" && part.field === "function")) {
      const name = field(part, "attribute");
      if (name !== undefined) found.push(`.${textOf(code.source, name)}`);
    }
    if (part.kind === "subscript") found.push(itemName(code, part));
    if (part.kind === "call") found.push(...gotten(code, part));
  }
  return found;
}

/** `getattr(row, by)` looks at no item. */
function itemsRead(code: Code, call: SyntaxNode): readonly string[] {
  return builtinCalled(call, code) === "getattr" ? [] : ["[*]"];
}

/** Does the expression only read, `getattr(row, by)` included where no class of the file works attributes out? */
export function isKeyRead(code: Code, node: SyntaxNode): boolean {
  if (node.kind !== "call" || builtinCalled(node, code) !== "getattr") return isPlainRead(code, node);
  const given = argumentsOf(node);
  const isPlain = given.length === 2 && given.every((each) => isPlainRead(code, each));
  return isPlain && !/@[\w.]*property\b|__getattr|__get__/u.test(code.source.text);
}

/** `row.get("id")` looks at `["id"]`. */
function gotten(code: Code, call: SyntaxNode): readonly string[] {
  const callee = field(call, "function");
  if (callee !== undefined && importedPath(code, callee) !== undefined) return [".*", "[*]"];
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

/** The key with all that its names stand for. */
export function wholeKey(
  code: Code,
  { key, otherKeys, lets }: Pick<Parts, "key" | "otherKeys" | "lets">,
): readonly SyntaxNode[] {
  const nodes = [key, ...otherKeys];
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at];
    if (node === undefined) break;
    for (const name of namesIn(code, node)) {
      const value = lets.get(name);
      if (value !== undefined && !nodes.includes(value)) nodes.push(value);
    }
  }
  return nodes;
}
