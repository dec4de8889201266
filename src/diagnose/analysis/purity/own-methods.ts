import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributeTargets } from "../attributes.ts";
import { decoratorsOf, definitionOf } from "../callee.ts";
import { builtinNamed, type Code } from "../code.ts";
import type { Frame } from "./frame.ts";
import { CONSTANT, type Value } from "./value.ts";

/** What `self.name` means in a method, for an object of exactly its class: a method of that class, or a property (`isRead`). */
export interface OwnMethod {
  readonly node: SyntaxNode;
  readonly isRead: boolean;
}

/** The one method or property of that name that stands in the same class as the method that is looked at. */
export function ownMethodAt(frame: Frame, attribute: SyntaxNode): OwnMethod | undefined {
  const name = isOfObject(frame, attribute) ? field(attribute, "attribute") : undefined;
  const node = name === undefined ? undefined : definedInClass(frame, textOf(frame.context.source, name));
  if (node?.kind !== "function_definition") return undefined;
  const [decorator, ...others] = decoratorsOf(node);
  if (decorator === undefined) return { node, isRead: false };
  const isProperty = others.length === 0 && builtinNamed(frame.context, decorator) === "property";
  return isProperty ? { node, isRead: true } : undefined;
}

function isOfObject({ context, self }: Frame, attribute: SyntaxNode): boolean {
  const object = field(attribute, "object");
  return self !== undefined && object?.kind === "identifier" && context.scopes.bindingOf(object) === self;
}

/** What the class gives the name, in which the method stands. */
function definedInClass({ context, definition }: Frame, name: string): SyntaxNode | undefined {
  const owner = classAround(definition);
  const binding = owner && context.scopes.scopeMadeBy(owner)?.bindings.get(name);
  if (binding?.references.length !== 1 || isGivenAnother(context, name)) return undefined;
  return definitionOf(binding);
}

/** May anybody put something else under a method's name, on an object or a class? */
export function isGivenAnother(code: Code, name: string): boolean {
  const { source, elsewhere } = code;
  const isNamed = new RegExp(`["']${name}["']`, "u").test(source.text);
  return (
    isNamed ||
    givesAnyName.test(source.text) ||
    attributeTargets(code, name).length > 0 ||
    elsewhere?.(name, "attribute", source.path) === "changed"
  );
}

/** `setattr(self, name, value)`, `self.__dict__.update(given)`, `vars(self)[name] = value`: under names that are not in sight. */
const givesAnyName = /\bsetattr\s*\((?!\s*[\w.]+\s*,\s*["'])|\b__dict__\b|\bvars\s*\(/u;

/** `self.width(n)` in another method: what that one asks of the object, this one does. */
export function askedOfObject(frame: Frame, at: SyntaxNode, { node }: OwnMethod, given: Value): Value {
  const { asks, held, outside, context } = frame;
  const name = field(node, "name");
  if (asks === undefined || held !== undefined || name === undefined) return frame.refuse(at);
  asks.methods.add(textOf(context.source, name));
  const value = given.level === 0 ? CONSTANT : { ...given, isOwn: false };
  return outside.callOn(node, value, asks) ?? frame.refuse(at);
}

function classAround(definition: SyntaxNode): SyntaxNode | undefined {
  const statement = definition.parent?.kind === "decorated_definition" ? definition.parent : definition;
  const around = statement.parent?.parent;
  return around?.kind === "class_definition" ? around : undefined;
}
