import { field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../../analysis/code.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { isItem } from "./item.ts";
import { isPath } from "./path.ts";

/** What is walked through, as the variables that have to stay as they are. */
export interface Walked {
  readonly operands: readonly SyntaxNode[];
  /** `lists` can be walked through again and again if they are lists or tuples, `dict` if it is one. */
  readonly kind: "lists" | "dict";
  /** What is walked is only iterated over, so that a dict or a set can be walked again as well. */
  readonly isIterated?: boolean;
}

/** `xs`, `enumerate(xs)`, `range(len(xs))`, `zip(xs, ys)`, `d.items()`, `sorted(d.values())`, where each is a name or a path; undefined for anything else. */
export function walkedIn(code: Code, iterable: SyntaxNode): Walked | undefined {
  const node = withoutParentheses(iterable);
  if (isVariable(code, node)) return { operands: [node], kind: "lists", isIterated: true };
  if (node.kind !== "call") return undefined;
  const list = field(node, "arguments");
  const given = list?.kind === "argument_list" ? namedChildren(list) : [];
  const name = builtinCalled(node, code);
  return name === undefined ? walkedDict(code, node, given.length) : walkedByBuiltin(code, name, given);
}

function walkedByBuiltin(code: Code, name: string, given: readonly SyntaxNode[]): Walked | undefined {
  const [first, ...others] = given;
  if (first === undefined) return undefined;
  if (name === "zip")
    return given.every((each) => isVariable(code, each)) ? { operands: given, kind: "lists" } : undefined;
  if (name === "range" && first.kind === "integer" && textOf(code.source, first) === "0" && others.length === 1)
    return walkedByBuiltin(code, name, others);
  if (others.length > 0) return undefined;
  if (name === "range") return walkedByIndex(code, first);
  return walks.has(name) ? walkedWithin(code, name, first) : undefined;
}

/** `enumerate(xs)`, `sorted(d.items())` */
function walkedWithin(code: Code, name: string, first: SyntaxNode): Walked | undefined {
  const isReversed = name === "reversed";
  if (isVariable(code, first)) return { operands: [first], kind: "lists", isIterated: !isReversed };
  const isMethod = first.kind === "call" && builtinCalled(first, code) === undefined && !isReversed;
  return isMethod ? walkedDict(code, first, argumentsOf(first).length) : undefined;
}

const walks = new Set(["enumerate", "reversed", "list", "tuple", "sorted"]);

function isVariable(code: Code, node: SyntaxNode): boolean {
  return isName(node) || isItem(code, node) || isPath(code, node);
}

/** Of an item under a constant text no index is made where it is a dict. */
function isHeld(code: Code, dict: SyntaxNode): boolean {
  return isName(dict) || (isPath(code, dict) && !isItem(code, dict));
}

function isName({ kind }: SyntaxNode): boolean {
  return kind === "identifier" || kind === "attribute";
}

function walkedByIndex(code: Code, length: SyntaxNode): Walked | undefined {
  if (length.kind !== "call" || builtinCalled(length, code) !== "len") return undefined;
  const list = field(length, "arguments");
  const [only, ...others] = list === undefined ? [] : namedChildren(list);
  return only !== undefined && others.length === 0 && isVariable(code, only)
    ? { operands: [only], kind: "lists" }
    : undefined;
}

function walkedDict(code: Code, call: SyntaxNode, given: number): Walked | undefined {
  const callee = field(call, "function");
  const [object, name] =
    callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [undefined, undefined];
  if (object === undefined || name === undefined || given > 0 || !isHeld(code, object)) return undefined;
  const method = textOf(code.source, name);
  return method === "items" || method === "values" || method === "keys"
    ? { operands: [object], kind: "dict" }
    : undefined;
}
