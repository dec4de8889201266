import { textOf } from "../../../source/navigate.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { givesExactText } from "../../analysis/exact-value.ts";
import { isPlainStore } from "../../analysis/plain-store.ts";
import { threadsAround } from "../../analysis/threads.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { isOnItsOwnLines } from "./own-lines.ts";
import type { TextGrowth } from "./text-growth.ts";
import { refuse, type TextPlan } from "./text-plan.ts";

/**
 * `self.out += x` through a variable that alone has the text while it grows: CPython lengthens it in its place then. Who else touches
 * the attribute does not matter, since it stays the text that it was; only in between it is None.
 */
export function planLengthened(growth: TextGrowth, context: RuleContext): TextPlan {
  const { target, statement, added } = growth;
  const about = textOf(context.source, target);
  const [piece] = added;
  if (piece === undefined || !isWritable(growth, context)) return refuse("other-use", about);
  const isKnown = ["type", "str"].every((name) => isBuiltinAt(context, name, statement));
  // `locals()` would show the variable.
  const isDynamic = context.scopes.scopeMadeBy(context.function.node)?.usesDynamicNames !== false;
  if (isDynamic || !isKnown) return refuse("dynamic-names", about);
  const variable = variableAt(context, target);
  if (variable === undefined || !isPlainStore(context, target)) return refuse("crosses-functions", about);
  // Between two statements, and with it the None, another thread may have its turn.
  const [module] = threadsAround(context, variable);
  if (module !== undefined) return refuse("may-change-in-call", module);
  return { kind: "lengthened", growth, isExact: givesExactText(context, piece, false) };
}

/** Text and one piece, in a function (what a module's own code stores into a name is copied since 3.11), on lines of their own. */
function isWritable({ kind, form, added, statement }: TextGrowth, context: RuleContext): boolean {
  const isPlus = kind === "str" && (form === "in-place" || form === "end");
  const isOne = added.length === 1 && added[0]?.kind !== "yield";
  return isPlus && isOne && context.function.qualname !== "<module>" && isOnItsOwnLines(statement);
}
