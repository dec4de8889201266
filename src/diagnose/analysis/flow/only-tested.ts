import type { Binding } from "../../../source/scopes.ts";
import type { Code } from "../code.ts";
import { isSameCell, nodesOf, type Cell } from "./cell.ts";
import { flowUseOf } from "./flow-use.ts";

/**
 * Is a parameter only searched, asked whether it is empty, and handed to functions of this file that do the same? A set does
 * as well there as a list.
 */
export function isOnlyTested(code: Code, parameter: Binding, known: readonly Cell[] = []): boolean {
  const cell: Cell = { kind: "name", binding: parameter };
  if (parameter.kind !== "parameter" || known.length > 8) return false;
  if (known.some((each) => isSameCell(each, cell))) return true;
  return nodesOf(code, cell).every((node) => {
    const use = flowUseOf(code, node);
    if (use.kind === "test" || use.kind === "truth") return true;
    if (use.kind === "bound") return use.statement === undefined && use.value === undefined;
    if (use.kind !== "moved") return false;
    return [use.to, ...(use.orTo ?? [])].every(
      (to) => to.kind === "name" && isOnlyTested(code, to.binding, [...known, cell]),
    );
  });
}
