import { field } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { positionalArguments } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { RuleContext } from "../../rule.ts";

/** A call of `copy.deepcopy` with one argument. */
export interface DeepCopy {
  readonly call: SyntaxNode;
  readonly operand: SyntaxNode;
}

/** Every such call in the function. */
export function copiesIn(context: RuleContext): readonly DeepCopy[] {
  return [...ownNodes(context)].flatMap((node) => copyAt(context, node));
}

function copyAt(context: RuleContext, call: SyntaxNode): readonly DeepCopy[] {
  const callee = call.kind === "call" ? field(call, "function") : undefined;
  if (callee === undefined || importedPath(context, callee) !== "copy.deepcopy") return [];
  const [operand, ...others] = positionalArguments(call) ?? [];
  return operand === undefined || others.length > 0 ? [] : [{ call, operand }];
}
