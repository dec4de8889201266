import type { SyntaxNode } from "../../../source/node.ts";
import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { caughtTypeErrors } from "../caught-errors.ts";
import { positionalArguments } from "../expression-context.ts";
import { valueOf } from "../expression-value.ts";
import { hiddenBuiltins } from "../own-code.ts";
import { threadsAround } from "../threads.ts";
import type { Variable } from "../variable.ts";
import { cellAt, functionAroundNode, isSameCell, type Cell } from "./cell.ts";
import { obstaclesElsewhere } from "./elsewhere.ts";
import { attributeObstacles } from "./shown-attributes.ts";
import { flowOf, type Flow, type Occurrence } from "./flow.ts";
import { fitsIntoTry, growsInParts } from "./partial-growth.ts";
import { holdsNoDoubles } from "./uniqueness.ts";

/** A list that lives in one place (an attribute, a name that several functions see), and the set that can follow it there. */
export interface SetBeside {
  readonly cell: Cell;
  readonly flow: Flow;
  /** No two of its elements are ever equal: what is removed once is gone. */
  readonly isUnique: boolean;
  /** Equal elements come and go: what stands beside counts them. */
  readonly isCounted: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** A change of the list by one of its own methods, or of its whole content. */
export type ListChange = Extract<Occurrence["use"], { readonly kind: "change" }>;

/** Looks at every change of the list; undefined where the expression is no such place. */
export function planSetBeside(context: RuleContext, variable: Variable, expression: SyntaxNode): SetBeside | undefined {
  const cell = cellAt(context, expression);
  if (cell === undefined || (cell.kind === "name" && cell.binding.kind === "parameter")) return undefined;
  const onwards = flowOf(context, cell, "onwards");
  const flow = onwards.obstacles.length === 0 ? onwards : flowOf(context, cell, "everywhere");
  const isUnique = holdsNoDoubles(context, flow);
  const isCounted = takesOfEqual(cell, flow, isUnique);
  const obstacles = [
    ...flow.obstacles,
    ...obstaclesElsewhere(context, flow.names, flow === onwards ? "own" : "shared"),
    ...hiddenBuiltins(context, expression, ["set"]),
    ...threadsAround(context, variable).map((about): Obstacle => ({ code: "may-change-in-call", about })),
    ...(cell.kind === "attribute" ? attributeObstacles(context, cell) : nameObstacles(context, cell, flow)),
    ...flow.occurrences.flatMap((each) => occurrenceObstacles(context, cell, each, { isUnique, isCounted })),
    ...sharingObstacles(context, cell, flow),
    ...flow.cells.flatMap((each): readonly Obstacle[] =>
      isOthers(each) ? [{ code: "escapes", about: each.name }] : [],
    ),
  ];
  return { cell, flow, isUnique, isCounted, obstacles };
}

type Kept = Pick<SetBeside, "isUnique" | "isCounted">;

function occurrenceObstacles(
  context: RuleContext,
  home: Cell,
  { node, cell, use }: Occurrence,
  kept: Kept,
): readonly Obstacle[] {
  const about = textOf(context.source, node);
  const isChange = use.kind === "append" || use.kind === "change";
  if (cell === undefined || !isSameCell(cell, home))
    return isChange && !isReordered(use) ? [{ code: "escapes", about }] : [];
  if (isChange) {
    const isRight = isFollowed(context, use, kept);
    return isRight ? caughtTypeErrors(context, use.statement) : [{ code: "changes-in-loop", about }];
  }
  if (use.kind === "test") return caughtTypeErrors(context, use.expression);
  if (use.kind !== "bound") return [];
  if (use.statement === undefined || isReset(home, node, use.value)) return [{ code: "rebound", about }];
  return caughtTypeErrors(context, use.statement);
}

/** Another name of the list may put its elements into another order. */
function isReordered(use: Occurrence["use"]): boolean {
  return use.kind === "change" && (use.method === "sort" || use.method === "reverse");
}

/** A name that another function than its own gets a list with something in it: that function could not bind the set's name. */
function isReset(home: Cell, node: SyntaxNode, value: SyntaxNode | undefined): boolean {
  if (home.kind !== "name" || value?.kind === "none") return home.kind === "name";
  const isOwn = (functionAroundNode(node) ?? home.binding.scope.node) === home.binding.scope.node;
  return !isOwn && !(value?.kind === "list" && namedChildren(value).length === 0);
}

/** An attribute of an object whose class is not in sight. */
function isOthers(cell: Cell): cell is Extract<Cell, { readonly kind: "attribute" }> {
  return cell.kind === "attribute" && cell.home === undefined;
}

/** Two objects may hold one list where it is not made in the assignment: then a change through one would miss the other's set. */
function sharingObstacles(context: RuleContext, home: Cell, { occurrences }: Flow): readonly Obstacle[] {
  const isChanged = occurrences.some(({ use }) => use.kind === "append" || use.kind === "change");
  if (!isChanged) return [];
  return occurrences.flatMap(({ node, cell, use }): readonly Obstacle[] => {
    if (use.kind !== "bound" || cell === undefined || !isSameCell(cell, home)) return [];
    const isOwn = use.value !== undefined && (use.value.kind === "none" || isNewList(context, use.value));
    return isOwn ? [] : [{ code: "escapes", about: textOf(context.source, node) }];
  });
}

function isNewList(context: RuleContext, value: SyntaxNode): boolean {
  const { type, isNew } = valueOf(context, value);
  return isNew && type === "list";
}

/** Changes after which the set can be put right at no greater cost than the change itself. */
const followed: ReadonlySet<string> = new Set(["extend", "insert", "clear", "sort", "reverse", "+=", "[:]=", "del[:]"]);
/** Those that can be counted, too. */
const counted: ReadonlySet<string> = new Set(["clear", "sort", "reverse", "[:]=", "del[:]"]);

function isFollowed(context: RuleContext, use: Occurrence["use"], { isUnique, isCounted }: Kept): boolean {
  if (isCounted) return isCountable(context, use);
  if (use.kind !== "change") return true;
  if (isHandedOut(use) && !fitsIntoTry(context, use.statement)) return false;
  // What comes to the list before an error has to come to the set too.
  if (growsInParts(context, use) && !fitsIntoTry(context, use.statement)) return false;
  return followed.has(use.method) || (isUnique && isRemoval(use));
}

function isCountable(context: RuleContext, use: Occurrence["use"]): boolean {
  if (use.kind !== "change") return use.kind !== "append" || fitsIntoTry(context, use.statement);
  if (isRemoval(use)) return fitsIntoTry(context, use.statement);
  const added = use.method === "insert" ? positionalArguments(use.call)?.[1] : undefined;
  return counted.has(use.method) || added?.kind === "identifier";
}

/** Takes one element out, and the text has a name for it, or can be given one. */
function isRemoval(use: ListChange): boolean {
  return takenOut(use) !== undefined || isDropped(use) || isHandedOut(use);
}

/** A name of a function that no other function has a hand in. */
function isOfOneFunction({ binding }: Extract<Cell, { kind: "name" }>, occurrences: readonly Occurrence[]): boolean {
  const { node, kind } = binding.scope;
  return kind === "function" && occurrences.every((each) => functionAroundNode(each.node) === node);
}

/** Is something taken out that may be in the list twice? */
function takesOfEqual(cell: Cell, { occurrences }: Flow, isUnique: boolean): boolean {
  return (
    !isUnique &&
    (cell.kind === "attribute" || isOfOneFunction(cell, occurrences)) &&
    occurrences.some((each) => {
      const isHome = each.cell !== undefined && isSameCell(each.cell, cell);
      return isHome && each.use.kind === "change" && isRemoval(each.use);
    })
  );
}

/** `xs.pop()` whose element nobody asks for. */
export function isDropped({
  method,
  call,
  statement,
}: Extract<Occurrence["use"], { readonly kind: "change" }>): boolean {
  return method === "pop" && statement.kind === "expression_statement" && namedChildren(statement)[0] === call;
}

/** `return xs.pop()` */
export function isHandedOut({ method, statement }: ListChange): boolean {
  return method === "pop" && statement.kind === "return_statement";
}

/** The name of what `xs.remove(x)` or `x = xs.pop()` takes out of the list. */
export function takenOut({ method, call, statement }: ListChange): SyntaxNode | undefined {
  const [inner] = namedChildren(statement);
  if (method !== "remove" && method !== "pop") return undefined;
  const taken = method === "remove" && inner === call ? positionalArguments(call)?.[0] : inner && field(inner, "left");
  return taken?.kind === "identifier" ? taken : undefined;
}

const wholly: ReadonlySet<string> = new Set(["[:]=", "del[:]"]);

/** Only names that more than one function sees: for a local one there are better ways. */
function nameObstacles(
  { elsewhere, source }: RuleContext,
  cell: Extract<Cell, { kind: "name" }>,
  { occurrences }: Flow,
): readonly Obstacle[] {
  const { scope, name } = cell.binding;
  // What becomes of it as a whole, in another function perhaps, could not be said of the set in one statement.
  const isWhole = occurrences.some(({ use }) => use.kind === "change" && wholly.has(use.method));
  if (isWhole) return [{ code: "changes-in-loop", about: name }];
  // Other modules may change what a public name holds: at least the project's own have to be known.
  if (scope.kind === "module" && !name.startsWith("_") && elsewhere === undefined)
    return [{ code: "escapes", about: name }];
  const byText = scope.kind === "module" ? namingByText.exec(source.text) : null;
  if (byText !== null) return [{ code: "dynamic-names", about: `${name} (${byText[0]})` }];
  return scope.kind === "module" || scope.kind === "function" ? [] : [{ code: "rebound", about: name }];
}

/** What gets hold of a module, or of its names, by their text. */
const namingByText = /(?<![.\w])(?:globals|exec|eval|__import__)(?=\()|\bsys\.modules\b|\bimport_module\b/u;
