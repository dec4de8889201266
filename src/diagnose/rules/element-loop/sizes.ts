import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { steadyName } from "./attributes.ts";
import type { Reading } from "./reading.ts";
import { ONE, type Whole } from "./whole.ts";

/** `len(a)` and `a.shape[0]` of an array that the loop does not bind. */
export function readSize(r: Reading, node: SyntaxNode): Whole | undefined {
  const array = node.kind === "call" ? ofLength(r, node) : ofShape(r, node);
  const { context, lists } = r.facts;
  const first = array && firstOf(r, array);
  const owner = first ?? array;
  const name = owner && steadyName(r, owner);
  if (name === undefined || (lists === true && node.kind !== "call")) return undefined;
  r.sized.add(name);
  const text = textOf(context.source, node);
  if (first !== undefined) r.rowSizes.add(text);
  return { text, moves: false, kind: "python", nature: "int", bound: ONE };
}

/** The rows of `len(rows[0])`. */
function firstOf({ facts: { context } }: Reading, node: SyntaxNode): SyntaxNode | undefined {
  const place = node.kind === "subscript" ? field(node, "subscript") : undefined;
  return place?.kind === "integer" && textOf(context.source, place) === "0" ? field(node, "value") : undefined;
}

function ofLength({ facts: { context } }: Reading, node: SyntaxNode): SyntaxNode | undefined {
  const list = field(node, "arguments");
  const given = list?.kind === "argument_list" ? namedChildren(list) : [];
  return given.length === 1 && builtinNamed(context, field(node, "function")) === "len" ? given[0] : undefined;
}

function ofShape({ facts: { context } }: Reading, node: SyntaxNode): SyntaxNode | undefined {
  const value = field(node, "value");
  const [, name] = value?.kind === "attribute" ? namedChildren(value) : [];
  const place = field(node, "subscript");
  const isShape = name !== undefined && textOf(context.source, name) === "shape" && place?.kind === "integer";
  return isShape && value ? field(value, "object") : undefined;
}
