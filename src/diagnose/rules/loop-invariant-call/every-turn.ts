import {
  ancestors,
  descendants,
  isComprehension,
  isFirstClause,
  isInside,
  namedChildren,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";

/**
 * Does every turn of the loop come to the call? What raises for some text must not be called because a condition was not
 * asked, that kept the loop from it.
 */
export function isInEveryTurn(call: SyntaxNode, loop: SyntaxNode): boolean {
  if (leavesBefore(call, loop)) return false;
  let child = call;
  for (const at of ancestors(call)) {
    if (at === loop) return !isComprehension(loop) || !namedChildren(loop).some(({ kind }) => kind === "if_clause");
    if (maySkip(child, at)) return false;
    child = at;
  }
  return false;
}

function leavesBefore(call: SyntaxNode, loop: SyntaxNode): boolean {
  return [...descendants(loop)].some(
    (node) => leaving.has(node.kind) && node.start < call.start && !isInside(call, node),
  );
}

const leaving = new Set([
  "continue_statement",
  "break_statement",
  "return_statement",
  "raise_statement",
  "assert_statement",
]);
const skipping = new Set(["elif_clause", "else_clause", "except_clause", "finally_clause", "lambda", "case_clause"]);

const bodied = new Set(["for_statement", "while_statement", "with_statement", "try_statement"]);

/** Does `at` run without running that child? */
function maySkip(child: SyntaxNode, at: SyntaxNode): boolean {
  if (skipping.has(at.kind)) return true;
  if (isComprehension(at)) return !(child.kind === "for_in_clause" && isFirstClause(child));
  if (at.kind === "if_statement") return child.field !== "condition";
  // `with suppress(ValueError):` swallows what it raises, as `try` may.
  if (bodied.has(at.kind)) return child.field === "body";
  if (at.kind === "boolean_operator") return child.field !== "left";
  return at.kind === "conditional_expression" && namedChildren(at)[1] !== child;
}
