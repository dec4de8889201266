import { ancestors, descendants, field, isInside, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { attributeElsewhere } from "./attribute-elsewhere.ts";
import { attributesNamed, attributeTargets } from "./attributes.ts";
import { decoratorsOf, importedPath, methodsNamed } from "./callee.ts";
import { builtinNamed } from "./code.ts";
import { classAround } from "./flow/cell.ts";
import { definitionsMeant } from "./meaning.ts";
import { onlyValueOf } from "./values.ts";

/** The class of this file whose call gives the value: `Row(…)`, or a name that holds nothing but that. */
export function classMaking(context: RuleContext, value: SyntaxNode): SyntaxNode | undefined {
  const binding = value.kind === "identifier" ? context.scopes.bindingOf(value) : undefined;
  const made = binding?.kind === "local" ? onlyValueOf(binding) : value;
  const callee = made?.kind === "call" ? field(made, "function") : undefined;
  return callee === undefined ? undefined : ownClass(context, callee);
}

/**
 * Has every object of the class the attribute from its constructor on, with one value for ever, as far as the project's text
 * tells? The class and its bases are in this file and have no ways of their own to answer for attributes.
 */
export function isLasting(context: RuleContext, owner: SyntaxNode, attribute: string): boolean {
  const classes = classesAbove(context, owner);
  if (classes === undefined || isSetByText(context, attribute)) return false;
  return isSetOnce(context, classes, attribute) && !isSetElsewhere(context, owner, attribute);
}

function isSetOnce(context: RuleContext, classes: readonly SyntaxNode[], attribute: string): boolean {
  const targets = attributeTargets(context, attribute);
  if (!targets.every((target) => isInConstructor(context, target))) return false;
  const bound = classes.filter((node) => context.scopes.scopeMadeBy(node)?.bindings.has(attribute) === true);
  // What another class's constructor fills is no object of this one.
  const isOthers = targets.every((target) => !classes.some((node) => isInside(target, node)));
  if (bound.length > 0) return isOthers && bound.every((node) => isField(context, node, attribute));
  return targets.some((target) => classes.some((node) => isSetAlways(target, node)));
}

const recordBases = new Set(["typing.NamedTuple"]);
const dataclass = /^(?:dataclasses\.)?dataclass(?:\((?!.*\binit\b).*\))?$/su;
const answering = [
  "__new__",
  "__getattr__",
  "__getattribute__",
  "__setattr__",
  "__init_subclass__",
  "__class_getitem__",
];

/** The class and those above it; undefined where one is not in this file or is out of the ordinary. */
export function classesAbove(context: RuleContext, owner: SyntaxNode): readonly SyntaxNode[] | undefined {
  const found = [owner];
  for (const at of found) {
    const bases = isOrdinary(context, at) && found.length <= MOST_CLASSES ? basesOf(context, at) : undefined;
    if (bases === undefined) return undefined;
    found.push(...bases);
  }
  return found;
}

const MOST_CLASSES = 8;

function isOrdinary(context: RuleContext, owner: SyntaxNode): boolean {
  const names = context.scopes.scopeMadeBy(owner)?.bindings;
  const isPlain = decoratorsOf(owner).every((each) => dataclass.test(textOf(context.source, each)));
  return isPlain && !answering.some((name) => names?.has(name) === true);
}

function basesOf(context: RuleContext, owner: SyntaxNode): readonly SyntaxNode[] | undefined {
  const list = field(owner, "superclasses");
  const bases = list === undefined ? [] : namedChildren(list);
  const others = bases.filter(
    (base) => builtinNamed(context, base) !== "object" && !recordBases.has(importedPath(context, base) ?? ""),
  );
  const found = others.flatMap((base) => ownClass(context, base) ?? []);
  return found.length === others.length ? found : undefined;
}

/** The one class of this file that an expression names. */
function ownClass(context: RuleContext, expression: SyntaxNode): SyntaxNode | undefined {
  const [only, ...others] = definitionsMeant(context, expression) ?? [];
  const isOwn = only?.node.kind === "class_definition" && only.code.source === context.source;
  return isOwn && others.length === 0 ? only.node : undefined;
}

/** `setattr(row, name, …)`, `vars(row)`, `row.__dict__`, `patch(row, "id")`, `row.__init__(…)`: a change that no assignment shows. */
function isSetByText(context: RuleContext, attribute: string): boolean {
  const { source } = context;
  if (/\bsetattr\b|\bvars\b|__setattr__|__dict__|__setstate__|__slots__/u.test(source.text)) return true;
  const quoted = new RegExp(`^["']${attribute}["']$`, "u");
  const isNamed = new RegExp(`["']${attribute}["']`, "u").test(source.text);
  const strings = isNamed ? [...descendants(source.root)].filter(({ kind }) => kind === "string") : [];
  if (strings.some((node) => quoted.test(textOf(source, node)) && !isItemsName(context, node))) return true;
  return attributesNamed(context, "__init__").some((node) => field(node, "object")?.kind !== "call");
}

/** `row["id"]`, `{"id": 1}`, `row.get("id")`, `key == "id"`: what names an item, or nothing, sets no attribute. */
function isItemsName({ source }: RuleContext, node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.kind === "comparison_operator") return true;
  if (parent?.kind === "subscript") return node.field === "subscript";
  if (parent?.kind === "pair") return node.field === "key";
  return parent?.kind === "argument_list" && source.text.slice(0, parent.start).endsWith(".get");
}

/** Asked last, since it reads the project's files. */
function isSetElsewhere(context: RuleContext, owner: SyntaxNode, attribute: string): boolean {
  const { source, elsewhere } = context;
  if (elsewhere === undefined) return false;
  if (attributeElsewhere(context, attribute, owner) === "changed") return true;
  return ["setattr", "vars", "__dict__", "__setattr__"].some((name) => elsewhere(name, "name", source.path) !== "none");
}

function constructorAround(node: SyntaxNode): SyntaxNode | undefined {
  return [...ancestors(node)].find(({ kind }) => kind === "function_definition" || kind === "lambda");
}

/** `self.id = …` in `__init__`. */
function isInConstructor(context: RuleContext, target: SyntaxNode): boolean {
  const around = constructorAround(target);
  const object = field(target, "object");
  if (around === undefined || !methodsNamed(context, "__init__").includes(around) || object === undefined) return false;
  const binding = context.scopes.bindingOf(object);
  const [first] = field(around, "parameters")?.children.filter(({ isNamed }) => isNamed) ?? [];
  const isFirst = first?.kind === "identifier" && context.scopes.bindingOf(first) === binding;
  return isFirst && binding?.references.filter(({ access }) => access !== "read").length === 1;
}

/** A statement of the constructor of this class that nothing can skip. */
function isSetAlways(target: SyntaxNode, owner: SyntaxNode): boolean {
  const method = constructorAround(target);
  const statement = target.parent?.parent;
  if (method === undefined || classAround(method) !== owner || statement?.kind !== "expression_statement") return false;
  const body = field(method, "body");
  const before = (body?.children ?? []).filter(({ end }) => end <= statement.start);
  return statement.parent === body && before.every(({ kind }) => kind === "expression_statement" || kind === "comment");
}

/** `id: int` in a dataclass or a NamedTuple, without a default or with a constant. */
function isField(context: RuleContext, owner: SyntaxNode, attribute: string): boolean {
  const list = field(owner, "superclasses");
  const bases = list === undefined ? [] : namedChildren(list);
  const isRecord = bases.some((base) => recordBases.has(importedPath(context, base) ?? ""));
  if (!isRecord && decoratorsOf(owner).length === 0) return false;
  const references = context.scopes.scopeMadeBy(owner)?.bindings.get(attribute)?.references ?? [];
  return references.every(({ node }) => {
    const assignment = node.parent;
    const value = assignment && field(assignment, "right");
    const type = assignment && field(assignment, "type");
    if (assignment?.kind !== "assignment" || type === undefined) return false;
    const isData = !/ClassVar|InitVar/u.test(textOf(context.source, type));
    return isData && (value === undefined || constants.has(value.kind));
  });
}

const constants = new Set(["string", "integer", "float", "true", "false", "none"]);
