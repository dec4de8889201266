import { ownDescendants } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { touchOf } from "../../analysis/attribute-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { cutAt } from "../text-concatenation/cuts.ts";
import { partedCutAt } from "../text-concatenation/parted-cuts.ts";

/** What an object keeps of what it was given, without the front: `self.data = self.data[n:]`, `line, self.rest = self.rest.split(b"\n", 1)`. */
export interface AttributeRest {
  /** The attribute that is given the rest. */
  readonly target: SyntaxNode;
  /** `self.data[n:]`, or the call that parts it. */
  readonly expression: SyntaxNode;
  /** `self.data` on the right. */
  readonly old: SyntaxNode;
}

/** The function's own statements that leave a rest in an attribute. */
export function attributeRests(context: RuleContext): readonly AttributeRest[] {
  return [...ownDescendants(context.function.body)].flatMap((node) =>
    node.kind === "attribute" && isGiven(node) ? (restAt(node, context) ?? []) : [],
  );
}

function isGiven({ parent, field: role }: SyntaxNode): boolean {
  return role === "left" ? parent?.kind === "assignment" : parent?.kind === "pattern_list" && parent.field === "left";
}

function restAt(target: SyntaxNode, context: RuleContext): AttributeRest | undefined {
  const cut = cutAt(touchOf(target, context), context);
  if (cut?.old.parent !== undefined) return { target, expression: cut.old.parent, old: cut.old };
  const { call, old } = partedCutAt(target, context) ?? {};
  return call && old && { target, expression: call, old };
}
