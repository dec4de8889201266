import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, climbParentheses, isTested } from "../../analysis/expression-context.ts";
import { isNonNegative, literalOf } from "../../analysis/non-negative.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { addedText, type Advance } from "./advance.ts";
import { mentions, type OffsetUse, type Rewrite } from "./offset-uses.ts";

/*
 * `rest`, a range of the indices that are left, is cut in the place of the sequence: whatever the numbers are, below zero or beyond the end, a range is
 * cut at the same places as a sequence of its length (Library Reference, Ranges), and its step stays 1.
 */

const plain = (node: SyntaxNode, text: Rewrite["text"]): OffsetUse => ({
  rewrites: [{ start: node.start, end: node.end, text }],
  needsWithin: false,
});

/** What is to be written for a use of the name `xs` in the loop; undefined where a range does not answer it. */
export function rangeUse(use: Use, context: RuleContext): OffsetUse | undefined {
  const name = textOf(context.source, use.node);
  if (use.kind === "item") return use.how === "read" ? item(use.subscript, context) : undefined;
  if (use.kind === "return")
    return plain(use.node, (rest, all) => `(${name} if ${rest} is ${all} else ${name}[${rest}.start :])`);
  if (use.kind === "look" && use.look === "length") {
    return isLengthOf(use.node) ? plain(use.node, (rest) => rest) : undefined;
  }
  const isTruth = use.kind === "look" && use.look === "truth" && isTested(use.node);
  return isTruth ? plain(use.node, (rest) => rest) : undefined;
}

/** `xs = xs[k:]` → `rest = rest[k:]` */
export function rangeCut({ target, receiver }: Advance): readonly Rewrite[] {
  return [target, receiver].map(({ start, end }) => ({ start, end, text: (rest) => rest }));
}

function isLengthOf(node: SyntaxNode): boolean {
  const call = node.parent?.parent;
  return call?.kind === "call" && climbParentheses(node).parent === node.parent && argumentsOf(call).length === 1;
}

/** `xs[i]` → `xs[rest.start + i]`, which says the same where there is none; `xs[:b]` → `xs[rest[:b].start : rest[:b].stop]` */
function item(subscript: SyntaxNode, context: RuleContext): OffsetUse | undefined {
  const { source } = context;
  const [index, ...others] = subscript.children.filter((each) => each.field === "subscript");
  const value = field(subscript, "value");
  if (index === undefined || value === undefined || others.length > 0 || mentions(index, subscript, context))
    return undefined;
  const text = textOf(source, index);
  if (index.kind !== "slice")
    return isNonNegative(context, index)
      ? plain(
          index,
          (rest) => `${rest}.start${literalOf(context, index) === 0 ? "" : ` + ${addedText(index, context)}`}`,
        )
      : undefined;
  const ends = namedChildren(index).filter(({ kind }) => kind !== "comment");
  const colons = index.children.filter(({ kind }) => kind === ":").length;
  // Both ends are worked out twice.
  if (colons !== 1 || !ends.every((end) => end.kind === "identifier" || literalOf(context, end) !== undefined))
    return undefined;
  return plain(index, (rest) => `${rest}[${text}].start : ${rest}[${text}].stop`);
}
