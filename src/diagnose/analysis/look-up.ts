import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { positionalArguments } from "./expression-context.ts";
import { isTarget } from "./use.ts";

/** One question to a container: `k in made`, `made[k]`, `made.get(k)`. Nothing else comes to know of the container. */
export interface LookUp {
  readonly kind: "membership" | "item";
  readonly wanted: SyntaxNode;
}

/** The one question that is asked of a container where it stands; undefined for any other use. */
export function lookUpOf(context: RuleContext, container: SyntaxNode, isSequence: boolean): LookUp | undefined {
  let node = container;
  while (node.parent?.kind === "parenthesized_expression") node = node.parent;
  const { parent } = node;
  if (parent?.kind === "comparison_operator") return membershipIn(node, parent);
  // An item of a list is asked for by its place.
  if (isSequence || parent === undefined) return undefined;
  return parent.kind === "subscript" ? itemIn(node, parent) : gottenIn(context, node, parent);
}

/** A chain compares what stands in its middle with its other neighbour as well. */
function membershipIn(node: SyntaxNode, comparison: SyntaxNode): LookUp | undefined {
  const operators = comparison.children.filter((child) => child.field === "operators");
  const [wanted, asked, ...others] = namedChildren(comparison).filter((child) => child.field !== "operators");
  const isTest = operators.length === 1 && (operators[0]?.kind === "in" || operators[0]?.kind === "not in");
  return isTest && asked === node && wanted !== undefined && others.length === 0
    ? { kind: "membership", wanted }
    : undefined;
}

function itemIn(node: SyntaxNode, subscript: SyntaxNode): LookUp | undefined {
  const [value, wanted, ...others] = namedChildren(subscript);
  if (value !== node || wanted === undefined || wanted.kind === "slice" || others.length > 0) return undefined;
  return isTarget(subscript) ? undefined : { kind: "item", wanted };
}

/** `made.get(k)`, `made.get(k, other)` */
function gottenIn({ source }: RuleContext, node: SyntaxNode, attribute: SyntaxNode): LookUp | undefined {
  const call = attribute.kind === "attribute" && attribute.field === "function" ? attribute.parent : undefined;
  const name = field(attribute, "attribute");
  if (call === undefined || name === undefined || field(attribute, "object") !== node) return undefined;
  const [wanted, ...others] = positionalArguments(call) ?? [];
  const isGet = textOf(source, name) === "get" && wanted !== undefined && others.length <= 1;
  return isGet ? { kind: "item", wanted } : undefined;
}
