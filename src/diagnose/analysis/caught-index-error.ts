import { ancestors, descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";

/**
 * `out` – it leaves the function; `unseen` – it is caught by code that looks neither at it nor at its text ("pop from empty list" is
 * not what a deque says); `in-reach` – caught, and something is called or raised meanwhile that could get at it, as whoever gets what
 * leaves the function could; `seen` – caught, and perhaps shown.
 */
export type Caught = "out" | "unseen" | "in-reach" | "seen";

/** What becomes of an IndexError raised at the node. */
export function catches(node: SyntaxNode, context: RuleContext): Caught {
  let child = node;
  for (const at of ancestors(node)) {
    if (at.kind === "function_definition" || at.kind === "lambda") return "out";
    if (at.kind === "try_statement" && child.field === "body") {
      const clause = at.children.find((each) => each.kind.startsWith("except") && namesIndexError(each, context));
      const handled = clause === undefined ? "raised" : handledBy(clause, context);
      if (handled !== "raised") return handled;
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

/** What the clause does with it; `raised`: it goes on to the next `try` around. */
function handledBy(clause: SyntaxNode, context: RuleContext): Caught | "raised" {
  const block = clause.children.find((child) => child.kind === "block");
  if (block === undefined || field(clause, "value")?.kind === "as_pattern") return "seen";
  const nodes = [...descendants(block)];
  if (nodes.some((node) => asksForIt(node, context))) return "seen";
  if (nodes.some((node) => node.kind === "raise_statement" && namedChildren(node).length === 0)) return "raised";
  return nodes.some(({ kind }) => leaving.has(kind)) ? "in-reach" : "unseen";
}

const leaving = new Set(["call", "raise_statement", "yield", "await"]);

/** `sys.exc_info()`, `traceback.format_exc()`, `log.exception(…)`, `log.debug(…, exc_info=True)`: what is written of it is for somebody to read. */
function asksForIt(node: SyntaxNode, { source }: RuleContext): boolean {
  if (node.kind === "keyword_argument") return textOf(source, field(node, "name") ?? node) === "exc_info";
  return node.kind === "identifier" && asking.test(textOf(source, node));
}

const asking = /^(?:exc_info|exception|traceback|(?:print|format)_(?:exc|exception)|last_(?:exc|value))$/u;
