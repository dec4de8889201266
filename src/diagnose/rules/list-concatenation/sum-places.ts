import { field, namedChildren, ownDescendants, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { isExactList, isFreshList } from "../../analysis/exact-list.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { mayChangeAfter } from "../../analysis/lifetimes.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { walkedBefore } from "./sum-walked.ts";

/** `sum(parts, [])`: lists joined one after the other, each time into a new one. */
export interface SumPlace {
  readonly call: SyntaxNode;
  readonly parts: SyntaxNode;
}

/** Every such call in the function's own code. */
export function sumPlaces(context: RuleContext): readonly SumPlace[] {
  const found: SumPlace[] = [];
  for (const call of ownDescendants(context.function.body)) {
    if (call.kind !== "call" || builtinCalled(call, context) !== "sum") continue;
    const [parts, start, ...others] = argumentsOf(call);
    if (parts === undefined || start === undefined || others.length > 0 || isSpecial(parts)) continue;
    if (!isShortDisplay(parts) && isEmptyList(startValue(start, context), context)) found.push({ call, parts });
  }
  return found;
}

/** `sum([a, b, c], [])` shows how few there are. */
function isShortDisplay(parts: SyntaxNode): boolean {
  const isDisplay = parts.kind === "list" || parts.kind === "tuple";
  return isDisplay && namedChildren(parts).every(({ kind }) => kind !== "list_splat");
}

function isSpecial({ kind }: SyntaxNode): boolean {
  return kind === "keyword_argument" || kind === "list_splat" || kind === "dictionary_splat";
}

function startValue(argument: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  if (argument.kind !== "keyword_argument") return argument;
  const name = field(argument, "name");
  return name !== undefined && textOf(context.source, name) === "start" ? field(argument, "value") : undefined;
}

function isEmptyList(node: SyntaxNode | undefined, context: RuleContext): boolean {
  if (node?.kind === "list") return namedChildren(node).length === 0;
  return node?.kind === "call" && builtinCalled(node, context) === "list" && argumentsOf(node).length === 0;
}

/** How the parts are known to be lists; anything else could mean something else by `+`. */
export type Proof =
  /** The text shows it. */
  | { readonly kind: "shown" }
  /** The program has to ask: `parts` is a list itself (`shown`), or has to be asked for that too. */
  | { readonly kind: "ask"; readonly isListShown: boolean }
  /** The same, for parts that can be walked through but once: each is asked in a loop before the `statement`. */
  | { readonly kind: "walk"; readonly statement: SyntaxNode }
  | { readonly kind: "none"; readonly obstacle: Obstacle };

/** Are the elements of `parts` exact lists? */
export function proofOfParts({ call, parts }: SumPlace, context: RuleContext): Proof {
  const value = withoutParentheses(parts);
  if (showsLists(value, context)) return { kind: "shown" };
  if (value.kind !== "identifier") {
    const statement = walkedBefore(call, parts, context);
    if (statement !== undefined) return { kind: "walk", statement };
    return { kind: "none", obstacle: { code: "not-a-list", about: textOf(context.source, parts) } };
  }
  if (isBuiltOfLists(value, call, context)) return { kind: "shown" };
  const isAskable = ["type", "list", "tuple", "all"].every((name) => isBuiltinAt(context, name, call));
  if (!isAskable) return { kind: "none", obstacle: { code: "not-a-list", about: textOf(context.source, parts) } };
  return { kind: "ask", isListShown: isExactList(value, context) };
}

/** A comprehension whose element is a list, or a display of lists. */
function showsLists(node: SyntaxNode, context: RuleContext): boolean {
  if (node.kind === "list_comprehension" || node.kind === "generator_expression") {
    const element = field(node, "body");
    return element !== undefined && isExactList(element, context);
  }
  if (node.kind !== "list" && node.kind !== "tuple") return false;
  return namedChildren(node).every((element) => isExactList(element, context));
}

/** A local list that is made of lists, gets only lists, and that nobody else can put something into before the call. */
function isBuiltOfLists(node: SyntaxNode, call: SyntaxNode, context: RuleContext): boolean {
  const binding = context.scopes.bindingOf(node);
  if (binding?.kind !== "local" || binding.scope.node !== context.function.node || binding.scope.usesDynamicNames)
    return false;
  const uses = usesOf(binding, context);
  const isMade = uses.some((use) => use.kind === "assign");
  return isMade && uses.every((use) => use.node === node || keepsLists(use, call, context));
}

function keepsLists(use: Use, call: SyntaxNode, context: RuleContext): boolean {
  if (use.kind === "assign")
    return isFreshList(use.value, context) && showsLists(withoutParentheses(use.value), context);
  if (use.kind === "method") return isListPut(use, context);
  if (use.kind === "item") return use.how !== "write";
  if (use.kind === "escape") return !mayChangeAfter(use.node, call, []);
  return use.kind !== "augment" && use.kind !== "rebind" && use.kind !== "capture";
}

function isListPut({ method, arguments: given }: Use & { kind: "method" }, context: RuleContext): boolean {
  if (["pop", "clear", "reverse", "sort", "index", "count", "remove", "copy"].includes(method)) return true;
  const [first] = given;
  return method === "append" && given.length === 1 && first !== undefined && isExactList(first, context);
}
