import { field, namedChildren } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** How the text says "the queue" and "its length". */
export interface QueueView {
  readonly isQueue: (node: SyntaxNode) => boolean;
  /** Is it `len(queue)`? */
  readonly isLength: (node: SyntaxNode) => boolean;
  /** The value of an integer literal. */
  readonly integer: (node: SyntaxNode) => number | undefined;
}

/** What a condition that turned out `truth` says about the lowest length of the queue. */
export function refine(condition: SyntaxNode, truth: boolean, lowest: number, view: QueueView): number {
  switch (condition.kind) {
    case "parenthesized_expression": {
      const [inner] = namedChildren(condition);
      return inner === undefined ? lowest : refine(inner, truth, lowest, view);
    }
    case "not_operator": {
      const inner = field(condition, "argument");
      return inner === undefined ? lowest : refine(inner, !truth, lowest, view);
    }
    case "boolean_operator":
      return refineBoth(condition, truth, lowest, view);
    case "comparison_operator":
      return Math.max(lowest, atLeast(condition, truth, view));
    default:
      return truth && (view.isQueue(condition) || view.isLength(condition)) ? Math.max(lowest, 1) : lowest;
  }
}

function refineBoth(node: SyntaxNode, truth: boolean, lowest: number, view: QueueView): number {
  const isDecided = (field(node, "operator")?.kind === "and") === truth;
  let known = lowest;
  for (const name of ["left", "right"]) {
    const side = field(node, name);
    if (isDecided && side !== undefined) known = refine(side, truth, known, view);
  }
  return known;
}

/** `len(q) > 2`, `0 < len(q)`, `q != []`. */
function atLeast(node: SyntaxNode, truth: boolean, view: QueueView): number {
  const [left, right, ...others] = namedChildren(node).filter((child) => child.field !== "operators");
  const { kind: written } = node.children.find((child) => child.field === "operators") ?? node;
  if (left === undefined || right === undefined || others.length > 0) return 0;
  const operator = truth ? written : (opposite[written] ?? "");
  if (view.isQueue(left) && right.kind === "list") return operator === "!=" ? 1 : 0;
  if (view.isLength(left)) return bound(operator, view.integer(right));
  return view.isLength(right) ? bound(mirrored[operator], view.integer(left)) : 0;
}

const opposite: Readonly<Record<string, string>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "==",
};
const mirrored: Readonly<Record<string, string>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "==": "==",
  "!=": "!=",
};

function bound(operator: string | undefined, limit: number | undefined): number {
  if (limit === undefined) return 0;
  if (operator === ">") return limit + 1;
  if (operator === ">=" || operator === "==") return limit;
  return operator === "!=" && limit === 0 ? 1 : 0;
}
