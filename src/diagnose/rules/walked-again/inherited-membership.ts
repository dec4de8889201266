import { field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath, methodsNamed } from "../../analysis/callee.ts";
import type { RuleContext } from "../../rule.ts";
import { isPath, type Walk } from "./walk.ts";

/** `x in self` where the class leaves `__contains__` to `collections.abc.Sequence`, which asks for one element after the other. */
export function inheritedMembershipAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  if (node.kind !== "comparison_operator") return [];
  const [needle, object, ...more] = namedChildren(node);
  const isAsked = node.children.some(({ kind }) => kind === "in" || kind === "not in");
  if (!isAsked || needle === undefined || object === undefined || more.length > 0) return [];
  if (object.kind !== "identifier" || !isPath(context, object) || !isReceiver(context, object)) return [];
  const owner = classAround(context.function.node);
  if (owner === undefined || !isSequence(context, owner)) return [];
  const watch = { kind: "contains", expression: node, operand: object, needle } as const;
  return [{ expression: node, watch, about: textOf(context.source, object), of: "sequence" }];
}

/** Is it the first parameter of the method? */
function isReceiver({ source, ...context }: RuleContext, name: SyntaxNode): boolean {
  const parameters = field(context.function.node, "parameters");
  const [first] = parameters === undefined ? [] : namedChildren(parameters);
  const binding = context.scopes.bindingOf(name);
  const isRebound = binding?.references.some(({ node, access }) => access !== "read" && node !== first) ?? true;
  return first?.kind === "identifier" && textOf(source, first) === textOf(source, name) && !isRebound;
}

function classAround({ parent, ...node }: SyntaxNode): SyntaxNode | undefined {
  if (node.kind !== "function_definition") return undefined;
  const block = parent?.kind === "decorated_definition" ? undefined : parent;
  return block?.parent?.kind === "class_definition" ? block.parent : undefined;
}

const sequences: ReadonlySet<string> = new Set(
  ["Sequence", "MutableSequence"].map((name) => `collections.abc.${name}`),
);

function isSequence(context: RuleContext, owner: SyntaxNode): boolean {
  const list = field(owner, "superclasses");
  const bases = list === undefined ? [] : namedChildren(list);
  const isOwn = methodsNamed(context, "__contains__").some((method) => isInside(method, owner));
  return !isOwn && bases.some((base) => isSequenceBase(context, base));
}

/** Also by its other name in `typing`, with or without the type of the elements. */
function isSequenceBase(context: RuleContext, base: SyntaxNode): boolean {
  const name = base.kind === "subscript" ? (field(base, "value") ?? base) : base;
  const path = importedPath(context, name)?.replace(/^typing\./u, "collections.abc.");
  return path !== undefined && sequences.has(path);
}
