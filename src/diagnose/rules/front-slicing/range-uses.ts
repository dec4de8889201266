import { applyEdits, type TextEdit } from "../../../source/edit.ts";
import { field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, climbParentheses, isTested } from "../../analysis/expression-context.ts";
import { isNonNegative, literalOf } from "../../analysis/non-negative.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { addedText, type Advance } from "./advance.ts";
import type { Around } from "./around.ts";
import { comparedWithEmpty, mentions, type OffsetUse, type Rewrite } from "./offset-uses.ts";
import { partedAnew } from "./range-parted.ts";
import { askedFromStart, handedOut } from "./range-asked.ts";

/*
 * `rest`, a range of the indices that are left, is cut in the place of the sequence: whatever the numbers are, below zero or beyond the end, a range is
 * cut at the same places as a sequence of its length (Library Reference, Ranges), and its step stays 1.
 */

const plain = (node: SyntaxNode, text: Rewrite["text"]): OffsetUse => ({
  rewrites: [{ start: node.start, end: node.end, text }],
  needsWithin: false,
});

/** What is to be written for all uses of the name `xs` in the loop; undefined for those that a range does not answer. */
export function rangeUses(around: Around): readonly (OffsetUse | undefined)[] {
  const { others, context } = around;
  const asked = others.map((use) => askedFromStart(use, context));
  // What `m.end()` is now, also within a slice that is written anew.
  const moved = asked.flatMap((each) => each?.rewrites ?? []);
  return others.map((use, at) => asked[at] ?? rangeUse(use, moved, context) ?? handedOut(use, around));
}

function rangeUse(use: Use, moved: readonly Rewrite[], context: RuleContext): OffsetUse | undefined {
  const name = textOf(context.source, use.node);
  if (use.kind === "item") return use.how === "read" ? item(use.subscript, moved, context) : undefined;
  if (use.kind === "operand") return comparedWithEmpty(use, context, (rest) => `${rest}.start`);
  if (use.kind === "return")
    return plain(use.node, (rest, all) => `(${name} if ${rest} is ${all} else ${name}[${rest}.start :])`);
  if (use.kind === "look" && use.look === "length") {
    return isLengthOf(use.node) ? plain(use.node, (rest) => rest) : undefined;
  }
  const isTruth = use.kind === "look" && use.look === "truth" && isTested(use.node);
  return isTruth ? plain(use.node, (rest) => rest) : undefined;
}

/** `xs = xs[k:]` → `rest = rest[k:]` */
export function rangeCut({ target, receiver, parted }: Advance, context: RuleContext): readonly Rewrite[] {
  if (parted !== undefined) return [partedAnew(parted, receiver, context)];
  return [target, receiver].map(({ start, end }) => ({ start, end, text: (rest) => rest }));
}

function isLengthOf(node: SyntaxNode): boolean {
  const call = node.parent?.parent;
  return call?.kind === "call" && climbParentheses(node).parent === node.parent && argumentsOf(call).length === 1;
}

/** `xs[i]` → `xs[rest.start + i]`, which says the same where there is none; `xs[a:b]` → `xs[rest[a:b].start : rest[a:b].stop]` */
function item(subscript: SyntaxNode, moved: readonly Rewrite[], context: RuleContext): OffsetUse | undefined {
  const [index, ...others] = subscript.children.filter((each) => each.field === "subscript");
  const value = field(subscript, "value");
  if (index === undefined || value === undefined || others.length > 0 || mentions(index, subscript, context))
    return undefined;
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
  if (colons !== 1 || !ends.every((end) => isSteadyEnd(end, moved, context))) return undefined;
  const inner = moved.filter(({ start, end }) => start >= index.start && end <= index.end);
  const [isFromStart, isToEnd] = [index.children[0]?.kind === ":", index.children.at(-1)?.kind === ":"];
  return plain(index, (rest, all) => {
    const text = applyEdits(textOf(context.source, index), shifted(inner, index, [rest, all]));
    const [from, to] = [
      isFromStart ? `${rest}.start` : `${rest}[${text}].start`,
      isToEnd ? "" : ` ${rest}[${text}].stop`,
    ];
    return `${from} :${to}`;
  });
}

/** The edits within a node, counted from its beginning. */
function shifted(
  inner: readonly Rewrite[],
  node: SyntaxNode,
  [rest, all]: readonly [string, string],
): readonly TextEdit[] {
  return inner.map(({ start, end, text }) => ({
    start: start - node.start,
    end: end - node.start,
    text: text(rest, all),
  }));
}

/** A name, a number, `m.end()` of a match, or a sum of such. */
function isSteadyEnd(end: SyntaxNode, moved: readonly Rewrite[], context: RuleContext): boolean {
  const node = withoutParentheses(end);
  if (node.kind === "identifier" || literalOf(context, node) !== undefined) return true;
  if (node.kind === "call") return moved.some((each) => each.start === node.start && each.end === node.end);
  const isSum = node.kind === "binary_operator" && /^[-+]$/u.test(field(node, "operator")?.kind ?? "");
  return isSum && namedChildren(node).every((child) => isSteadyEnd(child, moved, context));
}
