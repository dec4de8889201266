import { field, namedChildren, ownDescendants, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { touchOf } from "../../analysis/attribute-uses.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { cutAt } from "../text-concatenation/cuts.ts";

/** What an object keeps of what it was given, without the front: `self.data = self.data[n:]`, `line, self.rest = self.rest.split(b"\n", 1)`. */
export interface AttributeRest {
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
  if (cut?.old.parent !== undefined) return { expression: cut.old.parent, old: cut.old };
  return target.parent?.kind === "pattern_list" ? partedAt(target, target.parent, context) : undefined;
}

function partedAt(target: SyntaxNode, list: SyntaxNode, context: RuleContext): AttributeRest | undefined {
  const call = list.parent === undefined ? undefined : field(list.parent, "right");
  const names = namedChildren(list);
  const old = call?.kind === "call" && names.at(-1) === target ? partedBy(call, names.length, context) : undefined;
  return call && old && sameExpression(old, target, context.source) ? { expression: call, old } : undefined;
}

/** `self.rest` of `self.rest.split(sep, 1)`, `self.rest.partition(sep)`. */
function partedBy(call: SyntaxNode, names: number, { source }: RuleContext): SyntaxNode | undefined {
  const callee = field(call, "function");
  const method = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const given = argumentsOf(call).map((each) => textOf(source, each));
  const isParted =
    method !== undefined &&
    (names === 2
      ? textOf(source, method) === "split" && given.length === 2 && /^(?:maxsplit\s*=\s*)?1$/u.test(given[1] ?? "")
      : names === 3 && textOf(source, method) === "partition");
  return isParted && callee !== undefined ? field(callee, "object") : undefined;
}
