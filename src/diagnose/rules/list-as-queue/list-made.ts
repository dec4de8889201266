import { descendants, field, namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { decoratorsOf, definitionOf } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isSteadyName } from "../text-concatenation/item-of-plain.ts";

/** `xs[:]`, `xs.copy()`, `text.split()`, a call of a function that returns such: a list of its own, where it is a list at all. */
export function isOwnIfList(value: SyntaxNode, context: RuleContext): boolean {
  return isMade(value, context) || isReturned(value, context);
}

function isMade(value: SyntaxNode, context: RuleContext): boolean {
  return isWholeCopy(value, context) || isSplit(value, context) || isCopied(value, context);
}

/** `xs.copy()`: a plain list of a class below `list`, too, as a slice; `copy.copy(xs)` keeps the class, with what it does otherwise. */
function isCopied(value: SyntaxNode, { source }: RuleContext): boolean {
  const callee = value.kind === "call" ? field(value, "function") : undefined;
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  return name !== undefined && textOf(source, name) === "copy" && argumentsOf(value).length === 0;
}

/** Does a function of this file give a new list at each of its returns? */
function isReturned(call: SyntaxNode, context: RuleContext): boolean {
  const body = bodyCalled(call, context);
  const own = body === undefined ? [] : [...ownDescendants(body)];
  if (body === undefined || !endsInReturn(body) || own.some(({ kind }) => kind === "yield")) return false;
  const given = own.flatMap((node) => (node.kind === "return_statement" ? [namedChildren(node)[0]] : []));
  return given.length > 0 && given.every((each) => each !== undefined && isNewList(each, context));
}

/** Behind the last statement a function gives None. */
function endsInReturn(block: SyntaxNode): boolean {
  const last = namedChildren(block).findLast(({ kind }) => kind !== "comment");
  if (last?.kind === "return_statement" || last?.kind === "raise_statement") return true;
  if (last?.kind !== "if_statement" || namedChildren(last).at(-1)?.kind !== "else_clause") return false;
  return namedChildren(last).every((part) => {
    const inner = part.kind === "block" ? part : (field(part, "consequence") ?? field(part, "body"));
    return part.field === "condition" || (inner !== undefined && endsInReturn(inner));
  });
}

/** The body of a plain function that a name alone means. */
function bodyCalled(call: SyntaxNode, { scopes }: RuleContext): SyntaxNode | undefined {
  const callee = call.kind === "call" ? field(call, "function") : undefined;
  const binding = callee?.kind === "identifier" ? scopes.bindingOf(callee) : undefined;
  const definition = binding === undefined ? undefined : definitionOf(binding);
  if (definition?.kind !== "function_definition" || decoratorsOf(definition).length > 0) return undefined;
  return definition.children.some(({ kind }) => kind === "async") ? undefined : field(definition, "body");
}

function isNewList(value: SyntaxNode, context: RuleContext): boolean {
  const { type, isNew } = value.kind === "identifier" ? { type: "unknown", isNew: false } : valueOf(context, value);
  return type === "list" ? isNew : isMade(value, context);
}

function isWholeCopy(value: SyntaxNode, { source }: RuleContext): boolean {
  const indices = value.kind === "subscript" ? value.children.filter((child) => child.field === "subscript") : [];
  return indices.length === 1 && indices[0] !== undefined && textOf(source, indices[0]).trim() === ":";
}

function isSplit(value: SyntaxNode, { source }: RuleContext): boolean {
  const callee = value.kind === "call" ? field(value, "function") : undefined;
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  return name !== undefined && /^(?:r?split|splitlines|readlines)$/u.test(textOf(source, name));
}

/** `[x]` of `q = q + [x]`, a list that is made without a look at the queue. */
export function addedBehind(
  { node, value, statement }: Use & { kind: "assign" },
  context: RuleContext,
): SyntaxNode | undefined {
  const assignment = node.parent;
  const [left, right] = value.kind === "binary_operator" ? [field(value, "left"), field(value, "right")] : [];
  if (left === undefined || right === undefined || field(value, "operator")?.kind !== "+") return undefined;
  if (assignment?.parent !== statement || field(assignment, "type") !== undefined) return undefined;
  const name = textOf(context.source, node);
  const isSame = textOf(context.source, left) === name;
  return isSame && valueOf(context, right).type === "list" && isApart(right, node, context) ? right : undefined;
}

const running = new Set(["call", "await", "yield"]);

/** No code that runs for the list can touch the queue. */
function isApart(list: SyntaxNode, queue: SyntaxNode, context: RuleContext): boolean {
  const name = textOf(context.source, queue);
  const parts = [...descendants(list)];
  if (parts.some((part) => part.kind === queue.kind && textOf(context.source, part) === name)) return false;
  return isSteadyName(queue, context) || !parts.some(({ kind }) => running.has(kind));
}
