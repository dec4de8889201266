import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { shielded } from "./masked.ts";
import { readElement, subscriptAt } from "./places.ts";
import type { Reading } from "./reading.ts";
import type { Whole } from "./whole.ts";

/** A float that becomes a whole number is below this: so that what is made of it does not wrap around. */
const CAST = 2 ** 20;

/** `int(…)`, `float(…)`, `math.floor(…)`. */
export function readCast(r: Reading, node: SyntaxNode): Whole | undefined {
  const { context } = r.facts;
  const callee = field(node, "function");
  const list = field(node, "arguments");
  const [given, ...others] = list?.kind === "argument_list" ? namedChildren(list) : [];
  if (callee === undefined || given === undefined || others.length > 0) return undefined;
  const name = importedPath(context, callee) ?? builtinNamed(context, callee) ?? "";
  if (name === "float") return toFloat(r, given);
  const rounding = { int: "trunc", "math.floor": "floor", "math.ceil": "ceil" }[name];
  if (rounding === undefined) return undefined;
  const inner = castElement(r, given);
  if (inner !== undefined) return { ...inner, nature: "int" };
  return toInt(r, given, rounding, textOf(context.source, callee));
}

/** The element of an array of whole numbers of any size. */
function castElement(r: Reading, given: SyntaxNode): Whole | undefined {
  const { variant, numpy } = r.facts;
  if (variant !== "int" || given.kind !== "subscript" || subscriptAt(r, given) === undefined) return undefined;
  const element = readElement(r, given, false);
  if (element === undefined) return undefined;
  if (!element.moves) return { ...element, kind: "python", text: `int(${element.text})` };
  return { ...element, kind: "python", text: `${element.text}.astype(${numpy}.int64)` };
}

function toFloat(r: Reading, given: SyntaxNode): Whole | undefined {
  const { variant, numpy } = r.facts;
  const isElement = given.kind === "subscript" && variant === "int";
  const inner = isElement ? readElement(r, given, false) : r.number(given);
  if (inner === undefined) return undefined;
  if (!inner.moves) return { ...inner, kind: "python", nature: "float", text: `float(${inner.text})` };
  return { ...inner, kind: "python", nature: "float", text: `(${inner.text}).astype(${numpy}.float64)` };
}

function toInt(r: Reading, given: SyntaxNode, rounding: string, callee: string): Whole | undefined {
  const { numpy } = r.facts;
  const inner = r.number(given);
  if (inner === undefined || inner.nature === "int") return inner;
  const bound = { factor: CAST, degree: 0 };
  if (!inner.moves)
    return { text: `${callee}(${inner.text})`, moves: false, kind: "python", nature: "int", bound: undefined };
  const cut = r.fresh("cut");
  r.write(`${cut} = ${numpy}.${rounding}(${shielded(r, inner, "0")})`);
  r.write(`if not (abs(${cut}) < ${CAST}).all():`);
  r.write("    raise OverflowError");
  r.hasIntegers = true;
  return r.noted({ text: `${cut}.astype(${numpy}.int64)`, moves: true, kind: "python", nature: "int", bound });
}
