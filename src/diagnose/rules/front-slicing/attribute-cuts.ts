import { field, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { touchOf } from "../../analysis/attribute-uses.ts";
import { attributesNamed } from "../../analysis/attributes.ts";
import { cellAt } from "../../analysis/flow/cell.ts";
import type { RuleContext } from "../../rule.ts";
import { cutAt, type Cut } from "../text-concatenation/cuts.ts";
import { growthAt } from "../text-concatenation/places.ts";
import type { TextGrowth } from "../text-concatenation/text-growth.ts";

/** `self.buffer = self.buffer[n:]`, where the class makes it longer in another place. */
export interface AttributeCut extends Cut {
  /** `self.buffer[n:]` */
  readonly slice: SyntaxNode;
  readonly growth: TextGrowth;
}

/** The function's cuts of text or bytes that an object keeps. */
export function attributeCuts(context: RuleContext): readonly AttributeCut[] {
  return [...ownDescendants(context.function.body)].flatMap((node) => {
    const isTarget = node.kind === "attribute" && node.parent?.kind === "assignment" && node.field === "left";
    const cut = isTarget ? cutAt(touchOf(node, context), context) : undefined;
    const slice = cut?.old.parent;
    const growth = cut === undefined ? undefined : growthOf(node, context);
    return cut === undefined || slice === undefined || growth === undefined ? [] : [{ ...cut, slice, growth }];
  });
}

/** A statement of the same class that makes the attribute longer. */
function growthOf(target: SyntaxNode, context: RuleContext): TextGrowth | undefined {
  const name = field(target, "attribute");
  const home = homeOf(target, context);
  if (name === undefined || home === undefined) return undefined;
  const growths = attributesNamed(context, textOf(context.source, name)).flatMap((node) =>
    node.field === "left" && node.parent !== undefined && homeOf(node, context) === home
      ? (growthAt(node.parent, context) ?? [])
      : [],
  );
  return growths.find(({ kind }) => kind === "bytes") ?? growths[0];
}

function homeOf(target: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  const cell = cellAt(context, target);
  return cell?.kind === "attribute" ? cell.home : undefined;
}
