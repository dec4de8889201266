import { descendants } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** Sleeps between lines that are printed may be what the loop is for. */
export function pacing(context: RuleContext, loop: SyntaxNode, onlySleeps: boolean): readonly Obstacle[] {
  const prints = [...descendants(loop)].some(
    (node) => node.kind === "call" && builtinCalled(node, context) === "print",
  );
  return onlySleeps && prints ? [{ code: "rate-limited", about: "sleep" }] : [];
}
