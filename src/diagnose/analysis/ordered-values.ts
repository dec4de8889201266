import type { Evidence, OperandEvidence } from "../evidence.ts";
import type { Obstacle } from "../finding.ts";

/** Built-in types whose values are either in one line or refuse to be compared; floats are not: NaN. */
const ORDERED: ReadonlySet<string> = new Set([
  "int",
  "bool",
  "str",
  "bytes",
  "datetime.date",
  "datetime.datetime",
  "datetime.timedelta",
]);

/** Of these, what is in them is compared, and has been looked at too; None is compared with nothing but itself. */
const NESTED: ReadonlySet<string> = new Set(["tuple", "list", "NoneType"]);

/** Is a type, seen among values, one whose values can be ordered in one way only? */
export function isOrdered(type: string): boolean {
  return ORDERED.has(type);
}

/**
 * What was compared while `sorted` and `sort` were watched, if it leaves the order open: then the first of a sorted list
 * need not be the least. Nothing was seen, or not all: nothing is known.
 */
export function comparedObstacles(evidence: readonly Evidence[]): readonly Obstacle[] {
  const [operand, compared] = evidence.filter((each): each is OperandEvidence => each.kind === "operand");
  // The sampler does not look at what is compared: the probe will.
  if (operand?.by === "sampled") return [];
  if (compared === undefined || compared.types.length === 0)
    return [{ code: "not-seen", about: compared?.operand ?? operand?.operand ?? "" }];
  const open = compared.types.filter((type) => !ORDERED.has(type) && !NESTED.has(type));
  const unseen: readonly Obstacle[] = compared.partial === true ? [{ code: "not-seen", about: compared.operand }] : [];
  return [...open.map((about): Obstacle => ({ code: "unordered-elements", about })), ...unseen];
}
