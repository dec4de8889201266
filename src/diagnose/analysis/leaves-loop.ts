import {
  ancestors,
  enclosingLoops,
  enclosingStatement,
  isComprehension,
  namedChildren,
} from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Code } from "./code.ts";
import type { LoopSpan } from "./loop-span.ts";
import { occurrencesOf, type Variable } from "./variable.ts";

/**
 * Is the loop over when the statement of the node has run, with no look at the variable before that? `used.append(x); return x`: what is
 * asked in the loop was asked before the change.
 */
export function leavesLoopAfter(code: Code, node: SyntaxNode, { loop }: LoopSpan, variable: Variable): boolean {
  const statement = enclosingStatement(node);
  const block = statement?.parent;
  if (statement?.kind !== "expression_statement" || block === undefined || isHeld(node, loop)) return false;
  const statements = namedChildren(block).filter(({ kind }) => kind !== "comment");
  const following = statements.slice(statements.indexOf(statement) + 1);
  const end = following.findIndex(({ kind }) => kind !== "expression_statement");
  const exit = following[end];
  if (exit === undefined || !leaves(exit, loop)) return false;
  return following.slice(0, end + 1).every((each) => occurrencesOf(code, variable, each).length === 0);
}

/** An error on the way out could be caught, and the loop go on; a comprehension or function may run again and again. */
function isHeld(node: SyntaxNode, loop: SyntaxNode): boolean {
  for (const around of ancestors(node)) {
    if (around === loop) return false;
    if (holders.has(around.kind) || isComprehension(around)) return true;
  }
  return true;
}

const holders: ReadonlySet<string> = new Set([
  "try_statement",
  "with_statement",
  "function_definition",
  "class_definition",
  "lambda",
]);

function leaves(exit: SyntaxNode, loop: SyntaxNode): boolean {
  if (exit.kind === "return_statement" || exit.kind === "raise_statement") return true;
  return exit.kind === "break_statement" && enclosingLoops(exit)[0] === loop;
}
