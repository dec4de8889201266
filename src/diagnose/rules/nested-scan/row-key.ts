import { decoratorsOf, importedPath, methodsNamed } from "../../analysis/callee.ts";
import { attributeTargets } from "../../analysis/attributes.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { classesAbove, isLasting } from "../../analysis/lasting-attribute.ts";
import { isLastingItem } from "../../analysis/lasting-item.ts";
import { definitionsMeant } from "../../analysis/meaning.ts";
import { onlyValueOf } from "../../analysis/values.ts";
import { areObjectsWatched } from "../../analysis/watched-objects.ts";
import type { RuleContext } from "../../rule.ts";
import { field, fields, isInside, namedChildren, textOf, topStatement } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";

/** A part of rows that is the same for as long as the rows are the same objects. */
export interface RowKey {
  /** `.name`, `[0]`, `["name"]`, `.name.lower()` */
  readonly path: string;
  /** What has to be text, since the rest of the path is one of its methods: `.name` of `.name.lower()`. */
  readonly text?: string;
  /** The types of which that is known, as the file names them; of no class derived from them is anything known. */
  readonly types: readonly string[];
  /** Of tuples that are taken apart: into how many names. */
  readonly width?: number;
  /** It rests on the text of classes, rather than on what tuples are. */
  readonly isAsWritten: boolean;
}

/** How a scan writes an element: as text, or as the names that it is taken apart into. */
export type Element = string | readonly string[];

/** What is asked of each element, where rows are known whose answer never changes. */
export function rowKeyOf(context: RuleContext, element: Element, key: SyntaxNode): RowKey | undefined {
  if (areObjectsWatched(context)) return undefined;
  const { source } = context;
  const text = textAsked(context, key);
  if (text === undefined) return partOf(context, element, key);
  const method = source.text.slice(text.end, key.end);
  if (textOf(source, text) === element) return { path: method, text: "", types: ["str"], isAsWritten: false };
  const part = partOf(context, element, text);
  return part && { ...part, path: `${part.path}${method}`, text: part.path };
}

/** `row.name` of `row.name.lower()` */
export function textAsked({ source }: RuleContext, key: SyntaxNode): SyntaxNode | undefined {
  const callee = key.kind === "call" && argumentsOf(key).length === 0 ? field(key, "function") : undefined;
  const [text, method] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  return method !== undefined && textMethods.has(textOf(source, method)) ? text : undefined;
}

const textMethods: ReadonlySet<string> = new Set(["lower", "upper", "strip", "casefold"]);

function partOf(context: RuleContext, element: Element, key: SyntaxNode): RowKey | undefined {
  const { source } = context;
  if (typeof element !== "string") return nameOf(context, element, key);
  const callee = key.kind === "call" ? field(key, "function") : undefined;
  const object = field(callee ?? key, "object") ?? field(key, "value");
  if (object === undefined || textOf(source, object) !== element) return undefined;
  if (callee !== undefined) return gottenOf(context, callee, argumentsOf(key));
  if (key.kind === "subscript") return itemOf(context, key);
  const name = key.kind === "attribute" ? field(key, "attribute") : undefined;
  return name === undefined ? undefined : keyOfClasses(context, textOf(source, name));
}

/** `key` of `for key, value in rows`: the last of equal names wins. */
function nameOf(context: RuleContext, names: readonly string[], key: SyntaxNode): RowKey | undefined {
  const place = key.kind === "identifier" ? names.lastIndexOf(textOf(context.source, key)) : -1;
  if (place < 0 || !isBuiltinAt(context, "tuple", topStatement(key))) return undefined;
  return { path: `[${place}]`, types: ["tuple"], width: names.length, isAsWritten: false };
}

/** `row[0]` of tuples, `row["id"]` of dicts. */
function itemOf(context: RuleContext, key: SyntaxNode): RowKey | undefined {
  const [place, ...others] = fields(key, "subscript");
  if (place === undefined || others.length > 0) return undefined;
  const path = `[${textOf(context.source, place)}]`;
  if (place.kind === "string") return dictKey(context, place, path);
  if (place.kind !== "integer" || !isBuiltinAt(context, "tuple", topStatement(key))) return undefined;
  return { path, types: ["tuple"], isAsWritten: false };
}

/** `row.get("id")` */
function gottenOf(context: RuleContext, callee: SyntaxNode, given: readonly SyntaxNode[]): RowKey | undefined {
  const name = field(callee, "attribute");
  const [place, ...others] = given;
  if (name === undefined || textOf(context.source, name) !== "get" || others.length > 0) return undefined;
  return place?.kind === "string" ? dictKey(context, place, `.get(${textOf(context.source, place)})`) : undefined;
}

function dictKey(context: RuleContext, place: SyntaxNode, path: string): RowKey | undefined {
  const [, key] = /^["']([\w -]+)["']$/u.exec(textOf(context.source, place)) ?? [];
  const isDict = isBuiltinAt(context, "dict", topStatement(place));
  if (key === undefined || !isDict || !isLastingItem(context, key, path.startsWith("["))) return undefined;
  return { path, types: ["dict"], isAsWritten: true };
}

function keyOfClasses(context: RuleContext, attribute: string): RowKey | undefined {
  const known = [...(context.scopes.scopeMadeBy(context.source.root)?.bindings.values() ?? [])].flatMap((binding) => {
    const kind = rowKindOf(context, binding, attribute);
    return kind === undefined ? [] : [{ kind, name: binding.name }];
  });
  const types = known.map(({ name }) => name);
  // A class may be given another attribute in the place of its own.
  const isGiven = attributeTargets(context, attribute).some((target) => {
    const object = field(target, "object");
    return object === undefined || types.includes(textOf(context.source, object));
  });
  if (types.length === 0 || isGiven) return undefined;
  return { path: `.${attribute}`, types, isAsWritten: known.some(({ kind }) => kind === "class") };
}

/** Of which kind are the rows that a name of the module stands for, if they have the attribute for ever? */
function rowKindOf(context: RuleContext, binding: Binding, attribute: string): "class" | "tuple" | undefined {
  const [made, ...others] = binding.references.filter(({ access }) => access !== "read");
  if (made === undefined || others.length > 0 || hidden.has(binding.name)) return undefined;
  if (binding.kind === "import") return importedKindOf(context, made.node, attribute);
  const owner = made.node.parent;
  if (owner?.kind !== "class_definition")
    return isTupleOf(context, onlyValueOf(binding), attribute) ? "tuple" : undefined;
  if (isTupleClass(context, owner, attribute)) return "tuple";
  return hasForEver(context, owner, attribute) ? "class" : undefined;
}

/** The same of a class that another file of the project defines. */
function importedKindOf(context: RuleContext, name: SyntaxNode, attribute: string): "class" | "tuple" | undefined {
  const [only, ...others] = definitionsMeant(context, name) ?? [];
  if (only?.node.kind !== "class_definition" || others.length > 0) return undefined;
  const there: RuleContext = { ...context, ...only.code };
  if (areObjectsWatched(there)) return undefined;
  if (isTupleClass(there, only.node, attribute)) return "tuple";
  return hasForEver(there, only.node, attribute) ? "class" : undefined;
}

/** The names that the helper uses itself. */
const hidden = new Set("items item copy kept left more place each is_same is_fit".split(" "));

/** `namedtuple("Row", "id name")`, `namedtuple("Row", ["id", "name"])` */
function isTupleOf(context: RuleContext, value: SyntaxNode | undefined, attribute: string): boolean {
  const callee = value?.kind === "call" ? field(value, "function") : undefined;
  const list = value && field(value, "arguments");
  if (callee === undefined || list === undefined || importedPath(context, callee) !== "collections.namedtuple")
    return false;
  const [, names, ...others] = namedChildren(list);
  const isPlain = names !== undefined && ["string", "list", "tuple"].includes(names.kind);
  if (!isPlain || others.some(({ kind }) => kind !== "keyword_argument")) return false;
  return new RegExp(`\\b${attribute}\\b`, "u").test(textOf(context.source, names));
}

/** `class Row(NamedTuple): id: int`, `class Row(namedtuple("Row", "id name")): …` */
function isTupleClass(context: RuleContext, owner: SyntaxNode, attribute: string): boolean {
  const list = field(owner, "superclasses");
  const [base, ...others] = list === undefined ? [] : namedChildren(list);
  const names = context.scopes.scopeMadeBy(owner)?.bindings;
  const isOwn = decoratorsOf(owner).length > 0 || answering.some((name) => names?.has(name) === true);
  if (base === undefined || others.length > 0 || isOwn) return false;
  if (isTupleOf(context, base, attribute)) return names?.has(attribute) !== true;
  return importedPath(context, base) === "typing.NamedTuple" && isAnnotated(names?.get(attribute));
}

function isAnnotated(binding: Binding | undefined): boolean {
  return (
    binding?.references.every(({ node: { parent } }) => {
      return parent?.kind === "assignment" && field(parent, "type") !== undefined;
    }) === true
  );
}

/** What a class of tuples may answer otherwise than tuples do. */
const answering = ["__eq__", "__ne__", "__getattribute__", "__init_subclass__"];

/** Has every object of the class, and of no other, the attribute for ever, and is it equal to none but those with the same? */
function hasForEver(context: RuleContext, owner: SyntaxNode, attribute: string): boolean {
  const classes = classesAbove(context, owner);
  if (classes === undefined) return false;
  if (classes.some((each) => answersEquality(context, each))) return false;
  const isIn = (method: SyntaxNode): boolean => classes.some((each) => isInside(method, each));
  const [getter, ...others] = methodsNamed(context, attribute).filter((method) => isIn(method));
  const given = getter === undefined ? attribute : others.length === 0 ? givenBy(context, getter) : undefined;
  const isCompared = given !== undefined && classes.every((each) => comparesIfAny(context, each, given));
  return isCompared && isLasting(context, owner, given);
}

/** `def __eq__`, `__eq__ = same` within the class; `Row.__eq__ = same` */
function answersEquality(context: RuleContext, owner: SyntaxNode): boolean {
  const names = context.scopes.scopeMadeBy(owner)?.bindings;
  const isGiven = (name: string): boolean => names?.has(name) === true || attributeTargets(context, name).length > 0;
  return isGiven("__eq__") || isGiven("__ne__");
}

/** The equality of a dataclass asks for its fields, and for nothing that its constructor, or a class below, adds. */
function comparesIfAny(context: RuleContext, owner: SyntaxNode, attribute: string): boolean {
  if (decoratorsOf(owner).length === 0) return true;
  const above = classesAbove(context, owner) ?? [];
  return above.some((each) => context.scopes.scopeMadeBy(each)?.bindings.has(attribute) === true);
}

/** The attribute that a property gives, and does nothing else. */
function givenBy({ source }: RuleContext, method: SyntaxNode): string | undefined {
  const text = (node: SyntaxNode | undefined): string => (node === undefined ? "" : textOf(source, node));
  const isProperty = decoratorsOf(method).map(text).join(" ") === "property";
  const [, own] = /^\(\s*(\w+)\s*\)$/u.exec(text(field(method, "parameters"))) ?? [];
  const [only, ...others] = namedChildren(field(method, "body") ?? method).filter((each) => !isText(each));
  const [, object, name] = /^return (\w+)\.(\w+)$/u.exec(text(only)) ?? [];
  return isProperty && own !== undefined && own === object && others.length === 0 ? name : undefined;
}

function isText(statement: SyntaxNode): boolean {
  return statement.kind === "comment" || namedChildren(statement)[0]?.kind === "string";
}
