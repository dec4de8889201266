import type { SyntaxNode } from "../../../source/node.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { copyAt, type Copy } from "../copied-membership/copy.ts";
import { hoistOf, isWalkedAgain, type Hoist } from "../copied-membership/hoist.ts";

/** A list that is made for one search: `[row.id for row in rows].index(x)`, `list(d).index(x)`. */
export interface CopiedList extends Hoist {
  readonly copy: Copy;
  readonly variable: Variable;
  readonly isCertain: boolean;
}

const lists = new Set(["list", "tuple", "sorted"]);
/** What positions and counts are made with. */
const built: Readonly<Record<"index" | "count", readonly string[]>> = {
  index: ["reversed", "list", "enumerate"],
  count: [],
};

/** What positions or counts can be made of in place of the copy; undefined where the receiver is none, or no loop is around. */
export function copiedListAt(
  context: RuleContext,
  receiver: SyntaxNode,
  method: "index" | "count",
): CopiedList | undefined {
  const copy = copyAt(context, receiver);
  const isList = copy?.wrapper === undefined ? copy?.node.kind === "list_comprehension" : lists.has(copy.wrapper);
  const variable = copy === undefined || !isList ? undefined : variableAt(context, copy.operand);
  if (copy === undefined || variable === undefined) return undefined;
  const isCertain = isWalkedAgain(context, variable, copy.kind);
  const hoist = hoistOf(context, { expression: receiver, copy, variable, isCertain, built: built[method] });
  return hoist && { ...hoist, copy, variable, isCertain };
}
