import { field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { builtinNamed, type Code } from "../code.ts";
import { importedPath } from "../callee.ts";
import { useOf } from "../use.ts";
import { onlyValueOf } from "../values.ts";
import { CONSTANT, FRESH, type Value } from "./value.ts";

/** What a name of the module holds for as long as it runs; undefined where it may come to hold something else. */
export function moduleValue(context: Code, binding: Binding): Value | undefined {
  const value = lastingValueOf(context, binding);
  if (value === undefined) return undefined;
  if (isConstant(context, value)) return CONSTANT;
  const isTable = isFlat(context, value) && isLeftAlone(context, binding);
  return isTable ? { ...FRESH, isOwn: false } : undefined;
}

/** The one value that a name of the module is given; undefined where it may get another. */
export function lastingValueOf(context: Code, binding: Binding): SyntaxNode | undefined {
  if (binding.kind !== "global" || context.scopes.module.usesDynamicNames) return undefined;
  const writes = binding.references.filter(({ access }) => access !== "read");
  const value = onlyValueOf(binding);
  if (writes.length !== 1 || value === undefined) return undefined;
  return usedElsewhere(context, binding) === "changed" ? undefined : value;
}

function usedElsewhere({ elsewhere, source }: Code, { name }: Binding): "none" | "read" | "changed" {
  return elsewhere?.(name, "name", source.path) ?? "none";
}

/** Does nobody change what the name holds? What another file reads, by its text, it may change by a method that a list does not have. */
export function isLeftAlone(context: Code, binding: Binding): boolean {
  return usedElsewhere(context, binding) === "none" && isOnlyRead(context, binding);
}

const displays = new Set([
  "list",
  "set",
  "dictionary",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
]);
const makers = new Set(["list", "set", "dict", "sorted"]);
const splitters = new Set(["split", "rsplit", "splitlines"]);

/** Does such an expression make a list, set or dict, which can be read again and again, as an iterator cannot? */
export function isContainerMade(context: Code, expression: SyntaxNode): boolean {
  const node = withoutParentheses(expression);
  if (node.kind !== "call") return displays.has(node.kind);
  const callee = field(node, "function");
  if (callee?.kind !== "attribute") return makers.has(builtinNamed(context, callee) ?? "");
  const name = field(callee, "attribute");
  return name !== undefined && splitters.has(textOf(context.source, name));
}

const plain = new Set(["integer", "float", "true", "false", "none", "concatenated_string", "ellipsis"]);

function isConstant(context: Code, expression: SyntaxNode): boolean {
  const node = withoutParentheses(expression);
  if (plain.has(node.kind)) return true;
  if (node.kind === "string") return node.children.every(({ kind }) => kind !== "interpolation");
  if (node.kind === "tuple" || node.kind === "unary_operator" || node.kind === "binary_operator")
    return namedChildren(node).every((part) => isConstant(context, part));
  if (node.kind !== "call") return false;
  const [callee, list] = namedChildren(node);
  const isCompiled = callee !== undefined && importedPath(context, callee) === "re.compile";
  if (isCompiled) return true;
  const isFrozen = callee !== undefined && textOf(context.source, callee) === "frozenset";
  return (
    isFrozen &&
    list !== undefined &&
    namedChildren(list).every((part) => isConstant(context, part) || isFlat(context, part))
  );
}

/** `{"a": 1}`, `[1, 2]`: a container of constants. */
function isFlat(context: Code, expression: SyntaxNode): boolean {
  const node = withoutParentheses(expression);
  if (node.kind === "dictionary")
    return namedChildren(node).every(
      (pair) => pair.kind === "pair" && namedChildren(pair).every((part) => isConstant(context, part)),
    );
  if (node.kind !== "list" && node.kind !== "set") return false;
  return namedChildren(node).every((part) => isConstant(context, part));
}

function isOnlyRead(context: Code, binding: Binding): boolean {
  if (context.source.text.includes(`"${binding.name}"`) || context.source.text.includes(`'${binding.name}'`))
    return false;
  return binding.references.every(({ node, access }) => access !== "read" || useOf(context, node).kind === "read");
}
