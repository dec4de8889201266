import type { TextEdit } from "../../../source/edit.ts";
import {
  descendants,
  field,
  namedChildren,
  ownDescendants,
  textOf,
  withoutParentheses,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { isNumber } from "../../analysis/is-number.ts";
import { climbParentheses, positionalArguments } from "../../analysis/expression-context.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { restOf, type Rest } from "./advance.ts";
import { isSteady } from "./steady.ts";
import { handedRest, type HandedRest } from "./rest-handed.ts";
import { matchedRest } from "./rest-matched.ts";

/** A rest that is cut off to be asked how it begins, which the whole can be asked from a position on. */
export interface RestPlan {
  /** `text[at:]` */
  readonly slice: SyntaxNode;
  readonly receiver: SyntaxNode;
  readonly edits: readonly TextEdit[];
  readonly obstacles: readonly Obstacle[];
  /** A function is to ask the pattern, since nothing in sight tells what it asks; there are no edits then. */
  readonly handed?: HandedRest;
}

/** The function's rests that are only asked how they begin: `text[at:].startswith(word)`, `WORD.match(text[at:])`. */
export function planRests(context: RuleContext): readonly RestPlan[] {
  return [...ownDescendants(context.function.body)].flatMap((slice) => {
    const { receiver, step } = restOf(slice) ?? {};
    if (receiver === undefined || step === undefined || !isQuiet(slice)) return [];
    return planRest({ slice, receiver, step }, context);
  });
}

function planRest(rest: Rest, context: RuleContext): readonly RestPlan[] {
  const { slice, receiver, step } = rest;
  const edits = begunWith(rest, context) ?? matchedRest(rest, context);
  if (edits === undefined) return [];
  if (edits.length > 0 && isSteady(receiver, context) && isSteady(step, context))
    return [{ slice, receiver, edits, obstacles: [] }];
  const handed = handedRest(rest, context);
  if (handed !== undefined) return [{ slice, receiver, edits: [], obstacles: [], handed }];
  return [{ slice, receiver, edits: [], obstacles: [{ code: "rest-used", about: textOf(context.source, slice) }] }];
}

const disturbing = new Set(["comment", "named_expression", "await", "yield"]);

/** Nothing in it gives a name another value, lets others run, or would be lost. */
function isQuiet(node: SyntaxNode): boolean {
  return [...descendants(node)].every(({ kind }) => !disturbing.has(kind));
}

/** `text[at:].startswith(word)` → `text.startswith(word, at)`; beyond the end only the rest begins with "". */
function begunWith(rest: Rest, context: RuleContext): readonly TextEdit[] | undefined {
  const { slice, receiver, step } = rest;
  const { node: object } = climbParentheses(slice);
  const prefix = prefixAsked(object, context);
  if (prefix === undefined) return undefined;
  const clamped = positionOf(rest, isLongText(prefix, context), context);
  // No code that runs for the word can change what this function's own names mean.
  const isApart = isQuiet(prefix) && [receiver, step].every((part) => isOfOwnNames(part, context));
  if (clamped === undefined || !(isApart || isSteady(prefix, context))) return [];
  return [
    { start: object.start, end: object.end, text: textOf(context.source, receiver) },
    { start: prefix.end, end: prefix.end, text: `, ${clamped}` },
  ];
}

/** `word` of `….startswith(word)` */
function prefixAsked(object: SyntaxNode, { source }: RuleContext): SyntaxNode | undefined {
  const callee = object.field === "object" ? object.parent : undefined;
  const method = callee === undefined ? undefined : field(callee, "attribute");
  const call = callee?.field === "function" ? callee.parent : undefined;
  if (method === undefined || call?.kind !== "call" || textOf(source, method) !== "startswith") return undefined;
  const [prefix, ...others] = positionalArguments(call) ?? [];
  return others.length === 0 ? prefix : undefined;
}

/** Names that only this function's own statements give a value, numbers, and sums of those. */
function isOfOwnNames(node: SyntaxNode, context: RuleContext): boolean {
  if (node.kind === "binary_operator") return namedChildren(node).every((child) => isOfOwnNames(child, context));
  const variable = node.kind === "identifier" ? variableAt(context, node) : undefined;
  if (variable?.kind !== "local" && variable?.kind !== "parameter") return node.kind === "integer";
  const { references, scope } = variable.binding;
  return references.every(({ node: each, access }) => access === "read" || context.scopes.scopeOf(each) === scope);
}

function positionOf({ receiver, step, slice }: Rest, isUnclamped: boolean, context: RuleContext): string | undefined {
  const at = textOf(context.source, step);
  if (isUnclamped) return at;
  const isKnown = ["min", "len", "range"].every((name) => isBuiltinAt(context, name, slice));
  const text = textOf(context.source, receiver);
  // None, too, is a place to cut at, which `min` compares with nothing.
  const clamped = isNumber(context, step) ? `min(${at}, len(${text}))` : `range(len(${text}))[${at}:].start`;
  return isKnown ? clamped : undefined;
}

/** A literal that is not empty, a tuple of such, or the variable of a loop over them. */
function isLongText(prefix: SyntaxNode, context: RuleContext): boolean {
  const node = withoutParentheses(prefix);
  if (node.kind === "string") return isLongLiteral(node, context);
  if (node.kind === "tuple") return namedChildren(node).every((child) => isLongLiteral(child, context));
  const binding = node.kind === "identifier" ? context.scopes.bindingOf(node) : undefined;
  const writes = binding?.references.filter(({ access }) => access !== "read") ?? [];
  return (
    binding?.kind === "local" &&
    writes.length > 0 &&
    writes.every(({ node: target }) => {
      const loop = target.field === "left" && target.parent?.kind === "for_statement" ? target.parent : undefined;
      const over = loop && field(loop, "right");
      const isLiteral = over?.kind === "tuple" || over?.kind === "list" || over?.kind === "set";
      return isLiteral && namedChildren(over).every((child) => isLongLiteral(child, context));
    })
  );
}

function isLongLiteral(node: SyntaxNode, { source }: RuleContext): boolean {
  return node.kind === "string" && /^[rRbBuU]*(?:"[^"\\{]|'[^'\\{])/u.test(textOf(source, node));
}
