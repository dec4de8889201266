import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { readParameters } from "../../../source/parameters.ts";
import type { Binding } from "../../../source/scopes.ts";
import { decoratorsOf, definitionOf, importedPath } from "../callee.ts";
import { builtinNamed, type Code } from "../code.ts";
import { argumentsOf } from "../expression-context.ts";
import { bindingMeant, type Located, type LocatedBinding } from "../meaning.ts";
import { putInto } from "./assign.ts";
import type { Frame } from "./frame.ts";
import { onlyKeeps } from "./kept-guard.ts";
import { defaultFillers, givenByLibrary, pureBuiltins } from "./known-functions.ts";
import { askedOfObject, ownMethodAt } from "./own-methods.ts";
import { adders, extenders, givenByConstant, givenByContainer, mutators } from "./known-methods.ts";
import { CONSTANT, containerOf, copyOf, elementOf, FRESH, joined, type Value } from "./value.ts";

type Evaluate = (frame: Frame, node: SyntaxNode) => Value;

/** What a call gives; refuses callees that are not known to do nothing else. */
export function valueOfCall(frame: Frame, call: SyntaxNode, evaluate: Evaluate): Value {
  const callee = field(call, "function");
  if (callee === undefined) return frame.refuse(call);
  const { context } = frame;
  const builtin = builtinNamed(context, callee);
  if (builtin !== undefined) return valueOfBuiltin(frame, call, builtin, evaluate);
  const path = importedPath(context, callee);
  if (path === "collections.defaultdict") return valueOfDefaultDict(frame, call);
  const gives = path === undefined ? undefined : givenByLibrary(path);
  if (gives !== undefined) return gives(valuesOf(frame, call, evaluate));
  if (callee.kind === "identifier" || path !== undefined)
    return valueOfOwn(frame, callee, valuesOf(frame, call, evaluate));
  return callee.kind === "attribute" ? valueOfMethod(frame, callee, call, evaluate) : frame.refuse(callee);
}

function valueOfBuiltin(frame: Frame, call: SyntaxNode, name: string, evaluate: Evaluate): Value {
  if (name === "map" || name === "filter") return valueOfMap(frame, call, name, evaluate);
  if (name === "min" || name === "max") return valueOfChoice(valuesOf(frame, call, evaluate), call);
  const values = valuesOf(frame, call, evaluate);
  if (name === "dict" && isOfPairs(call)) return copyOf(joined(...values));
  // Whoever has the iterator sees that it has come further.
  if (name === "next" && !isOwnContainer(values[0])) return frame.refuse(call);
  return pureBuiltins.get(name)?.(values) ?? frame.refuse(call);
}

const isOwnContainer = (value: Value = CONSTANT): boolean => value.level > 0 && value.isOwn;

const named: ReadonlySet<string> = new Set(["keyword_argument", "dictionary_splat", "list_splat"]);

/** Without words a new dict holds what another one does, or what pairs do. */
function isOfPairs(call: SyntaxNode): boolean {
  return argumentsOf(call).every(({ kind }) => !named.has(kind));
}

/** The arguments' values, functions among them aside. */
function valuesOf(frame: Frame, call: SyntaxNode, evaluate: Evaluate): readonly Value[] {
  const elements = (): Value => {
    const plain = argumentsOf(call).filter(({ kind }) => kind !== "keyword_argument" && kind !== "lambda");
    return elementOf(joined(...plain.map((argument) => valueOfArgument(frame, argument, evaluate))));
  };
  return argumentsOf(call).flatMap((argument) => {
    const value = argument.kind === "keyword_argument" ? field(argument, "value") : argument;
    if (value === undefined || frame.handedOn.has(value)) return [];
    if (isFunction(frame, value)) {
      valueOfFunction(frame, value, elements(), evaluate);
      return [];
    }
    return [valueOfArgument(frame, value, evaluate)];
  });
}

function valueOfArgument(frame: Frame, argument: SyntaxNode, evaluate: Evaluate): Value {
  if (argument.kind === "list_splat" || argument.kind === "dictionary_splat") {
    const inner = argument.children.find((child) => child.isNamed);
    return inner === undefined ? CONSTANT : elementOf(evaluate(frame, inner));
  }
  return evaluate(frame, argument);
}

function isFunction(frame: Frame, node: SyntaxNode): boolean {
  const { context } = frame;
  if (node.kind === "lambda") return true;
  if (node.kind === "attribute") {
    const object = field(node, "object");
    return (
      builtinNamed(context, object) === "str" || (object !== undefined && importedPath(context, object) === "math")
    );
  }
  if (node.kind !== "identifier") return false;
  const builtin = builtinNamed(context, node);
  if (builtin !== undefined) return pureBuiltins.has(builtin) && !isTypeOfTest(frame, node);
  const binding = context.scopes.bindingOf(node);
  if (binding?.kind === "import") return ownFunction(frame, node) !== undefined;
  return binding?.kind === "function";
}

/** `isinstance(x, int)` names a type; `key=int` and `map(int, xs)` call it. */
function isTypeOfTest({ context }: Frame, node: SyntaxNode): boolean {
  const call = node.parent?.parent;
  return call !== undefined && builtinNamed(context, field(call, "function")) === "isinstance";
}

/** What a function that is handed over gives when it is called with such a value. */
function valueOfFunction(frame: Frame, node: SyntaxNode, given: Value, evaluate: Evaluate): Value {
  if (node.kind === "lambda") return valueOfLambda(frame, node, given, evaluate);
  if (node.kind === "attribute") return valueOfMethodHandedOver(frame, node);
  const builtin = builtinNamed(frame.context, node);
  // Whose the iterators are is not looked at.
  if (builtin === "next") return frame.refuse(node);
  if (builtin !== undefined) return pureBuiltins.get(builtin)?.([given]) ?? frame.refuse(node);
  return valueOfOwn(frame, node, [given]);
}

/** `map(str.split, lines)`, `map(math.sqrt, numbers)` */
function valueOfMethodHandedOver(frame: Frame, node: SyntaxNode): Value {
  const path = importedPath(frame.context, node);
  const name = field(node, "attribute");
  if (path !== undefined || name === undefined) return givenByLibrary(path ?? "")?.([]) ?? frame.refuse(node);
  return givenByConstant(textOf(frame.context.source, name)) ?? frame.refuse(node);
}

function valueOfLambda(frame: Frame, node: SyntaxNode, given: Value, evaluate: Evaluate): Value {
  for (const { node: name, default: otherwise } of readParameters(frame.context.source, field(node, "parameters"))) {
    const binding = frame.context.scopes.bindingOf(name);
    if (binding === undefined) continue;
    frame.give(binding, given);
    if (otherwise !== undefined) frame.give(binding, valueOfDefault(frame, otherwise, evaluate));
  }
  const body = field(node, "body");
  return body === undefined ? frame.refuse(node) : evaluate(frame, body);
}

/** What a parameter holds where it is given nothing: one object for all calls. */
export function valueOfDefault(frame: Frame, otherwise: SyntaxNode, evaluate: Evaluate): Value {
  const value = evaluate(frame, otherwise);
  return value.level === 0 ? value : { ...value, isOwn: false };
}

function valueOfMap(frame: Frame, call: SyntaxNode, builtin: string, evaluate: Evaluate): Value {
  const [called, ...others] = argumentsOf(call);
  if (called === undefined) return frame.refuse(call);
  const values = joined(...others.map((argument) => valueOfArgument(frame, argument, evaluate)));
  if (called.kind === "none") return copyOf(values);
  if (!isFunction(frame, called)) return frame.refuse(called);
  const given = valueOfFunction(frame, called, elementOf(values), evaluate);
  if (builtin === "filter") return copyOf(values);
  return given.level === 0 ? FRESH : containerOf(given);
}

/** `min(xs)` and `min(xs, default=0)` give what is in it, `min(a, b)` one of them. */
function valueOfChoice([first = CONSTANT, ...others]: readonly Value[], call: SyntaxNode): Value {
  const positional = argumentsOf(call).filter(({ kind }) => kind !== "keyword_argument");
  return joined(positional.length === 1 ? elementOf(first) : first, ...others);
}

function valueOfDefaultDict(frame: Frame, call: SyntaxNode): Value {
  const [filler, ...others] = argumentsOf(call);
  const name = filler === undefined ? undefined : builtinNamed(frame.context, filler);
  const value = name === undefined ? undefined : defaultFillers.get(name);
  return value === undefined || others.length > 0 ? frame.refuse(call) : value;
}

/** A function of this file, or of another one of the project's. */
function valueOfOwn(frame: Frame, callee: SyntaxNode, values: readonly Value[]): Value {
  const called = ownFunction(frame, callee);
  if (called === undefined) return frame.refuse(callee);
  const { node: definition } = called;
  const given = joined(...values);
  if (definition === frame.definition) return askedItself(frame, callee, given);
  const result = frame.outside.call(called, given.level === 0 ? CONSTANT : { ...given, isOwn: false });
  if (result === undefined) return frame.refuse(callee);
  // What is kept from call to call is everybody's.
  return result.level > 0 && decoratorsOf(definition).length > 0 ? { ...result, isOwn: false } : result;
}

/** What is worked out from a captured table is a number or text, or cannot be hashed, which is loud. */
function askedItself(frame: Frame, callee: SyntaxNode, given: Value): Value {
  // Arguments of other types are not kept.
  if (frame.held !== undefined) return frame.result;
  if (given.level > 0 && (!frame.isInner || given.isOwn)) return frame.refuse(callee);
  // What is kept is given to all who ask for it.
  return frame.isInner && frame.result.level > 0 ? { ...frame.result, isOwn: false } : frame.result;
}

/** `self.climb(n - 1)` in the method `climb`. */
function isOwnMethod({ context, definition, self }: Frame, callee: SyntaxNode): boolean {
  const [object, method, name] = [field(callee, "object"), field(callee, "attribute"), field(definition, "name")];
  if (self === undefined || object?.kind !== "identifier" || method === undefined || name === undefined) return false;
  return context.scopes.bindingOf(object) === self && textOf(context.source, method) === textOf(context.source, name);
}

/** The `def` of a module that a name stands for, if nothing can give the name another. */
function ownFunction(frame: Frame, callee: SyntaxNode): Located | undefined {
  const { context } = frame;
  const binding = callee.kind === "identifier" ? context.scopes.bindingOf(callee) : undefined;
  const definition = binding && definitionOf(binding);
  if (definition !== undefined && definition === frame.definition) return { code: context, node: definition };
  const isHere = binding !== undefined && binding.kind !== "import";
  const meant = isHere ? { code: context, binding } : bindingMeant(context, callee);
  if (meant === undefined || (binding !== undefined && isChanged(context, binding))) return undefined;
  return functionNamed(meant);
}

function functionNamed({ code, binding }: LocatedBinding): Located | undefined {
  const node = definitionOf(binding);
  if (node?.kind !== "function_definition" || binding.scope.kind !== "module") return undefined;
  if (!decoratorsOf(node).every((each) => onlyKeeps(code, each))) return undefined;
  return isChanged(code, binding) ? undefined : { code, node };
}

function isChanged({ elsewhere, source }: Code, { name }: Binding): boolean {
  return elsewhere?.(name, "name", source.path) === "changed";
}

function valueOfMethod(frame: Frame, callee: SyntaxNode, call: SyntaxNode, evaluate: Evaluate): Value {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (object === undefined || name === undefined) return frame.refuse(callee);
  const method = textOf(frame.context.source, name);
  if (isOwnMethod(frame, callee)) return askedItself(frame, callee, joined(...valuesOf(frame, call, evaluate)));
  const own = ownMethodAt(frame, callee);
  if (own?.isRead === false) return askedOfObject(frame, callee, own, joined(...valuesOf(frame, call, evaluate)));
  const container = evaluate(frame, object);
  const values = valuesOf(frame, call, evaluate);
  if (container.level === 0) return givenByConstant(method) ?? frame.refuse(callee);
  if (mutators.has(method)) {
    if (!container.isOwn) return frame.refuse(callee);
    fill(frame, object, method, values, evaluate);
  }
  return givenByContainer(method, container, values) ?? frame.refuse(callee);
}

/** What a method puts into its container. */
function fill(frame: Frame, object: SyntaxNode, method: string, values: readonly Value[], evaluate: Evaluate): void {
  const last = values.at(-1);
  if (last !== undefined && adders.has(method)) putInto(frame, object, last, evaluate);
  if (!extenders.has(method)) return;
  for (const value of values) putInto(frame, object, elementOf(value), evaluate);
}
