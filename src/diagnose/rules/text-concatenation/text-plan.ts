import { isInside } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { Cut } from "./cuts.ts";
import type { PartedCut } from "./parted-cuts.ts";
import type { PlainItem } from "./item-of-plain.ts";
import type { AskedOwner } from "./asked-owner.ts";
import type { TextGrowth } from "./text-growth.ts";

/** How a growing text is gathered instead. */
export type TextPlan =
  /** The variable is a bytearray from its `start` on, and bytes again below `last`. */
  | {
      readonly kind: "bytes";
      readonly last: SyntaxNode;
      /** Could anything read it below `last`? */
      readonly isReadBelow: boolean;
      readonly starts: readonly SyntaxNode[];
      readonly growths: readonly TextGrowth[];
      readonly cuts: readonly Cut[];
      /** Where it is read as bytes before. */
      readonly wraps: readonly SyntaxNode[];
    }
  /** Around `loop` the program asks whether it is bytes, and has it in a bytearray where it is. */
  | {
      readonly kind: "guarded";
      readonly loop: SyntaxNode;
      readonly isReadBelow: boolean;
      /** `data = data + x` in the loop. */
      readonly sums: readonly TextGrowth[];
      /** Where it is read as bytes in the loop. */
      readonly wraps: readonly SyntaxNode[];
    }
  /** A list of pieces in `loop`, joined below it. */
  | {
      readonly kind: "parts";
      readonly loop: SyntaxNode;
      readonly growths: readonly TextGrowth[];
      /** False where a piece, or what there is at first, may be no exact text: the program has to ask. */
      readonly isExact: boolean;
      /** Where the text is read before it is joined below the loop. */
      readonly reads: readonly SyntaxNode[];
      /** The statements that give the variable another value meanwhile. */
      readonly resets: readonly SyntaxNode[];
    }
  /** `s = s + x + y` in two statements, each of which CPython does in place; in one where all is exact text. */
  | { readonly kind: "split"; readonly growth: TextGrowth; readonly isExact: boolean }
  /** In an attribute, for good: every use of it is written in another way. */
  | {
      readonly kind: "attribute";
      readonly uses: readonly Use[];
      readonly growths: readonly TextGrowth[];
      readonly cuts: readonly Cut[];
      readonly parted: readonly PartedCut[];
      /** The class's methods know it as `hidden`, a bytearray; a property below `init` shows it as bytes by its old `name`. */
      readonly shown?: { readonly init: SyntaxNode; readonly name: string; readonly hidden: string };
    }
  /** Through a variable that alone has it meanwhile; `isExact` where the pieces need not be asked for their type. */
  | {
      readonly kind: "lengthened";
      readonly growth: TextGrowth;
      readonly isExact: boolean;
      readonly item?: PlainItem;
      /** Whose attribute it is, where the program has to ask whether that does nothing but store. */
      readonly owner?: AskedOwner;
    }
  | { readonly kind: "none"; readonly obstacles: readonly Obstacle[] };

/** What is done about nothing, for one reason. */
export function refuse(code: ObstacleCode, about: string): TextPlan & { kind: "none" } {
  return { kind: "none", obstacles: [{ code, about }] };
}

/** The touches that make a growth, or a cut: the name on both sides of `s = s + x`. */
export function isPartOf({ node }: Use, growths: readonly Pick<TextGrowth, "target" | "old">[]): boolean {
  return growths.some(({ target, old }) => node === target || isInside(node, old));
}
