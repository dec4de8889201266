import type { SyntaxNode } from "../../source/node.ts";
import { field, namedChildren, textOf } from "../../source/navigate.ts";
import { builtinNamed, type Code } from "./code.ts";
import { definesMethod, importedPath } from "./callee.ts";
import {
  builtinsThatOnlyRead,
  isHarmlessFunction,
  listMutators,
  listReaders,
  methodsThatOnlyRead,
  readers,
} from "./known-callables.ts";

/**
 * What an expression that denotes a list does with it:
 * `read` – looks, and keeps no hold of it; `returned` – hands it out as the function ends; `changed` – changes it in place
 * (`method` where a call of one of list's own methods does, `call` being that call); `bound` – gives the name another
 * object, or deletes it; `escapes` – lets something else hold it: another name, a container, a call (`isChange` where what
 * escapes is a method that changes it).
 */
export type Use =
  | { readonly kind: "read" | "returned" | "bound" }
  | { readonly kind: "changed"; readonly method?: string; readonly call?: SyntaxNode; readonly about: string }
  | { readonly kind: "escapes"; readonly about: string; readonly isChange?: boolean };

const read: Use = { kind: "read" };

/** How the occurrence of a variable uses the list that it holds. */
export function useOf(code: Code, occurrence: SyntaxNode): Use {
  let node = occurrence;
  for (let parent = node.parent; parent !== undefined; node = parent, parent = node.parent) {
    if (passesOn(node, parent)) continue;
    return useIn(code, node, parent);
  }
  return read;
}

/** Is the parent's value, in some case, the very object? */
function passesOn(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.kind === "parenthesized_expression" || parent.kind === "boolean_operator") return true;
  return parent.kind === "conditional_expression" && namedChildren(parent)[1] !== node;
}

function useIn(code: Code, node: SyntaxNode, parent: SyntaxNode): Use {
  const decided = byParent[parent.kind];
  if (decided !== undefined) return decided(code, node, parent);
  return readingParents.has(parent.kind) ? read : escaping(code, parent);
}

/** Whatever stands in these is looked at and not kept. */
const readingParents = new Set([
  "comparison_operator",
  "not_operator",
  "binary_operator",
  "expression_statement",
  "if_statement",
  "elif_clause",
  "while_statement",
  "assert_statement",
  "if_clause",
  "interpolation",
  "list_splat",
  "dictionary_splat",
  "conditional_expression",
  "unary_operator",
  "slice",
  "type",
  "module",
  "block",
]);

function escaping(code: Code, node: SyntaxNode): Use {
  return { kind: "escapes", about: firstLine(textOf(code.source, node)) };
}

/** A name for the reader: one line, not the whole construct. */
function firstLine(text: string): string {
  const line = text.split(/[\r\n]/u, 1)[0] ?? "";
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

type Decide = (code: Code, node: SyntaxNode, parent: SyntaxNode) => Use;

const byParent: Readonly<Record<string, Decide>> = {
  attribute: useAsObject,
  subscript: useAsSubscripted,
  argument_list: useAsArgument,
  keyword_argument: (code, node, parent) =>
    parent.parent === undefined ? read : useAsArgument(code, node, parent.parent),
  call: (code, node, parent) => (node.field === "function" ? read : escaping(code, parent)),
  for_statement: (_, node) => ({ kind: node.field === "right" ? "read" : "bound" }),
  for_in_clause: (_, node) => ({ kind: node.field === "left" ? "bound" : "read" }),
  assignment: useInAssignment,
  augmented_assignment: (code, node, parent) =>
    node.field === "left" ? { kind: "changed", about: textOf(code.source, parent) } : read,
  named_expression: (code, node, parent) => (node.field === "name" ? { kind: "bound" } : escaping(code, parent)),
  return_statement: () => ({ kind: "returned" }),
  tuple: useInDisplay,
  expression_list: useInDisplay,
  list: useInDisplay,
  pattern_list: () => ({ kind: "bound" }),
  tuple_pattern: () => ({ kind: "bound" }),
  list_pattern: () => ({ kind: "bound" }),
  list_splat_pattern: () => ({ kind: "bound" }),
  as_pattern_target: () => ({ kind: "bound" }),
  delete_statement: () => ({ kind: "bound" }),
  parameters: () => ({ kind: "bound" }),
};

function useInAssignment(code: Code, node: SyntaxNode, parent: SyntaxNode): Use {
  if (node.field === "type") return read;
  if (node.field === "left") return { kind: "bound" };
  const left = field(parent, "left");
  // Unpacking reads the list; the names get its elements.
  const isUnpacked = left?.kind === "pattern_list" || left?.kind === "tuple_pattern" || left?.kind === "list_pattern";
  return isUnpacked && parent.parent?.kind === "expression_statement" ? read : escaping(code, parent);
}

/** `return names, 1` hands the list out; `[names]` keeps it. `del a, b` is an expression list too. */
function useInDisplay(code: Code, _: SyntaxNode, display: SyntaxNode): Use {
  const around = display.parent;
  if (isComparedOrShown(display)) return read;
  if (around?.kind === "return_statement") return { kind: "returned" };
  if (around?.kind === "delete_statement") return { kind: "bound" };
  return escaping(code, around ?? display);
}

/** `(a.key, a.names) == (b.key, b.names)`, `"%s of %s" % (key, names)`: gone when the answer is there. */
function isComparedOrShown({ parent, field: filled }: SyntaxNode): boolean {
  if (parent?.kind === "comparison_operator") return true;
  if (parent?.kind !== "binary_operator" || filled !== "right") return false;
  const [left, operator] = [field(parent, "left"), field(parent, "operator")];
  return operator?.kind === "%" && (left?.kind === "string" || left?.kind === "concatenated_string");
}

function useAsObject(code: Code, _: SyntaxNode, attribute: SyntaxNode): Use {
  const call = attribute.parent;
  const about = textOf(code.source, attribute);
  const name = field(attribute, "attribute");
  const method = name === undefined ? "" : textOf(code.source, name);
  if (call?.kind !== "call" || attribute.field !== "function") {
    // `map(names.append, xs)`, `add = names.append`: the change comes later, from anywhere.
    return { kind: "escapes", about, ...(listMutators.has(method) && { isChange: true }) };
  }
  if (listMutators.has(method)) return { kind: "changed", method, call, about };
  if (listReaders.has(method) || readers.has(method)) return read;
  return { kind: "changed", about };
}

function useAsSubscripted(code: Code, node: SyntaxNode, subscript: SyntaxNode): Use {
  if (node.field !== "value" || !isTarget(subscript)) return read;
  return { kind: "changed", about: textOf(code.source, subscript) };
}

/** Is the expression assigned to or deleted, alone or among others? */
export function isTarget(node: SyntaxNode): boolean {
  let child = node;
  for (let parent = node.parent; parent !== undefined; child = parent, parent = child.parent) {
    if (targetParents.has(parent.kind)) continue;
    if (parent.kind === "delete_statement" || parent.kind === "as_pattern_target") return true;
    return assigners.has(parent.kind) && child.field === "left";
  }
  return false;
}

const targetParents = new Set([
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
  "expression_list",
  "tuple",
  "list",
  "parenthesized_expression",
]);
const assigners = new Set(["assignment", "augmented_assignment", "for_statement", "for_in_clause"]);

function useAsArgument(code: Code, node: SyntaxNode, list: SyntaxNode): Use {
  const call = list.parent;
  const callee = call?.kind === "call" ? field(call, "function") : undefined;
  // The bases of a class are an argument list too.
  if (call === undefined || callee === undefined) return escaping(code, list);
  if (node.kind === "list_splat") return read;
  if (isReadingBuiltin(code, callee)) return isHandedOn(code, callee, node, list) ? escaping(code, call) : read;
  const path = importedPath(code, callee);
  if (path !== undefined) return useByLibrary(code, path, call);
  const isRead = isReadingMethod(code, callee) && !isHandedOn(code, callee, node, list);
  return isRead ? read : { kind: "escapes", about: textOf(code.source, callee) };
}

/** `max(xs, [])`, `next(rows, xs)`, `sum(rows, xs)`, `dict(xs=xs)`, `dict.fromkeys(keys, xs)`: what they give may be, or hold, the list itself. */
function isHandedOn(code: Code, callee: SyntaxNode, node: SyntaxNode, list: SyntaxNode): boolean {
  const given = namedChildren(list).filter(({ kind }) => kind !== "keyword_argument" && kind !== "comment");
  const name = /\w+$/u.exec(textOf(code.source, callee))?.[0] ?? "";
  if (!given.includes(node)) return list.kind === "argument_list";
  if (name === "max" || name === "min") return given.length > 1;
  return passing.has(name) && given[0] !== node;
}

const passing: ReadonlySet<string> = new Set(["next", "sum", "fromkeys"]);

function isReadingBuiltin(code: Code, callee: SyntaxNode): boolean {
  const builtin = builtinNamed(code, callee);
  return builtin !== undefined && builtinsThatOnlyRead.has(builtin);
}

const holders =
  /^(?:copy\.|collections\.(?:ChainMap|UserList)|contextlib\.|dataclasses\.|types\.|typing\.|functools\.|itertools\.(?:repeat|cycle))/u;

/** Library functions that change nothing read their arguments; a few give something back that holds the list. */
function useByLibrary(code: Code, path: string, call: SyntaxNode): Use {
  return isHarmlessFunction(path) && !holders.test(path) ? read : escaping(code, call);
}

function isReadingMethod(code: Code, callee: SyntaxNode): boolean {
  const name = callee.kind === "attribute" ? field(callee, "attribute") : undefined;
  if (name === undefined) return false;
  const method = textOf(code.source, name);
  return methodsThatOnlyRead.has(method) && !definesMethod(code, method);
}
