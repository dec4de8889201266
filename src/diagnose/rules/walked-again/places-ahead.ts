import { enclosingLoops, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod, importedPath } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isElsewhere, isKept } from "./kept-answer.ts";
import { showsNoStart } from "./shown-start.ts";
import { isPath } from "./walk.ts";

/**
 * `pattern.search(text, at)`, `text.find(part, at)`: what is found is found again from everywhere up to it. `text.count(part, 0, at)`,
 * `text[:at].count(part)`: counted on from where it was counted to.
 */
export interface PlacesAhead {
  readonly form: "search" | "find" | "index" | "count" | "count-slice";
  readonly call: SyntaxNode;
  readonly text: SyntaxNode;
  /** The pattern, or the part. */
  readonly sought: SyntaxNode;
  /** From where, or up to where. */
  readonly at: SyntaxNode;
  /** The outermost loop of the function around the call: a statement. */
  readonly loop: SyntaxNode | undefined;
  readonly obstacles: readonly Obstacle[];
}

/** How the call looks at a text from, or up to, a place of it; undefined for any other call. */
export function placesAheadAt(context: RuleContext, call: SyntaxNode): PlacesAhead | undefined {
  const parts = call.kind === "call" ? partsOf(context, call) : undefined;
  if (parts === undefined || !isPath(context, parts.text) || !isPlain(context, parts.at)) return undefined;
  if (!isPlain(context, parts.sought) || (parts.form === "search" && !isPath(context, parts.sought))) return undefined;
  if (isElsewhere(call) || isKept(context, [parts.text, parts.at])) return undefined;
  const loop = enclosingLoops(call).findLast(({ kind }) => kind === "for_statement" || kind === "while_statement");
  return { ...parts, call, loop, obstacles: obstaclesOf(context, parts.form, call) };
}

type Parts = Pick<PlacesAhead, "form" | "text" | "sought" | "at">;

function partsOf(context: RuleContext, call: SyntaxNode): Parts | undefined {
  const callee = field(call, "function");
  if (callee?.kind !== "attribute" || importedPath(context, callee) !== undefined) return undefined;
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (object === undefined || name === undefined) return undefined;
  const method = textOf(context.source, name);
  if (method === "search" && definesMethod(context, method)) return undefined;
  return byMethod[method]?.(context, object, argumentsOf(call));
}

type Read = (context: RuleContext, object: SyntaxNode, given: readonly SyntaxNode[]) => Parts | undefined;

const from =
  (form: "search" | "find" | "index"): Read =>
  (_, object, [first, at, ...others]) => {
    if (first === undefined || at === undefined || others.length > 0) return undefined;
    return form === "search" ? { form, text: first, sought: object, at } : { form, text: object, sought: first, at };
  };

const byMethod: Readonly<Record<string, Read>> = {
  search: from("search"),
  find: from("find"),
  index: from("index"),
  count: (context, object, [sought, start, at, ...others]) => {
    if (sought === undefined || others.length > 0) return undefined;
    if (start === undefined) return sliced(object, sought);
    const isWhole = start.kind === "integer" && textOf(context.source, start) === "0";
    return isWhole && at !== undefined ? { form: "count", text: object, sought, at } : undefined;
  },
};

/** `text[:at].count(part)` */
function sliced(object: SyntaxNode, sought: SyntaxNode): Parts | undefined {
  const cut = beginningOf(object);
  return cut && { form: "count-slice", sought, ...cut };
}

/** `text` and `at` of `text[:at]`. */
export function beginningOf(node: SyntaxNode): Pick<PlacesAhead, "text" | "at"> | undefined {
  const [text, slice, ...others] = node.kind === "subscript" ? namedChildren(node) : [];
  const at = slice?.kind === "slice" ? endOf(slice) : undefined;
  return text === undefined || at === undefined || others.length > 0 ? undefined : { text, at };
}

/** `at` of `:at` */
function endOf({ children }: SyntaxNode): SyntaxNode | undefined {
  const [colon, at, ...others] = children;
  return colon?.kind === ":" && others.length === 0 ? at : undefined;
}

const simple = new Set(["identifier", "integer", "string", "attribute", "binary_operator", "unary_operator"]);
const asking = new Set(["start", "end", "len"]);

/** Numbers, texts, names and attributes, sums of them, `m.end()`: what may stand before the search as well as after it. */
export function isPlain(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "call") return isQuestion(context, node);
  if (node.kind === "string") return node.children.every(({ kind }) => kind !== "interpolation");
  if (node.kind === "parenthesized_expression") return namedChildren(node).every((part) => isPlain(context, part));
  if (!simple.has(node.kind)) return node.field === "operator" || node.kind === "comment";
  const parts = node.kind === "attribute" ? namedChildren(node).slice(0, 1) : namedChildren(node);
  return parts.every((part) => isPlain(context, part));
}

function isQuestion(context: RuleContext, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : callee;
  const isAsked = name !== undefined && asking.has(textOf(context.source, name));
  return isAsked && argumentsOf(call).every((given) => isPlain(context, given));
}

function obstaclesOf(context: RuleContext, form: PlacesAhead["form"], call: SyntaxNode): readonly Obstacle[] {
  const about = textOf(context.source, call).slice(0, 40);
  return [
    // Where the search began is all that tells two equal matches apart.
    ...(form === "search" && !showsNoStart(context, call) ? [{ code: "other-use" as const, about }] : []),
    ...hiddenBuiltins(context, call, ["type", "int", "str", "bytes", "len"]),
    ...dynamicNames(context),
  ];
}
