import { ancestors, descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";

/**
 * What becomes of an IndexError raised at the node: `out` – it leaves the function; `unseen` – it is caught by code that
 * looks neither at it nor at its text ("pop from empty list" is not what a deque says); `seen` – caught, and perhaps shown.
 */
export function catches(node: SyntaxNode, context: RuleContext): "out" | "unseen" | "seen" {
  let child = node;
  for (const at of ancestors(node)) {
    if (at.kind === "function_definition" || at.kind === "lambda") return "out";
    if (at.kind === "try_statement" && child.field === "body") {
      const clause = at.children.find((each) => each.kind.startsWith("except") && namesIndexError(each, context));
      if (clause !== undefined) return isSilent(clause) ? "unseen" : "seen";
    }
    child = at;
  }
  return "out";
}

const wide = /^(?:IndexError|LookupError|Exception|BaseException)$/u;
const other =
  /^(?:KeyError|ValueError|TypeError|AttributeError|OSError|IOError|StopIteration|KeyboardInterrupt|ImportError)$/u;

/** Would the clause catch it? A name that is not known is taken to. */
function namesIndexError(clause: SyntaxNode, context: RuleContext): boolean {
  const value = field(clause, "value");
  if (value === undefined) return true;
  const type = value.kind === "as_pattern" ? namedChildren(value)[0] : value;
  const types = type?.kind === "tuple" ? namedChildren(type) : [type];
  return types.some((each) => {
    const name = each === undefined ? "" : textOf(context.source, each);
    return wide.test(name) || !other.test(name);
  });
}

/** No name for the exception, and nothing in the clause that could get at it: no call, no `raise`. */
function isSilent(clause: SyntaxNode): boolean {
  if (field(clause, "value")?.kind === "as_pattern") return false;
  const block = clause.children.find((child) => child.kind === "block");
  if (block === undefined) return false;
  return [...descendants(block)].every((node) => !["call", "raise_statement", "yield", "await"].includes(node.kind));
}
