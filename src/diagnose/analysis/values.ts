import type { SyntaxNode } from "../../source/node.ts";
import { withoutParentheses } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import { boundValues, type Bound } from "./bound-values.ts";
import type { Code } from "./code.ts";
import { typeOfName, valueOf, type ValueType } from "./expression-value.ts";
import type { Variable } from "./variable.ts";

/** The type that the source proves for a variable. */
export function typeOf(code: Code, variable: Variable): ValueType {
  return variable.attribute === undefined ? typeOfName(code, variable.binding) : "unknown";
}

/** Is every object that the local name ever holds made here and given to no other name at once? */
export function isMadeHere(code: Code, variable: Variable): boolean {
  if (variable.kind !== "local" || variable.attribute !== undefined) return false;
  return holdsOnlyNew(code, variable.binding);
}

/** Is every value that the name gets a new object (`[]`, `sorted(x)`, `a + b`), or the old one augmented? */
export function holdsOnlyNew(code: Code, binding: Binding): boolean {
  const values = boundValues(binding);
  return values.length > 0 && values.every((bound) => isNew(code, bound));
}

function isNew(code: Code, bound: Bound): boolean {
  if (bound.kind === "other") return false;
  return bound.kind === "augmented" || (!bound.isShared && valueOf(code, bound.value).isNew);
}

/**
 * Is the local variable a list that this function makes: every binding of it a list display, a list comprehension,
 * `list(…)`, `sorted(…)`, `….split(…)` and the like? Then it is exactly a `list`, and nobody else has it before it escapes.
 */
export function isListMadeHere(code: Code, variable: Variable): boolean {
  return isMadeHere(code, variable) && typeOf(code, variable) === "list";
}

/** The expression without parentheses, if the variable gets its value exactly once, by an assignment. */
export function onlyValue(variable: Variable): SyntaxNode | undefined {
  return variable.attribute === undefined ? onlyValueOf(variable.binding) : undefined;
}

/** The same for a binding. */
export function onlyValueOf(binding: Binding): SyntaxNode | undefined {
  const [only, ...others] = boundValues(binding);
  return only?.kind === "assigned" && others.length === 0 ? withoutParentheses(only.value) : undefined;
}
