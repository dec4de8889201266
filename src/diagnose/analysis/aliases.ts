import type { SyntaxNode } from "../../source/node.ts";
import { field, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import { isAfterLoop } from "./after-loop.ts";
import type { LoopSpan } from "./loop-span.ts";
import { attributeTargets, valueAssignedTo } from "./attributes.ts";
import { ownerOf, type Code } from "./code.ts";
import { typeOfName, valueOf } from "./expression-value.ts";
import { useOf } from "./use.ts";
import { holdsOnlyNew } from "./values.ts";
import { denotes, type Variable } from "./variable.ts";

/** May the expression be the very list that the variable holds? When the text does not rule it out, it may. */
export function mayBeSame(code: Code, expression: SyntaxNode, variable: Variable, span?: LoopSpan): boolean {
  const node = withoutParentheses(expression);
  if (denotes(code, node, variable)) return true;
  const { type, isNew } = valueOf(code, node);
  if (isNew || (type !== "unknown" && type !== "list")) return false;
  if (node.kind === "identifier") return mayNameBeSame(code, node, span);
  if (node.kind === "attribute") return mayAttributeBeSame(code, node, variable);
  if (node.kind === "subscript") return mayElementBeSame(code, field(node, "value"), span);
  if (node.kind === "call") return mayDefaultBeSame(code, node, span);
  return true;
}

/** Not a name whose every value is new and handed to nobody. */
function mayNameBeSame(code: Code, node: SyntaxNode, span: LoopSpan | undefined): boolean {
  const binding = code.scopes.bindingOf(node);
  if (binding === undefined || (binding.kind !== "local" && binding.kind !== "global")) return true;
  return !holdsOnlyNew(code, binding) || escapes(code, binding, span);
}

/**
 * Does anything but the name get hold of what it holds before the loop is over? A `return` hands it out when the function is
 * done with it.
 */
function escapes(code: Code, binding: Binding, span: LoopSpan | undefined): boolean {
  return binding.references.some(({ node, access }) => {
    if (access !== "read" || useOf(code, node).kind !== "escapes") return false;
    return span === undefined || !isAfterLoop(node, span, binding);
  });
}

/** Not an attribute of another name whose every value in this file is new. */
function mayAttributeBeSame(code: Code, node: SyntaxNode, variable: Variable): boolean {
  const name = field(node, "attribute");
  if (name === undefined || textOf(code.source, name) === variable.attribute) return true;
  const values = attributeTargets(code, textOf(code.source, name)).map((target) => valueAssignedTo(target));
  return values.length === 0 || values.some((value) => value === undefined || !valueOf(code, value).isNew);
}

/** `groups[key]`: not an element of a container that is made here and gets nothing but new objects. */
function mayElementBeSame(code: Code, container: SyntaxNode | undefined, span: LoopSpan | undefined): boolean {
  const binding = container?.kind === "identifier" ? code.scopes.bindingOf(container) : undefined;
  return binding === undefined || !holdsOnlyNewElements(code, binding, span);
}

/** `groups.setdefault(key, [])` */
function mayDefaultBeSame(code: Code, call: SyntaxNode, span: LoopSpan | undefined): boolean {
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  if (callee === undefined || name === undefined || textOf(code.source, name) !== "setdefault") return true;
  return mayElementBeSame(code, field(callee, "object"), span);
}

/** A container made in its function whose elements are all new too, as far as every use of it shows. */
function holdsOnlyNewElements(code: Code, binding: Binding, span: LoopSpan | undefined): boolean {
  if (binding.kind !== "local" || !holdsOnlyNew(code, binding)) return false;
  const type = typeOfName(code, binding);
  if (type !== "dict" && type !== "list") return false;
  const before = binding.references.filter(({ node }) => span === undefined || !isAfterLoop(node, span, binding));
  return before.every(({ node, access }) =>
    access === "read" ? keepsElementsNew(code, node) : access === "write" && startsWithNewElements(code, node),
  );
}

/** `{}`, `[]`, `dict()`, `defaultdict(list)`: nothing else can be seen through. */
function startsWithNewElements(code: Code, name: SyntaxNode): boolean {
  const value = name.parent?.kind === "assignment" ? field(name.parent, "right") : undefined;
  const text = value === undefined ? "" : textOf(code.source, value);
  return /^(?:\{\s*\}|\[\s*\]|dict\(\)|list\(\)|(?:collections\.)?defaultdict\((?:list|set|dict|int|float|str)\)|(?:collections\.)?(?:Counter|OrderedDict)\(\))$/u.test(
    text,
  );
}

function keepsElementsNew(code: Code, node: SyntaxNode): boolean {
  const use = useOf(code, node);
  if (use.kind === "escapes" || ownerOfNode(code, node) !== ownerOfBinding(code, node)) return false;
  const { parent } = node;
  if (parent?.kind === "subscript" && node.field === "value") return storesNew(code, parent);
  return parent?.kind !== "attribute" || parent.parent?.kind !== "call" || callKeepsNew(code, parent, parent.parent);
}

const elementReaders = new Set(["get", "items", "keys", "values", "pop", "popitem", "clear", "copy", "most_common"]);

function callKeepsNew(code: Code, callee: SyntaxNode, call: SyntaxNode): boolean {
  const name = field(callee, "attribute");
  const method = name === undefined ? "" : textOf(code.source, name);
  if (elementReaders.has(method)) return true;
  const list = field(call, "arguments");
  const given = list?.children.findLast((child) => child.isNamed);
  return (method === "append" || method === "setdefault") && given !== undefined && valueOf(code, given).isNew;
}

/** `groups[key] = value` and `groups[key] += value`: the value must be new; reading an element is fine. */
function storesNew(code: Code, subscript: SyntaxNode): boolean {
  const { parent } = subscript;
  if (parent?.kind === "augmented_assignment" && subscript.field === "left") return true;
  if (parent?.kind !== "assignment" || subscript.field !== "left") return parent?.kind !== "pattern_list";
  const value = field(parent, "right");
  return value !== undefined && valueOf(code, value).isNew;
}

function ownerOfBinding(code: Code, node: SyntaxNode): SyntaxNode | undefined {
  const binding = code.scopes.bindingOf(node);
  return binding === undefined ? undefined : ownerOf(binding);
}

function ownerOfNode(code: Code, node: SyntaxNode): SyntaxNode | undefined {
  let scope = code.scopes.scopeOf(node);
  while (scope.parent !== undefined && scope.kind === "comprehension") scope = scope.parent;
  return scope.node;
}
