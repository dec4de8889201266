import { field, fields, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { readCondition } from "../element-loop/conditions.ts";
import { chosenOf } from "../element-loop/choice.ts";
import { masked } from "../element-loop/masked.ts";
import type { Reading } from "../element-loop/reading.ts";
import { readStatement } from "../element-loop/statements.ts";
import type { Whole } from "../element-loop/whole.ts";

/** What a function gives back for each element. */
export interface Returned {
  readonly whole: Whole;
  /** `True` or `False`, not a number. */
  readonly isTruth: boolean;
}

/** What statements return, in whichever of their branches; undefined where one of them cannot be read, or none returns. */
export function readReturned(r: Reading, statements: readonly SyntaxNode[]): Returned | undefined {
  const [statement, ...rest] = statements;
  if (statement === undefined) return undefined;
  if (statement.kind === "return_statement") {
    const [value] = namedChildren(statement);
    return value && readResult(r, value);
  }
  if (statement.kind === "if_statement" && returnsIn(statement))
    return readBranches(r, statement, fields(statement, "alternative"), rest);
  return readStatement(r, statement) ? readReturned(r, rest) : undefined;
}

/** An expression whose value is given back. */
export function readResult(r: Reading, value: SyntaxNode): Returned | undefined {
  if (value.kind === "true" || value.kind === "false") return truth(value.kind === "true" ? "True" : "False", false);
  if (!isTruth(value)) {
    const whole = r.number(value);
    return whole && { whole, isTruth: false };
  }
  const condition = readCondition(r, value);
  return condition && truth(condition.text, condition.moves);
}

function truth(text: string, moves: boolean): Returned {
  return {
    whole: { text, moves, kind: "python", nature: "int", bound: { factor: 1, degree: 0 } },
    isTruth: true,
  };
}

/** Comparisons give `True` or `False`; `and` and `or` give the one or the other side. */
function isTruth(node: SyntaxNode): boolean {
  if (node.kind === "comparison_operator" || node.kind === "not_operator") return true;
  const isAround = node.kind === "parenthesized_expression" || node.kind === "boolean_operator";
  return isAround && namedChildren(node).every((part) => isTruth(part));
}

function readBranches(
  r: Reading,
  branch: SyntaxNode,
  [other, ...others]: readonly SyntaxNode[],
  rest: readonly SyntaxNode[],
): Returned | undefined {
  const [asked, block] = [field(branch, "condition"), field(branch, "consequence")];
  const condition = asked && readCondition(r, asked);
  if (condition?.moves !== true || block === undefined || !alwaysReturns(namedChildren(block))) return undefined;
  const chosen = r.fresh("chosen");
  r.write(`${chosen} = ${condition.text}`);
  const before = new Set(r.env.keys());
  const then = masked(r, chosen, () => named(r, readReturned(r, namedChildren(block))));
  // Names that a branch binds anew are not known in the other one.
  r.env = new Map([...r.env].filter(([name]) => before.has(name)));
  const elsewhere = masked(r, `~${chosen}`, () => readElsewhere(r, other, others, rest));
  return then && elsewhere && eitherOf(r, chosen, then, elsewhere);
}

function readElsewhere(
  r: Reading,
  other: SyntaxNode | undefined,
  others: readonly SyntaxNode[],
  rest: readonly SyntaxNode[],
): Returned | undefined {
  if (other?.kind === "elif_clause") return readBranches(r, other, others, rest);
  const block = other && field(other, "body");
  return readReturned(r, [...(block ? namedChildren(block) : []), ...rest]);
}

/** The value as it is at this point: names in it may become something else. */
function named(r: Reading, returned: Returned | undefined): Returned | undefined {
  if (returned?.whole.moves !== true) return returned;
  const name = r.fresh("made");
  r.write(`${name} = ${returned.whole.text}`);
  return { ...returned, whole: { ...returned.whole, text: name } };
}

function eitherOf(r: Reading, chosen: string, then: Returned, other: Returned): Returned | undefined {
  if (then.isTruth !== other.isTruth) return undefined;
  return { whole: chosenOf(r, chosen, then.whole, other.whole), isTruth: then.isTruth };
}

function returnsIn(node: SyntaxNode): boolean {
  return node.kind === "return_statement" || namedChildren(node).some((child) => returnsIn(child));
}

/** Does every way through the statements end in a `return`? */
function alwaysReturns(statements: readonly SyntaxNode[]): boolean {
  const last = statements.at(-1);
  if (last?.kind !== "if_statement") return last?.kind === "return_statement";
  const blocks = [last, ...fields(last, "alternative")].map(
    (part) => field(part, "consequence") ?? field(part, "body"),
  );
  const isWhole = fields(last, "alternative").at(-1)?.kind === "else_clause";
  return isWhole && blocks.every((block) => block !== undefined && alwaysReturns(namedChildren(block)));
}
