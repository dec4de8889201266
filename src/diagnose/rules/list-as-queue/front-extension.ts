import type { TextEdit } from "../../../source/edit.ts";
import { field, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import type { RuleContext } from "../../rule.ts";

/** A statement that puts several elements before the first. */
export interface FrontExtension {
  readonly statement: SyntaxNode;
  readonly edit: TextEdit;
}

/** `q[:0] = xs` → `q.extendleft(reversed(list(xs)))`: like the list's, it takes all of what it is given before it puts in anything. */
export function frontExtensionAt(subscript: SyntaxNode, context: RuleContext): FrontExtension | undefined {
  const { source } = context;
  const assignment = subscript.parent;
  if (assignment?.kind !== "assignment" || assignment.parent?.kind !== "expression_statement") return undefined;
  const [value, queue] = [field(assignment, "right"), field(subscript, "value")];
  if (subscript.field !== "left" || value === undefined || queue === undefined) return undefined;
  if (!isBeforeFirst(subscript, context) || !isSteadyValue(value)) return undefined;
  if (!["reversed", "list"].every((name) => isBuiltinAt(context, name, subscript))) return undefined;
  const text = `${textOf(source, queue)}.extendleft(reversed(list(${textOf(source, value)})))`;
  return { statement: assignment, edit: { start: assignment.start, end: assignment.end, text } };
}

/** Not several values, nor another assignment. */
const singleValues: ReadonlySet<string> = new Set(["identifier", "attribute", "call", "subscript", "list"]);
const mayRebind: ReadonlySet<string> = new Set(["named_expression", "await", "yield"]);

/** What is written first is worked out first: `q` may not become another in the value. */
function isSteadyValue(value: SyntaxNode): boolean {
  return singleValues.has(value.kind) && ![...ownDescendants(value)].some(({ kind }) => mayRebind.has(kind));
}

function isBeforeFirst(subscript: SyntaxNode, { source }: RuleContext): boolean {
  const [index, ...others] = subscript.children.filter((child) => child.field === "subscript");
  if (index?.kind !== "slice" || others.length > 0) return false;
  return /^0?\s*:\s*0$/u.test(textOf(source, index));
}
