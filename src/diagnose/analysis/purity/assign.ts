import { namedChildren, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Frame } from "./frame.ts";
import { isOwnName, rootsOf } from "./roots.ts";
import { ANYTHING, containerOf, elementOf, type Value } from "./value.ts";

type Evaluate = (frame: Frame, node: SyntaxNode) => Value;

/** Where a value comes from: the expression, and how far in it. */
interface Origin {
  readonly from: SyntaxNode | undefined;
  readonly depth: number;
}

/** Gives a target its value; only the function's own names and what it has made can be given one. */
export function assign(frame: Frame, target: SyntaxNode, value: Value, origin: Origin, evaluate: Evaluate): void {
  const node = withoutParentheses(target);
  if (node.kind === "identifier") return assignName(frame, node, value, origin);
  if (patterns.has(node.kind)) {
    const parts = namedChildren(node);
    const inner = { from: origin.from, depth: origin.depth + 1 };
    for (const part of parts) {
      if (part.kind === "list_splat_pattern")
        namedChildren(part).forEach((each) => assign(frame, each, containerOf(elementOf(value)), inner, evaluate));
      else assign(frame, part, elementOf(value), inner, evaluate);
    }
    return;
  }
  if (node.kind !== "subscript") return void frame.refuse(node);
  const [object, ...indices] = namedChildren(node);
  if (object === undefined) return void frame.refuse(node);
  for (const index of indices) evaluate(frame, index);
  const isSlice = indices.some(({ kind }) => kind === "slice");
  putInto(frame, object, isSlice ? elementOf(value) : value, evaluate);
}

const patterns = new Set(["pattern_list", "tuple_pattern", "list_pattern"]);

function assignName(frame: Frame, node: SyntaxNode, value: Value, { from, depth }: Origin): void {
  const binding = frame.context.scopes.bindingOf(node);
  if (binding === undefined || !isOwnName(frame, binding)) return void frame.refuse(node);
  frame.give(binding, value);
  if (from === undefined || value.level === 0) return;
  for (const root of rootsOf(frame, from)) frame.link(binding, root.binding, root.depth + depth);
}

/** Puts a value into a container, which must be the function's own. */
export function putInto(frame: Frame, container: SyntaxNode, value: Value, evaluate: Evaluate): void {
  const into = evaluate(frame, container);
  if (into.level === 0 || !into.isOwn) return void frame.refuse(container);
  // A constant cannot be filled.
  const roots = rootsOf(frame, container).filter(({ binding }) => (frame.valueOf(binding)?.level ?? 0) > 0);
  // What nothing leads to cannot be told to be filled.
  if (roots.length === 0) return void frame.refuse(container);
  for (const { binding, depth } of roots) {
    const { level, isOwn } = containerOf(value);
    frame.give(binding, { level: Math.min(ANYTHING, Math.max(0, level + depth)), isOwn });
  }
}
