import { field, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { climbParentheses } from "../../analysis/expression-context.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import type { Rest } from "./advance.ts";
import { isAskedForGroups, isOnlyTested, mayBeBlind, questionOf } from "./rest-matched.ts";

/**
 * `rule.match(text[at:])` of a pattern that is not in sight: `match_from(rule.match, text, at)` looks at the pattern when it is asked,
 * and cuts the text where the pattern could ask what stands before.
 */
export interface HandedRest extends Rest {
  /** `rule.match(text[at:])` */
  readonly call: SyntaxNode;
  /** `rule.match` */
  readonly callee: SyntaxNode;
  /** Where the match begins or ends is asked for: the place that it was counted from is another value of the function. */
  readonly counted?: {
    /** The only name that is given the match. */
    readonly target: SyntaxNode;
    /** `m.end()` */
    readonly places: readonly SyntaxNode[];
  };
}

/** The rest as a function can be given it; undefined where something could tell that the whole was searched. */
export function handedRest(rest: Rest, context: RuleContext): HandedRest | undefined {
  const call = rest.slice.parent?.kind === "argument_list" ? rest.slice.parent.parent : undefined;
  const callee = call === undefined ? undefined : field(call, "function");
  if (call === undefined || callee === undefined || !isAsked(call, rest, context)) return undefined;
  const handed = { ...rest, call, callee };
  return isOnlyTested(call, context) || isAskedAtOnce(call, context) ? handed : named(handed, context);
}

/** Is the rest all that a pattern is asked, which may ask nothing of what stands before? */
function isAsked(call: SyntaxNode, { slice }: Rest, context: RuleContext): boolean {
  const question = questionOf(call, context);
  if (question?.text !== slice || question.method !== undefined || !mayBeBlind(question.made, context)) return false;
  return ["issubclass", "len", "type", "str", "int"].every((name) => isBuiltinAt(context, name, slice));
}

const grouped = new Set(["group", "groups", "groupdict"]);

/** `rule.match(text[at:]).group()` */
function isAskedAtOnce(call: SyntaxNode, { source }: RuleContext): boolean {
  const { parent } = climbParentheses(call);
  const name = parent?.kind === "attribute" ? field(parent, "attribute") : undefined;
  const isCalled = parent?.field === "function" && parent.parent?.kind === "call";
  return isCalled && name !== undefined && grouped.has(source.text.slice(name.start, name.end));
}

/** `m = rule.match(text[at:])` */
function named(handed: HandedRest, context: RuleContext): HandedRest | undefined {
  const { target, binding } = nameGiven(handed.call, context) ?? {};
  if (target === undefined || binding === undefined) return undefined;
  const uses = usesOf(binding, context).filter((use) => !isAskedForGroups(use, context));
  if (uses.length === 0) return handed;
  const places = uses.map(placeOf);
  if (!isOnlyGiven(handed.call, target, binding) || !places.every((place) => place !== undefined)) return undefined;
  return { ...handed, counted: { target, places } };
}

interface Given {
  readonly target: SyntaxNode;
  readonly binding: Binding;
}

/** The name of this function's own that the match is given. */
function nameGiven(call: SyntaxNode, { scopes, function: owner }: RuleContext): Given | undefined {
  const { parent: assignment } = climbParentheses(call);
  const isPlain = assignment?.kind === "assignment" && field(assignment, "type") === undefined;
  const target = isPlain ? field(assignment, "left") : undefined;
  const binding = target?.kind === "identifier" ? scopes.bindingOf(target) : undefined;
  if (target === undefined || binding?.kind !== "local" || binding.scope.usesDynamicNames) return undefined;
  return binding.scope.node === owner.node ? { target, binding } : undefined;
}

/** Does the name hold nothing else, ever, and does the statement do nothing else? */
function isOnlyGiven(call: SyntaxNode, target: SyntaxNode, binding: Binding): boolean {
  const [bound, ...others] = boundValues(binding);
  if (bound?.kind !== "assigned" || bound.isShared || others.length > 0) return false;
  return withoutParentheses(bound.value) === call && target.parent?.parent?.kind === "expression_statement";
}

/** `m.start()`, `m.end()`: never -1, as of a group */
function placeOf(use: Use): SyntaxNode | undefined {
  const isPlace = use.kind === "method" && (use.method === "start" || use.method === "end");
  return isPlace && use.arguments.length === 0 ? use.call : undefined;
}
