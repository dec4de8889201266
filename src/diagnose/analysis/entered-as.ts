import { field, namedChildren } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** What a `with` statement of one item enters, and what it calls it. */
export interface EnteredAs {
  /** `ThreadPoolExecutor(8)` */
  readonly creation: SyntaxNode;
  readonly name: SyntaxNode;
}

/** `with ThreadPoolExecutor(8) as pool:` and nothing else. */
export function enteredAs(statement: SyntaxNode): EnteredAs | undefined {
  const [clause] = statement.kind === "with_statement" ? namedChildren(statement) : [];
  const [item, ...others] = clause === undefined ? [] : namedChildren(clause);
  const pattern = others.length === 0 && item !== undefined ? field(item, "value") : undefined;
  const [creation, target] = pattern?.kind === "as_pattern" ? namedChildren(pattern) : [];
  const name = target && (namedChildren(target)[0] ?? target);
  return creation === undefined || name?.kind !== "identifier" ? undefined : { creation, name };
}
