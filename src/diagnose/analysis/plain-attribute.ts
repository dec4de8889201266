import type { SyntaxNode } from "../../source/node.ts";
import { ancestors, enclosingStatement, field, isInside, namedChildren, textOf } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import type { RuleContext } from "../rule.ts";
import { decoratorsOf, definitionOf, definesMethod } from "./callee.ts";
import type { Code } from "./code.ts";
import { attributeTargets } from "./attributes.ts";
import { valueOf } from "./expression-value.ts";
import type { Variable } from "./variable.ts";

/**
 * Is `self.items` an attribute that every object of its class simply has when control comes to `statement`: given a value in
 * `__init__` or in the class, no property, and no `__getattr__` in between? Then it can be read one time more without anything
 * happening. Only the first argument of a method in a class of this file can be told; a class from elsewhere may do anything.
 */
export function isPlainAttribute(context: RuleContext, variable: Variable, statement: SyntaxNode): boolean {
  const owner = classOfFirst(context, variable);
  if (owner === undefined || variable.attribute === undefined) return false;
  return isPlainIn({ code: context, attribute: variable.attribute, statement, isClass: owner.isClass }, owner.node, 0);
}

/** The class that the variable's object is an instance of, or (`isClass`) the class itself. */
function classOfFirst(
  context: RuleContext,
  { binding }: Variable,
): { readonly node: SyntaxNode; readonly isClass: boolean } | undefined {
  const method = binding.scope.node;
  const node = classAround(method);
  if (node === undefined || isStatic(context, method) || !isFirstParameter(context, binding, method)) return undefined;
  return { node, isClass: isDecoratedBy(context, method, "classmethod") };
}

/** The class whose body holds the `def` directly. */
function classAround(method: SyntaxNode): SyntaxNode | undefined {
  const statement = method.parent?.kind === "decorated_definition" ? method.parent : method;
  const around = statement.parent?.parent;
  return method.kind === "function_definition" && around?.kind === "class_definition" ? around : undefined;
}

/** Is the name `self`, never bound to anything else? */
function isFirstParameter(code: Code, binding: Binding, method: SyntaxNode): boolean {
  const list = field(method, "parameters");
  const first = list === undefined ? undefined : namedChildren(list)[0];
  if (first?.kind !== "identifier" || code.scopes.bindingOf(first) !== binding) return false;
  return binding.references.filter((reference) => reference.access !== "read").length <= 1;
}

/** Is the variable the object whose method this is? Its class is in this file, so it is no list. A static method has none. */
export function isOwnObject(context: RuleContext, { attribute, binding }: Variable): boolean {
  const method = binding.scope.node;
  if (attribute !== undefined || classAround(method) === undefined || isStatic(context, method)) return false;
  return isFirstParameter(context, binding, method);
}

function isStatic(code: Code, method: SyntaxNode): boolean {
  return isDecoratedBy(code, method, "staticmethod");
}

function isDecoratedBy(code: Code, method: SyntaxNode, name: string): boolean {
  return decoratorsOf(method).some((decorator) => textOf(code.source, decorator) === name);
}

/** How many bases up a class is looked at. */
const DEPTH = 4;

interface Question {
  readonly code: Code;
  readonly attribute: string;
  readonly statement: SyntaxNode;
  /** Asked of the class: what `__init__` gives its objects is not there. */
  readonly isClass: boolean;
}

function isPlainIn(question: Question, owner: SyntaxNode, depth: number): boolean {
  const { code, attribute, isClass } = question;
  if (depth > DEPTH || hasOwnAccess(code, owner) || isHidden(code, owner, attribute)) return false;
  if (isInClass(code, owner, attribute)) return true;
  if (!isClass && isFieldOf(code, owner, attribute)) return true;
  if (!isClass && isSetInInit(question, owner)) return true;
  return basesOf(code, owner).some((base) => isPlainIn(question, base, depth + 1));
}

function basesOf(code: Code, owner: SyntaxNode): readonly SyntaxNode[] {
  const list = field(owner, "superclasses");
  const names = list === undefined ? [] : namedChildren(list).filter((base) => base.kind === "identifier");
  return names.flatMap((name) => {
    const binding = code.scopes.bindingOf(name);
    const definition = binding === undefined ? undefined : definitionOf(binding);
    return definition?.kind === "class_definition" ? [definition] : [];
  });
}

function hasOwnAccess(code: Code, owner: SyntaxNode): boolean {
  const bindings = code.scopes.scopeMadeBy(owner)?.bindings;
  return bindings?.has("__getattr__") === true || bindings?.has("__getattribute__") === true;
}

/** A property, a method, or a class-level value that may be a descriptor, stands under that name; or someone deletes it. */
function isHidden(code: Code, owner: SyntaxNode, attribute: string): boolean {
  if (definesMethod(code, attribute)) return true;
  const binding = code.scopes.scopeMadeBy(owner)?.bindings.get(attribute);
  const values = binding?.references.filter((reference) => reference.access === "write") ?? [];
  const isDescriptor = values.some(({ node }) => {
    const value = node.parent?.kind === "assignment" ? field(node.parent, "right") : undefined;
    if (value === undefined) return !isFieldOf(code, owner, attribute);
    return valueOf(code, value).type === "unknown" && !isFieldWithDefault(code, owner, value);
  });
  return isDescriptor || isDeleted(code, attribute);
}

function isDeleted(code: Code, attribute: string): boolean {
  return attributeTargets(code, attribute).some((target) =>
    [...ancestors(target)].some((at) => at.kind === "delete_statement"),
  );
}

/** Has the class itself the attribute? `names: list` alone says nothing but a type. */
function isInClass(code: Code, owner: SyntaxNode, attribute: string): boolean {
  const references = code.scopes.scopeMadeBy(owner)?.bindings.get(attribute)?.references ?? [];
  return references.some(
    ({ node: { parent } }) => parent?.kind !== "assignment" || field(parent, "right") !== undefined,
  );
}

/** Do the class's objects have the attribute because it is a field of a dataclass: `names: list[str]`? */
function isFieldOf(code: Code, owner: SyntaxNode, attribute: string): boolean {
  if (!isDataclass(code, owner)) return false;
  const body = field(owner, "body");
  return (body === undefined ? [] : namedChildren(body)).some((statement) => {
    const assignment = statement.kind === "expression_statement" ? namedChildren(statement)[0] : undefined;
    const name = assignment?.kind === "assignment" ? field(assignment, "left") : undefined;
    const type = assignment === undefined ? undefined : field(assignment, "type");
    const isField =
      name?.kind === "identifier" && type !== undefined && !/ClassVar|InitVar/u.test(textOf(code.source, type));
    return isField && textOf(code.source, name) === attribute;
  });
}

/** The methods that every object has been through before anybody has it. */
function makersOf(code: Code, owner: SyntaxNode): readonly string[] {
  return isDataclass(code, owner) ? ["__init__", "__post_init__"] : ["__init__"];
}

/** `names: list = field(default_factory=list)` in a dataclass: made in `__init__`. */
function isFieldWithDefault(code: Code, owner: SyntaxNode, value: SyntaxNode): boolean {
  return isDataclass(code, owner) && /^(?:dataclasses\.)?field\(.*\bdefault/su.test(textOf(code.source, value));
}

function isDataclass(code: Code, owner: SyntaxNode): boolean {
  const texts = decoratorsOf(owner).map((decorator) => textOf(code.source, decorator));
  return texts.some((text) => /^(?:dataclasses\.)?dataclass\b/u.test(text) && !/\binit\b/u.test(text));
}

/** `self.items = …` in `__init__`; for code of `__init__` itself, before it. */
function isSetInInit({ code, attribute, statement }: Question, owner: SyntaxNode): boolean {
  return attributeTargets(code, attribute).some((target) => {
    const method = [...ancestors(target)].find((at) => at.kind === "function_definition");
    const name = method === undefined ? undefined : field(method, "name");
    if (method === undefined || name === undefined || !makersOf(code, owner).includes(textOf(code.source, name)))
      return false;
    if ([...ancestors(target)].find((at) => at.kind === "class_definition") !== owner) return false;
    const block = enclosingStatement(target)?.parent;
    return (
      !isInside(statement, method) ||
      (target.end <= statement.start && block !== undefined && isInside(statement, block))
    );
  });
}
