import { field } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { caughtTypeErrors } from "../caught-errors.ts";
import { hiddenBuiltins } from "../own-code.ts";
import { threadsAround } from "../threads.ts";
import type { Variable } from "../variable.ts";
import { cellAt, functionAroundNode, type Cell } from "./cell.ts";
import { attributeObstacles } from "./shown-attributes.ts";
import { obstaclesElsewhere } from "./elsewhere.ts";
import { flowOf, type Flow, type Occurrence } from "./flow.ts";
import { holdsNoDoubles } from "./uniqueness.ts";

/** A list that is only filled and searched, wherever it goes: it can be a set from the start. */
export interface ListToSet {
  readonly flow: Flow;
  readonly obstacles: readonly Obstacle[];
}

/** Looks at every use of the list that the expression denotes; undefined where some use needs a list. */
export function planListToSet(context: RuleContext, variable: Variable, expression: SyntaxNode): ListToSet | undefined {
  const cell = cellAt(context, expression);
  if (cell === undefined) return undefined;
  const flow = flowOf(context, cell, "everywhere");
  if (!flow.cells.every((each) => isOwnPlace(each))) return undefined;
  const isUnique = holdsNoDoubles(context, flow);
  if (flow.creations.length === 0 || !flow.occurrences.every((each) => isFitForSet(each, isUnique))) return undefined;
  if (hasAnnotation(flow)) return undefined;
  const obstacles = [
    ...flow.obstacles,
    ...obstaclesElsewhere(context, flow.names, "replaced"),
    ...hiddenBuiltins(context, expression, ["set"]),
    ...flow.cells.flatMap((each) => (each.kind === "attribute" ? attributeObstacles(context, each) : [])),
    ...threadsAround(context, variable).map((about): Obstacle => ({ code: "may-change-in-call", about })),
    ...flow.occurrences.flatMap(({ node, use }) =>
      use.kind === "append" || use.kind === "test" ? caughtTypeErrors(context, node) : [],
    ),
  ];
  return { flow, obstacles };
}

function isFitForSet({ node, use }: Occurrence, isUnique: boolean): boolean {
  switch (use.kind) {
    case "test":
    case "truth":
    case "append":
    case "bound":
    case "moved":
      return true;
    case "returned":
      return isPrivate(node);
    case "length":
      return isUnique;
    case "change":
      // `set.remove` raises another error than `list.remove`.
      return use.method === "clear";
    case "sorted":
    case "read":
    case "lost":
      return false;
  }
}

/** A public attribute or name of a module is anybody's to read, and who reads it may count on a list. */
function isOwnPlace(cell: Cell): boolean {
  if (cell.kind === "attribute") return cell.name.startsWith("_") && cell.home !== undefined;
  const { scope, name } = cell.binding;
  return scope.kind !== "module" || name.startsWith("_");
}

/** Whoever calls a public function may count on a list, whether this project does or not. */
function isPrivate(node: SyntaxNode): boolean {
  const definition = functionAroundNode(node);
  const name = definition === undefined ? undefined : field(definition, "name");
  if (definition === undefined || name === undefined) return false;
  return functionAroundNode(definition) !== undefined;
}

/** `seen: list = []`: what the author promised would no longer be so. */
function hasAnnotation({ occurrences }: Flow): boolean {
  return occurrences.some(({ node }) => {
    const { parent } = node;
    const isTyped = parent?.kind === "assignment" && field(parent, "type") !== undefined;
    return isTyped || (parent?.kind ?? "").startsWith("typed_");
  });
}
