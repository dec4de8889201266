import { ancestors, descendants, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { addImport, type ImportPlan } from "../../../source/add-import.ts";
import type { TextEdit } from "../../../source/edit.ts";
import { importedBy } from "../../../source/imported.ts";
import { dynamicNames, hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { headerOf, type Header } from "./header.ts";
import { readInt } from "./integers.ts";
import { readNumber } from "./numbers.ts";
import { nestIn, readNest, type Nest } from "./nest.ts";
import { outsideUses } from "./outside-uses.ts";
import { Reading, type LoopFacts, type Variant } from "./reading.ts";
import { readBlock } from "./statements.ts";

/** A loop over the elements of arrays whose body can be worked out for all turns at once. */
export interface ElementLoop extends Header {
  readonly loop: SyntaxNode;
  readonly reading: Reading;
  /** The loop in it that is worked out with it: its turns are columns, where those of the outer one are rows. */
  readonly inner: Nest | undefined;
  /** An array that is read. */
  readonly operand: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
  /** Imports numpy, where the file does not yet. */
  readonly imports?: TextEdit;
}

/** The built-ins that the new code may name. */
export const BUILTINS: readonly string[] = [
  "range",
  "type",
  "all",
  "any",
  "len",
  "abs",
  "float",
  "int",
  "list",
  "map",
  "max",
  "min",
  "Exception",
];
/** And where it makes arrays of lists. */
const FOR_LISTS = ["id", "set", "zip"];
/** And where attributes are arrays. */
const ATTRIBUTES = ["vars", "getattr", "hasattr", "object"];
const ERRORS = ["IndexError", "OverflowError", "TypeError", "set", "enumerate", "zip"];

/** What is thought of the numbers in a loop, and what may be done with them. */
export interface Way {
  readonly variant: Variant;
  readonly lists?: true;
  /** Sums may be added in another order where their floats stay this close. */
  readonly tolerance?: number;
}

/** The function's loops that can be worked out as a whole, none within another. */
export function planElementLoops(context: RuleContext, way: Way): readonly ElementLoop[] {
  const loops = [...ownNodes(context)].filter(({ kind }) => kind === "for_statement");
  const plans = loops.flatMap((loop) => plansFor(context, loop, way));
  return plans.filter((plan) => plans.every((other) => other === plan || !isBetter(other, plan)));
}

/**
 * Of two loops, one in the other: the inner one, whose elements lie beside one another, where it writes an array; else the outer one,
 * which does more at once. Both together are better than either.
 */
function isBetter(other: ElementLoop, plan: ElementLoop): boolean {
  if (holds(other, plan)) return other.obstacles.length === 0 || plan.obstacles.length > 0;
  if (holds(plan, other)) return plan.obstacles.length > 0 && other.obstacles.length === 0;
  // Arrays are made of lists once, before the outer loop.
  if (plan.reading.facts.lists === true) return isInside(plan.loop, other.loop);
  if (isInside(other.loop, plan.loop)) return writes(other);
  return isInside(plan.loop, other.loop) && !writes(plan);
}

/** Is the plan of one of the two loops that the other one is for? */
function holds({ loop, inner }: ElementLoop, plan: ElementLoop): boolean {
  return inner !== undefined && plan.inner === undefined && (plan.loop === loop || plan.loop === inner.loop);
}

function writes({ reading }: ElementLoop): boolean {
  return reading.stored.size > 0;
}

function plansFor(context: RuleContext, loop: SyntaxNode, way: Way): readonly ElementLoop[] {
  const body = field(loop, "body");
  const inner = body && nestIn(context, body);
  const both = inner && planLoop(context, loop, way, inner);
  const alone = planLoop(context, loop, way, undefined);
  return [...(both ? [both] : []), ...(alone ? [alone] : [])];
}

function planLoop(context: RuleContext, loop: SyntaxNode, way: Way, inner: Nest | undefined): ElementLoop | undefined {
  const header = headerOf(context, loop);
  const numpy = numpyFor(context, loop);
  const body = field(loop, "body");
  if (header === undefined || numpy === undefined || body === undefined || isFallBack(context, loop)) return undefined;
  const assignments = assignmentsIn(context, body);
  if (!isCounting(header, inner, assignments)) return undefined;
  const facts: LoopFacts = {
    context,
    ...way,
    numpy: numpy.name,
    readers: { number: readNumber, int: readInt },
    axes: [header, ...(inner ? [inner] : [])].map(({ variable }) => ({ variable })),
    walked: header.walked,
    assigned: new Set(assignments.keys()),
    assignments,
    placeNames: placeNamesIn(context, body),
    moving: new Set(),
  };
  const reading = readSettled(facts, (r) => (inner === undefined ? readBlock(r, body) : readNest(r, inner)));
  const operand = reading && isWorthwhile(reading) ? operandOf(context, loop, reading) : undefined;
  if (reading === undefined || operand === undefined) return undefined;
  const obstacles = obstaclesOf(context, loop, header, reading);
  return { ...header, loop, reading, inner, operand, obstacles, ...(numpy.edit && { imports: numpy.edit }) };
}

/** Nothing but the loops themselves binds what they count with. */
function isCounting(
  { names, range, walked }: Header,
  inner: Nest | undefined,
  assignments: ReadonlyMap<string, number>,
): boolean {
  if ([...names, ...walked.values()].some((name) => assignments.has(name))) return false;
  return inner === undefined || (range !== undefined && assignments.get(inner.variable) === 1);
}

/** What an earlier fix left for arrays of other kinds, or wrote for lists: `if is_whole: … else: for i in turns: …`. */
export function isFallBack({ source }: RuleContext, loop: SyntaxNode): boolean {
  return [...ancestors(loop)].some((around) => {
    const asked = around.kind === "else_clause" && around.parent ? field(around.parent, "condition") : undefined;
    return asked !== undefined && /^is_(?:whole|listed)(?:_\d+)?$/u.test(textOf(source, asked));
  });
}

/** Reads the body again until it is known of all names whether they differ between turns. */
export function readSettled(facts: LoopFacts, read: (r: Reading) => boolean): Reading | undefined {
  const reading = new Reading(facts);
  if (!read(reading)) return undefined;
  const isSettled = [...reading.moving].every((name) => facts.moving.has(name));
  if (isSettled) return reading;
  return readSettled({ ...facts, moving: new Set([...facts.moving, ...reading.moving]) }, read);
}

/** It has results, and whole numbers in it are bounded. */
function isWorthwhile({ stored, commits, hasIntegers, isUnbounded, isMisread, paysForLists, facts }: Reading): boolean {
  if (isMisread || (facts.lists === true && !paysForLists)) return false;
  return stored.size + commits.length > 0 && (!hasIntegers || !isUnbounded);
}

/** Names that a body binds, with how often. */
export function assignmentsIn({ source }: RuleContext, body: SyntaxNode): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const node of descendants(body)) {
    if (!/assignment$|^for_statement$|^named_expression$/u.test(node.kind)) continue;
    const left = field(node, "left") ?? field(node, "name");
    const names = left === undefined || left.kind === "subscript" ? [] : [...descendants(left)];
    for (const name of names) {
      const text = textOf(source, name);
      if (name.kind === "identifier") found.set(text, (found.get(text) ?? 0) + 1);
    }
  }
  return found;
}

/** Names in the brackets of subscripts. */
export function placeNamesIn({ source }: RuleContext, body: SyntaxNode): ReadonlySet<string> {
  const places = [...descendants(body)].filter(({ kind, field: role }) => role === "subscript" && kind !== "[");
  const names = places.flatMap((place) => [...descendants(place)].filter(({ kind }) => kind === "identifier"));
  return new Set(names.map((name) => textOf(source, name)));
}

/** The first array that is read. */
export function operandOf({ source }: RuleContext, loop: SyntaxNode, reading: Reading): SyntaxNode | undefined {
  const arrays = new Set(reading.reads.map(({ array }) => array));
  return [...descendants(loop)].find(
    (node) => /^(?:identifier|attribute)$/u.test(node.kind) && arrays.has(textOf(source, node)),
  );
}

/** numpy as the file names it; where the user agrees, with an import in a file that has none yet. */
function numpyFor(context: RuleContext, at: SyntaxNode): ImportPlan | undefined {
  const name = numpyAt(context, at);
  if (name !== undefined) return { name, edit: undefined };
  return context.agreed?.numpy === true ? addImport(context.source, "import numpy as np", at) : undefined;
}

/** The name by which numpy itself is reached at the node: `np`. */
export function numpyAt({ scopes, source }: RuleContext, at: SyntaxNode): string | undefined {
  for (const { kind, name, references } of scopes.module.bindings.values()) {
    const bindings = references.filter(({ access }) => access !== "read");
    const [first] = bindings;
    if (kind !== "import" || first === undefined || bindings.length > 1) continue;
    const imported = importedBy(source, first.node);
    const isNumpy = imported?.module === "numpy" && imported.member === undefined;
    if (isNumpy && scopes.lookUp(name, at).references === references) return name;
  }
  return undefined;
}

function obstaclesOf(context: RuleContext, loop: SyntaxNode, header: Header, reading: Reading): readonly Obstacle[] {
  const obstacles = [
    ...dynamicNames(context),
    ...hiddenBuiltins(context, loop, [...BUILTINS, ...FOR_LISTS, ...ERRORS]),
    ...hiddenBuiltins(context, loop, reading.attributes.size > 0 ? ATTRIBUTES : []),
  ];
  obstacles.push(...ownResults(reading), ...outsideUses(context, loop, header.names, reading));
  const isBroken = [...descendants(loop)].some(
    ({ kind }) => kind === "line_continuation" || kind === "named_expression",
  );
  if (isBroken) obstacles.push({ code: "syntax-near", about: context.function.name });
  const [first] = namedChildren(loop);
  if (context.function.isGenerator || context.function.isAsync)
    obstacles.push({ code: "runs-later", about: textOf(context.source, first ?? loop) });
  return obstacles;
}

/** An array that is read at another place than it is written: a turn may read what the one before it made. */
function ownResults({ stored, reads, lists, totals, counters }: Reading): readonly Obstacle[] {
  const written = [...stored.values()];
  const isOther = (array: string): boolean =>
    written.some((each) => each.array === array) &&
    (!areApart(written.filter((each) => each.array === array).map(({ key }) => key)) ||
      reads.some(
        (read) => read.array === array && written.every(({ key, array: into }) => into !== array || key !== read.key),
      ));
  const arrays = new Set(written.map(({ array }) => array));
  const others = [...lists, ...totals, ...counters].filter((name) => arrays.has(name));
  return [...[...arrays].filter((array) => isOther(array)), ...others].map((about) => ({
    code: "changes-in-loop",
    about,
  }));
}

/** Of each two, one place is told by different numbers: `out[y, x, 0]` and `out[y, x, 1]`. */
function areApart(keys: readonly string[]): boolean {
  const all = keys.map((key) => key.split(","));
  return all.every((key, at) => all.slice(at + 1).every((other) => isApart(key, other)));
}

function isApart(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.some((place, at) => [place, b[at] ?? ""].every(isLiteral) && place !== b[at]);
}

function isLiteral(place: string): boolean {
  return /^(?:0|[1-9]\d{0,5})$/u.test(place);
}
