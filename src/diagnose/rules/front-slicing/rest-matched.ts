import type { TextEdit } from "../../../source/edit.ts";
import { field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues, type Bound } from "../../analysis/bound-values.ts";
import type { Binding } from "../../../source/scopes.ts";
import { attributeTargets } from "../../analysis/attributes.ts";
import { importedPath } from "../../analysis/callee.ts";
import { familyOf } from "../../analysis/class-family.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { argumentsOf, climbParentheses, isTested, positionalArguments } from "../../analysis/expression-context.ts";
import { classOfSelf } from "../../analysis/flow/cell.ts";
import { isNonNegative } from "../../analysis/non-negative.ts";
import { onlyValueOf } from "../../analysis/values.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { restOf } from "./advance.ts";
import { isSteady } from "./steady.ts";

/**
 * `WORD.match(text[at:])` → `WORD.match(text, at)`, with `m.end()` as `m.end() - m.pos`. Undefined where a rest is not matched; empty
 * where something could tell: what the pattern asks of what stands before, or what the match is asked beside its groups.
 */
export function matchedRest(
  { slice }: { readonly slice: SyntaxNode },
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const call = slice.parent?.kind === "argument_list" ? slice.parent.parent : undefined;
  if (call === undefined || questionOf(call, context)?.text !== slice) return undefined;
  if (!["range", "len"].every((name) => isBuiltinAt(context, name, slice))) return [];
  const [begun, asked] = [fromPosition(call, context), askedOf(call, context)];
  if (begun === undefined || asked === undefined) return [];
  const others = asked.calls.flatMap((other) => (other === call ? [] : (fromPosition(other, context) ?? [])));
  return [...begun, ...others, ...asked.edits];
}

/**
 * What is written beside the text itself where a pattern is to be asked of all of it from a later place on, with `m.end()` as `m.end() - m.pos`:
 * `re.match(r"…", text` as `re.compile(r"…").match(text`. Undefined where a text is not matched, or where something could tell.
 */
export function matchedWhole(text: SyntaxNode, context: RuleContext): readonly TextEdit[] | undefined {
  const call = text.parent?.kind === "argument_list" ? text.parent.parent : undefined;
  const question = call?.kind === "call" ? questionOf(call, context) : undefined;
  if (call === undefined || question?.text !== text || question.made === undefined) return undefined;
  const asked = isBlindToBefore(question.made, context) ? askedOf(call, context) : undefined;
  if (asked === undefined) return undefined;
  return [...(question.method === undefined ? [] : compiled(call, question.method, context)), ...asked.edits];
}

/** `text[at:]` → `text, at` */
function fromPosition(call: SyntaxNode, context: RuleContext): readonly TextEdit[] | undefined {
  const { source } = context;
  const { text: slice, made, method } = questionOf(call, context) ?? {};
  const { receiver, step } = (slice && restOf(slice)) ?? {};
  if (slice === undefined || receiver === undefined || step === undefined || made === undefined) return undefined;
  if (![receiver, step].every((part) => isSteady(part, context)) || !isBlindToBefore(made, context)) return undefined;
  const [text, at] = [textOf(source, receiver), textOf(source, step)];
  // Below zero a pattern begins at the first character, and a slice so far from the last.
  const position = isNonNegative(context, step) ? at : `range(len(${text}))[${at}:].start`;
  const asked = { start: slice.start, end: slice.end, text: `${text}, ${position}` };
  return method === undefined ? [asked] : [...compiled(call, method, context), asked];
}

/** `re.match(r"…", ` → `re.compile(r"…").match(`, which is looked up alike */
function compiled(call: SyntaxNode, method: SyntaxNode, { source }: RuleContext): readonly TextEdit[] {
  const [pattern, text] = argumentsOf(call);
  if (pattern === undefined || text === undefined) return [];
  return [
    { start: method.start, end: method.end, text: "compile" },
    { start: pattern.end, end: text.start, text: `).${textOf(source, method)}(` },
  ];
}

const asking = new Set(["match", "search", "fullmatch"]);

/** A question to a pattern about one text. */
export interface Question {
  readonly text: SyntaxNode;
  /** `re.compile(…)`, or `re.match(…)` itself; undefined where it is not in sight. */
  readonly made: SyntaxNode | undefined;
  /** What the question is written with where it is the module's: `re.match(r"…", text)` has no position. */
  readonly method?: SyntaxNode;
}

/** `WORD.match(text)`, `self._word.match(text)`, `re.match(r"…", text)` */
export function questionOf(call: SyntaxNode, context: RuleContext): Question | undefined {
  const callee = field(call, "function");
  const method = callee === undefined ? undefined : field(callee, "attribute");
  if (callee === undefined || method === undefined || !asking.has(textOf(context.source, method))) return undefined;
  const [first, second, ...others] = argumentsOf(call);
  if (first === undefined || others.length > 0 || positionalArguments(call) === undefined) return undefined;
  const isModules = importedPath(context, callee)?.startsWith("re.") === true;
  if (isModules) return second && { text: second, made: call, method };
  return second === undefined ? { text: first, made: patternOf(callee, context) } : undefined;
}

function patternOf(callee: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  const object = field(callee, "object");
  if (object?.kind === "identifier") return madeOnce(context.scopes.bindingOf(object), context);
  return object?.kind === "attribute" ? madeByClass(object, context) : undefined;
}

/** The `re.compile(…)` that is all that a name is ever given, as far as the project's text tells. */
function madeOnce(binding: Binding | undefined, context: RuleContext): SyntaxNode | undefined {
  const made = binding === undefined ? undefined : onlyValueOf(binding);
  const callee = made?.kind === "call" ? field(made, "function") : undefined;
  if (binding === undefined || callee === undefined || importedPath(context, callee) !== "re.compile") return undefined;
  const isChanged = context.elsewhere?.(binding.name, "attribute", context.source.path) === "changed";
  return isChanged ? undefined : made;
}

/** The same of a private name in the body of the class whose method this is. */
function madeByClass(attribute: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  const [object, name] = [field(attribute, "object"), field(attribute, "attribute")];
  const home = object?.kind === "identifier" ? classOfSelf(context, object) : undefined;
  const text = name === undefined ? "" : textOf(context.source, name);
  const family = home === undefined ? undefined : familyOf(context, home);
  if (home === undefined || family === undefined || !text.startsWith("_")) return undefined;
  const isGiven = [...family].some(
    ([node, { scopes }]) => node !== home && scopes.scopeMadeBy(node)?.bindings.has(text),
  );
  if (isGiven || attributeTargets(context, text).length > 0) return undefined;
  return madeOnce(context.scopes.scopeMadeBy(home)?.bindings.get(text), context);
}

/** Is nothing in sight that shows a pattern to ask what stands before, or to be none for str? */
export function mayBeBlind(made: SyntaxNode | undefined, context: RuleContext): boolean {
  const text = made === undefined ? undefined : positionalArguments(made)?.[0];
  const isWritten = text?.kind === "string" || text?.kind === "concatenated_string";
  return made === undefined || !isWritten || isBlindToBefore(made, context);
}

/** Is it a pattern for str that asks nothing of what stands before? */
function isBlindToBefore(made: SyntaxNode, context: RuleContext): boolean {
  const text = positionalArguments(made)?.[0];
  const parts = text?.kind === "concatenated_string" ? namedChildren(text) : [text];
  return parts.every((part) => part?.kind === "string" && asksNothingBefore(textOf(context.source, part)));
}

/** No `^`, `\A`, `\b`, `\B`, no lookbehind; every backslash written as it is. */
function asksNothingBefore(literal: string): boolean {
  const [, prefix = "", body = ""] =
    /^([a-zA-Z]*)("""|'''|"|')(.*)\2$/su.exec(literal)?.filter((_, at) => at !== 2) ?? [];
  if (!/^[rRuU]?$/u.test(prefix) || (!/^[rR]$/u.test(prefix) && body.includes("\\"))) return false;
  // A comment of a verbose pattern may hold anything.
  if (/#[^\n]*\n/u.test(body)) return false;
  // A bracket that a backslash writes still stands there, so that the next ends the set.
  const outside = body.replaceAll(/\\[^AbB]/gsu, "x").replaceAll(/\[\^?\]?[^\]]*\]/gu, "");
  return body !== "" && !/[\^[\]\\]|\(\?<[=!]/u.test(outside);
}

interface Asked {
  readonly edits: readonly TextEdit[];
  /** All calls that the variable with the match is given by. */
  readonly calls: readonly SyntaxNode[];
}

/** What is done with the match, as it has to be written; undefined where more is asked of it. */
function askedOf(call: SyntaxNode, context: RuleContext): Asked | undefined {
  if (isOnlyTested(call, context)) return { edits: [], calls: [] };
  const { node, parent } = climbParentheses(call);
  const name = parent === undefined ? undefined : field(parent, node.field === "value" ? "name" : "left");
  const binding = name?.kind === "identifier" ? context.scopes.bindingOf(name) : undefined;
  if (binding?.kind !== "local" || binding.scope.node !== context.function.node || binding.scope.usesDynamicNames)
    return undefined;
  const bounds = boundValues(binding);
  if (!bounds.every((bound) => isMatch(bound, context))) return undefined;
  const parts = usesOf(binding, context).map((use) => askedBy(use, context));
  const calls = bounds.flatMap((bound) => (bound.kind === "assigned" ? withoutParentheses(bound.value) : []));
  return parts.every((part) => part !== undefined) ? { edits: parts.flat(), calls } : undefined;
}

/** Is nothing asked of it but whether there is a match? */
export function isOnlyTested(value: SyntaxNode, context: RuleContext): boolean {
  return isTested(value) || isComparedToNone(climbParentheses(value).parent, context);
}

function isComparedToNone(parent: SyntaxNode | undefined, { source }: RuleContext): boolean {
  return parent?.kind === "comparison_operator" && /\bis\s+(?:not\s+)?None$/u.test(textOf(source, parent));
}

/** A pattern's answer from the beginning of a text on, or None, which no other name is given. */
function isMatch(bound: Bound, context: RuleContext): boolean {
  if (bound.kind !== "assigned") return false;
  const { parent } = climbParentheses(bound.value);
  const isAlone =
    parent?.kind === "named_expression"
      ? isOnlyTested(parent, context)
      : !bound.isShared && parent?.parent?.kind === "expression_statement";
  return isAlone && (bound.value.kind === "none" || isAsked(bound.value, context));
}

function isAsked(value: SyntaxNode, context: RuleContext): boolean {
  const node = withoutParentheses(value);
  return node.kind === "call" && questionOf(node, context)?.made !== undefined;
}

/** `m.lastgroup`, and `m and …`, which is given None at most. */
function isToldLittle({ parent, field: filled }: SyntaxNode, source: RuleContext["source"]): boolean {
  if (parent?.kind === "boolean_operator") return filled === "left" && field(parent, "operator")?.kind === "and";
  const name = parent?.kind === "attribute" ? field(parent, "attribute") : undefined;
  return name !== undefined && /^last(?:group|index)$/u.test(textOf(source, name));
}

const grouped = new Set(["group", "groups", "groupdict"]);
const placed = new Set(["start", "end"]);

function askedBy(use: Use, context: RuleContext): readonly TextEdit[] | undefined {
  if (use.kind === "method" && placed.has(use.method) && use.arguments.length === 0) {
    const { start, end } = use.call;
    const [call, match] = [use.call, use.node].map((node) => textOf(context.source, node));
    return [{ start, end, text: `(${call} - ${match}.pos)` }];
  }
  return isAskedForGroups(use, context) ? [] : undefined;
}

/** Is a match asked for nothing that tells where it was found? */
export function isAskedForGroups(use: Use, { source }: RuleContext): boolean {
  if (use.kind === "method") return grouped.has(use.method);
  if (use.kind === "item") return use.how === "read";
  if (use.kind === "look") return use.look === "truth" || use.look === "identity";
  if (use.kind === "escape") return isToldLittle(use.node, source);
  return use.kind === "assign" || use.kind === "rebind";
}
