import { descendants, enclosingLoops, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";

/** The names that statements set to what the loop's turn names, or to its number and so many; undefined where they do anything else. */
export function namesSet(
  context: RuleContext,
  loop: SyntaxNode,
  statements: readonly SyntaxNode[],
): readonly SyntaxNode[] | undefined {
  const left = field(loop, "left");
  const own = left?.kind === "identifier" ? [left] : left === undefined ? [] : namedChildren(left);
  const found = statements.map((statement) => nameSet(context, own, statement));
  const set = found.flatMap((name) => name ?? []);
  const isClear = set.every((name) => !isOneOf(context, own, name));
  return set.length === statements.length && isClear ? set : undefined;
}

function nameSet(context: RuleContext, own: readonly SyntaxNode[], statement: SyntaxNode): SyntaxNode | undefined {
  const [only] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
  const [name, value] = only?.kind === "assignment" ? [field(only, "left"), field(only, "right")] : [];
  const isSet = name?.kind === "identifier" && value !== undefined && isOfTurn(context, own, value);
  return isSet ? name : undefined;
}

/** `i`, `i + 1`: of the name of a number, which comes first. */
function isOfTurn(context: RuleContext, own: readonly SyntaxNode[], value: SyntaxNode): boolean {
  if (value.kind === "identifier") return isOneOf(context, own, value);
  const [left, right] = value.kind === "binary_operator" ? [field(value, "left"), field(value, "right")] : [];
  if (left === undefined || right === undefined || own.length < 2) return false;
  const isStep = ["+", "-"].includes(field(value, "operator")?.kind ?? "") && right.kind === "integer";
  return isStep && left.kind === "identifier" && isOneOf(context, own.slice(0, 1), left);
}

function isOneOf({ source }: RuleContext, names: readonly SyntaxNode[], node: SyntaxNode): boolean {
  return names.some((each) => textOf(source, each) === textOf(source, node));
}

/** `if …: …`, `else: break`: nothing else, and no way round. */
export function isElseStopped(loop: SyntaxNode, test: SyntaxNode): boolean {
  const [otherwise, ...more] = test.children.filter((child) => child.field === "alternative");
  const body = otherwise?.kind === "else_clause" ? field(otherwise, "body") : undefined;
  const last = body === undefined ? undefined : namedChildren(body).at(-1);
  if (last === undefined || more.length > 0) return false;
  const goesOn = [...descendants(test)].some(
    (node) => node.kind === "continue_statement" && enclosingLoops(node)[0] === loop,
  );
  return !goesOn && (last.kind === "break_statement" || last.kind === "return_statement");
}

/** The names that are set where the condition holds. */
export function goingOn(context: RuleContext, loop: SyntaxNode, test: SyntaxNode): readonly SyntaxNode[] | undefined {
  const held = field(test, "consequence");
  const statements = (held === undefined ? [] : namedChildren(held)).filter(({ kind }) => kind !== "comment");
  return namesSet(context, loop, statements);
}
