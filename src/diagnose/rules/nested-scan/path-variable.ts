import { isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { loopSpansOf } from "../../analysis/loop-span.ts";
import { namesOthersList } from "../../analysis/others-list.ts";
import { onlyValueOf } from "../../analysis/values.ts";
import type { Variable } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { namesIn } from "./key.ts";
import type { Parts } from "./parts.ts";
import { isPath } from "./path.ts";
import { wantedObstacles } from "./wanted.ts";

/** The variable that such a path stands for; nothing where the path leads to another collection in each turn, or during the walk. */
export function pathVariable(
  context: RuleContext,
  operand: SyntaxNode,
  known: Omit<Parts, "variable">,
): Variable | undefined {
  if (!isPath(context, operand)) return undefined;
  const names = namesIn(context, operand);
  const [binding] = names;
  if (binding === undefined || isOfTurn(context, operand, names)) return undefined;
  const text = textOf(context.source, operand);
  const variable: Variable = { kind: "attribute", text, binding, attribute: text };
  const isOwn = [...names].some((name) => known.names.has(name));
  // The probe asks for it at each comparison.
  const changes = isOwn ? [] : wantedObstacles(context, { ...known, wanted: operand, variable });
  return isOwn || changes.length > 0 ? undefined : variable;
}

/** `for page in pages: for row in page.head.rows: …` walks through each once. */
function isOfTurn(context: RuleContext, operand: SyntaxNode, names: ReadonlySet<Binding>): boolean {
  const [around] = loopSpansOf(context, operand);
  return [...names].some(({ references }) =>
    references.some(({ node, access }) => access !== "read" && around?.parts.some((part) => isInside(node, part))),
  );
}

/** Is it a local name for what others hold: `rows = self.page.rows`, `rows = config.get("rows", [])`? */
export function standsForPath(context: RuleContext, variable: Variable): boolean {
  if (namesOthersList(context, variable)) return true;
  const value = variable.kind === "local" ? onlyValueOf(variable.binding) : undefined;
  return value !== undefined && context.function.node.kind !== "module" && isPath(context, value);
}
