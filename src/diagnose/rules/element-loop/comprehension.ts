import { descendants, enclosingStatement, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath } from "../../analysis/callee.ts";
import { dynamicNames, hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isNumbers, isShown } from "./accumulators.ts";
import { readCondition } from "./conditions.ts";
import { headerOf, type Header } from "./header.ts";
import { readInt } from "./integers.ts";
import { masked } from "./masked.ts";
import { readBound } from "./nest.ts";
import { readNumber } from "./numbers.ts";
import { BUILTINS, numpyAt, operandOf, placeNamesIn, readSettled } from "./plan.ts";
import type { LoopFacts, Reading, Variant } from "./reading.ts";
import type { Whole } from "./whole.ts";

/** A list of what becomes of each element of arrays, which a statement keeps or gives back: `roots = [math.sqrt(x) for x in a]`. */
export interface ElementList {
  readonly statement: SyntaxNode;
  /** The list, or the array that is made of it. */
  readonly made: SyntaxNode;
  readonly reading: Reading;
  /** The turns, as a `range`. */
  readonly turns: string;
  /** What a part of the turns adds. */
  readonly result: string;
  /** It is an array that is made, not a list. */
  readonly isArray: boolean;
  readonly operand: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** The function's statements that keep such a list, or give it back, and do nothing else. */
export function planElementLists(context: RuleContext, variant: Variant): readonly ElementList[] {
  const lists = [...ownNodes(context)].filter(({ kind }) => kind === "list_comprehension");
  return lists.flatMap((list) => planList(context, list, variant) ?? []);
}

function planList(context: RuleContext, list: SyntaxNode, variant: Variant): ElementList | undefined {
  const made = arrayOf(context, list) ?? list;
  const statement = enclosingStatement(list);
  const { header, asked } = partsOf(context, list) ?? {};
  const numpy = numpyAt(context, list);
  if (statement === undefined || header === undefined || numpy === undefined || !isAlone(made, statement))
    return undefined;
  const read = readList({ context, variant, numpy, list, header, asked, isArray: made !== list });
  const operand = read && operandOf(context, list, read.reading);
  if (read === undefined || operand === undefined) return undefined;
  return {
    ...read,
    isArray: made !== list,
    statement,
    made,
    turns: header.turns,
    operand,
    obstacles: obstaclesOf(context, list, read.reading),
  };
}

interface ListParts extends Pick<LoopFacts, "context" | "variant" | "numpy"> {
  readonly list: SyntaxNode;
  readonly header: Header;
  readonly asked: SyntaxNode | undefined;
  readonly isArray: boolean;
}

/** One `for`, and at most one `if`. */
function partsOf(context: RuleContext, list: SyntaxNode): Pick<ListParts, "header" | "asked"> | undefined {
  const [clause, condition, ...others] = namedChildren(list).slice(1);
  const isOther = others.length > 0 || (condition !== undefined && condition.kind !== "if_clause");
  const header = clause && !isOther ? headerOf(context, clause) : undefined;
  return header && { header, asked: condition && namedChildren(condition)[0] };
}

function readList(parts: ListParts): Pick<ElementList, "reading" | "result"> | undefined {
  const { context, variant, numpy, list, header } = parts;
  const facts: LoopFacts = {
    context,
    variant,
    numpy,
    readers: { number: readNumber, int: readInt },
    axes: [{ variable: header.variable }],
    walked: header.walked,
    assigned: new Set(),
    assignments: new Map(),
    placeNames: placeNamesIn(context, list),
    moving: new Set(),
  };
  let result: string | undefined;
  const reading = readSettled(facts, (r) => {
    const range = header.range && field(header.range, "arguments");
    const isKnown = range === undefined || namedChildren(range).every((one) => readBound(r, one));
    result = isKnown ? readEach(r, parts) : undefined;
    return result !== undefined;
  });
  return reading && result !== undefined && isBounded(reading) ? { reading, result } : undefined;
}

/** `np.array([…])`, and nothing said of its kind. */
function arrayOf(context: RuleContext, list: SyntaxNode): SyntaxNode | undefined {
  const call = list.parent?.kind === "argument_list" ? list.parent.parent : undefined;
  const path = calledPath(context, call);
  const isOne = list.parent !== undefined && namedChildren(list.parent).length === 1;
  return isOne && (path === "numpy.array" || path === "numpy.asarray") ? call : undefined;
}

/** The statement does nothing before it makes the list. */
function isAlone(made: SyntaxNode, statement: SyntaxNode): boolean {
  const { parent } = made;
  if (parent === statement) return statement.kind === "return_statement";
  return parent?.kind === "assignment" && made.field === "right" && parent.parent === statement;
}

/** What the list holds, as it is to be handed over. */
function readEach(r: Reading, { list, asked, isArray }: ListParts): string | undefined {
  const [value] = namedChildren(list);
  const chosen = asked && chosenBy(r, asked);
  if (value === undefined || (asked !== undefined && chosen === undefined)) return undefined;
  const whole = chosen === undefined ? r.number(value) : masked(r, chosen, () => r.number(value));
  if (whole?.moves !== true) return undefined;
  // In an array numbers of numpy's and of Python's are the same.
  const isKnown = isArray ? whole.nature !== "mixed" : isShown(whole);
  return isKnown ? handedOver(r, whole, chosen, isArray) : undefined;
}

function chosenBy(r: Reading, asked: SyntaxNode): string | undefined {
  const condition = readCondition(r, asked);
  if (condition?.moves !== true) return undefined;
  const chosen = r.fresh("chosen");
  r.write(`${chosen} = ${condition.text}`);
  return chosen;
}

function handedOver(r: Reading, whole: Whole, chosen: string | undefined, isArray: boolean): string {
  const [all, part] = [r.fresh("every"), r.fresh("found")];
  r.write(`${all} = ${whole.text}`);
  r.write(`${part} = ${chosen === undefined ? all : `${all}[${chosen}]`}`);
  r.proofs.push(isNumbers(r, all));
  if (chosen !== undefined) r.proofs.push(`${chosen}.shape == ${all}.shape`);
  if (whole.kind === "numpy") r.showsTypes = true;
  if (!isArray) return whole.kind === "numpy" ? part : `${part}.tolist()`;
  // Of Python's whole numbers an array of the platform's kind would be made.
  r.proofs.push(`(${part}.dtype.str == "<f8" or ${r.facts.numpy}.dtype(int).str == "<i8")`);
  return part;
}

function isBounded({ hasIntegers, isUnbounded, isMisread, stored, commits }: Reading): boolean {
  return (!hasIntegers || !isUnbounded) && !isMisread && stored.size + commits.length === 0;
}

function obstaclesOf(context: RuleContext, list: SyntaxNode, reading: Reading): readonly Obstacle[] {
  const about = context.function.name;
  const attributes = reading.attributes.size > 0 ? ["vars", "getattr", "hasattr", "object"] : [];
  const obstacles = [
    ...dynamicNames(context),
    ...hiddenBuiltins(context, list, [...BUILTINS, "ValueError", ...attributes]),
  ];
  // Names beside it would be the module's.
  if (context.scopes.scopeOf(list).kind !== "function") obstacles.push({ code: "escapes", about });
  const isBroken = [...descendants(list)].some(
    ({ kind }) => kind === "line_continuation" || kind === "named_expression",
  );
  if (isBroken) obstacles.push({ code: "syntax-near", about });
  if (context.function.isGenerator || context.function.isAsync)
    obstacles.push({ code: "runs-later", about: textOf(context.source, list) });
  return obstacles;
}
