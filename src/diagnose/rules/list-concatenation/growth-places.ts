import {
  enclosingLoops,
  field,
  namedChildren,
  ownDescendants,
  sameExpression,
  withoutParentheses,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { sumAround } from "../../analysis/sum-around.ts";
import type { RuleContext } from "../../rule.ts";

/** A statement that gives a variable a longer copy of itself. */
export interface Growth {
  /** The hot expression: `xs + [y]`, `[*xs, y]`, or the statement `t += (y,)`. */
  readonly node: SyntaxNode;
  readonly statement: SyntaxNode;
  /** `xs` or `self.xs`, on the left of `=`. */
  readonly target: SyntaxNode;
  /** The same on the right of `=`; the target itself in `t += (y,)`. */
  readonly old: SyntaxNode;
  readonly form: "plus" | "star" | "in-place";
  /** False where the new comes before the old: `[y] + xs`. */
  readonly isAtEnd: boolean;
  /** What is added: operands of `+`, or the elements that follow `*xs`. */
  readonly added: readonly SyntaxNode[];
}

/** Every such statement in the function's own code that a loop repeats, or that makes an attribute longer: calls repeat that. */
export function growthPlaces(context: RuleContext): readonly Growth[] {
  const found: Growth[] = [];
  for (const node of ownDescendants(context.function.body)) {
    const growth = growthAt(node, context);
    if (growth !== undefined && (growth.target.kind === "attribute" || enclosingLoops(growth.statement).length > 0))
      found.push(growth);
  }
  return found;
}

/** The growth that an assignment is. */
export function growthAt(node: SyntaxNode, context: RuleContext): Growth | undefined {
  const statement = node.parent;
  if (statement?.kind !== "expression_statement") return undefined;
  if (node.kind === "assignment") return growthOf(node, statement, context);
  return node.kind === "augmented_assignment" ? inPlaceGrowth(node, statement, context) : undefined;
}

/** Of a `name = …` statement; undefined where the name is not part of what it gets. */
function growthOf(assignment: SyntaxNode, statement: SyntaxNode, context: RuleContext): Growth | undefined {
  const target = field(assignment, "left");
  const right = field(assignment, "right");
  if (target === undefined || right === undefined || field(assignment, "type") !== undefined) return undefined;
  if (target.kind !== "identifier" && target.kind !== "attribute") return undefined;
  const value = withoutParentheses(right);
  const isTarget = (node: SyntaxNode): boolean => sameExpression(node, target, context.source);
  const place = { statement, target };
  if (value.kind === "binary_operator") return sumGrowth(value, isTarget, place);
  return value.kind === "list" || value.kind === "tuple" ? starGrowth(value, isTarget, place) : undefined;
}

type Place = Pick<Growth, "statement" | "target">;

/** `xs + a + b` or `a + b + xs`. */
function sumGrowth(value: SyntaxNode, isTarget: (node: SyntaxNode) => boolean, place: Place): Growth | undefined {
  const around = sumAround(value, isTarget);
  return around && { ...place, form: "plus", node: around.sum, ...around };
}

/** `[*xs, y]` or `[y, *xs]`. */
function starGrowth(value: SyntaxNode, isTarget: (node: SyntaxNode) => boolean, place: Place): Growth | undefined {
  const elements = namedChildren(value);
  if (elements.length < 2) return undefined;
  const isOld = (element: SyntaxNode | undefined): element is SyntaxNode => {
    const inner = element?.kind === "list_splat" ? namedChildren(element)[0] : undefined;
    return inner !== undefined && isTarget(inner);
  };
  const [first, last] = [elements[0], elements.at(-1)];
  if (isOld(first))
    return { ...place, node: value, old: oldIn(first), form: "star", isAtEnd: true, added: elements.slice(1) };
  if (!isOld(last)) return undefined;
  return { ...place, node: value, old: oldIn(last), form: "star", isAtEnd: false, added: elements.slice(0, -1) };
}

function oldIn(splat: SyntaxNode): SyntaxNode {
  return namedChildren(splat)[0] ?? splat;
}

/** `t += (y,)`, or anything where t begins as a tuple: that is copied all the same. A list is not. */
function inPlaceGrowth(node: SyntaxNode, statement: SyntaxNode, context: RuleContext): Growth | undefined {
  const [target, value, operator] = [field(node, "left"), field(node, "right"), field(node, "operator")];
  if (target?.kind !== "identifier" || value === undefined || operator?.kind !== "+=") return undefined;
  if (value.kind !== "tuple" && !beginsAsTuple(target, context)) return undefined;
  return { node, statement, target, old: target, form: "in-place", isAtEnd: true, added: [value] };
}

function beginsAsTuple(target: SyntaxNode, context: RuleContext): boolean {
  const binding = context.scopes.bindingOf(target);
  const values = binding === undefined ? [] : boundValues(binding);
  return values.some((each) => each.kind === "assigned" && valueOf(context, each.value).type === "tuple");
}
