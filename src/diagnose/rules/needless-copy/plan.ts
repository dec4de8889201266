import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import {
  argumentsOf,
  builtinCalled,
  climbParentheses,
  positionalArguments,
} from "../../analysis/expression-context.ts";
import { hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import { sortCallAt, type SortCall } from "../../analysis/sort-call.ts";
import { isHarmlessKey } from "../../analysis/sort-key.ts";
import { typeOf } from "../../analysis/values.ts";
import { variableAt } from "../../analysis/variable.ts";
import { usesOf } from "../../analysis/variable-uses.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** A list or a sorted copy that is made for something that would take the original. */
export interface CopyPlan {
  /** `sorted(xs)` or `list(xs)` */
  readonly copy: SyntaxNode;
  readonly operand: SyntaxNode;
  /** The call that gets the copy. */
  readonly user: SyntaxNode;
  /** What is left: the user with the operand, or the copy alone (`list(sorted(xs))`). */
  readonly keeps: "user" | "copy";
  /** Only of some containers the original does as well: an iterator has no length, and runs code between the steps. */
  readonly isForContainers: boolean;
  /** The source proves such a container. */
  readonly isCertain: boolean;
  readonly isSort: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** The containers that a guard names. */
const CONTAINERS: readonly string[] = ["list", "tuple", "dict", "set"];
const SEQUENCES: readonly string[] = ["list", "tuple"];

/** What asks whether a sort can be left out. */
const GUARD: readonly string[] = [
  "set",
  "map",
  "type",
  "list",
  "len",
  "all",
  "zip",
  "tuple",
  "int",
  "bool",
  "str",
  "bytes",
];

/** The types that the guard of a plan lets through. */
export function containersOf({ user }: CopyPlan, context: RuleContext): readonly string[] {
  // How a set lies in memory, and so its order, depends on what it was made of.
  return ["set", "frozenset"].includes(builtinCalled(user, context) ?? "") ? SEQUENCES : CONTAINERS;
}

/** The function's copies that nothing needs. */
export function planCopies(context: RuleContext): readonly CopyPlan[] {
  const plans: CopyPlan[] = [];
  for (const node of ownNodes(context)) {
    const plan = node.kind === "call" ? planCall(context, node) : undefined;
    if (plan !== undefined) plans.push(plan);
  }
  return plans;
}

type Fit = "always" | "containers" | undefined;

function planCall(context: RuleContext, copy: SyntaxNode): CopyPlan | undefined {
  const made = builtinCalled(copy, context);
  const user = userOf(copy);
  const name = user === undefined ? undefined : builtinCalled(user, context);
  const operand = operandOf(copy, made);
  if (operand === undefined || user === undefined || name === undefined) return undefined;
  const isSort = made === "sorted";
  const fit = isSort ? fitOfSorted(context, copy, user, name) : fitOfList(context, user, name);
  if (fit === undefined || isFallBack(context, operand, user)) return undefined;
  const keeps = name === "list" ? "copy" : "user";
  return planned(context, { copy, operand, user, keeps, isSort, isForContainers: fit === "containers" });
}

/** `xs` of `list(xs)` and `sorted(xs, …)` */
function operandOf(copy: SyntaxNode, made: string | undefined): SyntaxNode | undefined {
  if (made === "sorted") return argumentsOf(copy)[0];
  const [operand, ...others] = made === "list" ? (positionalArguments(copy) ?? []) : [];
  return others.length === 0 ? operand : undefined;
}

function planned(context: RuleContext, parts: Omit<CopyPlan, "isCertain" | "obstacles">): CopyPlan {
  const { operand, user, isForContainers, isSort } = parts;
  const about = textOf(context.source, operand).split(/[\r\n]/u, 1)[0] ?? "";
  const variable = variableAt(context, operand);
  const isOwn = variable !== undefined && (variable.kind !== "global" || context.function.node.kind === "module");
  const isCertain = isOwn && ["list", "tuple"].includes(typeOf(context, variable));
  const obstacles: Obstacle[] = [
    ...(isSort ? [...caughtTypeErrors(context, user), ...hiddenBuiltins(context, user, GUARD)] : []),
    ...(isForContainers && !isCertain ? hiddenBuiltins(context, user, ["type", ...CONTAINERS]) : []),
  ];
  if (isForContainers && variable === undefined) obstacles.push({ code: "not-a-name", about });
  if ([...descendants(user)].some(({ kind }) => kind === "comment")) obstacles.push({ code: "other-use", about });
  return { ...parts, isCertain, obstacles };
}

/** The call whose first argument the copy is. */
function userOf(copy: SyntaxNode): SyntaxNode | undefined {
  const { node, parent } = climbParentheses(copy);
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  return call?.kind === "call" && argumentsOf(call)[0] === node ? call : undefined;
}

/** What an earlier fix left: `len(xs) if type(xs) in (…) else len(list(xs))`. */
function isFallBack({ source }: RuleContext, operand: SyntaxNode, { parent, ...user }: SyntaxNode): boolean {
  if (parent?.kind !== "conditional_expression" || user.end !== parent.end) return false;
  const condition = namedChildren(parent)[1];
  return condition !== undefined && textOf(source, condition).startsWith(`type(${textOf(source, operand)}) in (`);
}

const walkers = new Set(["len", "any", "all", "sum", "set", "frozenset"]);

/** Who takes a list takes what it was made of as well. */
function fitOfList(context: RuleContext, user: SyntaxNode, name: string): Fit {
  const [, ...others] = argumentsOf(user);
  // These make a list of what they are given before they do anything else.
  if (name === "sorted") return "always";
  if (name === "list") return others.length === 0 ? "always" : undefined;
  if (name === "min" || name === "max")
    return others.every((other) => isHarmlessWord(context, other)) ? "containers" : undefined;
  return walkers.has(name) && (others.length === 0 || name === "sum") ? "containers" : undefined;
}

function isHarmlessWord(context: RuleContext, argument: SyntaxNode): boolean {
  const [name, value] = [field(argument, "name"), field(argument, "value")];
  if (argument.kind !== "keyword_argument" || name === undefined || value === undefined) return false;
  return textOf(context.source, name) === "key" ? isHarmlessKey(context, value) : !isCalling(value);
}

function isCalling(node: SyntaxNode): boolean {
  return [...descendants(node)].some(({ kind }) => ["call", "await", "yield"].includes(kind));
}

/** Who does not see the order. `min` and `max` take the first of equals, which a sort leaves where they are. */
function fitOfSorted(context: RuleContext, copy: SyntaxNode, user: SyntaxNode, name: string): Fit {
  const inner = sortCallAt(context, copy);
  if (inner === undefined) return undefined;
  if (name === "sorted") return isSortedAgain(context, inner, user) ? "always" : undefined;
  if (argumentsOf(user).length !== 1) return undefined;
  if (name === "list") return "always";
  return inner.key === undefined ? fitOfBlind(context, inner, user, name) : undefined;
}

/** By another key the first order is that of equals in the second. */
function isSortedAgain(context: RuleContext, inner: SortCall, user: SyntaxNode): boolean {
  const outer = sortCallAt(context, user);
  return outer !== undefined && outer.key === undefined && inner.key === undefined;
}

function fitOfBlind(context: RuleContext, { isReversed }: SortCall, user: SyntaxNode, name: string): Fit {
  if (name === "min" || name === "max") return isReversed ? undefined : "always";
  if (name === "set" || name === "frozenset") return isOrderUnseen(context, user) ? "always" : undefined;
  return name === "len" || name === "any" || name === "all" ? "containers" : undefined;
}

/** Is a set only asked what is in it, and how many? In which order it is walked through depends on how it was filled. */
function isOrderUnseen(context: RuleContext, made: SyntaxNode): boolean {
  const { node, parent } = climbParentheses(made);
  if (parent?.kind === "comparison_operator") return true;
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  if (call !== undefined) return builtinCalled(call, context) === "len";
  const name = parent?.kind === "assignment" && node.field === "right" ? field(parent, "left") : undefined;
  return name?.kind === "identifier" && isOnlyAsked(context, name);
}

function isOnlyAsked(context: RuleContext, name: SyntaxNode): boolean {
  const binding = context.scopes.bindingOf(name);
  if (binding?.kind !== "local" || binding.scope.usesDynamicNames) return false;
  return usesOf(binding, context).every((use) => {
    if (use.kind === "look") return ["membership", "length", "truth"].includes(use.look);
    return use.kind === "assign" || (use.kind === "method" && use.method === "add");
  });
}
