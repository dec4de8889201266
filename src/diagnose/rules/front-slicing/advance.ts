import { field, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { partedBy, type Parted } from "./parted.ts";

/** `xs = xs[k:]`, alone or as one of `x, xs = xs[0], xs[k:]`: the name goes on with less. */
export interface Advance {
  /** The name that is assigned to. */
  readonly target: SyntaxNode;
  /** `xs[k:]`, or the call that gives the rest. */
  readonly slice: SyntaxNode;
  /** The `xs` in it. */
  readonly receiver: SyntaxNode;
  /** `k`, or the call where no number says it. */
  readonly step: SyntaxNode;
  /** The assignment, where it does nothing else. */
  readonly whole?: SyntaxNode;
  /** A method that gives the rest of a text: the whole statement is written anew. */
  readonly parted?: Parted;
}

/** What an assignment takes from the front, if it does nothing else to the name. */
export function advanceOf(use: Use, context: RuleContext): Advance | undefined {
  return cutOf(use, context) ?? partingOf(use.node, context);
}

function partingOf(target: SyntaxNode, context: RuleContext): Advance | undefined {
  const found = target.kind === "identifier" ? partedBy(target, context) : undefined;
  if (found === undefined || !isName(found.receiver, target, context)) return undefined;
  const { call, receiver, parted } = found;
  const isOther = parted.names.every((each) => each.kind === "identifier" && !isName(each, target, context));
  return isOther ? { target, slice: call, receiver, step: call, parted } : undefined;
}

function cutOf(use: Use, context: RuleContext): Advance | undefined {
  if (use.kind !== "assign" || use.node.kind !== "identifier") return undefined;
  const { node: target, value: slice } = use;
  const { receiver, step } = restOf(slice) ?? {};
  if (receiver === undefined || step === undefined || !isName(receiver, target, context)) return undefined;
  if ([...ownDescendants(step)].some((node) => isName(node, target, context))) return undefined;
  const assignment = target.field === "left" ? target.parent : undefined;
  return { target, slice, receiver, step, ...(assignment !== undefined && { whole: assignment }) };
}

/** The parts of a slice that may be written in another place. */
export interface Rest {
  readonly slice: SyntaxNode;
  readonly receiver: SyntaxNode;
  readonly step: SyntaxNode;
}

/** `xs` and `k` of `xs[k:]` */
export function restOf(slice: SyntaxNode): { readonly receiver?: SyntaxNode; readonly step?: SyntaxNode } | undefined {
  if (slice.kind !== "subscript") return undefined;
  const [index, ...others] = slice.children.filter((each) => each.field === "subscript");
  if (index?.kind !== "slice" || others.length > 0) return undefined;
  const [step, colon, ...more] = index.children.filter(({ kind }) => kind !== "comment");
  const receiver = field(slice, "value");
  const isRest = colon?.kind === ":" && more.length === 0;
  return isRest && receiver !== undefined && step !== undefined ? { receiver, step } : undefined;
}

function isName(node: SyntaxNode, name: SyntaxNode, { scopes }: RuleContext): boolean {
  return node.kind === "identifier" && scopes.bindingOf(node) === scopes.bindingOf(name);
}

/** The text of a step where it stands behind a `+`. */
export function addedText(step: SyntaxNode, { source }: RuleContext): string {
  const text = textOf(source, step);
  const isSimple = ["integer", "identifier", "call", "attribute", "subscript", "parenthesized_expression"].includes(
    step.kind,
  );
  return isSimple ? text : `(${text})`;
}
