import {
  enclosingStatement,
  field,
  namedChildren,
  ownDescendants,
  sameExpression,
  textOf,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { assignmentIn, expressionOf, methodCall, neighbours } from "../../analysis/block.ts";
import type { Insertion } from "./insertion.ts";

/** A list that is sorted anew after every element that is appended. */
export function sortPlaces(context: RuleContext): readonly Insertion[] {
  const found: Insertion[] = [];
  for (const node of ownDescendants(context.function.body)) {
    if (node.kind !== "call") continue;
    const place = sortedInPlace(node, context) ?? sortedAnew(node, context);
    if (place !== undefined) found.push(place);
  }
  return found;
}

/** `xs.append(x)` and right below it `xs.sort()`. */
function sortedInPlace(call: SyntaxNode, context: RuleContext): Insertion | undefined {
  const callee = field(call, "function");
  const list = callee?.kind === "attribute" ? field(callee, "object") : undefined;
  const name = callee === undefined ? undefined : field(callee, "attribute");
  const statement = enclosingStatement(call);
  if (list === undefined || name === undefined || statement === undefined) return undefined;
  if (textOf(context.source, name) !== "sort" || expressionOf(statement) !== call) return undefined;
  const appended = appendedBefore(statement, list, context);
  if (appended === undefined) return undefined;
  return { node: call, watched: "method", list, isRebound: false, ...appended, ...orderOf(argumentsOf(call), context) };
}

/** `xs.append(x)` and `xs = sorted(xs)`, or `xs = sorted(xs + [x])`. */
function sortedAnew(call: SyntaxNode, context: RuleContext): Insertion | undefined {
  if (builtinCalled(call, context) !== "sorted") return undefined;
  const statement = enclosingStatement(call);
  const assigned = assignmentIn(statement);
  const [sorted, ...order] = argumentsOf(call);
  if (statement === undefined || assigned === undefined || assigned.value !== call || sorted === undefined)
    return undefined;
  const list = assigned.target;
  if (list.kind !== "identifier" && list.kind !== "attribute") return undefined;
  const rest = { node: call, list, isRebound: true, ...orderOf(order, context) };
  if (sameExpression(sorted, list, context.source)) {
    const appended = appendedBefore(statement, list, context);
    return appended === undefined ? undefined : { ...rest, watched: "call", ...appended };
  }
  const element = addedTo(sorted, list, context);
  if (element === undefined) return undefined;
  const place = { rewrite: "insert", first: statement, last: statement, lost: [], statements: [statement] } as const;
  return { ...rest, watched: "statement", element, side: "right", ...place };
}

/** `x` of `xs + [x]` and `[*xs, x]`. */
function addedTo(node: SyntaxNode, list: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  const [old, only, ...others] = sortedParts(node);
  const isLonger = old !== undefined && sameExpression(old, list, context.source) && others.length === 0;
  return isLonger && only?.kind !== "list_splat" ? only : undefined;
}

/** The list and what is added to it. */
function sortedParts(node: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  if (node.kind === "binary_operator" && field(node, "operator")?.kind === "+") {
    const right = field(node, "right");
    return right?.kind === "list" ? [field(node, "left"), ...namedChildren(right)] : [];
  }
  const [star, ...others] = node.kind === "list" ? namedChildren(node) : [];
  return star?.kind === "list_splat" ? [namedChildren(star)[0], ...others] : [];
}

type Appended = Pick<Insertion, "element" | "side" | "rewrite" | "first" | "last" | "lost" | "statements">;

function appendedBefore(statement: SyntaxNode, list: SyntaxNode, context: RuleContext): Appended | undefined {
  const { before } = neighbours(statement);
  const appended = methodCall(expressionOf(before), "append", context);
  const [element, ...others] = appended?.arguments ?? [];
  if (before === undefined || appended === undefined || element === undefined || others.length > 0) return undefined;
  if (!sameExpression(appended.receiver, list, context.source)) return undefined;
  const statements = [before, statement];
  return { element, side: "right", rewrite: "insert", first: before, last: statement, lost: [], statements };
}

function orderOf(given: readonly SyntaxNode[], context: RuleContext): Pick<Insertion, "key" | "isSpecial"> {
  if (given.length === 0) return { isSpecial: false };
  const [only, ...others] = given;
  const name = only?.kind === "keyword_argument" ? field(only, "name") : undefined;
  const value = only === undefined ? undefined : field(only, "value");
  const isKey = name !== undefined && textOf(context.source, name) === "key" && others.length === 0;
  return isKey && value !== undefined ? { key: value, isSpecial: false } : { isSpecial: true };
}
