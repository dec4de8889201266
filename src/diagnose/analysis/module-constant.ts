import type { SyntaxNode } from "../../source/node.ts";
import { enclosingStatement, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { Obstacle } from "../finding.ts";
import type { Code } from "./code.ts";
import { useOf } from "./use.ts";
import { onlyValue, typeOf } from "./values.ts";
import { occurrencesOf, type Variable } from "./variable.ts";

/** A list or tuple that the module binds once, at its top level. */
export interface ModuleConstant {
  /** The statement that binds it. */
  readonly statement: SyntaxNode;
  /** Why something made of it there could go stale. */
  readonly obstacles: readonly Obstacle[];
}

/**
 * The module's constant that a variable is, with what could change it. A tuple cannot change. A list that this file only
 * reads could still be changed by another module (`settings.ALLOWED.append(…)`), and then a set made beside it would answer
 * wrongly without a sound; only a name that begins with an underscore says that it is nobody else's business. That another
 * module binds the name anew is taken not to happen; a fix says so as its assumption `unchanged`.
 */
export function moduleConstant(code: Code, variable: Variable): ModuleConstant | undefined {
  if (variable.kind !== "global" || variable.attribute !== undefined) return undefined;
  const type = typeOf(code, variable);
  const statement = topLevelAssignment(code, variable);
  if (statement === undefined || (type !== "list" && type !== "tuple")) return undefined;
  return { statement, obstacles: type === "tuple" ? [] : staleness(code, variable) };
}

function topLevelAssignment(code: Code, variable: Variable): SyntaxNode | undefined {
  const touches = variable.binding.references.filter((reference) => reference.access !== "read");
  const [only] = touches;
  if (only === undefined || touches.length > 1 || onlyValue(variable) === undefined) return undefined;
  const statement = enclosingStatement(only.node);
  if (statement?.parent !== code.source.root || statement.kind !== "expression_statement") return undefined;
  const assignment = namedChildren(statement)[0];
  return assignment?.kind === "assignment" && field(assignment, "left") === only.node ? statement : undefined;
}

function staleness(code: Code, variable: Variable): readonly Obstacle[] {
  if (!variable.text.startsWith("_") || isExported(code, variable)) return [{ code: "escapes", about: variable.text }];
  const uses = occurrencesOf(code, variable, code.source.root).map((node) => ({ node, use: useOf(code, node) }));
  const changed = uses.find(({ use }) => use.kind === "changed");
  if (changed !== undefined) return [{ code: "changes-in-loop", about: textOf(code.source, changed.node) }];
  const escaping = uses.find(({ use }) => use.kind === "escapes" || use.kind === "returned");
  return escaping === undefined ? [] : [{ code: "escapes", about: variable.text }];
}

/** Is the name among the strings of `__all__`, or of anything else in the file? */
function isExported(code: Code, variable: Variable): boolean {
  return code.source.text.includes(`"${variable.text}"`) || code.source.text.includes(`'${variable.text}'`);
}
