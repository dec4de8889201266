import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { judgeHeld } from "../../memory-evidence.ts";
import type { Rule, RuleContext } from "../../rule.ts";

/** A list holds nothing but numbers, each an object of its own. */
export const listOfNumbers: Rule = {
  id: "list-of-numbers",
  rung: "memory",
  find: (context) =>
    [...ownNodes(context)]
      .filter((node) => makesList(context, node))
      .map((list) => ({
        rule: "list-of-numbers",
        expression: list,
        watch: { kind: "statement", expression: list, operand: list },
        facts: [],
        obstacles: [{ code: "needs-list", about: textOf(context.source, list).split("\n", 1)[0] ?? "" }],
      })),
  judge: (_, evidence) => judgeHeld(evidence),
};

/** `[…]`, `[… for …]`, `list(…)`, `sorted(…)`; `xs.append(…)`, where no more is known than who made the numbers. */
function makesList(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "list" || node.kind === "list_comprehension") return true;
  if (node.kind === "call" && isFilling(context, node)) return true;
  const called = node.kind === "call" ? builtinCalled(node, context) : undefined;
  return called === "list" || called === "sorted";
}

function isFilling({ source }: RuleContext, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  return name !== undefined && /^(?:append|extend|insert)$/u.test(textOf(source, name));
}
