import { field, fields, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { givenTo, isInOrder, isNumbers, isShown } from "./accumulators.ts";
import type { Reading } from "./reading.ts";
import type { Whole } from "./whole.ts";

/** `if a[i] > best: best = a[i]`, with what else is kept of that turn. */
export function takeExtreme(r: Reading, node: SyntaxNode): boolean {
  const { source } = r.facts.context;
  const [asked, block] = [field(node, "condition"), field(node, "consequence")];
  if (asked?.kind !== "comparison_operator" || block === undefined || field(node, "alternative") !== undefined)
    return false;
  const operators = fields(asked, "operators").map((each) => textOf(source, each));
  const [left, right] = namedChildren(asked).filter((child) => child.field !== "operators");
  const known = keptIn(r, block);
  if (left === undefined || right === undefined || known === undefined) return false;
  const sign = operators.join(" ");
  const isOnRight = known.some(({ name }) => name === textOf(source, right));
  const [best, value] = isOnRight ? [right, left] : [left, right];
  const own = known.find((each) => each.name === textOf(source, best));
  if (!/^[<>]$/u.test(sign) || own === undefined) return false;
  if (textOf(source, own.value) !== textOf(source, value)) return false;
  const others = known.filter((each) => each !== own);
  return keepExtreme(r, { name: own.name, value, isGreater: (sign === ">") === isOnRight, others });
}

interface Kept {
  readonly name: string;
  readonly value: SyntaxNode;
}

function keptIn(r: Reading, block: SyntaxNode): readonly Kept[] | undefined {
  const kept = namedChildren(block).map((statement) => assignedIn(r, statement));
  const known = kept.filter((each) => each !== undefined);
  return known.length < kept.length ? undefined : known;
}

function assignedIn(r: Reading, statement: SyntaxNode): Kept | undefined {
  const [assignment] = namedChildren(statement);
  const [left, right] = assignment ? [field(assignment, "left"), field(assignment, "right")] : [];
  const isPlain = assignment?.kind === "assignment" && field(assignment, "type") === undefined;
  if (!isPlain || left?.kind !== "identifier" || right === undefined) return undefined;
  return { name: textOf(r.facts.context.source, left), value: right };
}

interface Extreme extends Kept {
  readonly isGreater: boolean;
  readonly others: readonly Kept[];
}

function keepExtreme(r: Reading, { name, value, isGreater, others }: Extreme): boolean {
  const isFresh =
    r.mask === undefined && [name, ...others.map((each) => each.name)].every((each) => isInOrder(r, each));
  const whole = isFresh ? r.number(value) : undefined;
  if (whole === undefined || !whole.moves || !isShown(whole)) return false;
  const found = r.fresh("found");
  const at = r.fresh("at");
  r.write(`${found} = ${r.inOrder(whole.text)}`);
  r.write(`${at} = int(${found}.arg${isGreater ? "max" : "min"}())`);
  r.proofs.push(isNumbers(r, found), `${r.facts.numpy}.isfinite(${found}).all()`);
  const own = itemOf(whole, found, at);
  const commits = [`if ${found}[${at}] ${isGreater ? ">" : "<"} ${name}:`, `    ${name} = ${own}`];
  for (const each of others) {
    const kept = keepBeside(r, each, at);
    if (kept === undefined) return false;
    commits.push(`    ${each.name} = ${kept}`);
    r.totals.add(each.name);
    r.free.add(each.name);
  }
  r.commits.push(...commits);
  r.totals.add(name);
  r.showsTypes = true;
  return true;
}

/** What else is kept of the turn with the extreme. */
function keepBeside(r: Reading, { value }: Kept, at: string): string | undefined {
  const axis = r.axisOf(textOf(r.facts.context.source, value));
  if (axis !== undefined) return turnAt(r, axis, at);
  const other = r.number(value);
  if (other === undefined || (other.moves && !isShown(other))) return undefined;
  const kept = r.fresh("kept");
  r.write(`${kept} = ${other.moves ? r.inOrder(other.text) : other.text}`);
  if (other.moves) r.proofs.push(isNumbers(r, kept));
  return other.moves ? itemOf(other, kept, at) : kept;
}

/** A loop's number in the turn that is so far from the first one. */
function turnAt({ axes, isNest }: Reading, axis: number, at: string): string {
  const columns = `len(${axes[1]?.turns ?? ""})`;
  const own = axis === 0 ? `${at} // ${columns}` : `${at} % ${columns}`;
  return `${axes[axis]?.turns ?? ""}[${isNest ? own : at}]`;
}

function itemOf({ kind }: Whole, array: string, at: string): string {
  return kind === "numpy" ? `${array}[${at}]` : `${array}[${at}].item()`;
}

/** `best = max(best, a[i])`: of equals the first one stays. */
export function takeGreater(r: Reading, name: string, right: SyntaxNode): boolean {
  const { context } = r.facts;
  const path = right.kind === "call" ? builtinNamed(context, field(right, "function")) : undefined;
  const [first, second, ...others] = givenTo(right);
  if (path !== "max" && path !== "min") return false;
  if (first === undefined || second === undefined || others.length > 0) return false;
  if (textOf(context.source, first) !== name) return false;
  return keepExtreme(r, { name, value: second, isGreater: path === "max", others: [] });
}
