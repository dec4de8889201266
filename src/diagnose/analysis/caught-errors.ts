import type { SyntaxNode } from "../../source/node.ts";
import { ancestors, descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { Obstacle } from "../finding.ts";
import { builtinNamed, type Code } from "./code.ts";
import { importedPath } from "./callee.ts";
import { callRunning } from "./eager-lambda.ts";

/**
 * Would a `TypeError` raised at the node be swallowed in its own function? What a fix counts on being loud must not be
 * caught: elements that cannot be hashed would then quietly give another answer.
 */
export function caughtTypeErrors(code: Code, node: SyntaxNode): readonly Obstacle[] {
  return caughtErrors(code, node, (type) => mayBeTypeError(code, type));
}

/** The same for what reading a part of an object can raise: where it is read earlier, or more often, than before. */
export function caughtReadErrors(code: Code, node: SyntaxNode): readonly Obstacle[] {
  return caughtErrors(
    code,
    node,
    (type) => mayBeTypeError(code, type) || raisedByReading.has(builtinNamed(code, type) ?? ""),
  );
}

const raisedByReading = new Set(["AttributeError", "KeyError", "IndexError", "LookupError", "ValueError"]);

type IsCaught = (type: SyntaxNode) => boolean;

function caughtErrors(code: Code, node: SyntaxNode, isCaught: IsCaught): readonly Obstacle[] {
  let child = node;
  for (const at of ancestors(node)) {
    if (at.kind === "function_definition" || at.kind === "class_definition") break;
    if (at.kind === "lambda" && callRunning(code, at) === undefined) break;
    if (at.kind === "try_statement" && child.field === "body") {
      const handler = at.children.find((clause) => clause.kind === "except_clause" && swallows(clause, isCaught));
      if (handler !== undefined) return [{ code: "errors-caught", about: headOf(code, handler) }];
    }
    if (at.kind === "with_statement" && child.field === "body" && suppresses(code, at, isCaught)) {
      return [{ code: "errors-caught", about: "suppress" }];
    }
    child = at;
  }
  return [];
}

function headOf(code: Code, clause: SyntaxNode): string {
  const value = field(clause, "value");
  return value === undefined ? "except" : `except ${textOf(code.source, value)}`;
}

function swallows(clause: SyntaxNode, isCaught: IsCaught): boolean {
  const value = field(clause, "value");
  const catches = value === undefined || caughtTypes(value).some((type) => isCaught(type));
  return catches && !alwaysRaises(clause);
}

/** `except A`, `except A as e`, `except (A, B)`, `except A, B` (PEP 758). */
function caughtTypes(value: SyntaxNode): readonly SyntaxNode[] {
  if (value.kind === "as_pattern") return namedChildren(value).slice(0, 1).flatMap(caughtTypes);
  if (value.kind === "tuple" || value.kind === "parenthesized_expression" || value.kind === "expression_list") {
    return namedChildren(value).flatMap(caughtTypes);
  }
  return [value];
}

const others = /^(?!Type|Base)[A-Z]\w*(?:Error|Exit|Interrupt|Iteration|Warning)$/u;

/** Built-in exceptions other than TypeError's own line, imported ones and classes of this file are another matter. */
function mayBeTypeError(code: Code, type: SyntaxNode): boolean {
  const builtin = builtinNamed(code, type);
  if (builtin !== undefined) return !others.test(builtin) && builtin !== "StopIteration";
  if (type.kind === "attribute") return importedPath(code, type) === undefined;
  if (type.kind !== "identifier") return true;
  const kind = code.scopes.bindingOf(type)?.kind;
  return kind !== "class" && kind !== "import";
}

/** Does the clause end in a `raise` of its own? */
function alwaysRaises(clause: SyntaxNode): boolean {
  const block = clause.children.find((child) => child.kind === "block");
  const last = block === undefined ? undefined : namedChildren(block).at(-1);
  if (last?.kind !== "raise_statement" || block === undefined) return false;
  return ![...descendants(block)].some((node) => leaving.has(node.kind));
}

const leaving = new Set(["return_statement", "continue_statement", "break_statement"]);

function suppresses(code: Code, statement: SyntaxNode, isCaught: IsCaught): boolean {
  for (const clause of statement.children) {
    if (clause.kind !== "with_clause") continue;
    for (const node of descendants(clause)) {
      const callee = node.kind === "call" ? field(node, "function") : undefined;
      if (callee === undefined || !["contextlib.suppress", "suppress"].includes(importedPath(code, callee) ?? ""))
        continue;
      const list = field(node, "arguments");
      if (list !== undefined && namedChildren(list).some((type) => isCaught(type))) return true;
    }
  }
  return false;
}
