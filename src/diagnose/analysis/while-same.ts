import type { Evidence, OperandEvidence } from "../evidence.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { operandEvidence } from "./list-evidence.ts";
import { areObjectsWatched } from "./watched-objects.ts";

/** The built-ins that are asked whether a list is what it was. */
export const KEEPING_BUILTINS: readonly string[] =
  "type list len id tuple map frozenset set sum range enumerate bool bytes float int str object hasattr Exception".split(
    " ",
  );

/** The function that asks a list in others' hands by a set that is kept. */
export const MEMBERS_OF = "_members_of";

/**
 * Below this many elements a look at the whole list saves too little. Nanoseconds of `x in xs`, x equal to no element, text, and of the same
 * with a set that is kept while the list equals a copy (the same objects: 0.4 ns an element):
 *
 * | elements | list, 3.8 | list, 3.12 | kept set, 3.8 | kept set, 3.12 |
 * |---|---|---|---|---|
 * | 20 | 163 | 166 | 208 | 111 |
 * | 50 | 370 | 350 | 217 | 121 |
 * | 100 | 645 | 656 | 241 | 137 |
 * | 1,000 | 6,369 | 6,401 | 601 | 504 |
 */
const LONG_LIST = 50;

/** Types whose equality and hash agree, and of which no part can change; tuples are asked for what they hold. */
const plain: ReadonlySet<string> = new Set(["bool", "bytes", "float", "int", "str", "NoneType", "tuple"]);

/** What is asked of a list in others' hands. */
export interface InOthersHands {
  /** What stands in the way where a look at the whole list, before each question, would not pay. */
  readonly without?: readonly Obstacle[];
  /** Objects, too, may be held on to by what is kept of the list. */
  readonly objects?: boolean | undefined;
}

/** What a candidate says of a list in others' hands, if `without` says that it is one. */
export function inOthersHands(context: RuleContext, without: readonly Obstacle[] | undefined): InOthersHands {
  return without === undefined ? {} : { without, objects: !areObjectsWatched(context) };
}

/** Were they seen to be long lists of plain values, mostly, that are asked again, and at most grow at their end? What is kept grows with them. */
export function paysWhileGrowing(evidence: readonly Evidence[], hands: InOthersHands): boolean {
  const operand = operandEvidence(evidence);
  const again = operand?.again ?? operand?.same ?? 0;
  return again * 2 >= (operand?.observations ?? 1) && isLongAndPlain(evidence, hands);
}

/** The same, of lists that grow only where it is known that they do no more than that. */
export function paysWhileSame(evidence: readonly Evidence[], hands: InOthersHands): boolean {
  // Another list each time is looked at once; one that changes in between is looked at in vain.
  const operand = operandEvidence(evidence);
  return (operand?.again !== undefined || operand?.changes !== true) && paysWhileGrowing(evidence, hands);
}

/** Was it seen to be a long list of plain values, mostly, and is what is sought in it found by its hash? */
export function isLongAndPlain(evidence: readonly Evidence[], { objects = false }: InOthersHands): boolean {
  const operand = operandEvidence(evidence);
  if (operand?.by !== "probed" || operand.sizes === undefined || operand.sizes.median < LONG_LIST) return false;
  const isListed = operand.types.every((type) => type === "list");
  const isFit = (type: string): boolean => plain.has(type) || (objects && mayBeItself(type));
  const isPlain = operand.hashable === "builtin" && operand.elements.every((type) => isFit(type));
  const isFound = evidence.every((each) => each.kind !== "operand" || !unfit.has(each.hashable));
  return isListed && isPlain && isFound && operand.partial !== true;
}

/** What is asked of rows in others' hands. */
export interface RowsInOthersHands extends InOthersHands {
  /** The types of rows of which such a look is of use; absent: plain values. */
  readonly rows?: readonly string[] | undefined;
  /** They are a dict's values, of which nothing was seen. */
  readonly isOfDict?: boolean | undefined;
}

/** Were they seen to be many rows of such types, or plain values, that stay as they are? What grows while it is searched is looked at in vain. */
export function areSteadyRows(evidence: readonly Evidence[], rows: RowsInOthersHands): boolean {
  return operandEvidence(evidence)?.changes === false && areManyRows(evidence, rows);
}

/** Were they seen to be such rows, and the same again at most questions? */
export function areRowsAgain(evidence: readonly Evidence[], rows: RowsInOthersHands): boolean {
  const { changes, again, same = 0, observations = 1 } = operandEvidence(evidence) ?? {};
  return changes !== true && (again ?? same) * 2 >= observations && areManyRows(evidence, rows);
}

function areManyRows(evidence: readonly Evidence[], { objects, rows, isOfDict }: RowsInOthersHands): boolean {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return false;
  if (isOfDict === true) return isLongDict(operand);
  return rows === undefined ? isLongAndPlain(evidence, { objects }) : isLongListOf(operand, rows);
}

/** Were there others than plain values among the elements? */
export function holdsObjects(evidence: readonly Evidence[]): boolean {
  return operandEvidence(evidence)?.elements.some((type) => !plain.has(type)) ?? false;
}

/** A class of which the probe said that hash and equality agree: of the standard library's, equality asks for more than which object it is. */
function mayBeItself(type: string): boolean {
  return type.includes(".") && !/^(?:datetime|decimal|fractions|uuid|pathlib|ipaddress)\./u.test(type);
}

/** Was it seen to be a long list of rows of such types, as their file names them, and of no others? */
function isLongListOf(operand: OperandEvidence, types: readonly string[]): boolean {
  if (operand.by !== "probed" || operand.sizes === undefined || operand.sizes.median < LONG_LIST) return false;
  const isListed = operand.types.every((type) => type === "list");
  return isListed && operand.elements.length > 0 && operand.elements.every((type) => types.includes(lastName(type)));
}

/** Was it seen to be a large dict? Of its values nothing is known. */
function isLongDict({ by, sizes, types }: OperandEvidence): boolean {
  return by === "probed" && sizes !== undefined && sizes.median >= LONG_LIST && types.every((type) => type === "dict");
}

/** `Row` of `app.models.Row`. */
export function lastName(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1);
}

const unfit: ReadonlySet<string> = new Set(["unhashable", "custom"]);
