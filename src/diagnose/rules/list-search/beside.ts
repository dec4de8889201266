import { hiddenBuiltins } from "../../analysis/own-code.ts";
import { planSetBeside, type SetBeside } from "../../analysis/flow/set-beside.ts";
import { functionAroundNode, isSameCell } from "../../analysis/flow/cell.ts";
import type { Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { textOf } from "../../../source/navigate.ts";

/** The list of an attribute or the module with every change of it in sight, and why no dict of positions or counts can follow it. */
export interface PlannedBeside {
  readonly beside: SetBeside | undefined;
  readonly obstacles: readonly Obstacle[];
}

/** A search of `self.names`, or of a list of the module, whose loop is in the callers: what a set could follow there, a dict follows if the list only grows. */
export function planBeside(context: RuleContext, variable: Variable, receiver: SyntaxNode): PlannedBeside {
  const crossing: Obstacle = { code: "crosses-functions", about: variable.text };
  const isKept =
    variable.kind === "attribute" || (variable.kind === "global" && context.function.node.kind !== "module");
  if (!isKept) return { beside: undefined, obstacles: [crossing] };
  const beside = planSetBeside(context, variable, receiver);
  if (beside === undefined) return { beside, obstacles: [crossing] };
  const { flow, cell } = beside;
  const home = flow.occurrences.filter((each) => each.cell !== undefined && isSameCell(each.cell, cell));
  const moving = home.filter(({ use }) => use.kind === "change");
  // What a function gives to the module's name is not followed.
  const isOwn = (node: SyntaxNode): boolean => cell.kind === "attribute" || functionAroundNode(node) === undefined;
  const unbound = home.filter(({ node, use }) => use.kind === "bound" && (use.value === undefined || !isOwn(node)));
  const found = [
    ...beside.obstacles,
    ...moving.map(({ node }): Obstacle => ({ code: "changes-in-loop", about: textOf(context.source, node) })),
    ...unbound.map(({ node }): Obstacle => ({ code: "rebound", about: textOf(context.source, node) })),
    ...home.flatMap(({ node }) =>
      hiddenBuiltins(context, node, ["dict", "zip", "reversed", "range", "len", "type", "list", "tuple"]),
    ),
  ];
  return { beside, obstacles: found.length === 0 ? [] : [crossing, ...found].slice(0, SHOWN) };
}

/** As many reasons as a reader wants to see. */
const SHOWN = 3;
