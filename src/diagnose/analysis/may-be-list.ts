import type { RuleContext } from "../rule.ts";
import { isOwnObject } from "./plain-attribute.ts";
import { typeOf } from "./values.ts";
import type { Variable } from "./variable.ts";

/** Does the source leave it open, or prove, that the variable holds a list or tuple? */
export function mayBeList(context: RuleContext, variable: Variable): boolean {
  const type = typeOf(context, variable);
  if (type !== "list" && type !== "tuple" && type !== "unknown") return false;
  return !isOwnObject(context, variable);
}
