import { field, isComprehension, isFirstClause, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definitionOf, importedPath } from "../callee.ts";
import { builtinNamed, type Code } from "../code.ts";
import { climbParentheses } from "../expression-context.ts";
import { definitionsMeant } from "../meaning.ts";

/** Built-ins that make an iterator, which can be walked through once. */
const makers = new Set(["iter", "map", "filter", "zip", "enumerate", "reversed"]);
const methods = new Set(["finditer", "elements"]);
const paths = /^itertools\.|^heapq\.merge$|\.finditer$/u;
/** Those that walk through all that they are given, or through as much as they need, and keep none of it. */
const walkers = new Set("list tuple set frozenset dict sorted sum min max any all len next".split(" "));
/** How far calls are followed. */
const DEPTH = 6;

/**
 * May a function that is proven pure hand out an iterator of its own making? Who keeps what it gives would find it used up the second
 * time. Not where each one that it makes is walked through at once, and the same holds of all functions that it calls.
 */
export function mayGiveIterator(code: Code, definition: SyntaxNode, around: readonly SyntaxNode[] = []): boolean {
  const body = field(definition, "body");
  if (around.includes(definition)) return false;
  if (body === undefined || around.length > DEPTH) return true;
  const inside = [...around, definition];
  return [...ownDescendants(body)].some(
    (node) =>
      (isMaker(code, node) && !isWalkedAtOnce(code, node)) ||
      (node.kind === "call" && givesIterator(code, node, inside)),
  );
}

function isMaker(code: Code, node: SyntaxNode): boolean {
  if (node.kind === "generator_expression" || node.kind === "yield") return true;
  const callee = node.kind === "call" ? field(node, "function") : undefined;
  if (callee === undefined) return false;
  const builtin = builtinNamed(code, callee);
  if (builtin !== undefined) return makers.has(builtin);
  const path = importedPath(code, callee);
  if (path !== undefined) return paths.test(path);
  const name = callee.kind === "attribute" ? field(callee, "attribute") : undefined;
  return name !== undefined && methods.has(textOf(code.source, name));
}

const patterns = new Set(["pattern_list", "tuple_pattern", "list_pattern"]);

/** `for x in zip(a, b)`, `sum(map(f, xs))`, `[… for x in reversed(xs)]`, `", ".join(…)`, `a, b = map(int, parts)` */
function isWalkedAtOnce(code: Code, maker: SyntaxNode): boolean {
  const { node, parent } = climbParentheses(maker);
  const holder = parent?.kind === "argument_list" ? parent.parent : parent;
  return holder !== undefined && holders[holder.kind]?.(code, holder, node) === true;
}

type Holds = (code: Code, holder: SyntaxNode, maker: SyntaxNode) => boolean;

const holders: Readonly<Record<string, Holds>> = {
  assignment: (_, holder) => patterns.has(field(holder, "left")?.kind ?? ""),
  for_statement: (_, __, { field: role }) => role === "right",
  for_in_clause: (code, holder) => isFirstClause(holder) || isEager(code, holder),
  call: (code, holder, { field: role }) => role !== "function" && isWalkedBy(code, holder),
};

/** Does the call walk through what it is given? What it makes of it may be walked through at once, too. */
function isWalkedBy(code: Code, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const builtin = builtinNamed(code, callee);
  if (builtin !== undefined) return walkers.has(builtin) || (makers.has(builtin) && isWalkedAtOnce(code, call));
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  return name !== undefined && textOf(code.source, name) === "join";
}

/** A generator's own clauses are walked through where it is. */
function isEager(code: Code, { parent }: SyntaxNode): boolean {
  if (parent === undefined || !isComprehension(parent)) return false;
  return parent.kind !== "generator_expression" || isWalkedAtOnce(code, parent);
}

/** A function of the project's that hands one out; of one that is not in sight nothing is known. */
function givesIterator(code: Code, call: SyntaxNode, around: readonly SyntaxNode[]): boolean {
  const callee = field(call, "function");
  if (callee?.kind !== "identifier" || builtinNamed(code, callee) !== undefined) return false;
  const binding = code.scopes.bindingOf(callee);
  const here = binding === undefined ? undefined : definitionOf(binding);
  if (here !== undefined) return here.kind !== "class_definition" && mayGiveIterator(code, here, around);
  const meant = definitionsMeant(code, callee);
  if (meant === undefined) return importedPath(code, callee) === undefined;
  return meant.some((each) => each.node.kind !== "class_definition" && mayGiveIterator(each.code, each.node, around));
}
