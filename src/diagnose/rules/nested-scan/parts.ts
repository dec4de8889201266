import { beginsLine } from "../../../source/insert-statement.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import type { LoopSpan } from "../../analysis/loop-span.ts";
import { typeOf } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Scan } from "./scan.ts";
import type { Walked } from "./walked.ts";

/** What is known of a scan before its loop is. */
export interface Parts {
  readonly scan: Scan;
  readonly walked: Walked;
  readonly variable: Variable;
  /** What is asked of each element, and what it is compared with. */
  readonly key: SyntaxNode;
  readonly wanted: SyntaxNode;
  /** What else of the element would do, where it equals what is wanted: `row.name` of `row.id == x or row.name == x`. */
  readonly otherKeys: readonly SyntaxNode[];
  /** The names that each element gets, and those of its parts. */
  readonly names: ReadonlySet<Binding>;
  /** What those of its parts stand for. */
  readonly lets: ReadonlyMap<Binding, SyntaxNode>;
}

/** Does the source prove that what is walked through can be walked through again? */
export function isProven(context: RuleContext, operand: SyntaxNode, kind: Walked["kind"]): boolean {
  const variable = variableAt(context, operand);
  if (variable === undefined || (variable.kind === "global" && context.function.node.kind !== "module")) return false;
  const type = typeOf(context, variable);
  return kind === "dict" ? type === "dict" : type === "list" || type === "tuple";
}

/** The index takes several lines, which need a line to stand before. */
export function placeObstacles({ source }: RuleContext, { statement }: LoopSpan): readonly Obstacle[] {
  return beginsLine(source, statement) ? [] : [{ code: "other-use", about: statement.kind.replace("_", " ") }];
}
