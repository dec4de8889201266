import { descendants, field, fields, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { appendTo, countUp, scatter, totalUp } from "./accumulators.ts";
import { masked } from "./masked.ts";
import { readCondition } from "./conditions.ts";
import { takeExtreme, takeGreater } from "./extremes.ts";
import { readInner } from "./inner-loop.ts";
import { operation } from "./numbers.ts";
import { readPart } from "./places.ts";
import type { Reading } from "./reading.ts";
import { bind, store } from "./store.ts";
import type { Whole } from "./whole.ts";

/** Reads statements one after the other; false where one of them cannot be read as a whole. */
export function readBlock(r: Reading, block: SyntaxNode | undefined): boolean {
  const before = r.mask;
  const isRead = block !== undefined && namedChildren(block).every((statement) => readStatement(r, statement));
  r.mask = before;
  return isRead;
}

/** Reads one statement; false where it cannot be read as a whole. */
export function readStatement(r: Reading, statement: SyntaxNode): boolean {
  if (statement.kind === "pass_statement") return true;
  if (statement.kind === "if_statement") return readIf(r, statement);
  if (statement.kind === "for_statement") return readInner(r, statement, readBlock);
  const [expression, ...others] = namedChildren(statement);
  if (statement.kind !== "expression_statement" || expression === undefined || others.length > 0) return false;
  // A text that nobody takes is a remark.
  if (isPlainText(expression)) return true;
  if (expression.kind === "assignment") return readAssignment(r, expression);
  if (expression.kind === "augmented_assignment") return readAugmented(r, expression);
  return expression.kind === "call" && appendTo(r, expression);
}

/** Nothing is worked out for it. */
export function isPlainText(text: SyntaxNode): boolean {
  return text.kind === "string" && [...descendants(text)].every(({ kind }) => kind !== "interpolation");
}

function readAssignment(r: Reading, node: SyntaxNode): boolean {
  const [left, right] = [field(node, "left"), field(node, "right")];
  if (left === undefined || right === undefined || field(node, "type") !== undefined) return false;
  if (left.kind === "pattern_list") return readEach(r, left, right);
  if (left.kind === "identifier" && isFromBefore(r, left, right))
    return takeGreater(r, textOf(r.facts.context.source, left), right);
  const value = readValue(r, textOf(r.facts.context.source, left), right);
  if (value === undefined) return false;
  if (left.kind === "subscript") return store(r, left, value);
  return left.kind === "identifier" && bind(r, textOf(r.facts.context.source, left), value);
}

/** `a, b = x, y` or `a, b = pairs[i]`, where none of the names stands on the right. */
function readEach(r: Reading, left: SyntaxNode, right: SyntaxNode): boolean {
  const { source } = r.facts.context;
  const targets = namedChildren(left);
  const names = targets.map((target) => textOf(source, target));
  const isPlain = targets.every(({ kind }) => kind === "identifier") && new Set(names).size === names.length;
  const isMixed = [...descendants(right)].some(
    (node) => node.kind === "identifier" && names.includes(textOf(source, node)),
  );
  const values = right.kind === "expression_list" ? namedChildren(right) : [];
  if (!isPlain || isMixed || (right.kind !== "subscript" && targets.length !== values.length)) return false;
  return names.every((name, at) => {
    const value = values[at];
    const whole = value === undefined ? readPart(r, right, at, names.length) : readValue(r, name, value);
    return whole !== undefined && bind(r, name, whole);
  });
}

/** A name that stands in brackets is a whole number. */
function readValue(r: Reading, name: string, value: SyntaxNode): Whole | undefined {
  return (r.facts.placeNames.has(name) ? r.int(value) : undefined) ?? r.number(value);
}

/** What it was in an earlier turn is read for what it will be. */
function isFromBefore(r: Reading, name: SyntaxNode, value: SyntaxNode): boolean {
  const { source } = r.facts.context;
  const text = textOf(source, name);
  const isRead = [...descendants(value)].some((node) => node.kind === "identifier" && textOf(source, node) === text);
  return isRead && !r.env.has(text);
}

function readAugmented(r: Reading, node: SyntaxNode): boolean {
  const { source } = r.facts.context;
  const [left, right] = [field(node, "left"), field(node, "right")];
  const operator = textOf(source, field(node, "operator") ?? node).slice(0, -1);
  if (left === undefined || right === undefined || !["+", "-", "*", "/"].includes(operator)) return false;
  if (left.kind === "subscript") {
    const value = scatter(r, left, operator, right) || changed(r, left, operator, right);
    if (typeof value !== "object") return value === true;
    return store(r, left, value.made, operator === "+" || operator === "-" ? value.more.bound : undefined);
  }
  return changeName(r, left, operator, right);
}

function changeName(r: Reading, left: SyntaxNode, operator: string, right: SyntaxNode): boolean {
  const { source } = r.facts.context;
  const name = textOf(source, left);
  if (left.kind !== "identifier") return false;
  if (!r.env.has(name)) return countUp(r, name, operator, right) || totalUp(r, name, operator, right);
  const value = r.totals.has(name) ? undefined : changed(r, left, operator, right);
  const isSum = operator === "+" || operator === "-";
  return value !== undefined && bind(r, name, value.made, isSum ? value.more.bound : undefined);
}

/** What an operation makes of an old value, and what it does it with. */
function changed(
  r: Reading,
  left: SyntaxNode,
  operator: string,
  right: SyntaxNode,
): { readonly made: Whole; readonly more: Whole } | undefined {
  const [old, more] = [r.number(left), r.number(right)];
  const made = old && more && operation(r, operator, old, inner(more));
  return made && { made, more };
}

function inner<Part extends { readonly text: string }>(whole: Part): Part {
  return { ...whole, text: `(${whole.text})` };
}

function readIf(r: Reading, node: SyntaxNode): boolean {
  if (takeExtreme(r, node)) return true;
  const [asked, block] = [field(node, "condition"), field(node, "consequence")];
  const others = fields(node, "alternative");
  if (asked === undefined || block === undefined) return false;
  if (others.length === 0 && isSplit(r, asked)) return readSplit(r, asked, block);
  const condition = readCondition(r, asked);
  if (condition === undefined) return false;
  return condition.moves ? readChosen(r, condition.text, block, others) : readStill(r, condition.text, block, others);
}

/** `if dy != 0 and a[i] > 0`: the part that stays is asked first, once for all turns. */
function isSplit(r: Reading, asked: SyntaxNode): boolean {
  const parts =
    asked.kind === "boolean_operator" && field(asked, "operator")?.kind === "and" ? namedChildren(asked) : [];
  const [first] = parts;
  if (first === undefined) return false;
  const mark = r.lines.length;
  const condition = readCondition(r, first);
  r.lines.length = mark;
  return condition?.moves === false;
}

function readSplit(r: Reading, asked: SyntaxNode, block: SyntaxNode): boolean {
  const [first, second] = namedChildren(asked);
  const still = first && readCondition(r, first);
  if (still === undefined || second === undefined) return false;
  return under(r, `if ${still.text}:`, () => {
    const condition = readCondition(r, second);
    if (condition === undefined) return false;
    return condition.moves ? readChosen(r, condition.text, block, []) : readStill(r, condition.text, block, []);
  });
}

/** Code one level further in. */
function under(r: Reading, header: string, read: () => boolean): boolean {
  r.write(header);
  r.depth += 1;
  r.stillDepth += 1;
  const mark = r.lines.length;
  const isRead = scoped(r, read);
  if (r.lines.length === mark) r.write("pass");
  r.depth -= 1;
  r.stillDepth -= 1;
  return isRead;
}

/** What a branch binds anew is not known after it. */
function scoped(r: Reading, read: () => boolean): boolean {
  const before = new Set(r.env.keys());
  const isRead = read();
  r.env = new Map([...r.env].filter(([name]) => before.has(name)));
  return isRead;
}

function readStill(r: Reading, condition: string, block: SyntaxNode, others: readonly SyntaxNode[]): boolean {
  if (hasContinue(block)) return false;
  const [other, ...more] = others;
  if (more.length > 0 || (other !== undefined && other.kind !== "else_clause")) return false;
  const isRead = under(r, `if ${condition}:`, () => readBlock(r, block));
  if (!isRead || other === undefined) return isRead;
  return under(r, "else:", () => readBlock(r, field(other, "body")));
}

function readChosen(r: Reading, text: string, block: SyntaxNode, others: readonly SyntaxNode[]): boolean {
  const chosen = r.fresh("chosen");
  r.write(`${chosen} = ${text}`);
  const [first] = namedChildren(block);
  if (first?.kind === "continue_statement" && namedChildren(block).length === 1 && others.length === 0) {
    // The rest of the block is for the other turns.
    const rest = r.fresh("chosen");
    r.write(`${rest} = ${r.mask === undefined ? "" : `${r.mask} & `}~${chosen}`);
    r.mask = rest;
    return true;
  }
  const before = new Map(r.env);
  const isRead = masked(r, chosen, () => readBlock(r, block));
  if (!isRead) return false;
  const bound = [...r.env.keys()].filter((name) => !before.has(name));
  if (others.length === 0) return forget(r, bound);
  const then = r.env;
  r.env = new Map([...r.env].filter(([name]) => before.has(name)));
  r.besides = new Map(bound.flatMap((name) => [[name, then.get(name)] as const]));
  const isOther = masked(r, `~${chosen}`, () => readOther(r, others));
  r.besides = new Map();
  // Only what both branches bind is known after them.
  return (
    isOther &&
    forget(
      r,
      [...r.env.keys()].filter((name) => !before.has(name) && !bound.includes(name)),
    )
  );
}

function forget(r: Reading, names: readonly string[]): boolean {
  for (const name of names) r.env.delete(name);
  return true;
}

function readOther(r: Reading, [other, ...more]: readonly SyntaxNode[]): boolean {
  if (other === undefined) return true;
  if (other.kind === "else_clause") return readBlock(r, field(other, "body"));
  const [asked, block] = [field(other, "condition"), field(other, "consequence")];
  const condition = asked && readCondition(r, asked);
  if (condition?.moves !== true || block === undefined) return false;
  return readChosen(r, condition.text, block, more);
}

function hasContinue(block: SyntaxNode): boolean {
  return namedChildren(block).some(({ kind }) => kind === "continue_statement");
}
