import { field, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributeTargets, valueAssignedTo } from "../../analysis/attributes.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { argumentsOf, builtinCalled, positionalArguments } from "../../analysis/expression-context.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import type { RuleContext } from "../../rule.ts";
import { spelledAlike } from "./spelled-alike.ts";
import type { TextGrowth, TextKind } from "./text-growth.ts";

type Grown = Pick<TextGrowth, "target" | "form" | "added" | "old">;

/** What the source says it begins as: numbers and lists grow by `+=` too. */
export function kindOf({ target, form, added, old }: Grown, context: RuleContext): TextKind | undefined {
  if (form === "format") return "str";
  const first = defaultOf(old, target, context);
  if (first !== undefined) return textKind(first, context);
  for (const value of valuesOf(target, context)) {
    const kind = textKind(value, context) ?? typeNamed(value, context);
    if (kind !== undefined) return kind;
  }
  // Nothing tells what kind of value the attribute of somebody's object is: what is measured will.
  if (added.some((part) => isSameAttribute(part, target, context))) return "str";
  // A list or a number is not put before a text: what is measured says whether it is one.
  return added.map((part) => pieceKind(part, context)).find((kind) => kind !== undefined);
}

/** `""` of `texts.get(key, "")`, where that is what `texts[key]` is, or begins as. */
export function defaultOf(old: SyntaxNode, target: SyntaxNode, { source }: RuleContext): SyntaxNode | undefined {
  const callee = old.kind === "call" && target.kind === "subscript" ? field(old, "function") : undefined;
  const container = callee === undefined ? undefined : field(callee, "object");
  if (callee === undefined || container === undefined) return undefined;
  const [key, first] = positionalArguments(old) ?? [];
  const [holder, index] = [field(target, "value"), field(target, "subscript")];
  const isGet = textOf(source, callee) === `${textOf(source, container)}.get`;
  return isGet && isSame(container, holder, source) && isSame(key, index, source) ? first : undefined;
}

function isSame(a: SyntaxNode | undefined, b: SyntaxNode | undefined, source: RuleContext["source"]): boolean {
  return a !== undefined && b !== undefined && spelledAlike(a, b, source);
}

/** Also of `"<" + x` and `"%s" % x`. */
function pieceKind(piece: SyntaxNode, context: RuleContext): TextKind | undefined {
  const node = withoutParentheses(piece);
  const [left, right] = node.kind === "binary_operator" ? [field(node, "left"), field(node, "right")] : [];
  if (left === undefined || right === undefined) return textKind(node, context);
  const operator = field(node, "operator")?.kind;
  if (operator !== "+" && operator !== "%") return undefined;
  return pieceKind(left, context) ?? (operator === "+" ? pieceKind(right, context) : undefined);
}

/** `token.text` and `other.text`: the same attribute, of two objects or of one. */
export function isSameAttribute(part: SyntaxNode, target: SyntaxNode, { source }: RuleContext): boolean {
  const names = [part, target].map((node) => (node.kind === "attribute" ? field(node, "attribute") : undefined));
  const [one, other] = names.map((name) => name && textOf(source, name));
  return one !== undefined && one === other;
}

function valuesOf(target: SyntaxNode, context: RuleContext): readonly SyntaxNode[] {
  if (target.kind === "subscript") return itemsOf(target, context);
  if (target.kind === "attribute") {
    const name = field(target, "attribute");
    const targets = name === undefined ? [] : attributeTargets(context, textOf(context.source, name));
    const held = name === undefined ? [] : heldByClasses(textOf(context.source, name), context);
    return [...targets.flatMap((each) => valueAssignedTo(each) ?? []), ...held];
  }
  const binding = context.scopes.bindingOf(target);
  return binding === undefined
    ? []
    : boundValues(binding).flatMap((each) => (each.kind === "assigned" ? each.value : []));
}

/** `text = ""` in the body of a class. */
function heldByClasses(name: string, { scopes }: RuleContext): readonly SyntaxNode[] {
  const bindings = scopes.all.flatMap((scope) => (scope.kind === "class" ? (scope.bindings.get(name) ?? []) : []));
  return bindings.flatMap((binding) =>
    boundValues(binding).flatMap((each) => (each.kind === "assigned" ? each.value : [])),
  );
}

/** What the source puts into the container: `texts[key] = ""`, `defaultdict(str)`, `[""] * n`, `{"a": ""}`, `self.texts = {"a": ""}`. */
function itemsOf(target: SyntaxNode, context: RuleContext): readonly SyntaxNode[] {
  const container = field(target, "value");
  const key = field(target, "subscript");
  if (container?.kind === "attribute") {
    const held = valuesOf(container, context);
    return held.flatMap((value) => (value.kind === "dictionary" ? pairsFor(value, key, context) : []));
  }
  if (container?.kind !== "identifier") return [];
  const references = context.scopes.bindingOf(container)?.references ?? [];
  return references.flatMap(({ node }) => {
    const { parent } = node;
    if (parent?.kind === "subscript" && node.field === "value") return valueAssignedTo(parent) ?? [];
    const value = parent?.kind === "assignment" && node.field === "left" ? field(parent, "right") : undefined;
    return value === undefined ? [] : contentsOf(value, context);
  });
}

/** `""` of `{"a": "", "n": 0}` for `["a"]`. */
function pairsFor(dictionary: SyntaxNode, key: SyntaxNode | undefined, { source }: RuleContext): readonly SyntaxNode[] {
  const wanted = key?.kind === "string" ? textOf(source, key).slice(1, -1) : undefined;
  return dictionary.children.flatMap((pair) => {
    const [name, value] = pair.kind === "pair" ? [field(pair, "key"), field(pair, "value")] : [];
    const isWanted = name?.kind === "string" && textOf(source, name).slice(1, -1) === wanted;
    return isWanted && value !== undefined ? [value] : [];
  });
}

function contentsOf(value: SyntaxNode, context: RuleContext): readonly SyntaxNode[] {
  const first = field(value, "left") ?? value;
  if (first.kind === "list" || first.kind === "dictionary" || first.kind === "list_comprehension")
    return first.children.flatMap((part) => (part.kind === "pair" ? (field(part, "value") ?? []) : part));
  const callee = value.kind === "call" ? field(value, "function") : undefined;
  const isDefault = callee !== undefined && importedPath(context, callee) === "collections.defaultdict";
  return isDefault ? argumentsOf(value).slice(0, 1) : [];
}

/** What a defaultdict makes its items with. */
function typeNamed(value: SyntaxNode, context: RuleContext): TextKind | undefined {
  const name = builtinNamed(context, value);
  return name === "str" || name === "bytes" ? name : undefined;
}

/** A literal, `bytes()` or `str(…)`. */
export function textKind(value: SyntaxNode, context: RuleContext): TextKind | undefined {
  if (value.kind === "string") return /^[rR]?[bB]/u.test(textOf(context.source, value)) ? "bytes" : "str";
  if (value.kind !== "call") return undefined;
  if (builtinCalled(value, context) === "bytes") return "bytes";
  return valueOf(context, value).type === "str" ? "str" : undefined;
}
