import { field, isComprehension, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { builtinNamed } from "../code.ts";
import { argumentsOf } from "../expression-context.ts";
import type { Frame } from "./frame.ts";

/** One of the function's own names, from whose container a value comes: so many levels down, or (below 0) up. */
interface Root {
  readonly binding: Binding;
  readonly depth: number;
}

/** A local name of the function or of a comprehension in it. */
export function isOwnName({ definition }: Frame, { scope }: Binding): boolean {
  return scope.kind !== "module" && scope.node.start >= definition.start && scope.node.end <= definition.end;
}

/**
 * The function's own names whose containers an expression's value is, is in, or holds something of. What is put into the one
 * may be found in the other.
 */
export function rootsOf(frame: Frame, expression: SyntaxNode): readonly Root[] {
  const node = withoutParentheses(expression);
  if (node.kind === "identifier") {
    const binding = frame.context.scopes.bindingOf(node);
    return binding !== undefined && isOwnName(frame, binding) ? [{ binding, depth: 0 }] : [];
  }
  if (node.kind === "subscript") return rootsOfSubscript(frame, node);
  if (node.kind === "call") return rootsOfCall(frame, node);
  if (isComprehension(node)) return rootsOfAll(frame, namedChildren(node).slice(0, 1), -1);
  const depth = depths[node.kind];
  return depth === undefined ? [] : rootsOfAll(frame, namedChildren(node), depth);
}

/** How far down the parts of such an expression lie in its value. */
const depths: Readonly<Record<string, number>> = {
  conditional_expression: 0,
  boolean_operator: 0,
  binary_operator: 0,
  named_expression: 0,
  pair: 0,
  list: -1,
  tuple: -1,
  set: -1,
  dictionary: -1,
  expression_list: -1,
  list_splat: 1,
  dictionary_splat: 1,
};

function rootsOfAll(frame: Frame, nodes: readonly SyntaxNode[], by: number): readonly Root[] {
  return nodes.flatMap((node) => rootsOf(frame, node).map(({ binding, depth }) => ({ binding, depth: depth + by })));
}

/** A slice holds the same elements. */
function rootsOfSubscript(frame: Frame, node: SyntaxNode): readonly Root[] {
  const [object, ...indices] = namedChildren(node);
  const isSlice = indices.some(({ kind }) => kind === "slice");
  return object === undefined ? [] : rootsOfAll(frame, [object], isSlice ? 0 : 1);
}

const elementGivers = new Set(["get", "pop", "popleft", "setdefault", "max", "min", "next", "sum"]);
const tupleGivers = new Set(["items", "most_common", "enumerate", "zip", "dict"]);

function depthBelow(name: string): number {
  if (elementGivers.has(name)) return 1;
  return tupleGivers.has(name) ? -1 : 0;
}

/** `d.get(k, [])`, `zip(a, b)`, `max(xs)`, `sorted(xs)`; what functions of the file give cannot be changed where it is not theirs. */
function rootsOfCall(frame: Frame, call: SyntaxNode): readonly Root[] {
  const callee = field(call, "function");
  if (callee === undefined) return [];
  const given = argumentsOf(call).filter(({ kind }) => kind !== "keyword_argument");
  const builtin = builtinNamed(frame.context, callee);
  if (builtin !== undefined) return rootsOfAll(frame, given, depthBelow(builtin));
  const name = callee.kind === "attribute" ? field(callee, "attribute") : undefined;
  const object = name === undefined ? undefined : field(callee, "object");
  if (name === undefined || object === undefined) return [];
  const own = rootsOfAll(frame, [object], depthBelow(textOf(frame.context.source, name)));
  // A default that is given back, the arguments of `itertools.chain`.
  return [...own, ...rootsOfAll(frame, given, 0)];
}
