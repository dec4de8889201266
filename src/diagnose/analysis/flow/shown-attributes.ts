import type { SyntaxNode } from "../../../source/node.ts";
import { ancestors, field, textOf } from "../../../source/navigate.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { decoratorsOf } from "../callee.ts";
import { familyOf, type Family } from "../class-family.ts";
import type { Code } from "../code.ts";
import { classOfSelf, type Cell } from "./cell.ts";

const SPECIAL = "__slots__|__getstate__|__setstate__|__getattr__|__setattr__|__getattribute__";
const SELF_READING = new RegExp(`\\b(?:__dict__|${SPECIAL}|asdict|vars(?=\\())\\b`, "gu");

/** Objects that are read, written or compared by all their attributes would show the new one. */
export function attributeObstacles(
  context: RuleContext,
  { name, home }: Extract<Cell, { kind: "attribute" }>,
): readonly Obstacle[] {
  if (home === undefined) return [{ code: "dynamic-names", about: name }];
  const family = familyOf(context, home);
  const found = selfReading(context, family) ?? selfReadingElsewhere(context, family);
  const spelt = found ?? namedOtherwise(context, name, family);
  if (spelt !== undefined) return [{ code: "dynamic-names", about: spelt }];
  return isOfClass(context, name, family) || isData(context, home) ? [{ code: "dynamic-names", about: name }] : [];
}

/** What else than `….items` gets hold of the attribute: `attrgetter("items")`, `case Box(items=xs)`, `__match_args__ = ("items",)`; `box._Box__items` of a name that is mangled. */
export function namedOtherwise({ source }: Code, name: string, family: Family | undefined): string | undefined {
  const quoted = String.raw`["'](?:[\w.]*\.)?${name}(?:\.[\w.]*)?["']`;
  const ways = [
    String.raw`\battrgetter\([^)]*${quoted}`,
    String.raw`\b__match_args__\b[^\n]*${quoted}`,
    String.raw`^[ \t]*case\b[^\n]*[(,]\s*${name}\s*=(?!=)`,
    ...(name.startsWith("__") ? [...(family ?? [])].map((each) => String.raw`\.${mangled(each, name)}\b`) : []),
  ];
  return new RegExp(ways.join("|"), "mu").exec(source.text)?.[0].trim();
}

/** `_Box__items`, which is how all but the class itself write `__items`. */
function mangled([home, { source }]: readonly [SyntaxNode, Code], name: string): string {
  const written = field(home, "name");
  return `_${written === undefined ? "" : textOf(source, written).replace(/^_+/u, "")}${name}`;
}

/** What in this file gets hold of all attributes of an object, but of one that has nothing to do with the family. */
function selfReading(code: Code, family: Family | undefined): string | undefined {
  for (const match of code.source.text.matchAll(SELF_READING)) {
    const node = nodeAt(code.source.root, match.index);
    if (node.kind === "comment" || isOfOthers(code, node, family) || isSpeltOut(code, node)) continue;
    return match[0];
  }
  return undefined;
}

/** In another file only the bodies of the family's classes are looked at. */
function selfReadingElsewhere({ source }: Code, family: Family | undefined): string | undefined {
  for (const [node, code] of family ?? []) {
    const found = code.source === source ? undefined : textOf(code.source, node).match(SELF_READING)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

const stateMethods: ReadonlySet<string> = new Set(["__getstate__", "__setstate__"]);

/** `def __getstate__(self): return {"name": self.name}`: names what it takes, in a class that knows no other way to its attributes. */
function isSpeltOut(code: Code, node: SyntaxNode): boolean {
  const owner = node.parent?.kind === "function_definition" ? classWithin(code, node.parent) : undefined;
  if (owner === undefined || !stateMethods.has(textOf(code.source, node))) return false;
  return !/__dict__|__slots__|\b(?:setattr|getattr|vars)\b|super\(/u.test(textOf(code.source, owner));
}

function nodeAt(root: SyntaxNode, position: number): SyntaxNode {
  let node = root;
  for (;;) {
    const inner = node.children.find(({ start, end }) => start <= position && position < end);
    if (inner === undefined) return node;
    node = inner;
  }
}

/** `__slots__` of another class, the `self.__dict__` of another class's objects. */
function isOfOthers(code: Code, node: SyntaxNode, family: Family | undefined): boolean {
  const { parent } = node;
  if (family === undefined || parent === undefined) return false;
  const isDefined = parent.kind === "function_definition" || (parent.kind === "assignment" && node.field === "left");
  const owner = isDefined ? classWithin(code, parent) : ownerOfRead(code, node, parent);
  return owner !== undefined && !family.has(owner);
}

/** The class in whose body, and in no function there, the definition stands. */
function classWithin(code: Code, definition: SyntaxNode): SyntaxNode | undefined {
  const scope = code.scopes.scopeOf(definition);
  if (scope.kind !== "class") return undefined;
  return [...ancestors(definition)].find((at) => at === scope.node);
}

/** The class of `self` in `self.__dict__` and `vars(self)`. */
function ownerOfRead(code: Code, node: SyntaxNode, parent: SyntaxNode): SyntaxNode | undefined {
  const list = parent.kind === "call" ? field(parent, "arguments") : undefined;
  const given = list?.children.filter(({ isNamed }) => isNamed) ?? [];
  const object = parent.kind === "attribute" && node.field === "attribute" ? field(parent, "object") : given[0];
  return object?.kind === "identifier" && given.length <= 1 ? classOfSelf(code, object) : undefined;
}

/** A class has something of its own under the name: a property, a default, a slot. */
function isOfClass({ scopes }: RuleContext, name: string, family: Family | undefined): boolean {
  if (family === undefined) return scopes.all.some((scope) => scope.kind === "class" && scope.bindings.has(name));
  return [...family].some(([node, code]) => code.scopes.scopeMadeBy(node)?.bindings.has(name) === true);
}

function isData({ source }: RuleContext, home: SyntaxNode): boolean {
  return decoratorsOf(home).some((decorator) =>
    /^(?:dataclasses\.)?dataclass\b|^attrs?\b|\b(?:define|frozen|mutable)\b/u.test(textOf(source, decorator)),
  );
}
