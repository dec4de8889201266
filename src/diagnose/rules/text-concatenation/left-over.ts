import { ancestors, enclosingLoops, isInside, ownDescendants } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Use } from "../../analysis/variable-uses.ts";

/** A loop, or what it stands in, beside the statement that gives a variable its start. */
interface Found {
  readonly loop: SyntaxNode;
  readonly start: { readonly node: SyntaxNode };
}

/**
 * `data = b""` in a loop around, which a `continue` or `break` goes on with before it is bytes again: whoever reads it elsewhere, in
 * the next turn or below, would be given the bytearray.
 */
export function isLeftOver({ loop, start }: Found, uses: readonly Use[]): boolean {
  const block = loop.parent;
  const [outer] = enclosingLoops(loop);
  if (block === undefined || outer === undefined || !isInside(block, outer)) return false;
  const isBetween = (node: SyntaxNode): boolean => node.start > start.node.end && node.end <= block.end;
  const leaves = [...ownDescendants(outer)].some(
    (node) => exits.has(node.kind) && isBetween(node) && leftBy(node) === outer,
  );
  const isElsewhere = ({ node }: Use): boolean => node.start < start.node.start || node.start > block.end;
  return leaves && uses.some((use) => use.kind !== "assign" && isElsewhere(use));
}

const exits = new Set(["break_statement", "continue_statement"]);
const loops = new Set(["for_statement", "while_statement"]);

/** The loop that a `break` or `continue` is about: in an `else` of a loop the one around that. */
function leftBy(exit: SyntaxNode): SyntaxNode | undefined {
  let child = exit;
  for (const at of ancestors(exit)) {
    if (loops.has(at.kind) && child.kind !== "else_clause") return at;
    child = at;
  }
  return undefined;
}
