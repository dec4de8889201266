/** What is known of an expression's value, in the loop over arrays and in the one over lists alike. */
export interface Value {
  /** `number`: an int or a float. */
  readonly kind: "int" | "float" | "number" | "bool";
  /** Whose type it has in the loop over arrays: Python's own, numpy's, or one that cannot be told. */
  readonly origin: "python" | "numpy" | "mixed";
  /** Its size is at most `terms` times the greatest of what comes in, to the power of `degree`. */
  readonly degree: number;
  readonly terms: number;
  /** It was worked out just now, and nothing has asked yet how great it is. */
  readonly isFresh: boolean;
  /** It may be infinite or no number, of which numpy warns and Python does not. */
  readonly isWild: boolean;
  /** Arrays by whose items it may be infinite without any fault (and above zero); `""` for an infinity that stands in the source. */
  readonly open: ReadonlySet<string>;
}

/** Which arrays are thought of: of floats, or of whole numbers. */
export type Variant = "float" | "int";

/** What every number has to stay below: so that no product of a few of them overflows. */
export const LIMIT: Readonly<Record<Variant, string>> = { float: "1e100", int: "2**30" };
/** Of the limit, and of what the kind of number holds (2^63, 1.8e308): powers of ten. */
const SIZE: Readonly<Record<Variant, readonly [limit: number, most: number]>> = {
  float: [100, 308],
  int: [9.04, 18.9],
};

const PLAIN = { degree: 1, terms: 1, isFresh: false, isWild: false, open: new Set<string>() } as const;

/** A number that comes in. */
export function given(kind: Value["kind"], origin: Value["origin"]): Value {
  return { ...PLAIN, kind, origin };
}

/** A number that stands in the source. */
export function constant(kind: "int" | "float", text: string): Value | undefined {
  const size = Math.abs(Number(text.replaceAll("_", "")));
  return size < 1e90 ? { ...given(kind, "python"), degree: 0, terms: Math.max(1, size) } : undefined;
}

/** Either of two values. */
export function either(a: Value, b: Value): Value | undefined {
  const kind = kindOfEither(a.kind, b.kind);
  if (kind === undefined) return undefined;
  return {
    kind,
    origin: a.origin === b.origin ? a.origin : "mixed",
    degree: Math.max(a.degree, b.degree),
    terms: Math.max(a.terms, b.terms),
    isFresh: a.isFresh || b.isFresh,
    isWild: a.isWild || b.isWild,
    open: new Set([...a.open, ...b.open]),
  };
}

function kindOfEither(a: Value["kind"], b: Value["kind"]): Value["kind"] | undefined {
  if (a === b) return a;
  return a === "bool" || b === "bool" ? undefined : "number";
}

/** What an operator makes of two numbers; undefined where the two loops could differ in it. */
export function operated(operator: string, a: Value, b: Value, variant: Variant): Value | undefined {
  if (a.kind === "bool" || b.kind === "bool") return undefined;
  return OPERATORS[operator]?.(a, b, variant);
}

type Operator = (a: Value, b: Value, variant: Variant) => Value | undefined;

const OPERATORS: Readonly<Record<string, Operator>> = {
  "+": added,
  "-": added,
  "*": (a, b, variant) => bounded({ ...made(a, b), degree: a.degree + b.degree, terms: a.terms * b.terms }, variant),
  "/": divided,
  "//": rounded,
  "%": rounded,
};

function made(a: Value, b: Value): Value {
  const hasFloat = a.kind === "float" || b.kind === "float";
  const kind = hasFloat ? "float" : a.kind === b.kind ? a.kind : "number";
  return {
    ...PLAIN,
    kind,
    origin: originOf(a, b),
    isFresh: true,
    isWild: a.isWild || b.isWild,
    open: new Set([...a.open, ...b.open]),
  };
}

function added(a: Value, b: Value, variant: Variant): Value | undefined {
  return bounded({ ...made(a, b), degree: Math.max(a.degree, b.degree), terms: a.terms + b.terms }, variant);
}

function rounded(a: Value, b: Value): Value | undefined {
  const areInts = a.kind === "int" && b.kind === "int";
  return areInts ? { ...made(a, b), degree: Math.max(a.degree, b.degree), terms: a.terms + b.terms } : undefined;
}

function divided(a: Value, b: Value): Value | undefined {
  // Python divides whole numbers of any size right, numpy the floats nearest to them: below 2^53 that is the same.
  const areInts = a.kind === "int" && b.kind === "int";
  const areSmall = Math.max(a.degree, b.degree) < 2 && Math.max(a.terms, b.terms) < 1e6;
  return b.isWild || (areInts && !areSmall) ? undefined : { ...made(a, b), kind: "float", isWild: true };
}

function originOf(a: Value, b: Value): Value["origin"] {
  if (a.origin === "numpy" || b.origin === "numpy") return "numpy";
  return a.origin === "python" && b.origin === "python" ? "python" : "mixed";
}

/** A whole number that numpy could not hold ends it; a float becomes infinite, which shows. */
function bounded(value: Value, variant: Variant): Value | undefined {
  const [limit, most] = SIZE[variant];
  if (value.degree * limit + Math.log10(value.terms) < most) return value;
  if (value.kind === "int" && value.origin === "python") return value;
  return variant === "float" ? { ...value, isWild: true } : undefined;
}
