import type { SyntaxNode } from "../../source/node.ts";
import { field, fields, isInside, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import type { Obstacle } from "../finding.ts";
import { mayBeSame } from "./aliases.ts";
import { decoratorsOf, definitionOf, importedPath, methodsNamed } from "./callee.ts";
import { builtinNamed, type Code } from "./code.ts";
import { threadsAround } from "./threads.ts";
import { valueOf } from "./expression-value.ts";
import {
  harmlessBuiltins,
  isHarmlessFunction,
  listMutators,
  listReaders,
  otherMutators,
  readers,
} from "./known-callables.ts";
import type { LoopSpan } from "./loop-span.ts";
import { isTarget } from "./use.ts";
import { onlyValueOf } from "./values.ts";
import { occurrencesOf, type Variable } from "./variable.ts";

/** As many reasons as a reader wants to see. */
const SHOWN = 3;
/** How far calls of this file's functions are followed. */
const DEPTH = 6;

/**
 * What in the loop could change a list that other code can reach too (a parameter's, a global's, an attribute's, one that
 * escaped), other than through the variable's own name in the region itself: a call of unknown code, a change through a
 * name that may mean the same list, a `yield` or `await` that lets others run. Empty: nothing can.
 *
 * Functions of this file are followed. Operators, attribute access, iteration and `with` on unknown objects are taken not to
 * change the list, and so are methods with the names of built-in methods, unless a class of this file says otherwise; a fix
 * that rests on that assumes `unchanged`. Of a `private` list no other expression can be the same one: only code that is not in sight counts.
 */
export function mayChangeIn(code: Code, variable: Variable, span: LoopSpan, isPrivate = false): readonly Obstacle[] {
  const scan: Scan = { code, variable, span, isPrivate, followed: new Set(), depth: 0, isFollowed: false };
  const about = new Set([
    ...threadsAround(code, variable),
    ...span.parts.flatMap((part) => [...changersIn(scan, part)]),
  ]);
  return [...about].slice(0, SHOWN).map((text) => ({ code: "may-change-in-call", about: text }));
}

interface Scan {
  readonly code: Code;
  readonly variable: Variable;
  readonly span: LoopSpan;
  readonly isPrivate: boolean;
  /** Functions already looked at, or being looked at: a cycle adds nothing new. */
  readonly followed: Set<SyntaxNode>;
  readonly depth: number;
  /** Is this the body of a function that the region calls, rather than the region? */
  readonly isFollowed: boolean;
}

/** The texts of what could change the list, in the code that runs when `node` does. */
function* changersIn(scan: Scan, node: SyntaxNode): Generator<string, void, undefined> {
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (changes(scan, at)) yield shortText(scan.code, at);
    // The body of a `def` runs when it is called, and is followed then.
    if (at.kind === "function_definition") open.push(...defaultsOf(at));
    else open.push(...at.children.toReversed());
  }
}

function defaultsOf(definition: SyntaxNode): readonly SyntaxNode[] {
  return fields(definition, "parameters");
}

function shortText(code: Code, node: SyntaxNode): string {
  if (node.kind === "await" || node.kind === "yield") return node.kind;
  const shown = node.kind === "call" ? (field(node, "function") ?? node) : node;
  const text = textOf(code.source, shown).split(/[\r\n]/u, 1)[0] ?? "";
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function changes(scan: Scan, node: SyntaxNode): boolean {
  if (node.kind === "call") return callChanges(scan, node);
  if (!node.isNamed) return false;
  if (letsOthersRun(scan, node)) return true;
  if (node.kind === "augmented_assignment") return augmentationChanges(scan, node);
  if (node.kind === "subscript" && isTarget(node)) return storeChanges(scan, node);
  if (node.kind === "attribute" && isHandedOver(node)) return mutatorChanges(scan, node);
  return scan.isFollowed && bindsVariable(scan, node);
}

function letsOthersRun(scan: Scan, node: SyntaxNode): boolean {
  if (node.kind === "await" || (node.kind === "yield" && !scan.isFollowed)) return true;
  if (node.kind === "for_statement" || node.kind === "with_statement" || node.kind === "for_in_clause") {
    return node.children.some((child) => child.kind === "async");
  }
  return node.kind === "with_item" && isLock(node);
}

/** `with self.lock:` says that other threads are about, which may change the list while this one waits. */
function isLock(item: SyntaxNode): boolean {
  const value = field(item, "value");
  const entered = value?.kind === "as_pattern" ? namedChildren(value)[0] : value;
  return entered !== undefined && entered.kind !== "call";
}

/** In a function that is called: a new object for the global, or for the attribute of any object. */
function bindsVariable({ code, variable }: Scan, node: SyntaxNode): boolean {
  if (variable.attribute !== undefined) {
    const name = node.kind === "attribute" ? field(node, "attribute") : undefined;
    return name !== undefined && textOf(code.source, name) === variable.attribute && isTarget(node);
  }
  if (node.kind !== "identifier") return false;
  return variable.binding.references.some((reference) => reference.node === node && reference.access !== "read");
}

/** `total += x` changes a list only where `total` holds it, and the right side can be iterated over. */
function augmentationChanges({ code, variable, span, isPrivate }: Scan, node: SyntaxNode): boolean {
  if (isPrivate) return false;
  const [left, operator, right] = [field(node, "left"), field(node, "operator"), field(node, "right")];
  if (left === undefined || right === undefined) return true;
  if (operator?.kind !== "+=" && operator?.kind !== "*=") return false;
  if (operator.kind === "+=" && valueOf(code, right).type === "number") return false;
  if (left.kind === "subscript" && isTextKey(left)) return false;
  return mayBeSame(code, left, variable, span);
}

/** `row["name"] = x` cannot be a list's element. */
function isTextKey(subscript: SyntaxNode): boolean {
  const key = field(subscript, "subscript");
  return key !== undefined && (key.kind === "string" || key.kind === "tuple" || key.kind === "concatenated_string");
}

function storeChanges({ code, variable, span, isPrivate }: Scan, node: SyntaxNode): boolean {
  if (isPrivate) return false;
  const container = field(node, "value");
  if (container === undefined || fields(node, "subscript").length > 1 || isTextKey(node)) return false;
  return mayBeSame(code, container, variable, span);
}

/** `map(out.append, xs)`: a method that is not called where it stands may be called anywhere. */
function isHandedOver(attribute: SyntaxNode): boolean {
  return !(attribute.parent?.kind === "call" && attribute.field === "function") && !isTarget(attribute);
}

function mutatorChanges(scan: Scan, attribute: SyntaxNode): boolean {
  const [object, name] = [field(attribute, "object"), field(attribute, "attribute")];
  if (object === undefined || name === undefined || !listMutators.has(textOf(scan.code.source, name))) return false;
  return isNewsTo(scan, object);
}

function callChanges(scan: Scan, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  if (callee === undefined) return true;
  // The exception that leaves the loop is made when nothing in it is searched any more.
  if (call.parent?.kind === "raise_statement") return false;
  if (argumentsChange(scan, call)) return true;
  const target = withoutParentheses(callee);
  if (target.kind === "lambda") return false;
  if (target.kind === "identifier") return nameChanges(scan, target);
  return target.kind !== "attribute" || methodChanges(scan, target);
}

/** Functions that are handed over (`key=rank`, `map(clean, rows)`) may be called. */
function argumentsChange(scan: Scan, call: SyntaxNode): boolean {
  const list = field(call, "arguments");
  if (list?.kind !== "argument_list") return false;
  return namedChildren(list).some((argument) => {
    const value = argument.kind === "keyword_argument" ? field(argument, "value") : argument;
    const binding = value?.kind === "identifier" ? scan.code.scopes.bindingOf(value) : undefined;
    return binding?.kind === "function" && bindingChanges(scan, binding);
  });
}

function nameChanges(scan: Scan, callee: SyntaxNode): boolean {
  const builtin = builtinNamed(scan.code, callee);
  if (builtin !== undefined) return !harmlessBuiltins.has(builtin) && !isException(builtin);
  const path = importedPath(scan.code, callee);
  if (path !== undefined) return !isHarmlessFunction(path);
  const binding = scan.code.scopes.bindingOf(callee);
  return binding === undefined || bindingChanges(scan, binding);
}

function isException(name: string): boolean {
  return /^[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Iteration|Warning)$/u.test(name);
}

function bindingChanges(scan: Scan, binding: Binding): boolean {
  const definition = definitionOf(binding);
  if (definition === undefined) return valueChanges(scan, binding);
  if (definition.kind === "class_definition") return constructionChanges(scan, definition);
  return functionChanges(scan, definition);
}

/** `add = out.append`, then `add(x)`; `Point = namedtuple(…)`, then `Point(1, 2)`. */
function valueChanges(scan: Scan, binding: Binding): boolean {
  const value = onlyValueOf(binding);
  if (value?.kind === "attribute") return methodChanges({ ...scan, isFollowed: true }, value);
  const maker = value?.kind === "call" ? field(value, "function") : undefined;
  const path = maker === undefined ? undefined : importedPath(scan.code, maker);
  return path !== "collections.namedtuple" && path !== "typing.NamedTuple";
}

/** A method call: this file's methods of that name, then what the name means on built-in types. */
function methodChanges(scan: Scan, callee: SyntaxNode): boolean {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (object === undefined || name === undefined) return true;
  const path = importedPath(scan.code, callee);
  if (path !== undefined) return !isHarmlessFunction(path);
  const method = textOf(scan.code.source, name);
  const own = methodsNamed(scan.code, method);
  if (own.some((definition) => functionChanges(scan, definition))) return true;
  if (listMutators.has(method)) return isNewsTo(scan, object);
  if (waiting.has(method) && isWithoutArguments(callee)) return true;
  return own.length === 0 && !readers.has(method) && !otherMutators.has(method) && !listReaders.has(method);
}

/** Without arguments these are a queue's or a thread's, not a dict's or a string's: others run meanwhile. */
const waiting = new Set(["get", "join"]);

function isWithoutArguments(callee: SyntaxNode): boolean {
  const list = callee.parent === undefined ? undefined : field(callee.parent, "arguments");
  return list !== undefined && namedChildren(list).length === 0;
}

/** In the region itself, changes through the variable's own name are told apart elsewhere. */
function isNewsTo({ code, variable, span, isFollowed, isPrivate }: Scan, object: SyntaxNode): boolean {
  if (isPrivate || !mayBeSame(code, object, variable, span)) return false;
  return isFollowed || !occurrencesOf(code, variable, object).some((node) => node === withoutParentheses(object));
}

const harmlessDecorators =
  /^(?:property|staticmethod|classmethod|(?:functools\.)?(?:lru_cache|cache|cached_property|wraps|total_ordering)|(?:abc\.)?abstractmethod|(?:typing\.)?(?:override|final|overload)|(?:dataclasses\.)?dataclass|(?:contextlib\.)?contextmanager|\w+\.setter)(?:\(|$)/u;

function functionChanges(scan: Scan, definition: SyntaxNode): boolean {
  if (scan.followed.has(definition)) return false;
  if (scan.depth >= DEPTH) return true;
  if (!decoratorsOf(definition).every((node) => harmlessDecorators.test(textOf(scan.code.source, node)))) return true;
  scan.followed.add(definition);
  const body = field(definition, "body");
  if (body === undefined) return true;
  const inner: Scan = { ...scan, depth: scan.depth + 1, isFollowed: true };
  const isChanged = changersIn(inner, body).next().done !== true;
  // A function that changes something is not to be passed over when it is called again.
  if (isChanged) scan.followed.delete(definition);
  return isChanged;
}

const harmlessBases = new Set(
  "object Exception BaseException NamedTuple Enum IntEnum StrEnum Flag IntFlag TypedDict Protocol ABC Generic".split(
    " ",
  ),
);

/** `Point(1, 2)`: what runs is `__new__`, `__init__`, `__post_init__` of the class and its bases. */
function constructionChanges(scan: Scan, owner: SyntaxNode): boolean {
  if (!decoratorsOf(owner).every((node) => harmlessDecorators.test(textOf(scan.code.source, node)))) return true;
  const list = field(owner, "superclasses");
  for (const base of list === undefined ? [] : namedChildren(list)) {
    if (baseChanges(scan, base)) return true;
  }
  const own = ["__new__", "__init__", "__post_init__"].flatMap((name) =>
    methodsNamed(scan.code, name).filter((method) => isInside(method, owner)),
  );
  return own.some((method) => functionChanges(scan, method));
}

function baseChanges(scan: Scan, base: SyntaxNode): boolean {
  const name = base.kind === "subscript" ? field(base, "value") : base;
  if (name === undefined || base.kind === "keyword_argument") return true;
  const text = textOf(scan.code.source, name);
  const last = text.slice(text.lastIndexOf(".") + 1);
  if (harmlessBases.has(last) || isException(last)) return false;
  const binding = name.kind === "identifier" ? scan.code.scopes.bindingOf(name) : undefined;
  const definition = binding === undefined ? undefined : definitionOf(binding);
  return definition?.kind !== "class_definition" || constructionChanges(scan, definition);
}
