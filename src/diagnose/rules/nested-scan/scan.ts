import { field, isFirstClause, namedChildren, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../../analysis/code.ts";
import { argumentsOf, builtinCalled, climbParentheses } from "../../analysis/expression-context.ts";
import { isUsedUp } from "../../analysis/used-up.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { RuleContext } from "../../rule.ts";

/** A walk through a whole collection that does something only where an equality holds. */
export interface Scan {
  /** The `for` statement or the comprehension's clause. */
  readonly clause: SyntaxNode;
  /** What is walked through, and the names that each element gets. */
  readonly iterable: SyntaxNode;
  readonly target: SyntaxNode;
  /** `row.id == wanted` */
  readonly comparison: SyntaxNode;
  /** `row.id == wanted or row.name == wanted`: the equalities that would do as well. */
  readonly also: readonly SyntaxNode[];
  /** What is asked before the equality, within the same `and` or in clauses before it. */
  readonly before: readonly SyntaxNode[];
  /** Without the equality something happens all the same (`all(a != b …)` and `continue` go on): it is `!=` that is asked. */
  readonly isNegated: boolean;
  /** `key = row.key` in front of the question: names for parts of the element. */
  readonly lets: readonly Let[];
}

/** A name that is given something of the element at each turn. */
export interface Let {
  readonly name: SyntaxNode;
  readonly value: SyntaxNode;
}

/** The scans in the function's own code. */
export function scansIn(context: RuleContext): readonly Scan[] {
  const scans: Scan[] = [];
  for (const node of ownNodes(context)) {
    if (node.kind === "for_statement") scans.push(...statementScan(node));
    else if (node.kind === "for_in_clause") scans.push(...clauseScan(context, node));
    else if (node.kind === "call") scans.push(...filterScan(context, node));
  }
  return scans;
}

/** `for row in rows: if row.id == wanted: …`, and nothing else in the loop. */
function statementScan(loop: SyntaxNode): readonly Scan[] {
  const body = field(loop, "body");
  const statements = body === undefined ? [] : namedChildren(body);
  const lets = letsOf(statements);
  const [first, ...others] = statements.slice(lets.length);
  if (first?.kind !== "if_statement" || isAsync(loop)) return [];
  const condition = field(first, "condition");
  const branches = first.children.filter((child) => child.field === "alternative");
  if (branches.length > 0) return others.length === 0 ? branchScan(loop, condition, branches, lets) : [];
  const scans =
    others.length === 0
      ? scanOf(loop, condition, [])
      : isContinue(field(first, "consequence"))
        ? scanOf(loop, leftmost(condition), [], true)
        : [];
  return scans.map((scan) => ({ ...scan, lets }));
}

/** `if edge.start == node: …`, `elif edge.end == node: …`, and no `else`. */
function branchScan(
  loop: SyntaxNode,
  condition: SyntaxNode | undefined,
  branches: readonly SyntaxNode[],
  lets: readonly Let[],
): readonly Scan[] {
  const [iterable, target] = [field(loop, "right"), field(loop, "left")];
  const conditions = [condition, ...branches.map((branch) => field(branch, "condition"))];
  const asked = conditions.map((each) => (each === undefined ? [] : firstEqualities(each)));
  const [comparison, ...also] = asked.flat();
  const isEach = asked.every((each) => each.length > 0);
  if (!isEach || comparison === undefined || iterable === undefined || target === undefined) return [];
  return [{ clause: loop, iterable, target, comparison, also, before: [], isNegated: false, lets }];
}

/** `a == x` of `a == x and …` */
function firstEqualities(condition: SyntaxNode): readonly SyntaxNode[] {
  const [first] = conjuncts(condition);
  return first === undefined ? [] : equalitiesIn(first);
}

/** The assignments that the loop's body begins with. */
function letsOf(statements: readonly SyntaxNode[]): readonly Let[] {
  const lets: Let[] = [];
  for (const statement of statements) {
    const [assignment] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
    const [name, value] =
      assignment?.kind === "assignment" ? [field(assignment, "left"), field(assignment, "right")] : [];
    if (name?.kind !== "identifier" || value === undefined) break;
    lets.push({ name, value });
  }
  return lets;
}

/** `if row.id != wanted: continue` as the loop's first statement: the rest is done only where they are equal. */
function isContinue(block: SyntaxNode | undefined): boolean {
  const [only, ...others] = block === undefined ? [] : namedChildren(block);
  return only?.kind === "continue_statement" && others.length === 0;
}

/** `a` of `a or b or c`. */
function leftmost(condition: SyntaxNode | undefined): SyntaxNode | undefined {
  const node = condition && withoutParentheses(condition);
  if (node?.kind !== "boolean_operator" || field(node, "operator")?.kind !== "or") return node;
  return leftmost(field(node, "left"));
}

function isAsync({ children }: SyntaxNode): boolean {
  return children.some(({ kind }) => kind === "async");
}

/** `… for row in rows if row.id == wanted`, and `any(row.id == wanted for row in rows)`. */
function clauseScan(code: Code, clause: SyntaxNode): readonly Scan[] {
  const { parent } = clause;
  if (parent === undefined || isAsync(clause)) return [];
  const parts = namedChildren(parent);
  const after = parts.slice(parts.indexOf(clause) + 1);
  const next = after.findIndex(({ kind }) => kind !== "if_clause");
  const conditions = (next === -1 ? after : after.slice(0, next)).flatMap((part) => namedChildren(part));
  const asked: SyntaxNode[] = [];
  for (const condition of conditions) {
    const found = scanOf(clause, condition, asked);
    if (found.length > 0) return found;
    asked.push(condition);
  }
  return next === -1 && conditions.length === 0 ? elementScan(code, clause, parent) : [];
}

/** In these, an element that is false (or, for `all`, true) makes no difference. */
function elementScan(code: Code, clause: SyntaxNode, comprehension: SyntaxNode): readonly Scan[] {
  const body = field(comprehension, "body");
  const around = climbParentheses(comprehension).parent;
  const call = around?.kind === "argument_list" ? around.parent : around;
  const name = call?.kind === "call" ? builtinCalled(call, code) : undefined;
  if (body === undefined || comprehension.kind !== "generator_expression" || !isFirstClause(clause)) return [];
  if (name === "any" || name === "sum") return scanOf(clause, body, []);
  return name === "all" ? scanOf(clause, body, [], true) : [];
}

/** `list(filter(lambda row: row.id == wanted, rows))`: used up where it stands. */
function filterScan(code: Code, call: SyntaxNode): readonly Scan[] {
  if (builtinCalled(call, code) !== "filter" || !(isUsedUp(code, call) || isAskedOnce(code, call))) return [];
  const [asked, iterable, ...others] = argumentsOf(call);
  const target = asked?.kind === "lambda" ? onlyParameter(asked) : undefined;
  if (asked === undefined || iterable === undefined || others.length > 0 || target === undefined) return [];
  const found = comparisonsIn(field(asked, "body"), [], false);
  return found.map((each) => ({ ...each, clause: call, iterable, target, lets: [] }));
}

function onlyParameter(lambda: SyntaxNode): SyntaxNode | undefined {
  const parameters = field(lambda, "parameters");
  const [first, ...others] = parameters === undefined ? [] : namedChildren(parameters);
  return first?.kind === "identifier" && others.length === 0 ? first : undefined;
}

/** `next(filter(…), None)` */
function isAskedOnce(code: Code, iterator: SyntaxNode): boolean {
  const call = iterator.parent?.kind === "argument_list" ? iterator.parent.parent : undefined;
  return call?.kind === "call" && builtinCalled(call, code) === "next" && argumentsOf(call)[0] === iterator;
}

function scanOf(
  clause: SyntaxNode,
  condition: SyntaxNode | undefined,
  asked: readonly SyntaxNode[],
  isNegated = false,
): readonly Scan[] {
  const [iterable, target] = [field(clause, "right"), field(clause, "left")];
  if (iterable === undefined || target === undefined) return [];
  return comparisonsIn(condition, asked, isNegated).map((found) => ({ ...found, clause, iterable, target, lets: [] }));
}

function comparisonsIn(
  condition: SyntaxNode | undefined,
  asked: readonly SyntaxNode[],
  isNegated: boolean,
): readonly Pick<Scan, "comparison" | "also" | "before" | "isNegated">[] {
  if (condition === undefined) return [];
  const parts = isNegated ? [withoutParentheses(condition)] : conjuncts(condition);
  return parts.flatMap((part, at) => {
    const [comparison, ...also] = isNegated ? equalityIn(part, "!=") : equalitiesIn(part);
    return comparison === undefined ? [] : [{ comparison, also, before: [...asked, ...parts.slice(0, at)], isNegated }];
  });
}

/** `a == x`, or all of `a == x or b == x`. */
function equalitiesIn(part: SyntaxNode): readonly SyntaxNode[] {
  const node = withoutParentheses(part);
  if (node.kind !== "boolean_operator" || field(node, "operator")?.kind !== "or") {
    return equalityIn(node, "==");
  }
  const sides = namedChildren(node).map((side) => equalitiesIn(side));
  return sides.every((side) => side.length > 0) ? sides.flat() : [];
}

/** `a`, `b`, `c` of `a and b and c`. */
export function conjuncts(condition: SyntaxNode): readonly SyntaxNode[] {
  const node = withoutParentheses(condition);
  if (node.kind !== "boolean_operator" || field(node, "operator")?.kind !== "and") return [node];
  return namedChildren(node).flatMap((part) => conjuncts(part));
}

function equalityIn(node: SyntaxNode, wanted: "==" | "!="): readonly SyntaxNode[] {
  const comparison = comparisonIn(node, wanted);
  return comparison === undefined ? [] : [comparison];
}

/** The comparison by such an operator, or by the opposite one after `not`. */
function comparisonIn(node: SyntaxNode, wanted: "==" | "!="): SyntaxNode | undefined {
  const inner = node.kind === "not_operator" ? field(node, "argument") : undefined;
  if (inner !== undefined) return comparisonIn(withoutParentheses(inner), wanted === "==" ? "!=" : "==");
  const operators = node.children.filter((child) => child.field === "operators");
  const isIt = node.kind === "comparison_operator" && operators.length === 1 && operators[0]?.kind === wanted;
  return isIt ? node : undefined;
}

/** The two sides of the equality. */
export function sidesOf(comparison: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  const [left, right] = namedChildren(comparison).filter((child) => child.field !== "operators");
  return left === undefined || right === undefined ? undefined : [left, right];
}
