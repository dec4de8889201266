import { importedBy } from "../../source/imported.ts";
import { descendants, field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { attributesNamed } from "./attributes.ts";
import { familyOf, MOST_FILES, type Asking } from "./class-family.ts";
import type { Code, Elsewhere } from "./code.ts";
import { classOfSelf } from "./flow/cell.ts";
import { listMutators } from "./known-callables.ts";
import { receiverOf } from "./receiver.ts";
import { isTarget } from "./use.ts";

type Answer = ReturnType<Elsewhere>;

/**
 * What the project's other files do with an attribute of the objects of `home`. Where their text names it, the objects are looked at:
 * the `self` of a class that is neither above nor below `home` has an attribute of its own under that name.
 */
export function attributeElsewhere(code: Asking, name: string, home: SyntaxNode | undefined): Answer {
  const byText = code.elsewhere?.(name, "attribute", code.source.path) ?? "none";
  if (byText === "none" || home === undefined) return byText;
  const files = code.allMentions?.(name, code.source.path, MOST_FILES);
  if (files === undefined) return byText;
  let answer: Answer = "none";
  for (const file of files) {
    const use = useIn(file, name, { code, home });
    if (use === "changed") return use;
    if (use === "read") answer = use;
  }
  return answer;
}

/** Has no other file, whose classes may be derived from one of this file, an attribute of that name? */
export function isFreeAttribute(name: string, { elsewhere, source }: Code): boolean {
  return elsewhere === undefined || elsewhere(name, "attribute", source.path) === "none";
}

interface Home {
  readonly code: Asking;
  readonly home: SyntaxNode;
}

function useIn(file: Code, name: string, home: Home): Answer {
  const byText = useByText(file, name);
  if (byText === "changed") return byText;
  const nodes = attributesNamed(file, name).filter((node) => isNews(file, node) && !isOfOther(file, node, home));
  if (nodes.some((node) => isChanged(file, node))) return "changed";
  return nodes.length > 0 ? "read" : byText;
}

/** Neither a module's name nor a method that is called: the attribute holds a list. */
function isNews({ scopes, source }: Code, node: SyntaxNode): boolean {
  if (node.parent?.kind === "call" && node.field === "function") return false;
  const object = field(node, "object");
  const binding = object?.kind === "identifier" ? scopes.bindingOf(object) : undefined;
  if (binding?.kind !== "import") return true;
  const imports = binding.references.filter(({ access }) => access !== "read");
  return imports.some((each) => {
    const imported = importedBy(source, each.node);
    return imported === undefined || imported.member !== undefined;
  });
}

/** Is the object one of a class that has nothing to do with the home? */
function isOfOther(file: Code, node: SyntaxNode, { code, home }: Home): boolean {
  const object = field(node, "object");
  if (object === undefined) return false;
  const called = receiverOf(file, object, undefined);
  const owner = object.kind === "identifier" ? classOfSelf(file, object) : undefined;
  const other = owner ?? (called?.isExact === true ? called.owner.node : undefined);
  return other !== undefined && called !== undefined && familyOf(code, home)?.has(other) === false;
}

function isChanged({ source }: Code, node: SyntaxNode): boolean {
  const { parent } = node;
  if (isTarget(node)) return true;
  if (parent?.kind === "subscript" && node.field === "value") return isTarget(parent);
  const method = parent?.kind === "attribute" ? field(parent, "attribute") : undefined;
  return method !== undefined && listMutators.has(textOf(source, method));
}

/** Gets hold of attributes by their text, or only reads them. */
const BINDING = /\b(?:__dict__|setattr|delattr|vars)\b/u;
const READING = /\b(?:getattr|attrgetter|methodcaller)\b/u;

/** The name as a string, where it may become an attribute's. As the key of a dict it does so only in a file that makes attributes of texts. */
function useByText({ source }: Code, name: string): Answer {
  if (!new RegExp(`["']${name}["']`, "u").test(source.text)) return "none";
  if (BINDING.test(source.text)) return "changed";
  const strings = [...descendants(source.root)].filter(
    (node) => node.kind === "string" && textOf(source, node).replaceAll(/^\w*["']|["']$/gu, "") === name,
  );
  if (!strings.every((node) => isKey(node) || isNamedToReader(source, node))) return "changed";
  return READING.test(source.text) ? "read" : "none";
}

function isKey({ parent, field: filled }: SyntaxNode): boolean {
  if (parent?.kind === "subscript") return filled === "subscript";
  return parent?.kind === "comparison_operator" || (parent?.kind === "pair" && filled === "key");
}

/** `options.get("items")`, `hasattr(box, "items")`, `getattr(box, "items")` */
function isNamedToReader(source: Code["source"], { parent }: SyntaxNode): boolean {
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  const callee = call?.kind === "call" ? field(call, "function") : undefined;
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : callee;
  if (callee === undefined || name === undefined) return false;
  return (callee.kind === "attribute" ? dictMethods : attributeReaders).has(textOf(source, name));
}

const dictMethods: ReadonlySet<string> = new Set(["get", "pop", "setdefault"]);
const attributeReaders: ReadonlySet<string> = new Set(["getattr", "hasattr"]);
