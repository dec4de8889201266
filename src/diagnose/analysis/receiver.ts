import { ancestors, field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { attributeTargets } from "./attributes.ts";
import { boundValues } from "./bound-values.ts";
import { decoratorsOf, methodsNamed } from "./callee.ts";
import { builtinNamed, type Code } from "./code.ts";
import { classAround, classOfSelf } from "./flow/cell.ts";
import { definitionsMeant, type Located } from "./meaning.ts";

/** The class of an object whose method runs. */
export interface Receiver {
  readonly owner: Located;
  /** It is this very class and none derived from it. */
  readonly isExact: boolean;
}

/** What a method is called on. */
export interface Called extends Receiver {
  /** `Row.make(…)`: on the class itself. */
  readonly isClass?: true;
  /** `super().…`: looked for in the bases of this class. */
  readonly above?: Located;
}

/**
 * What a method is called on: a class that is named, an object made in sight, `self`, `super()`. `known` is what the method
 * around was called on.
 */
export function receiverOf(code: Code, object: SyntaxNode, known: Receiver | undefined): Called | undefined {
  const node = withoutParentheses(object);
  const named = onlyClass(definitionsMeant(code, node));
  if (named !== undefined) return { owner: named, isExact: true, isClass: true };
  if (node.kind === "call") return receiverOfCall(code, node, known);
  if (node.kind !== "identifier") return undefined;
  const self = ownerOfFirst(code, node);
  if (self !== undefined) return known ?? { owner: self, isExact: false };
  const made = madeBy(code, node);
  return made === undefined ? undefined : { owner: made, isExact: true };
}

function onlyClass(definitions: readonly Located[] | undefined): Located | undefined {
  const [only, ...others] = definitions ?? [];
  return others.length === 0 && only?.node.kind === "class_definition" ? only : undefined;
}

function receiverOfCall(code: Code, call: SyntaxNode, known: Receiver | undefined): Called | undefined {
  const callee = field(call, "function");
  if (callee === undefined) return undefined;
  if (builtinNamed(code, callee) === "super") {
    const method = [...ancestors(call)].find(({ kind }) => kind === "function_definition");
    const node = method === undefined ? undefined : classAround(method);
    if (node === undefined) return undefined;
    const above = { code, node };
    return { ...(known ?? { owner: above, isExact: false }), above };
  }
  const made = onlyClass(definitionsMeant(code, callee)) ?? classMadeByFirst(code, callee, known);
  return made === undefined ? undefined : { owner: made, isExact: true };
}

/** `cls(…)` in a class method that was called on a known class. */
export function classMadeByFirst(code: Code, callee: SyntaxNode, known: Receiver | undefined): Located | undefined {
  if (known?.isExact !== true || callee.kind !== "identifier" || ownerOfFirst(code, callee) === undefined)
    return undefined;
  const method = code.scopes.bindingOf(callee)?.scope.node;
  return method !== undefined && isDecorated(code, method, "classmethod") ? known.owner : undefined;
}

/** The class whose method has this name as its first parameter and never binds it anew. */
function ownerOfFirst(code: Code, name: SyntaxNode): Located | undefined {
  const [node, binding] = [classOfSelf(code, name), code.scopes.bindingOf(name)];
  if (node === undefined || binding === undefined || isDecorated(code, binding.scope.node, "staticmethod"))
    return undefined;
  return binding.references.some(({ access }, index) => access !== "read" && index > 0) ? undefined : { code, node };
}

/** Is a method of this name one that gets the class, whatever it is called on? */
export function isClassMethod({ code, node }: Located): boolean {
  return isDecorated(code, node, "classmethod") || isDecorated(code, node, "staticmethod");
}

function isDecorated(code: Code, method: SyntaxNode, name: string): boolean {
  return decoratorsOf(method).some((decorator) => textOf(code.source, decorator) === name);
}

/** The class whose call is the only thing that the local name is ever given. */
function madeBy(code: Code, name: SyntaxNode): Located | undefined {
  const binding = code.scopes.bindingOf(name);
  const values = binding === undefined ? [] : boundValues(binding);
  const [only, ...others] = values;
  if (binding?.kind !== "local" || only?.kind !== "assigned" || others.length > 0) return undefined;
  const callee = only.value.kind === "call" ? field(only.value, "function") : undefined;
  return callee === undefined ? undefined : onlyClass(definitionsMeant(code, callee));
}

/** As many classes as a method is looked for in. */
const MOST_CLASSES = 20;

/**
 * The `def`s that a method of that name may be: the class's own, else those of its bases. Undefined where a base is not in
 * sight, or an object may have something else under that name.
 */
export function methodsOf({ owner, above }: Called, name: string): readonly Located[] | undefined {
  // Between a class and its base another base of the object's class may stand.
  if (above !== undefined && above.node !== owner.node && !isChain(owner)) return undefined;
  const found: Located[] = [];
  const open = (above === undefined ? [owner] : basesOf(above)) ?? [];
  for (const located of open) {
    const own = ownMethods(located, name);
    if (own === undefined || open.length > MOST_CLASSES) return undefined;
    found.push(...own);
    const bases = own.length > 0 ? [] : basesOf(located);
    if (bases === undefined) return undefined;
    open.push(...bases);
  }
  return found.length === 0 ? undefined : found;
}

/** The `def`s of that name in the class's body; undefined where it, or its objects, have something else under the name. */
function ownMethods({ code, node }: Located, name: string): readonly Located[] | undefined {
  if (attributeTargets(code, name).length > 0) return undefined;
  const own = methodsNamed(code, name).filter((method) => classAround(method) === node);
  const isOther = own.length === 0 && code.scopes.scopeMadeBy(node)?.bindings.has(name) === true;
  return isOther ? undefined : own.map((method) => ({ code, node: method }));
}

/** Has no class above it more than one base? */
function isChain(owner: Located): boolean {
  let at: Located | undefined = owner;
  for (let steps = 0; at !== undefined; steps += 1) {
    const bases = basesOf(at);
    if (bases === undefined || bases.length > 1 || steps > MOST_CLASSES) return false;
    [at] = bases;
  }
  return true;
}

/** The project's classes that a class is derived from; undefined where one is not in sight. */
function basesOf({ code, node }: Located): Located[] | undefined {
  const list = field(node, "superclasses");
  const found: Located[] = [];
  for (const base of list === undefined ? [] : namedChildren(list)) {
    if (isBlank(code, base)) continue;
    const [only, ...others] = definitionsMeant(code, base) ?? [];
    if (only?.node.kind !== "class_definition" || others.length > 0) return undefined;
    found.push(only);
  }
  return found;
}

/** Bases without methods that a program would call by name. */
function isBlank(code: Code, base: SyntaxNode): boolean {
  return builtinNamed(code, base) === "object" || isAbstract(code, base);
}

/** `ABC`, `abc.ABC`, `metaclass=ABCMeta` */
export function isAbstract(code: Code, base: SyntaxNode): boolean {
  return /^(?:metaclass\s*=\s*)?(?:abc\.)?(?:ABC|ABCMeta)$/u.test(textOf(code.source, base));
}
