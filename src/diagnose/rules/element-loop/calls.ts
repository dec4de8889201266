import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { readCast } from "./casts.ts";
import { shielded } from "./masked.ts";
import { floatsByOne } from "./one-by-one.ts";
import type { Reading } from "./reading.ts";
import { boundOfEither, eitherKind, eitherNature, type Whole } from "./whole.ts";

const ROOTS: Readonly<Record<string, string>> = { "math.sqrt": "sqrt", "numpy.sqrt": "sqrt", "math.fabs": "fabs" };

/** Functions of one number whose result is a float, which numpy works out otherwise in the last digit. */
const EACH = new Set(
  `sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp expm1 log log2 log10 log1p cbrt erf erfc gamma lgamma
  degrees radians`
    .split(/\s+/u)
    .map((name) => `math.${name}`),
);

/** Calls of functions that are known to do nothing but give a number. */
export function readCall(r: Reading, node: SyntaxNode): Whole | undefined {
  const { context } = r.facts;
  const callee = field(node, "function");
  const given = givenTo(node);
  const [first, second] = given;
  if (callee === undefined || first === undefined) return undefined;
  const path = importedPath(context, callee) ?? builtinNamed(context, callee) ?? "";
  if (second !== undefined) return path === "max" || path === "min" ? readExtreme(r, path, given) : undefined;
  if (path === "abs") return called(r, first, (text) => `abs(${text})`);
  const root = ROOTS[path];
  if (root !== undefined) return readRoot(r, first, root, path);
  if (EACH.has(path)) return readEach(r, first, textOf(context.source, callee));
  return readCast(r, node);
}

function called(r: Reading, given: SyntaxNode, write: (text: string) => string): Whole | undefined {
  const inner = r.number(given);
  return inner && r.noted({ ...inner, text: write(inner.text) });
}

function givenTo(call: SyntaxNode): readonly SyntaxNode[] {
  const list = field(call, "arguments");
  return list?.kind === "argument_list" ? namedChildren(list) : [];
}

/** The one operation besides the four that is rounded once everywhere. */
function readRoot(r: Reading, given: SyntaxNode, root: string, path: string): Whole | undefined {
  const { numpy, variant } = r.facts;
  const inner = r.number(given);
  if (inner === undefined) return undefined;
  const isNumpy = path === "numpy.sqrt";
  // Of whole numbers of less than 64 bits numpy makes floats of less.
  if (isNumpy) r.showsTypes = true;
  const kind = isNumpy ? "numpy" : "python";
  const wide = inner.moves && variant === "int" ? ", dtype=float" : "";
  if (!inner.moves && !isNumpy) return undefined;
  return { ...inner, text: `${numpy}.${root}(${shielded(r, inner, "1")}${wide})`, kind, nature: "float" };
}

function readEach(r: Reading, given: SyntaxNode, callee: string): Whole | undefined {
  const inner = r.number(given);
  if (inner === undefined) return undefined;
  const bound = { factor: 1, degree: 0 };
  const text = inner.moves
    ? floatsByOne(r, inner.text, (all) => `list(map(${callee}, (${all}).tolist()))`)
    : `${callee}(${inner.text})`;
  return { text, moves: inner.moves, kind: "python", nature: "float", bound };
}

/** `max(a, b)` is `b` only where that is greater. */
function readExtreme(r: Reading, path: "max" | "min", given: readonly SyntaxNode[]): Whole | undefined {
  const [first, ...others] = given.map((each) => r.number(each));
  let best = first;
  for (const other of others) {
    if (best === undefined || other === undefined) return undefined;
    best = greaterOf(r, path, best, other);
  }
  return best;
}

function greaterOf(r: Reading, path: "max" | "min", a: Whole, b: Whole): Whole {
  const sign = path === "max" ? ">" : "<";
  const [first, second] = [r.fresh("first"), r.fresh("second")];
  r.write(`${first}, ${second} = ${a.text}, ${b.text}`);
  const moves = a.moves || b.moves;
  if (moves) r.hasIntegers = true;
  const text = moves
    ? `${r.facts.numpy}.where(${second} ${sign} ${first}, ${second}, ${first})`
    : `${path}(${first}, ${second})`;
  return r.noted({
    text,
    moves,
    kind: eitherKind(a, b),
    nature: eitherNature(a, b),
    bound: boundOfEither(a.bound, b.bound),
  });
}
