import { descendants, field, namedChildren, sameExpression } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../code.ts";
import type { Flow, Occurrence } from "./flow.ts";

/** Does the text show that the list never holds two equal elements: it begins empty, and each `append` is asked first? */
export function holdsNoDoubles(code: Code, { occurrences, creations }: Flow): boolean {
  const isEmpty = creations.every((node) => namedChildren(node).length === 0 || isEmptyCall(code, node));
  const grown = occurrences.every(({ node, use }) => {
    if (use.kind === "change") return !adding.has(use.method);
    return use.kind !== "append" || isAskedFirst(code, node, use);
  });
  return isEmpty && grown;
}

const adding = new Set(["extend", "insert", "+=", "[:]="]);

/** `list()` */
function isEmptyCall(code: Code, node: SyntaxNode): boolean {
  return /^list\(\s*\)$/u.test(code.source.text.slice(node.start, node.end));
}

type Append = Extract<Occurrence["use"], { readonly kind: "append" }>;

/** `if item not in xs: xs.append(item)`, or `if item in xs: return` and then `xs.append(item)`. */
function isAskedFirst(code: Code, list: SyntaxNode, { item, statement }: Append): boolean {
  if (item.kind !== "identifier") return isAskedAround(code, list, { item, statement });
  return isAskedAround(code, list, { item, statement }) || isAskedBefore(code, list, { item, statement });
}

type Asked = Pick<Append, "item" | "statement">;

function isAskedAround(code: Code, list: SyntaxNode, { item, statement }: Asked): boolean {
  const block = statement.parent;
  const test = block?.parent;
  if (test?.kind !== "if_statement" || block?.field !== "consequence") return false;
  return namedChildren(block)[0] === statement && asks(code, test, "not in", item, list);
}

/** Between the question and the answer stands nothing that could add the item, or make another of it. */
function isAskedBefore(code: Code, list: SyntaxNode, { item, statement }: Asked): boolean {
  const siblings = statement.parent === undefined ? [] : namedChildren(statement.parent);
  for (const before of siblings.slice(0, siblings.indexOf(statement)).toReversed()) {
    if (before.kind === "if_statement" && asks(code, before, "in", item, list)) return leaves(before);
    if ([...descendants(before)].some(({ kind }) => mayAdd.has(kind))) return false;
  }
  return false;
}

const mayAdd = new Set([
  "call",
  "assignment",
  "augmented_assignment",
  "for_statement",
  "await",
  "yield",
  "named_expression",
]);

function leaves(test: SyntaxNode): boolean {
  const block = field(test, "consequence");
  const last = block === undefined ? undefined : namedChildren(block).at(-1);
  return last !== undefined && ["return_statement", "continue_statement", "raise_statement"].includes(last.kind);
}

/** Is `item in xs` (or `not in`) the whole condition? */
function asks(code: Code, test: SyntaxNode, wanted: string, item: SyntaxNode, list: SyntaxNode): boolean {
  const condition = field(test, "condition");
  if (condition?.kind !== "comparison_operator") return false;
  const [needle, container, ...others] = namedChildren(condition).filter(({ field: name }) => name !== "operators");
  const operator = condition.children.find(({ field: name }) => name === "operators")?.kind;
  if (operator !== wanted || needle === undefined || container === undefined || others.length > 0) return false;
  return sameExpression(needle, item, code.source) && sameExpression(container, list, code.source);
}
