import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";
import { headerOf } from "./header.ts";
import type { Reading } from "./reading.ts";
import { readSize } from "./sizes.ts";
import { isPlainText, readBlock, readStatement } from "./statements.ts";

/** Two loops that count through rows and columns; between them nothing but names that the inner one reads. */
export interface Nest {
  readonly loop: SyntaxNode;
  readonly variable: string;
  readonly range: SyntaxNode;
  readonly before: readonly SyntaxNode[];
}

/** The loop that a loop's body ends with, where each turn of the outer one goes through the same numbers. */
export function nestIn(context: RuleContext, body: SyntaxNode): Nest | undefined {
  const before = namedChildren(body).filter((each, at, all) => at < all.length - 1 && !isRemark(each));
  const loop = namedChildren(body).at(-1);
  const header = loop?.kind === "for_statement" ? headerOf(context, loop) : undefined;
  if (loop === undefined || header?.range === undefined || header.variable === undefined) return undefined;
  const { variable, range } = header;
  const bound = targetsOf(context, before);
  const isKnown = bound !== undefined && !namesIn(context, before).has(variable);
  return isKnown && isApart(context, field(loop, "body"), bound) ? { loop, variable, range, before } : undefined;
}

/** A text that nobody takes. */
function isRemark(statement: SyntaxNode): boolean {
  const [only, ...others] = namedChildren(statement);
  return only !== undefined && isPlainText(only) && others.length === 0;
}

/** `name = …` and nothing else. */
function targetsOf({ source }: RuleContext, statements: readonly SyntaxNode[]): ReadonlySet<string> | undefined {
  const targets = statements.map((statement) => {
    const [assignment, ...others] = namedChildren(statement);
    const isPlain = assignment?.kind === "assignment" && statement.kind === "expression_statement";
    const left = isPlain && others.length === 0 ? field(assignment, "left") : undefined;
    return left?.kind === "identifier" ? textOf(source, left) : undefined;
  });
  const known = targets.filter((target) => target !== undefined);
  return known.length < targets.length ? undefined : new Set(known);
}

function namesIn({ source }: RuleContext, nodes: readonly SyntaxNode[]): ReadonlySet<string> {
  const all = nodes.flatMap((node) => [...descendants(node)].filter(({ kind }) => kind === "identifier"));
  return new Set(all.map((name) => textOf(source, name)));
}

/** The inner body binds none of the outer one's names anew: what it made of them would be there in the next row's turns. */
function isApart(context: RuleContext, body: SyntaxNode | undefined, bound: ReadonlySet<string>): boolean {
  if (body === undefined) return false;
  return [...descendants(body)].every((node) => {
    const isBinding = /assignment$|^for_statement$/u.test(node.kind);
    const left = isBinding ? field(node, "left") : undefined;
    return left === undefined || left.kind === "subscript" || !hasAny(namesIn(context, [left]), bound);
  });
}

function hasAny(names: ReadonlySet<string>, among: ReadonlySet<string>): boolean {
  return [...names].some((name) => among.has(name));
}

/** Reads both loops' bodies as one. */
export function readNest(r: Reading, { before, range, loop }: Nest): boolean {
  const isRead = before.every((statement) => readStatement(r, statement));
  const hasResults = r.commits.length + r.stored.size + r.totals.size > 0;
  if (!isRead || hasResults || !isSame(r, range)) return false;
  return readBlock(r, field(loop, "body"));
}

/** Are the inner loop's turns the same for each turn of the outer one, and known before the first? */
function isSame(r: Reading, range: SyntaxNode): boolean {
  const { context, assigned, axes } = r.facts;
  const list = field(range, "arguments");
  const given = list === undefined ? [] : namedChildren(list);
  const changing = new Set([...assigned, ...axes.map(({ variable }) => variable ?? "")]);
  if (hasAny(namesIn(context, given), changing)) return false;
  return given.every((one) => readBound(r, one));
}

/** A whole number: a name, a size, an element of a tuple (`shape[0]`), and what `+`, `-`, `*` and `//` make of them. */
export function readBound(r: Reading, node: SyntaxNode): boolean {
  const { source } = r.facts.context;
  if (node.kind === "binary_operator") {
    const operator = textOf(source, field(node, "operator") ?? node);
    return ["+", "-", "*", "//"].includes(operator) && namedChildren(node).every((side) => readBound(r, side));
  }
  if (node.kind === "subscript" && readSize(r, node) === undefined) {
    const [tuple, place] = [field(node, "value"), field(node, "subscript")];
    if (tuple?.kind !== "identifier" || place?.kind !== "integer") return false;
    r.tuples.add(textOf(source, tuple));
    return true;
  }
  return r.int(node)?.moves === false;
}
