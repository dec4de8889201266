import type { Evidence, OperandEvidence } from "../evidence.ts";
import { operandEvidence } from "./list-evidence.ts";

/** The built-ins that are asked whether a list is what it was. */
export const KEEPING_BUILTINS: readonly string[] =
  "type list len id map frozenset set sum range enumerate bool bytes float int str Exception".split(" ");

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

/** Types whose equality and hash agree, and of which no part can change. */
const plain: ReadonlySet<string> = new Set(["bool", "bytes", "float", "int", "str", "NoneType"]);

/** The same of a list that may grow at its end: what is kept grows with it. */
export function paysWhileGrowing(evidence: readonly Evidence[]): boolean {
  const operand = operandEvidence(evidence);
  return (operand?.same ?? 0) * 2 >= (operand?.observations ?? 1) && isLongAndPlain(evidence);
}

/** Was it seen to be one long list of plain values, mostly, that stays as it is from one question to the next? */
export function paysWhileSame(evidence: readonly Evidence[]): boolean {
  // Another list each time is looked at once; one that changes in between is looked at in vain.
  return operandEvidence(evidence)?.changes !== true && paysWhileGrowing(evidence);
}

/** Was it seen to be a long list of plain values, mostly, and is what is sought in it found by its hash? */
export function isLongAndPlain(evidence: readonly Evidence[]): boolean {
  const operand = operandEvidence(evidence);
  if (operand?.by !== "probed" || operand.sizes === undefined || operand.sizes.median < LONG_LIST) return false;
  const isListed = operand.types.every((type) => type === "list");
  const isPlain = operand.hashable === "builtin" && operand.elements.every((type) => plain.has(type));
  const isFound = evidence.every((each) => each.kind !== "operand" || !unfit.has(each.hashable));
  return isListed && isPlain && isFound && operand.partial !== true;
}

/** Was it seen to be a long list of rows of such types, as their file names them, and of no others? */
export function isLongListOf(operand: OperandEvidence, types: readonly string[]): boolean {
  if (operand.by !== "probed" || operand.sizes === undefined || operand.sizes.median < LONG_LIST) return false;
  const isListed = operand.types.every((type) => type === "list");
  return isListed && operand.elements.length > 0 && operand.elements.every((type) => types.includes(lastName(type)));
}

/** `Row` of `app.models.Row`. */
export function lastName(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1);
}

const unfit: ReadonlySet<string> = new Set(["unhashable", "custom"]);
