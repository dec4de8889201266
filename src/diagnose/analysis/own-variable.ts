import type { Binding } from "../../source/scopes.ts";
import type { RuleContext } from "../rule.ts";

/** A variable of this very function, or of the module where the function is the module's own code; no parameter. */
export function isOwn(binding: Binding, context: RuleContext): boolean {
  if (binding.kind !== "local" && binding.kind !== "global") return false;
  return binding.scope.node === context.function.node && binding.scope.kind !== "class";
}
