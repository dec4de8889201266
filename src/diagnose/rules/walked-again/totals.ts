import { field, isComprehension, namedChildren, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled, climbParentheses } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { walkedIn, walkOf, type Walk } from "./walk.ts";

/** What they answer could be kept as the data changes. */
const totals: ReadonlySet<string> = new Set(["sum", "min", "max", "any", "all", "set", "frozenset", "sorted"]);

/** `sum(xs)`, `sum(map(len, xs))`, `max(f(x) for x in xs)`, `".".join(xs[i:])`. */
export function totalsAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  if (node.kind !== "call") return [];
  const joined = joinedBy(context, node);
  const operand = joined === undefined ? undefined : totalled(context, joined);
  if (operand !== undefined) return walkOf(context, { kind: "statement", expression: node, operand }, { of: "list" });
  const name = builtinCalled(node, context);
  return name === undefined ? [] : totalOf(context, node, name);
}

/** `xs[i:]` of `".".join(xs[i:])`. What is joined whole may be pieces that are taken away then. */
function joinedBy({ source }: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  const [object, name] =
    callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [undefined, undefined];
  const [given, ...others] = argumentsOf(call);
  const isJoin = object?.kind === "string" && name !== undefined && textOf(source, name) === "join";
  return isJoin && given?.kind === "subscript" && others.length === 0 ? given : undefined;
}

function totalOf(context: RuleContext, node: SyntaxNode, name: string): readonly Walk[] {
  const [given, ...others] = argumentsOf(node);
  if (given === undefined || !totals.has(name)) return [];
  if (others.some(({ kind }) => kind !== "keyword_argument") || isOthers(context, { name, call: node, given }))
    return [];
  const operand = totalled(context, given);
  if (operand === undefined) return [];
  const kind = operand === given ? "call" : "statement";
  return walkOf(context, { kind, expression: node, operand });
}

interface Total {
  readonly name: string;
  readonly call: SyntaxNode;
  readonly given: SyntaxNode;
}

/** What the element of a generator is asked for `any` and `all` is a condition of a search; `sorted(xs)[0]`, `xs = sorted(xs)`: what other rules know better. */
function isOthers({ source }: RuleContext, { name, call, given }: Total): boolean {
  if (name === "any" || name === "all") return given.kind === "generator_expression";
  const { node, parent } = climbParentheses(call);
  const target = parent?.kind === "assignment" ? field(parent, "left") : undefined;
  const isPart = parent?.kind === "subscript" && !/[a-z]/iu.test(source.text.slice(node.end, parent.end));
  return name === "sorted" && (isPart || (target !== undefined && sameExpression(target, given, source)));
}

function totalled(context: RuleContext, given: SyntaxNode): SyntaxNode | undefined {
  if (given.kind === "call" && builtinCalled(given, context) === "map") {
    const walked = argumentsOf(given)[1];
    return walked === undefined ? undefined : walkedIn(context, walked);
  }
  if (!isComprehension(given)) return walkedIn(context, given);
  const clauses = namedChildren(given).filter(({ kind }) => kind === "for_in_clause" || kind === "if_clause");
  const iterable = clauses[0] === undefined ? undefined : field(clauses[0], "right");
  return clauses.length === 1 && iterable !== undefined ? walkedIn(context, iterable) : undefined;
}
