import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributesNamed } from "../../analysis/attributes.ts";
import { cellAt } from "../../analysis/flow/cell.ts";
import type { RuleContext } from "../../rule.ts";
import type { Cut } from "../text-concatenation/cuts.ts";
import { growthAt } from "../text-concatenation/places.ts";
import type { TextGrowth } from "../text-concatenation/text-growth.ts";
import { attributeRests } from "./attribute-rests.ts";

/** `self.buffer = self.buffer[n:]`, `line, self.buffer = self.buffer.split(end, 1)`, where the class makes it longer in another place. */
export interface AttributeCut extends Pick<Cut, "target" | "old"> {
  /** `self.buffer[n:]`, or the call that parts it. */
  readonly slice: SyntaxNode;
  readonly growth: TextGrowth;
}

/** The function's cuts of text or bytes that an object keeps. */
export function attributeCuts(context: RuleContext): readonly AttributeCut[] {
  return attributeRests(context).flatMap(({ target, expression, old }) => {
    const growth = growthOf(target, context);
    return growth === undefined ? [] : { target, old, slice: expression, growth };
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
