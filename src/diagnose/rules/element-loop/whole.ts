/** At most `factor` times the greatest number that comes in, to the power of `degree`: of whole numbers. */
export interface Bound {
  readonly factor: number;
  readonly degree: number;
}

/** Whose number a turn makes: numpy's (`np.float64`), Python's, or the one or the other. */
export type NumberKind = "numpy" | "python" | "either";

/**
 * A whole number or a float: the one or the other in each turn (`mixed`), or the same in all turns, although the source does not tell
 * which (`unknown`).
 */
export type Nature = "int" | "float" | "mixed" | "unknown";

/** An expression of one turn, read as one of all turns. */
export interface Whole {
  readonly text: string;
  /** False: the same number in each turn. */
  readonly moves: boolean;
  readonly kind: NumberKind;
  readonly nature: Nature;
  /** It is the array itself, not a copy. */
  readonly isView?: true;
  /** Undefined: there is none, or none that the source tells. */
  readonly bound: Bound | undefined;
}

/** A number that comes in from outside, or a place in a range. */
export const ONE: Bound = { factor: 1, degree: 1 };

/** What another type would make of the sum of both. */
export function kindOf(a: Whole, b: Whole): NumberKind {
  if (a.kind === "numpy" || b.kind === "numpy") return "numpy";
  return a.kind === "python" && b.kind === "python" ? "python" : "either";
}

/** The one or the other. */
export function eitherKind(a: Whole, b: Whole): NumberKind {
  return a.kind === b.kind ? a.kind : "either";
}

/** Of a sum, a difference, a product. */
export function natureOf(a: Whole, b: Whole): Nature {
  const isEither = (nature: Nature): boolean => a.nature === nature || b.nature === nature;
  if (isEither("float")) return "float";
  if (isEither("mixed")) return "mixed";
  return isEither("unknown") ? "unknown" : "int";
}

/** Of the one or the other. */
export function eitherNature(a: Whole, b: Whole): Nature {
  return a.nature === b.nature && a.nature !== "unknown" ? a.nature : "mixed";
}

/** Of a sum or a difference. */
export function boundOfSum(a: Bound | undefined, b: Bound | undefined): Bound | undefined {
  if (a === undefined || b === undefined) return undefined;
  return limited({ factor: a.factor + b.factor, degree: Math.max(a.degree, b.degree) });
}

/** Of a product. */
export function boundOfProduct(a: Bound | undefined, b: Bound | undefined): Bound | undefined {
  if (a === undefined || b === undefined) return undefined;
  return limited({ factor: a.factor * b.factor, degree: a.degree + b.degree });
}

/** Of the one or the other. */
export function boundOfEither(a: Bound | undefined, b: Bound | undefined): Bound | undefined {
  if (a === undefined || b === undefined) return undefined;
  return { factor: Math.max(a.factor, b.factor), degree: Math.max(a.degree, b.degree) };
}

/** Whatever is within `inner` is within `outer`. */
function holds(outer: Bound, inner: Bound): boolean {
  return outer.factor >= inner.factor && outer.degree >= inner.degree;
}

/** Those that no other one holds, with one more. */
export function widened(bounds: readonly Bound[], more: Bound): readonly Bound[] {
  if (bounds.some((other) => holds(other, more))) return bounds;
  return [...bounds.filter((other) => !holds(more, other)), more];
}

/** What would not be below 2^53 for anything greater than 1 is none. */
function limited(bound: Bound): Bound | undefined {
  return bound.factor < 2 ** 50 && bound.degree < 50 ? { ...bound, factor: Math.max(1, bound.factor) } : undefined;
}
