import { ancestors, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { attributesNamed } from "./attributes.ts";
import { decoratorsOf } from "./callee.ts";
import { familyOf, MOST_FILES, type Family } from "./class-family.ts";
import type { Code } from "./code.ts";
import { classOfSelf } from "./flow/cell.ts";
import { isTarget } from "./use.ts";
import type { RuleContext } from "../rule.ts";

/**
 * Could a property of the class be lost, or missed, by what this file does, or another that names the class or the attribute: a value
 * that the class itself is given under that name, a deletion, one of its methods that takes objects of other classes? `written` are the
 * `self.data` that the fix writes anew.
 */
export function isPropertyLost(
  name: string,
  home: SyntaxNode,
  written: readonly SyntaxNode[],
  context: RuleContext,
): boolean {
  const asking = new Set(written.flatMap((node) => methodOf(node, context)));
  const family: Family = familyOf(context, home) ?? new Map<SyntaxNode, Code>();
  if (isOutOfHand(family)) return true;
  const names = new Set([...family].map(([node, { source }]) => textOf(source, field(node, "name") ?? node)));
  const { allMentions, source } = context;
  const others = [name, ...names].flatMap((each) => allMentions?.(each, source.path, MOST_FILES) ?? []);
  return [...new Set<Code>([context, ...others])].some((code) => {
    if (isNamedToChange(name, code)) return true;
    if (attributesNamed(code, name).some((node) => isDeleted(node) || isOfClass(node, { code, family, names })))
      return true;
    return [...asking].some((method) =>
      attributesNamed(code, method).some((node) => isBorrowed(node, { code, family, names })),
    );
  });
}

/** The class's method whose `self` has the attribute. */
function methodOf(attribute: SyntaxNode, { source, scopes }: RuleContext): readonly string[] {
  const object = field(attribute, "object");
  const method = object && scopes.bindingOf(object)?.scope.node;
  const name = method && field(method, "name");
  return name === undefined ? [] : [textOf(source, name)];
}

interface Around {
  readonly code: Code;
  readonly family: Family;
  /** What the classes are called. */
  readonly names: ReadonlySet<string>;
}

/** `setattr(Stream, "data", "")`, `delattr(stream, "data")`; `type(self).data = ""`, which begins as a type alias does. */
function isNamedToChange(name: string, { source }: Code): boolean {
  const ways = [
    String.raw`\b(?:setattr|delattr)\([^,\n]+,\s*["']${name}["']`,
    String.raw`\btype\s*\([^()\n]*\)\s*\.\s*${name}\b`,
  ];
  return new RegExp(ways.join("|"), "u").test(source.text);
}

function isDeleted(node: SyntaxNode): boolean {
  return isTarget(node) && [...ancestors(node)].some(({ kind }) => kind === "delete_statement");
}

/** `def __getstate__(self): return {"data": self.data}`: what is made of that has it in its `__dict__`, where the property does not look. A decorator may give a class anything. */
function isOutOfHand(family: Family): boolean {
  return [...family].some(
    ([node, { source }]) =>
      decoratorsOf(node).length > 0 || /\b__(?:getstate|reduce|reduce_ex)__/u.test(textOf(source, node)),
  );
}

/** `Stream.data`, `module.Stream.data`, `cls.data`, `self.__class__.data` */
function isOfClass(node: SyntaxNode, { code, family, names }: Around): boolean {
  const object = field(node, "object");
  if (object === undefined) return false;
  const text = textOf(code.source, object);
  if (/\b__class__$/u.test(text) || names.has(text.replace(/^.*\./su, ""))) return true;
  const owner = object.kind === "identifier" ? classOfSelf(code, object) : undefined;
  if (owner === undefined) return text === "cls";
  const method = code.scopes.bindingOf(object)?.scope.node;
  return family.has(owner) && (method === undefined || isOfClasses(method, code));
}

const implicit: ReadonlySet<string> = new Set(["__new__", "__init_subclass__", "__class_getitem__"]);

function isOfClasses(method: SyntaxNode, { source }: Code): boolean {
  const name = field(method, "name");
  if (name !== undefined && implicit.has(textOf(source, name))) return true;
  return decoratorsOf(method).some((each) => textOf(source, each).endsWith("classmethod"));
}

/** `read = Stream.read` in another class, `Stream.read(other)`; not the `Stream.read(self)` of a class below. */
function isBorrowed(node: SyntaxNode, { code, family, names }: Around): boolean {
  const object = field(node, "object");
  if (object === undefined || !names.has(textOf(code.source, object).replace(/^.*\./su, ""))) return false;
  const list = node.field === "function" && node.parent !== undefined ? field(node.parent, "arguments") : undefined;
  const [first] = list === undefined ? [] : namedChildren(list);
  const owner = first?.kind === "identifier" ? classOfSelf(code, first) : undefined;
  return owner === undefined || !family.has(owner);
}
