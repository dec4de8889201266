import type { Reading, Variant } from "../../diagnose/rules/element-loop/reading.ts";
import type { WholeFunction } from "../../diagnose/rules/vectorized-call/whole-function.ts";
import { isOwnAttribute } from "./own-attribute.ts";
import { noOverflow, plainNumbers } from "./element-loop-guard.ts";

/** Elements at a time: what is worked out stays in the processor's caches, and takes little memory. */
const AT_ONCE = 32_768;

/**
 * A function that takes what `np.vectorize` has made, and what that is to be called with. It asks for the kind of the results as numpy
 * does: of the first element, as a number of numpy's.
 */
export function writeWholeFunction(name: string, of: string, whole: WholeFunction, variant: Variant): string {
  const { reading: r, parameters, arrays, defaults, result } = whole;
  const { numpy } = r.facts;
  const [vectorized, given, like, kind, made] = ["vectorized", "given", "like", "kind", "made"].map((wanted) =>
    r.fresh(wanted),
  );
  const { part } = r.names;
  holdIn(r, arrays);
  const each = `(${arrays.join(", ")},)`;
  const first = `${vectorized}.pyfunc(*[${numpy}.asarray(${part}).flat[0] for ${part} in ${given}])`;
  const [flat, start, some] = ["flat", "start", "some"].map((wanted) => r.fresh(wanted));
  const stretch = `${start}:${start} + ${AT_ONCE}`;
  const work = [
    `if ${vectorized}.otypes is None:`,
    `    ${kind} = ${numpy}.dtype(${numpy}.asarray(${first}).dtype.char)`,
    "else:",
    `    ${kind} = ${numpy}.dtype(${vectorized}.otypes[0])`,
    `${flat} = [${numpy}.ravel(${part}) for ${part} in ${each}]`,
    `${made} = ${numpy}.empty(${like}.size, dtype=${kind})`,
    `for ${start} in range(0, ${like}.size, ${AT_ONCE}):`,
    ...[
      `${each} = (${part}[${stretch}] if ${part}.size == ${like}.size else ${part} for ${part} in ${flat})`,
      ...arrays.map((array) => `${array} = ${array}.astype(${numpy}.${variant}64, copy=False)`),
      ...defaults,
      ...r.lines,
      `${some} = ${result}`,
      `if not (${[...r.proofs, isFitting(r, some ?? "", kind ?? "")].join(" and ")}):`,
      "    raise ValueError",
      `${made}[${stretch}] = ${some}`,
    ].map((line) => `    ${line}`),
    `return ${made}.reshape(${like}.shape)`,
  ];
  return [
    `def ${name}(${[vectorized, ...parameters].join(", ")}):`,
    `    ${given} = (${parameters.join(", ")},)`,
    "    try:",
    `        ${like} = next(${part} for ${part} in ${each} if type(${part}) is ${numpy}.ndarray)`,
    "        if (",
    ...[isStill(vectorized ?? "", of), ...askedFirst(r, variant, vectorized ?? "", like ?? "", each)].map(
      (condition, at) => `            ${at === 0 ? "" : "and "}${condition}`,
    ),
    "        ):",
    `            with ${numpy}.errstate(all="raise", under="ignore"):`,
    ...work.map((line) => `                ${line}`),
    "    except Exception:",
    "        pass",
    `    return ${vectorized}(*${given})`,
  ].join("\n");
}

/** Somebody may have given it another function. */
const isStill = (vectorized: string, of: string): string => `${vectorized}.pyfunc.__name__ == "${of}"`;

/** Of the numbers in them the greatest is asked for. */
function holdIn(r: Reading, arrays: readonly string[]): void {
  const { numpy } = r.facts;
  for (const array of arrays)
    r.reads.push({ array, name: array, key: "", all: `${numpy}.asarray(${array})`, places: 1, isBare: true });
  r.showsTypes = true;
}

/** All that has to hold before anything is worked out. */
function askedFirst(r: Reading, variant: Variant, vectorized: string, like: string, each: string): readonly string[] {
  const { numpy } = r.facts;
  const { part } = r.names;
  return [
    `type(${vectorized}) is ${numpy}.vectorize`,
    `${vectorized}.signature is None`,
    `not ${vectorized}.excluded`,
    `(${vectorized}.otypes is None or len(${vectorized}.otypes) == 1)`,
    `${like}.ndim > 0`,
    `${like}.size > 0`,
    `all(${isOfKind(r, variant, like)} for ${part} in ${each})`,
    ...(variant === "float" ? [`all(${numpy}.isfinite(${part}).all() for ${part} in ${each})`] : []),
    ...[...r.attributes].map(isOwnAttribute),
    ...r.asked,
    ...plainNumbers(r),
    ...noOverflow(r),
    `${numpy}.geterr()["under"] == "ignore"`,
  ];
}

/** Arrays of one shape, whose elements lie in its order, and numbers beside them. */
function isOfKind(r: Reading, variant: Variant, like: string): string {
  const { numpy } = r.facts;
  const { part } = r.names;
  const kinds = variant === "float" ? `${part}.dtype.str in ("<f8", "<f4")` : `${part}.dtype.kind in "iu"`;
  const numbers = variant === "float" ? `float, ${numpy}.float64` : `int, ${numpy}.int64`;
  const isInOrder = `(${part}.ndim == 1 or ${part}.flags.c_contiguous)`;
  return `type(${part}) in (${numbers}) or type(${part}) is ${numpy}.ndarray and ${kinds} and ${part}.shape == ${like}.shape and ${isInOrder}`;
}

/** Each of the results is one in that kind of number, cut as Python's `int` cuts it. */
function isFitting(r: Reading, made: string, kind: string): string {
  const { numpy } = r.facts;
  const info = `${numpy}.iinfo(${kind})`;
  const isInRange = `${info}.min <= ${made}.min() and ${made}.max() <= ${info}.max`;
  const fits = `${kind}.str in ("<f8", "<f4", "|b1") or ${kind}.kind in "iu" and ${isInRange}`;
  return `${made}.dtype.kind in "fib" and ${numpy}.isfinite(${made}).all() and (${fits})`;
}
