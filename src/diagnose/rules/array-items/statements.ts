import { applyEdits, inOrder, type TextEdit } from "../../../source/edit.ts";
import { beginsLine, indentationOf, indentationUnit } from "../../../source/insert-statement.ts";
import { nextLineEnd } from "../../../source/lines.ts";
import { field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { baseOf, isSteady, itemOf, readCondition, readInt, readItem, readOperated, readValue } from "./expressions.ts";
import type { ItemReading } from "./reading.ts";
import { given, LIMIT, type Value } from "./value.ts";

/** Reads a loop; false where something in it could tell lists from arrays. */
export function readLoop(r: ItemReading, loop: SyntaxNode): boolean {
  const body = field(loop, "body");
  if (body === undefined || field(loop, "alternative") !== undefined || isAsync(loop)) return false;
  if (loop.kind === "while_statement") {
    const condition = field(loop, "condition");
    return condition !== undefined && readCondition(r, condition) && readBlock(r, body);
  }
  return loop.kind === "for_statement" && readHeader(r, loop) && readBlock(r, body);
}

function isAsync({ children }: SyntaxNode): boolean {
  return children.some(({ kind }) => kind === "async");
}

/** `for i in range(…)`, `for v in array`. */
function readHeader(r: ItemReading, loop: SyntaxNode): boolean {
  const [target, through] = [field(loop, "left"), field(loop, "right")];
  if (target?.kind !== "identifier" || through === undefined) return false;
  const name = r.textOf(target);
  if (r.isRenamed(name)) r.replace(target, r.fresh(`${name}_number`));
  if (through.kind === "identifier" || through.kind === "attribute") return readWalk(r, name, through);
  return isRange(r, through) && r.bind(name, given("int", "python"));
}

/** `range` of whole numbers. */
function isRange(r: ItemReading, through: SyntaxNode): boolean {
  if (through.kind !== "call" || builtinNamed(r.context, field(through, "function")) !== "range") return false;
  const list = field(through, "arguments");
  const ends = list?.kind === "argument_list" ? namedChildren(list) : [];
  return ends.length > 0 && ends.every((end) => readInt(r, end) !== undefined);
}

function readWalk(r: ItemReading, name: string, through: SyntaxNode): boolean {
  const array = isSteady(r, through) ? r.array(r.textOf(through), { places: 1 }) : undefined;
  if (array === undefined) return false;
  r.replace(through, array.list);
  return r.bind(name, itemOf(r, array));
}

function readBlock(r: ItemReading, block: SyntaxNode): boolean {
  return namedChildren(block).every((statement) => readStatement(r, statement));
}

function readStatement(r: ItemReading, statement: SyntaxNode): boolean {
  switch (statement.kind) {
    case "pass_statement":
    case "break_statement":
    case "continue_statement":
      return true;
    case "for_statement":
    case "while_statement":
      return readLoop(r, statement);
    case "if_statement":
      return readBranches(r, statement);
    case "expression_statement":
      return readAssignment(r, statement, namedChildren(statement));
    default:
      return false;
  }
}

function readBranches(r: ItemReading, node: SyntaxNode): boolean {
  const condition = field(node, "condition");
  if (condition !== undefined && !readCondition(r, condition)) return false;
  const parts = namedChildren(node).filter((part) => part !== condition);
  return parts.every((part) => (part.kind === "block" ? readBlock(r, part) : readBranches(r, part)));
}

function readAssignment(r: ItemReading, statement: SyntaxNode, [only, ...others]: readonly SyntaxNode[]): boolean {
  if (only === undefined || others.length > 0) return false;
  const [target, value] = [field(only, "left"), field(only, "right")];
  if (target === undefined || value === undefined || field(only, "type") !== undefined) return false;
  if (only.kind === "augmented_assignment") return readAugmented(r, statement, only);
  if (only.kind !== "assignment") return false;
  return target.kind === "pattern_list" ? readExchange(r, target, value) : assign(r, statement, target, value);
}

function assign(r: ItemReading, statement: SyntaxNode, target: SyntaxNode, source: SyntaxNode): boolean {
  const value = readValue(r, source);
  if (value === undefined) return false;
  if (target.kind !== "identifier") {
    const text = rendered(r, source);
    return readItem(r, target, true) !== undefined && store(r, statement, { target, value, text });
  }
  const name = r.textOf(target);
  const now = writtenName(r, target);
  return r.bind(name, value) && (!isUnasked(value) || askAfter(r, statement, now, value));
}

/** `a[i], a[j] = a[j], a[i]`: as many numbers that come in as places for them. */
function readExchange(r: ItemReading, left: SyntaxNode, right: SyntaxNode): boolean {
  const [targets, sources] = [namedChildren(left), namedChildren(right)];
  if (right.kind !== "expression_list" || targets.length !== sources.length) return false;
  const values = sources.map((each) => readValue(r, each));
  return targets.every((target, at) => {
    const value = values[at];
    if (value === undefined || value.isFresh || value.isWild) return false;
    if (target.kind !== "identifier") {
      if (r.finite.has(r.textOf(baseOf(r.context, target) ?? target))) r.closed(value);
      return isKept(r, value) && readItem(r, target, true) !== undefined;
    }
    writtenName(r, target);
    return r.bind(r.textOf(target), value);
  });
}

function isKept({ variant }: ItemReading, { kind }: Value): boolean {
  return kind === variant;
}

/** `total += a[i]`, `out[i] += v`. */
function readAugmented(r: ItemReading, statement: SyntaxNode, node: SyntaxNode): boolean {
  const [target, source, operator] = [field(node, "left"), field(node, "right"), field(node, "operator")];
  if (target === undefined || source === undefined || operator === undefined) return false;
  const sign = operator.kind.slice(0, -1);
  const before = baseOf(r.context, target) === undefined ? readValue(r, target) : readItem(r, target, true);
  const added = readValue(r, source);
  const value = before && added && readOperated(r, sign, before, added);
  if (value === undefined) return false;
  if (target.kind === "identifier") {
    const name = r.textOf(target);
    const now = r.isRenamed(name) ? r.fresh(`${name}_number`) : name;
    return r.bind(name, value) && (!isUnasked(value) || askAfter(r, statement, now, value));
  }
  const text = `${rendered(r, target)} ${sign} (${rendered(r, source)})`;
  return store(r, statement, { target, value, text });
}

function writtenName(r: ItemReading, target: SyntaxNode): string {
  const name = r.textOf(target);
  if (!r.isRenamed(name)) return name;
  r.replace(target, r.fresh(`${name}_number`));
  return r.fresh(`${name}_number`);
}

/** How great it is has to be asked: for counters Python's whole numbers have no end. */
function isUnasked({ kind, origin, isFresh, isWild, degree }: Value): boolean {
  if (!isFresh && !isWild) return false;
  if (kind === "bool") return false;
  return !(kind === "int" && origin === "python" && degree < 2);
}

interface Store {
  readonly target: SyntaxNode;
  readonly value: Value;
  /** Of the value, as it is to be written. */
  readonly text: string;
}

/** Nothing is written into the list before it is known how great it is. */
function store(r: ItemReading, statement: SyntaxNode, { target, value, text }: Store): boolean {
  if (r.finite.has(r.textOf(baseOf(r.context, target) ?? target))) r.closed(value);
  const isPlace = r.indexes.has(r.textOf(baseOf(r.context, target) ?? target));
  if (value.kind === "bool" || (isPlace || r.variant === "int" ? value.kind !== "int" : false)) return false;
  if (!standsAlone(r, statement)) return false;
  const place = rendered(r, target);
  const kept = isPlace || isKept(r, value) ? text : `float(${text})`;
  r.edits = r.edits.filter(({ start, end }) => start < statement.start || end > statement.end);
  const level = indentationOf(r.context.source, statement);
  const lines = isUnasked(value)
    ? [`${r.checked} = ${inBrackets(kept)}`, ...asking(r, level, r.checked, value), `${level}${place} = ${r.checked}`]
    : [`${place} = ${inBrackets(kept)}`];
  r.replace(statement, lines.join(r.context.source.lineEnd));
  return true;
}

function inBrackets(text: string): string {
  return /[\r\n]/u.test(text) ? `(${text})` : text;
}

function asking(r: ItemReading, level: string, name: string, { open, isWild }: Value): readonly string[] {
  const limit = LIMIT[r.variant];
  const unit = indentationUnit(r.context.source);
  const isOpen = open.size > 0 && !isWild ? ` and ${name} != float("inf")` : "";
  return [`${level}if not -${limit} < ${name} < ${limit}${isOpen}:`, `${level}${unit}raise OverflowError`];
}

function askAfter(r: ItemReading, statement: SyntaxNode, name: string, value: Value): boolean {
  if (!standsAlone(r, statement)) return false;
  const { source } = r.context;
  const lines = asking(r, indentationOf(source, statement), name, value);
  r.edits.push({
    start: statement.end,
    end: statement.end,
    text: lines.map((line) => `${source.lineEnd}${line}`).join(""),
  });
  return true;
}

/** More lines can stand in its place. */
function standsAlone({ context: { source } }: ItemReading, statement: SyntaxNode): boolean {
  return (
    beginsLine(source, statement) &&
    source.text.slice(statement.end, nextLineEnd(source.text, statement.end)).trim() === ""
  );
}

/** A node's text in the loop over lists, as far as it has been read. */
export function rendered({ context: { source }, edits }: ItemReading, node: SyntaxNode): string {
  const within: readonly TextEdit[] = edits.filter(({ start, end }) => start >= node.start && end <= node.end);
  const moved = within.map(({ start, end, text }) => ({ start: start - node.start, end: end - node.start, text }));
  return applyEdits(source.text.slice(node.start, node.end), inOrder(moved));
}
