import { field, namedChildren, textOf, topStatement } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributesNamed, attributeTargets } from "../../analysis/attributes.ts";
import { decoratorsOf, definesMethod } from "../../analysis/callee.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { functionAroundNode } from "../../analysis/flow/cell.ts";
import { lookUpOf } from "../../analysis/look-up.ts";
import type { RuleContext } from "../../rule.ts";
import { isReadTwice, makingAt, hasNoMethod, type Making } from "./made-for-one.ts";
import { isPath } from "./walk.ts";

/** `def by_name(self): return {f.name: f for f in self.files}`, a property or a method, and the places that ask it for one key. */
export interface AskedGetter {
  readonly making: Making;
  readonly name: string;
  readonly owner: string;
  /** What its object is called in it. */
  readonly self: string;
  readonly isProperty: boolean;
  readonly questions: readonly Question[];
}

/** `box.by_name` of `box.by_name[key]`, `box.names()` of `key in box.names()`. */
export interface Question {
  readonly node: SyntaxNode;
  readonly object: SyntaxNode;
  readonly wanted: SyntaxNode;
}

/** The getter that does nothing but make this container; undefined where nobody in the file asks it for one key. */
export function askedGetterAt(context: RuleContext, node: SyntaxNode): AskedGetter | undefined {
  const getter = getterOf(context, node);
  const making = getter === undefined ? undefined : makingAt(context, node);
  if (getter === undefined || making === undefined || !isOneAndOnly(context, getter.name)) return undefined;
  // Beside the class its private names are others.
  if (/\b__\w/u.test(textOf(context.source, node))) return undefined;
  const isSequence = node.kind === "list_comprehension" || node.kind === "generator_expression";
  if (isSequence && making.part === undefined) return undefined;
  const questions = attributesNamed(context, getter.name).flatMap(
    (attribute) => questionIn(context, attribute, { isProperty: getter.isProperty, isSequence }) ?? [],
  );
  return questions.length === 0 ? undefined : { making, ...getter, questions };
}

type Getter = Pick<AskedGetter, "name" | "owner" | "self" | "isProperty">;

function getterOf(context: RuleContext, node: SyntaxNode): Getter | undefined {
  const { source, function: around } = context;
  const method = around.node;
  const [name, body] = [field(method, "name"), field(method, "body")];
  const decorators = decoratorsOf(method).map((each) => textOf(source, each));
  const isProperty = decorators.length === 1 && decorators[0] === "property";
  const [, self] = /^\(\s*(\w+)\s*\)$/u.exec(textOf(source, field(method, "parameters") ?? node)) ?? [];
  if (name === undefined || self === undefined || (decorators.length > 0 && !isProperty)) return undefined;
  if (!["property", "getattr"].every((word) => isBuiltinAt(context, word, topStatement(method)))) return undefined;
  const owner = isGiven(method, body, node) && isOnlyGetter(context, name) ? ownerOf(context) : undefined;
  return owner === undefined ? undefined : { name: textOf(source, name), owner, self, isProperty };
}

/** `return …`, behind a docstring at most. */
function isGiven(method: SyntaxNode, body: SyntaxNode | undefined, node: SyntaxNode): boolean {
  const isPlain = method.kind === "function_definition" && method.children.every(({ kind }) => kind !== "async");
  if (!isPlain || node.kind === "generator_expression") return false;
  const statements = body === undefined ? [] : namedChildren(body);
  const last = statements.at(-1);
  const isAlone = statements.length === 1 || (statements.length === 2 && isText(statements[0]));
  return isAlone && last?.kind === "return_statement" && node.parent === last;
}

function isText(statement: SyntaxNode | undefined): boolean {
  return statement?.kind === "expression_statement" && namedChildren(statement)[0]?.kind === "string";
}

/** The name of the class, which the module gives to nothing else. */
function ownerOf({ source, scopes, function: { node: method } }: RuleContext): string | undefined {
  const owner = (method.parent?.kind === "decorated_definition" ? method.parent : method).parent?.parent;
  const name = owner?.kind === "class_definition" && isAtTop(source, owner) ? field(owner, "name") : undefined;
  if (name === undefined) return undefined;
  const writes = scopes.bindingOf(name)?.references.filter(({ access }) => access !== "read") ?? [];
  return writes.length === 1 ? textOf(source, name) : undefined;
}

/** In its class nothing else has its name (`by_name = cached(by_name)`, `@by_name.getter`), but what sets or deletes. */
function isOnlyGetter({ source, scopes, function: { node: method } }: RuleContext, name: SyntaxNode): boolean {
  const [binding, text] = [scopes.bindingOf(name), textOf(source, name)];
  const writes = binding?.references.filter(({ access }) => access !== "read");
  return (
    writes?.every(({ node: { parent: given } }) => {
      const decorators = given === undefined ? [] : decoratorsOf(given).map((each) => textOf(source, each));
      return given === method || [`${text}.setter`, `${text}.deleter`].includes(decorators.join(" "));
    }) === true
  );
}

/** What a decorator makes of a class may have no such getter. */
function isAtTop(source: RuleContext["source"], owner: SyntaxNode): boolean {
  const outermost = owner.parent?.kind === "decorated_definition" ? owner.parent : owner;
  const decorators = decoratorsOf(owner).map((each) => textOf(source, each));
  return outermost.parent === source.root && decorators.every((each) => /^(?:dataclasses\.)?dataclass\b/u.test(each));
}

/** Nobody gives an object, or the class, another under that name, and none has ways of its own to answer for its attributes. */
function isOneAndOnly(context: RuleContext, name: string): boolean {
  const { source, elsewhere } = context;
  if (name.startsWith("__") || attributeTargets(context, name).length > 0) return false;
  if (new RegExp(`["']${name}["']`, "u").test(source.text)) return false;
  if (definesMethod(context, "__getattribute__") || !hasNoMethod(context, "__getattribute__")) return false;
  return elsewhere?.(name, "attribute", source.path) !== "changed";
}

function questionIn(
  context: RuleContext,
  attribute: SyntaxNode,
  { isProperty, isSequence }: { readonly isProperty: boolean; readonly isSequence: boolean },
): Question | undefined {
  const object = field(attribute, "object");
  const node = isProperty ? attribute : callOf(attribute);
  const asked = node === undefined ? undefined : lookUpOf(context, node, isSequence);
  if (node === undefined || object === undefined || asked === undefined || !isPath(context, object)) return undefined;
  // It is not there yet where the module itself asks in front of the class.
  const isLater = functionAroundNode(node) !== undefined || node.start > topStatement(context.function.node).end;
  const isModule = context.scopes.bindingOf(object)?.kind === "import";
  return isReadTwice(context, asked, object) && isLater && !isModule
    ? { node, object, wanted: asked.wanted }
    : undefined;
}

/** `box.names()` of `box.names` */
function callOf(attribute: SyntaxNode): SyntaxNode | undefined {
  const call = attribute.field === "function" ? attribute.parent : undefined;
  return call?.kind === "call" && field(call, "arguments")?.kind === "argument_list" && argumentsOf(call).length === 0
    ? call
    : undefined;
}
