import { enclosingStatement } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { assignmentIn } from "./block.ts";
import { isLocal } from "./fresh-work.ts";

/** A value that a statement gives a variable of the function's own, which is read in one place and never bound again. */
export interface OnlyUse {
  readonly statement: SyntaxNode;
  readonly read: SyntaxNode;
}

/** Where the value goes that stands alone behind a `name =`; undefined where it is used otherwise, more than once or not at all. */
export function onlyUse(context: RuleContext, value: SyntaxNode): OnlyUse | undefined {
  const statement = enclosingStatement(value);
  const made = assignmentIn(statement);
  if (statement === undefined || made?.value !== value || made.target.kind !== "identifier") return undefined;
  const { target } = made;
  const references = isLocal(context, target) ? context.scopes.bindingOf(target)?.references : undefined;
  const [read, ...others] = (references ?? []).filter(({ node }) => node !== target);
  return read?.access === "read" && others.length === 0 ? { statement, read: read.node } : undefined;
}
