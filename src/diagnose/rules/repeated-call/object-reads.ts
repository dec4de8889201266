import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributesNamed, attributeTargets } from "../../analysis/attributes.ts";
import { decoratorsOf, definitionOf, importedPath } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { definitionsMeant, type Located } from "../../analysis/meaning.ts";
import { purityOfReader } from "../../analysis/purity/purity.ts";
import type { Value } from "../../analysis/purity/value.ts";
import type { RuleContext } from "../../rule.ts";

/** What a method gives, and which attributes of its object that depends on. */
export interface ObjectReads {
  readonly result: Value;
  readonly reads: readonly string[];
  /** It asks other methods of its class for what they work out in the same way. */
  readonly isAsking: boolean;
}

/**
 * Does the method work out its result from its arguments and from attributes that its object simply has? That they are numbers or text is
 * asked at each call; here it is proven that reading them does nothing, for an object of exactly this class.
 */
export function objectReads(context: RuleContext, name: SyntaxNode, owner: SyntaxNode): ObjectReads | undefined {
  if (!isMethodAlone(context, name, owner)) return undefined;
  const found = purityOfReader(context, context.function.node);
  if (found === undefined || (found.reads.length === 0 && !found.isAsking)) return found;
  return arePlain(context, owner, found.reads) ? found : undefined;
}

/** Is it the one method of that name in a class of the module, and asked for nothing but what it returns? */
export function isMethodAlone(context: RuleContext, name: SyntaxNode, owner: SyntaxNode): boolean {
  const text = textOf(context.source, name);
  const isOne = context.scopes.scopeMadeBy(owner)?.bindings.get(text)?.references.length === 1;
  // Of what a property gives anything may be asked.
  const isAsked = decoratorsOf(context.function.node).length === 0 && isAskedMore(context, text);
  return isOne && !/^__.*__$/u.test(text) && isOfModule(context, owner) && !isAsked;
}

/** Does reading these attributes do nothing, for an object of exactly this class? */
export function arePlain(context: RuleContext, owner: SyntaxNode, reads: readonly string[]): boolean {
  const chain = decoratorsOf(owner).every((each) => dataclass.test(textOf(context.source, each)))
    ? chainOf({ code: context, node: owner })
    : undefined;
  return chain?.every((each) => !isAnswering(each) && reads.every((read) => isPlainIn(each, read))) === true;
}

const dataclass = /^(?:dataclasses\.)?dataclass\b/u;

/** A class of the module whose name means it alone. */
function isOfModule({ source, scopes, elsewhere }: RuleContext, owner: SyntaxNode): boolean {
  const name = field(owner, "name");
  const binding = name === undefined ? undefined : scopes.bindingOf(name);
  const statement = owner.parent?.kind === "decorated_definition" ? owner.parent : owner;
  if (binding === undefined || statement.parent !== source.root || definitionOf(binding) !== owner) return false;
  return elsewhere?.(binding.name, "name", source.path) !== "changed";
}

/** Is the function itself asked for something: `Row.show.calls`? */
function isAskedMore(context: RuleContext, text: string): boolean {
  return attributesNamed(context, text).some((node) => node.parent?.kind === "attribute" && node.field === "object");
}

const MOST_CLASSES = 8;
const harmlessBases = new Set(["abc.ABC"]);

/** The class and all those above it; undefined where one of them is not in sight. */
function chainOf(owner: Located): readonly Located[] | undefined {
  const found = [owner];
  for (const { code, node } of found) {
    const list = field(node, "superclasses");
    for (const base of list === undefined ? [] : namedChildren(list)) {
      if (builtinNamed(code, base) === "object" || harmlessBases.has(importedPath(code, base) ?? "")) continue;
      const [only, ...others] = definitionsMeant(code, base) ?? [];
      if (only?.node.kind !== "class_definition" || others.length > 0 || found.length >= MOST_CLASSES) return undefined;
      found.push(only);
    }
  }
  return found;
}

const answering = ["__getattr__", "__getattribute__", "__class__"];

function isAnswering({ code, node }: Located): boolean {
  const bindings = code.scopes.scopeMadeBy(node)?.bindings;
  return bindings === undefined || answering.some((each) => bindings.has(each));
}

/** Is there nothing in the class that would be called when the attribute is read? */
function isPlainIn({ code, node }: Located, attribute: string): boolean {
  const bindings = code.scopes.scopeMadeBy(node)?.bindings;
  const name = field(node, "name");
  const isSetOnClass = attributeTargets(code, attribute).some((target) => {
    const object = field(target, "object");
    return name !== undefined && object !== undefined && textOf(code.source, object) === textOf(code.source, name);
  });
  return !isSetOnClass && (bindings?.get(attribute)?.references ?? []).every(({ node: at }) => isConstantGiven(at));
}

const constants = new Set(["string", "integer", "float", "true", "false", "none", "unary_operator"]);

/** `prefix = "a"`, `prefix: str` */
function isConstantGiven({ parent, field: role }: SyntaxNode): boolean {
  if (parent?.kind !== "assignment" || role !== "left") return false;
  const value = field(parent, "right");
  return value === undefined || constants.has(value.kind);
}
