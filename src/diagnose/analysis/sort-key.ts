import { descendants, field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { definesMethod, importedPath } from "./callee.ts";
import { builtinNamed } from "./code.ts";
import { harmlessBuiltins, isHarmlessFunction, readers } from "./known-callables.ts";

/** Is nothing done by working out the key function itself, as `key=make_key()` could? */
export function isSteadyKey(context: RuleContext, key: SyntaxNode): boolean {
  if (key.kind === "identifier" || key.kind === "lambda") return true;
  if (key.kind === "attribute") return true;
  const callee = key.kind === "call" ? field(key, "function") : undefined;
  const path = callee === undefined ? undefined : importedPath(context, callee);
  return path !== undefined && /^(?:operator|functools)\./u.test(path);
}

/** Can a call of the key function change nothing, as far as the text says? `len`, `str.lower`, `itemgetter(1)`, `lambda row: row[1]`. */
export function isHarmlessKey(context: RuleContext, key: SyntaxNode): boolean {
  if (key.kind === "lambda") return [...descendants(key)].every((node) => isHarmlessPart(context, node));
  if (key.kind === "attribute") return isHarmlessMethod(context, key);
  const name = builtinNamed(context, key);
  if (name !== undefined) return harmlessBuiltins.has(name);
  const callee = key.kind === "call" ? field(key, "function") : undefined;
  const path = callee === undefined ? undefined : importedPath(context, callee);
  return path === "operator.itemgetter" || path === "operator.attrgetter";
}

/** `str.lower`, `weights.get` */
function isHarmlessMethod(context: RuleContext, key: SyntaxNode): boolean {
  if (builtinNamed(context, field(key, "object")) !== undefined) return true;
  const name = nameOf(context, key);
  // `__getitem__` of a defaultdict puts in what is missing.
  return readers.has(name) && !name.startsWith("__") && !definesMethod(context, name);
}

function isHarmlessPart(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "call") return isHarmlessCall(context, node);
  // A property of this file's may do anything.
  if (node.kind === "attribute") return !definesMethod(context, nameOf(context, node));
  return !["await", "yield", "named_expression"].includes(node.kind);
}

function isHarmlessCall(context: RuleContext, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const builtin = builtinNamed(context, callee);
  if (builtin !== undefined) return harmlessBuiltins.has(builtin) && builtin !== "next";
  if (callee === undefined) return false;
  const path = importedPath(context, callee);
  if (path !== undefined) return isHarmlessFunction(path);
  return callee.kind === "attribute" && readers.has(nameOf(context, callee));
}

function nameOf({ source }: RuleContext, attribute: SyntaxNode): string {
  const name = field(attribute, "attribute");
  return name === undefined ? "" : textOf(source, name);
}
