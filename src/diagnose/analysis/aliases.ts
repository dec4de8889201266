import type { SyntaxNode } from "../../source/node.ts";
import { descendants, field, isInside, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { Binding, Reference } from "../../source/scopes.ts";
import { isAfterLoop } from "./after-loop.ts";
import { isJustMade } from "./just-made.ts";
import type { LoopSpan } from "./loop-span.ts";
import { attributesNamed, attributeTargets, valueAssignedTo } from "./attributes.ts";
import { ownerOf, type Code } from "./code.ts";
import { typeOfName, valueOf } from "./expression-value.ts";
import { isOnlyLookedAt } from "./handed-on.ts";
import { isTarget, useOf } from "./use.ts";
import { holdsOnlyNew, onlyValueOf } from "./values.ts";
import { denotes, type Variable } from "./variable.ts";

/** May the expression be the very list that the variable holds? When the text does not rule it out, it may. */
export function mayBeSame(code: Code, expression: SyntaxNode, variable: Variable, span?: LoopSpan): boolean {
  const node = withoutParentheses(expression);
  if (denotes(code, node, variable)) return true;
  const { type, isNew } = valueOf(code, node);
  if (isNew || (type !== "unknown" && type !== "list")) return false;
  if (span !== undefined && isJustMade(code, node, span)) return false;
  if (node.kind === "identifier") return mayNameBeSame(code, node, variable, span);
  if (node.kind === "attribute") return mayAttributeBeSame(code, node, variable);
  if (node.kind === "subscript") return mayElementBeSame(code, field(node, "value"), span);
  if (node.kind === "call") return mayDefaultBeSame(code, node, span);
  return true;
}

/** Not a name whose every value, or the one that it has here, is new and handed to nobody. */
function mayNameBeSame(code: Code, node: SyntaxNode, { itemOf }: Variable, span: LoopSpan | undefined): boolean {
  const binding = code.scopes.bindingOf(node);
  if (binding === undefined || !["local", "global", "parameter"].includes(binding.kind)) return true;
  if (isNewHere(code, node, binding)) return false;
  const value = binding.kind === "local" ? onlyValueOf(binding) : undefined;
  const isElement =
    value?.kind === "subscript" && itemOf === undefined && !mayElementBeSame(code, field(value, "value"), undefined);
  if (isElement) return escapes(code, binding, span);
  return binding.kind === "parameter" || !holdsOnlyNew(code, binding) || escapes(code, binding, span);
}

/** `text = text.strip()` before, in this block or one around it, and since then nothing has bound the name or got hold of it. */
function isNewHere(code: Code, node: SyntaxNode, binding: Binding): boolean {
  const owner = ownerOf(binding);
  const { references } = binding;
  if (owner.kind !== "function_definition") return false;
  if (!references.every((reference) => ownerOfNode(code, reference.node) === owner)) return false;
  const writes = references.filter(({ access }) => access !== "read").map((reference) => reference.node);
  for (let at = node; at.parent !== undefined && at !== owner; at = at.parent) {
    // What a loop binds further down comes back to its beginning.
    if (at.kind === "for_statement" || at.kind === "while_statement") return false;
    if (at.parent.kind !== "block") continue;
    const before = at.parent.children.filter((child) => child.end <= at.start);
    const last = before.findLast((child) => writes.some((write) => isInside(write, child)));
    if (last === undefined) continue;
    const since = references.filter((each) => each.node.start >= last.end && each.node.start < node.start);
    return isNewIn(code, last, writes) && !since.some((each) => isHandedOut(code, each));
  }
  return false;
}

/** Is the statement nothing but the assignment of a new object? */
function isNewIn(code: Code, statement: SyntaxNode, writes: readonly SyntaxNode[]): boolean {
  const assignment =
    statement.kind === "expression_statement" ? statement.children.find(({ isNamed }) => isNamed) : undefined;
  const [left, value] = assignment === undefined ? [] : [field(assignment, "left"), field(assignment, "right")];
  if (assignment?.kind !== "assignment" || left === undefined || value === undefined) return false;
  return writes.includes(left) && value.kind !== "assignment" && valueOf(code, value).isNew;
}

/**
 * Does anything but the name get hold of what it holds before the loop is over? A `return` hands it out when the function is
 * done with it.
 */
function escapes(code: Code, binding: Binding, span: LoopSpan | undefined): boolean {
  return binding.references.some((reference) => {
    return isHandedOut(code, reference) && (span === undefined || !isAfterLoop(reference.node, span, binding));
  });
}

function isHandedOut(code: Code, { node, access }: Reference): boolean {
  return access === "read" && useOf(code, node).kind === "escapes" && !isOnlyLookedAt(code, node);
}

/** Not an attribute of another name whose every value in this file is new. */
function mayAttributeBeSame(code: Code, node: SyntaxNode, variable: Variable): boolean {
  const name = field(node, "attribute");
  if (name === undefined || textOf(code.source, name) === variable.attribute) return true;
  const values = [
    ...attributeTargets(code, textOf(code.source, name)).map((target) => valueAssignedTo(target)),
    ...valuesInClasses(code, textOf(code.source, name)),
  ];
  return values.length === 0 || values.some((value) => value === undefined || !valueOf(code, value).isNew);
}

/** What class bodies give the name; undefined for a `def` and the like. */
function valuesInClasses(code: Code, name: string): readonly (SyntaxNode | undefined)[] {
  const bindings = code.scopes.all.flatMap((scope) => (scope.kind === "class" ? (scope.bindings.get(name) ?? []) : []));
  return bindings.flatMap(({ references }) =>
    references.filter(({ access }) => access !== "read").map(({ node }) => valueAssignedTo(node)),
  );
}

/** `groups[key]`: not an element of a container that is made here and gets nothing but new objects. */
function mayElementBeSame(code: Code, container: SyntaxNode | undefined, span: LoopSpan | undefined): boolean {
  if (container?.kind === "attribute") return !attributeHoldsOnlyNew(code, container);
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

/** The same of an attribute that no other file touches. */
function attributeHoldsOnlyNew(code: Code, attribute: SyntaxNode): boolean {
  const named = field(attribute, "attribute");
  const name = named === undefined ? "" : textOf(code.source, named);
  const { source, elsewhere } = code;
  const values = [
    ...attributeTargets(code, name).map((target) => valueAssignedTo(target)),
    ...valuesInClasses(code, name),
  ];
  if (values.length === 0 || !values.every((value) => value !== undefined && isEmptyContainer(code, value)))
    return false;
  const reads = attributesNamed(code, name).filter((node) => !isTarget(node));
  if (!reads.every((node) => !isGivenAway(code, node) && keepsNew(code, node))) return false;
  return (
    !new RegExp(`["']${name}["']`, "u").test(source.text) && elsewhere?.(name, "attribute", source.path) === "none"
  );
}

function isGivenAway(code: Code, node: SyntaxNode): boolean {
  const { kind } = useOf(code, node);
  return kind === "escapes" || kind === "returned";
}

/** `{}`, `[]`, `dict()`, `defaultdict(list)`: nothing else can be seen through. */
function startsWithNewElements(code: Code, name: SyntaxNode): boolean {
  const value = name.parent?.kind === "assignment" ? field(name.parent, "right") : undefined;
  return value !== undefined && isEmptyContainer(code, value);
}

function isEmptyContainer(code: Code, value: SyntaxNode): boolean {
  return /^(?:\{\s*\}|\[\s*\]|dict\(\)|list\(\)|(?:collections\.)?defaultdict\((?:list|set|dict|int|float|str)\)|(?:collections\.)?(?:Counter|OrderedDict)\(\))$/u.test(
    textOf(code.source, value),
  );
}

function keepsElementsNew(code: Code, node: SyntaxNode): boolean {
  const use = useOf(code, node);
  if (use.kind === "escapes" || ownerOfNode(code, node) !== ownerOfBinding(code, node)) return false;
  return keepsNew(code, node);
}

function keepsNew(code: Code, node: SyntaxNode): boolean {
  const { parent } = node;
  if (isWalked(node)) return !isKept(code, node);
  if (parent?.kind === "subscript" && node.field === "value") return storesNew(code, parent) && !isKept(code, parent);
  return parent?.kind !== "attribute" || parent.parent?.kind !== "call" || callKeepsNew(code, parent, parent.parent);
}

const elementReaders = new Set(["get", "items", "keys", "values", "pop", "popitem", "clear", "copy", "most_common"]);

function callKeepsNew(code: Code, callee: SyntaxNode, call: SyntaxNode): boolean {
  const name = field(callee, "attribute");
  const method = name === undefined ? "" : textOf(code.source, name);
  if (elementReaders.has(method)) return !isKept(code, call);
  const list = field(call, "arguments");
  const given = list?.children.findLast((child) => child.isNamed);
  if (given === undefined || !valueOf(code, given).isNew) return false;
  return method === "append" || (method === "setdefault" && !isKept(code, call));
}

function isWalked({ parent, field: filled }: SyntaxNode): boolean {
  return (parent?.kind === "for_statement" || parent?.kind === "for_in_clause") && filled === "right";
}

/** Does something else than the container get hold of an element: an attribute, another container, a caller? */
function isKept(code: Code, element: SyntaxNode): boolean {
  const isNamed = isWalked(element) || (element.parent?.kind === "assignment" && element.field === "right");
  const names = isNamed && element.parent !== undefined ? field(element.parent, "left") : undefined;
  if (names === undefined) return useOf(code, element).kind === "escapes";
  return [...descendants(names)].some((node) => {
    const binding = code.scopes.bindingOf(node);
    const isOther = node.kind === "attribute" || node.kind === "subscript";
    return isOther || (binding !== undefined && escapes(code, binding, undefined));
  });
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
