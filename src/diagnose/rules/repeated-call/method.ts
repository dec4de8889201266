import { field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributesNamed } from "../../analysis/attributes.ts";
import { decoratorsOf, methodsNamed } from "../../analysis/callee.ts";
import { builtinNamed, isBuiltinAt } from "../../analysis/code.ts";
import type { RuleContext } from "../../rule.ts";

/** The class in whose body a `def` stands, undecorated. */
export function classOf(definition: SyntaxNode): SyntaxNode | undefined {
  const around = definition.parent?.parent;
  return definition.parent?.kind === "block" && around?.kind === "class_definition" ? around : undefined;
}

/** The class of the module in whose body a static method stands that has no other decorator. */
export function staticClassOf(context: RuleContext, definition: SyntaxNode): SyntaxNode | undefined {
  return classOfDecorated(context, definition, "staticmethod");
}

/** The same of a property's. */
export function propertyClassOf(context: RuleContext, definition: SyntaxNode): SyntaxNode | undefined {
  return classOfDecorated(context, definition, "property");
}

function classOfDecorated(context: RuleContext, definition: SyntaxNode, wanted: string): SyntaxNode | undefined {
  const [decorator, ...others] = decoratorsOf(definition);
  const isWanted = builtinNamed(context, decorator) === wanted && others.length === 0;
  const owner = isWanted ? definition.parent?.parent?.parent : undefined;
  const statement = owner?.parent?.kind === "decorated_definition" ? owner.parent : owner;
  return owner?.kind === "class_definition" && statement?.parent === context.source.root ? owner : undefined;
}

/** What would change which objects are one to a cache, or which code a call of the method runs. */
const special = ["__eq__", "__hash__", "__getattr__", "__getattribute__", "__setattr__", "__new__", "__del__"];

/**
 * Does `self.climb(n - 1)` in the method run the very method, and is an object only itself to a cache? The class is derived from nothing, nothing
 * is derived from it as far as can be seen, and nobody gives its objects a method of that name.
 */
export function isOnlyMethod(context: RuleContext, name: SyntaxNode, owner: SyntaxNode): boolean {
  const { source, scopes } = context;
  const text = textOf(source, name);
  const bases = field(owner, "superclasses");
  const isPlain = (bases === undefined ? [] : namedChildren(bases)).every(
    (base) => textOf(source, base) === "object" && isBuiltinAt(context, "object", base),
  );
  const bindings = scopes.scopeMadeBy(owner)?.bindings;
  const hasSpecial = special.some((each) => bindings?.has(each) === true);
  const isNamed = new RegExp(`["']${text}["']`, "u").test(source.text);
  const isOne = methodsNamed(context, text).length === 1 && bindings?.get(text)?.references.length === 1;
  return isPlain && !hasSpecial && !isNamed && isOne && isOnlyAsked(context, text) && !isExtended(context, owner);
}

/** Is every `….climb` a call? */
function isOnlyAsked(context: RuleContext, text: string): boolean {
  return attributesNamed(context, text).every((node) => node.parent?.kind === "call" && node.field === "function");
}

/** Does a class of this file, or may one of another, stand on it? A decorator may make another class of it. */
function isExtended({ scopes, source, elsewhere }: RuleContext, owner: SyntaxNode): boolean {
  const name = field(owner, "name");
  const binding = name === undefined ? undefined : scopes.bindingOf(name);
  if (name === undefined || binding === undefined || owner.parent?.kind === "decorated_definition") return true;
  if ((elsewhere?.(textOf(source, name), "name", source.path) ?? "none") !== "none") return true;
  return binding.references.some(
    ({ node }) => node !== name && !(node.parent?.kind === "call" && node.field === "function"),
  );
}

/** Does the method ask itself? */
export function asksItself(context: RuleContext, name: SyntaxNode, definition: SyntaxNode): boolean {
  return attributesNamed(context, textOf(context.source, name)).some((node) => isInside(node, definition));
}
