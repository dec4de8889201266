import {
  field,
  namedChildren,
  ownDescendants,
  sameExpression,
  textOf,
  withoutParentheses,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";
import {
  assignmentIn,
  builtinArgument,
  comparison,
  expressionOf,
  incremented,
  methodCall,
  neighbours,
  statementsOf,
} from "../../analysis/block.ts";
import type { Insertion, Side } from "./insertion.ts";

/** A list that is looked through for the place of a new element. */
export function scanPlaces(context: RuleContext): readonly Insertion[] {
  const found: Insertion[] = [];
  for (const node of ownDescendants(context.function.body)) {
    const place =
      node.kind === "for_statement"
        ? forScan(node, context)
        : node.kind === "while_statement" && whileScan(node, context);
    if (typeof place === "object") found.push(place);
  }
  return found;
}

/** How a `for` walks the list: `for i, v in enumerate(xs)`, `for i in range(len(xs))`, `for v in xs`. */
interface Walk {
  readonly list: SyntaxNode;
  readonly index: SyntaxNode | undefined;
  readonly value: SyntaxNode | undefined;
}

function walkOf(loop: SyntaxNode, context: RuleContext): Walk | undefined {
  const [left, right] = [field(loop, "left"), field(loop, "right")];
  if (left === undefined || right === undefined || loop.children.some(({ kind }) => kind === "async")) return undefined;
  if (left.kind === "pattern_list") return enumeratedWalk(left, builtinArgument(right, "enumerate", context));
  if (left.kind !== "identifier") return undefined;
  const counted = builtinArgument(builtinArgument(right, "range", context), "len", context);
  if (counted !== undefined) return isVariable(counted) ? { list: counted, index: left, value: undefined } : undefined;
  return isVariable(right) ? { list: right, index: undefined, value: left } : undefined;
}

function enumeratedWalk(names: SyntaxNode, list: SyntaxNode | undefined): Walk | undefined {
  const [index, value, ...others] = namedChildren(names);
  if (index?.kind !== "identifier" || value?.kind !== "identifier" || others.length > 0) return undefined;
  return list !== undefined && isVariable(list) ? { list, index, value } : undefined;
}

function isVariable({ kind }: SyntaxNode): boolean {
  return kind === "identifier" || kind === "attribute";
}

/** The element that the scan is at: `v`, or `xs[i]`. */
function isCurrent(node: SyntaxNode, walk: Walk, context: RuleContext): boolean {
  if (walk.value !== undefined && sameExpression(node, walk.value, context.source)) return true;
  return walk.index !== undefined && isItem(node, walk.list, walk.index, context);
}

function isItem(node: SyntaxNode, list: SyntaxNode, index: SyntaxNode, context: RuleContext): boolean {
  if (node.kind !== "subscript") return false;
  const [value, subscript, ...others] = namedChildren(node);
  if (value === undefined || subscript === undefined || others.length > 0) return false;
  return sameExpression(value, list, context.source) && sameExpression(subscript, index, context.source);
}

const stopsAt: Readonly<Record<string, Side>> = { ">": "right", ">=": "left", "<": "falling", "<=": "falling" };
const mirrored: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };
const opposite: Readonly<Record<string, string>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

/** The new element and its side, from the condition on which the scan stops (or, with `isGoing`, goes on). */
function sought(
  condition: SyntaxNode | undefined,
  isAt: (node: SyntaxNode) => boolean,
  isGoing: boolean,
): { readonly element: SyntaxNode; readonly side: Side } | undefined {
  const compared = comparison(condition);
  if (compared === undefined) return undefined;
  const isLeft = isAt(compared.left);
  if (isLeft === isAt(compared.right)) return undefined;
  const element = isLeft ? compared.right : compared.left;
  const operator = isLeft ? compared.operator : mirrored[compared.operator];
  const side = operator === undefined ? undefined : stopsAt[isGoing ? (opposite[operator] ?? "") : operator];
  return side !== undefined && isSteady(element) ? { element, side } : undefined;
}

/** A name or a constant: the same value however often it is evaluated. */
function isSteady({ kind }: SyntaxNode): boolean {
  return ["identifier", "integer", "string"].includes(kind);
}

function forScan(loop: SyntaxNode, context: RuleContext): Insertion | undefined {
  const walk = walkOf(loop, context);
  const [test, ...rest] = statementsOf(field(loop, "body"));
  if (walk === undefined || test?.kind !== "if_statement") return undefined;
  const found = sought(field(test, "condition"), (node) => isCurrent(node, walk, context), false);
  const place = { loop, walk, test, rest, context };
  if (found === undefined) return undefined;
  return insertAndBreak(place, found) ?? breakAndInsert(place, found);
}

interface ForPlace {
  readonly loop: SyntaxNode;
  readonly walk: Walk;
  readonly test: SyntaxNode;
  /** What follows the test in the loop's body. */
  readonly rest: readonly SyntaxNode[];
  readonly context: RuleContext;
}

type Sought = { readonly element: SyntaxNode; readonly side: Side };

/** `if v > x: xs.insert(i, x); break`, and `xs.append(x)` in the loop's `else`. */
function insertAndBreak({ loop, walk, test, rest, context }: ForPlace, found: Sought): Insertion | undefined {
  const [put, leave, ...others] = statementsOf(field(test, "consequence"));
  const [last, ...more] = statementsOf(elseOf(loop));
  const isBare = rest.length + others.length + more.length === 0 && !hasAlternative(test);
  if (!isBare || put === undefined || last === undefined || walk.index === undefined) return undefined;
  const inserted = methodCall(expressionOf(put), "insert", context);
  const appended = methodCall(expressionOf(last), "append", context);
  const isFit =
    leave?.kind === "break_statement" &&
    isInsertion(inserted, [walk.list, walk.index, found.element], context) &&
    isInsertion(appended, [walk.list, found.element], context);
  if (!isFit) return undefined;
  const lost = [walk.index, walk.value].filter((name) => name !== undefined);
  return { ...scan(loop, walk.list, found), rewrite: "insert", first: loop, last: loop, lost, statements: [put, last] };
}

function isInsertion(
  call: ReturnType<typeof methodCall>,
  [list, ...given]: readonly SyntaxNode[],
  context: RuleContext,
): boolean {
  if (call === undefined || list === undefined || call.arguments.length !== given.length) return false;
  const isSame = (a: SyntaxNode, b: SyntaxNode): boolean => sameExpression(a, b, context.source);
  return isSame(call.receiver, list) && given.every((node, at) => isSame(call.arguments[at] ?? list, node));
}

/**
 * `i = 0`, `for v in xs: if v > x: break` and `i += 1`, `xs.insert(i, x)`; or `i = len(xs)`, `for j, v in enumerate(xs): if
 * v > x: i = j; break`, `xs.insert(i, x)`.
 */
function breakAndInsert({ loop, walk, test, rest, context }: ForPlace, found: Sought): Insertion | undefined {
  const { before, after } = neighbours(loop);
  const start = assignmentIn(before);
  const inserted = methodCall(expressionOf(after), "insert", context);
  if (start?.target.kind !== "identifier" || before === undefined || after === undefined) return undefined;
  if (!isInsertion(inserted, [walk.list, start.target, found.element], context)) return undefined;
  if (elseOf(loop) !== undefined || hasAlternative(test)) return undefined;
  const steps = [...statementsOf(field(test, "consequence")), ...rest];
  const isCounting = isCountedScan(steps, start, walk, context) || isNotedScan(steps, start, walk, context);
  if (!isCounting) return undefined;
  const lost = [walk.index, walk.value].filter((name) => name !== undefined);
  const place = {
    rewrite: "search",
    first: before,
    last: loop,
    index: start.target,
    lost,
    statements: [after],
  } as const;
  return { ...scan(loop, walk.list, found), ...place };
}

type Start = { readonly target: SyntaxNode; readonly value: SyntaxNode };

/** `i = 0` before; `break` in the test; `i += 1` after it. */
function isCountedScan(steps: readonly SyntaxNode[], start: Start, walk: Walk, context: RuleContext): boolean {
  const [leave, step, ...others] = steps;
  const counted = incremented(step, context);
  const isPlain = leave?.kind === "break_statement" && others.length === 0 && walk.index === undefined;
  if (!isPlain || counted === undefined || textOf(context.source, start.value) !== "0") return false;
  return sameExpression(counted, start.target, context.source);
}

/** `i = len(xs)` before; `i = j` and `break` in the test. */
function isNotedScan(steps: readonly SyntaxNode[], start: Start, walk: Walk, context: RuleContext): boolean {
  const [note, leave, ...others] = steps;
  const noted = assignmentIn(note);
  if (leave?.kind !== "break_statement" || others.length > 0 || noted === undefined || walk.index === undefined)
    return false;
  const length = builtinArgument(start.value, "len", context);
  if (length === undefined || !sameExpression(length, walk.list, context.source)) return false;
  return (
    sameExpression(noted.target, start.target, context.source) &&
    sameExpression(noted.value, walk.index, context.source)
  );
}

function hasAlternative(test: SyntaxNode): boolean {
  return test.children.some(({ field: filled }) => filled === "alternative");
}

function elseOf(statement: SyntaxNode): SyntaxNode | undefined {
  const clause = statement.children.find(({ kind }) => kind === "else_clause");
  return clause === undefined ? undefined : field(clause, "body");
}

/** `i = 0`, `while i < len(xs) and xs[i] < x: i += 1`, `xs.insert(i, x)`. */
function whileScan(loop: SyntaxNode, context: RuleContext): Insertion | undefined {
  const { before, after } = neighbours(loop);
  const condition = withoutParentheses(field(loop, "condition") ?? loop);
  const index = countedFrom(loop, assignmentIn(before), context);
  const list = index === undefined ? undefined : boundedList(condition, index, context);
  if (before === undefined || after === undefined || index === undefined || list === undefined) return undefined;
  const found = sought(field(condition, "right"), (node) => isItem(node, list, index, context), true);
  const inserted = methodCall(expressionOf(after), "insert", context);
  if (found === undefined || !isInsertion(inserted, [list, index, found.element], context)) return undefined;
  const place = { rewrite: "search", first: before, last: loop, index, lost: [], statements: [after] } as const;
  return { ...scan(loop, list, found), ...place };
}

/** `i`, set to 0 before the loop, whose body is `i += 1`. */
function countedFrom(loop: SyntaxNode, start: Start | undefined, context: RuleContext): SyntaxNode | undefined {
  const [step, ...others] = statementsOf(field(loop, "body"));
  const counted = incremented(step, context);
  if (start === undefined || counted === undefined || others.length > 0 || elseOf(loop) !== undefined) return undefined;
  const isZero = start.target.kind === "identifier" && textOf(context.source, start.value) === "0";
  return isZero && sameExpression(counted, start.target, context.source) ? start.target : undefined;
}

/** `xs` of `i < len(xs) and …`. */
function boundedList(condition: SyntaxNode, index: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  if (condition.kind !== "boolean_operator" || field(condition, "operator")?.kind !== "and") return undefined;
  const compared = comparison(field(condition, "left"));
  if (compared === undefined || !["<", "!="].includes(compared.operator)) return undefined;
  const list = builtinArgument(compared.right, "len", context);
  return list !== undefined && isVariable(list) && sameExpression(compared.left, index, context.source)
    ? list
    : undefined;
}

function scan(
  node: SyntaxNode,
  list: SyntaxNode,
  { element, side }: Sought,
): Pick<Insertion, "node" | "watched" | "list" | "element" | "side" | "isSpecial" | "isRebound"> {
  return { node, watched: "statement", list, element, side, isSpecial: false, isRebound: false };
}
