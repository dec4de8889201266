import { field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import type { Walk } from "./walk.ts";

/** `texts[name] = texts[name] + piece`: all of the text so far is copied for each piece. */
export function grownValuesAt({ source }: RuleContext, node: SyntaxNode): readonly Walk[] {
  if (node.kind !== "assignment") return [];
  const [target, value] = [field(node, "left"), field(node, "right")];
  const sum = value === undefined ? undefined : firstSum(value);
  const grown = sum && field(sum, "left");
  if (sum === undefined || grown === undefined || target?.kind !== "subscript") return [];
  if (!isSameItem(source, target, itemIn(grown))) return [];
  return [
    {
      expression: sum,
      watch: { kind: "binary", expression: sum, operand: grown, isRenewed: true },
      about: textOf(source, target),
      of: "text",
    },
  ];
}

/** `a + b` of `a + b + c`. */
function firstSum(value: SyntaxNode): SyntaxNode | undefined {
  let sum: SyntaxNode | undefined;
  for (let at = withoutParentheses(value); at.kind === "binary_operator";) {
    sum = at;
    const left = field(at, "left");
    if (left === undefined) break;
    at = withoutParentheses(left);
  }
  return sum;
}

/** `texts[name]`, also in a call that makes a text of it. */
function itemIn(grown: SyntaxNode): SyntaxNode | undefined {
  const node = withoutParentheses(grown);
  const [only, ...others] = node.kind === "call" ? argumentsOf(node) : [node];
  return only?.kind === "subscript" && others.length === 0 ? only : undefined;
}

/** The same key of the same mapping, or of the object that keeps the mapping (`self[name]` and `self._texts[name]`). */
function isSameItem(source: RuleContext["source"], target: SyntaxNode, item: SyntaxNode | undefined): boolean {
  const [kept, key] = partsOf(source, target);
  const [read, other] = item === undefined ? [] : partsOf(source, item);
  if (kept === undefined || read === undefined || key === undefined || key !== other) return false;
  const owner = field(target, "value");
  const object = owner?.kind === "attribute" ? field(owner, "object") : undefined;
  return kept === read || (object !== undefined && textOf(source, object) === read);
}

/** The mapping and the one key, where both are spelled without a call. */
function partsOf(source: RuleContext["source"], subscript: SyntaxNode): readonly (string | undefined)[] {
  const [mapping, key, ...others] = namedChildren(subscript);
  if (mapping === undefined || key === undefined || others.length > 0) return [];
  const isPlain = spelled.has(mapping.kind) && (spelled.has(key.kind) || key.kind === "string");
  return isPlain ? [textOf(source, mapping), textOf(source, key)] : [];
}

const spelled: ReadonlySet<string> = new Set(["identifier", "attribute"]);
