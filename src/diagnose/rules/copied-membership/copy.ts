import { field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../../analysis/code.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";

/** A container that is made for one membership test: `list(d)`, `sorted(xs)`, `d.values()`, `[row.id for row in rows]`, `xs[at:]`. */
export interface Copy {
  readonly node: SyntaxNode;
  /** What the elements come from, as written: `d.values()`, `rows`. */
  readonly iterable: SyntaxNode;
  /** The variable in it. */
  readonly operand: SyntaxNode;
  /** `plain`: any container that is a variable's; `dict`: what a dict's method gives; `slice`: a part of a sequence. */
  readonly kind: "plain" | "dict" | "slice";
  /** The method of the dict, if it is one. */
  readonly method: string | undefined;
  /** What wraps it, where that is a built-in. */
  readonly wrapper: string | undefined;
  /** For a comprehension: what each element becomes, and the names that it gets. */
  readonly made: { readonly body: SyntaxNode; readonly target: SyntaxNode } | undefined;
}

const wrappers = new Set(["list", "tuple", "sorted", "set", "frozenset"]);

/** The copy that an expression is; undefined for all other expressions. */
export function copyAt(code: Code, expression: SyntaxNode): Copy | undefined {
  const node = withoutParentheses(expression);
  if (node.kind === "list_comprehension" || node.kind === "set_comprehension" || node.kind === "generator_expression")
    return comprehensionCopy(code, node);
  if (node.kind === "subscript") return sliceCopy(node);
  if (node.kind !== "call") return undefined;
  const wrapper = builtinCalled(node, code);
  if (wrapper !== undefined) return wrapped(code, node, wrapper);
  const method = dictMethod(code, node);
  return method?.name === "values" ? { ...sourceOf(code, node, method), node, wrapper, made: undefined } : undefined;
}

/** `xs[at:]` */
function sliceCopy(node: SyntaxNode): Copy | undefined {
  const [value, ...parts] = namedChildren(node);
  const isSlice = parts.length === 1 && parts[0]?.kind === "slice";
  if (value === undefined || !isSlice || !isVariable(value)) return undefined;
  return {
    node,
    iterable: value,
    operand: value,
    kind: "slice",
    method: undefined,
    wrapper: undefined,
    made: undefined,
  };
}

function wrapped(code: Code, node: SyntaxNode, wrapper: string): Copy | undefined {
  const list = field(node, "arguments");
  const [only, ...others] = list?.kind === "argument_list" ? namedChildren(list) : [];
  if (!wrappers.has(wrapper) || only === undefined || others.length > 0) return undefined;
  const method = only.kind === "call" ? dictMethod(code, only) : undefined;
  if (method !== undefined) return { ...sourceOf(code, only, method), node, wrapper, made: undefined };
  if (!isVariable(only)) return undefined;
  return { node, iterable: only, operand: only, kind: "plain", method: undefined, wrapper, made: undefined };
}

/** `[row.id for row in rows]`: one walk, nothing left out. */
function comprehensionCopy(code: Code, node: SyntaxNode): Copy | undefined {
  const [body, clause, ...others] = namedChildren(node);
  if (body === undefined || clause?.kind !== "for_in_clause" || others.length > 0) return undefined;
  const [target, right] = [field(clause, "left"), field(clause, "right")];
  if (target === undefined || right === undefined || clause.children.some(({ kind }) => kind === "async"))
    return undefined;
  const made = { body, target };
  if (isVariable(right))
    return { node, iterable: right, operand: right, kind: "plain", method: undefined, wrapper: undefined, made };
  const method = right.kind === "call" ? dictMethod(code, right) : undefined;
  return method === undefined ? undefined : { ...sourceOf(code, right, method), node, wrapper: undefined, made };
}

function isVariable({ kind }: SyntaxNode): boolean {
  return kind === "identifier" || kind === "attribute";
}

interface DictMethod {
  readonly name: string;
  readonly object: SyntaxNode;
}

function sourceOf(
  _: Code,
  iterable: SyntaxNode,
  { name, object }: DictMethod,
): Pick<Copy, "iterable" | "operand" | "kind" | "method"> {
  return { iterable, operand: object, kind: "dict", method: name };
}

/** `d.keys()`, `self.table.values()` */
function dictMethod(code: Code, call: SyntaxNode): DictMethod | undefined {
  const callee = field(call, "function");
  const list = field(call, "arguments");
  if (callee?.kind !== "attribute" || list === undefined || namedChildren(list).length > 0) return undefined;
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  const text = name === undefined ? "" : textOf(code.source, name);
  if (object === undefined || !isVariable(object) || !["keys", "values", "items"].includes(text)) return undefined;
  return { name: text, object };
}
