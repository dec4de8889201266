import { descendants } from "../../source/navigate.ts";
import type { RuleContext } from "../rule.ts";
import { builtinCalled } from "./expression-context.ts";
import { walkerOf } from "./lifetimes.ts";
import type { Use } from "./variable-uses.ts";

/** Is it a loop over the attribute that calls what may change it, or that is not over at once? */
export function isWalkedThroughCalls(use: Use, context: RuleContext): boolean {
  if (use.kind !== "look" || use.look !== "walk") return false;
  const walker = walkerOf(use.node);
  if (walker === undefined || walker.kind === "generator_expression") return true;
  return [...descendants(walker)].some(
    (node) =>
      node.kind === "yield" ||
      node.kind === "await" ||
      (node.kind === "call" && builtinCalled(node, context) === undefined),
  );
}
