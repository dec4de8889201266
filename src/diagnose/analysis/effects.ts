import type { SyntaxNode } from "../../source/node.ts";
import { field, fields, isInside, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import type { Obstacle } from "../finding.ts";
import { mayBeSame } from "./aliases.ts";
import { boundValues } from "./bound-values.ts";
import { attributeTargets, valueAssignedTo } from "./attributes.ts";
import { decoratorsOf, importedPath, methodsNamed } from "./callee.ts";
import { builtinNamed, type Code } from "./code.ts";
import { threadsAround } from "./threads.ts";
import { valueOf } from "./expression-value.ts";
import {
  containerMutators,
  harmlessBuiltins,
  isHarmlessFunction,
  listMutators,
  listReaders,
  otherMutators,
  readers,
} from "./known-callables.ts";
import type { LoopSpan } from "./loop-span.ts";
import { definitionsMeant, type Located } from "./meaning.ts";
import {
  classMadeByFirst,
  isAbstract,
  isClassMethod,
  methodsOf,
  receiverOf,
  type Called,
  type Receiver,
} from "./receiver.ts";
import { argumentsOf } from "./expression-context.ts";
import { isTarget } from "./use.ts";
import { onlyValueOf } from "./values.ts";
import { occurrencesOf, type Variable } from "./variable.ts";

/** As many reasons as a reader wants to see. */
const SHOWN = 3;
/** How far calls of the project's functions are followed, and how many of them. */
const DEPTH = 12;
const MOST_FUNCTIONS = 200;

/**
 * What in the loop could change a list that other code can reach too (a parameter's, a global's, an attribute's, one that
 * escaped), other than through the variable's own name in the region itself: a call of unknown code, a change through a
 * name that may mean the same list, a `yield` or `await` that lets others run. Empty: nothing can.
 *
 * Functions and methods of the project are followed, into the files that the imports mean. Operators, attribute access, iteration and `with` on unknown objects are taken not to
 * change the list, and so are methods with the names of built-in methods, unless a class of this file says otherwise; a fix
 * that rests on that assumes `unchanged`. Of a `private` list no other expression can be the same one: only code that is not in sight counts.
 */
export function mayChangeIn(
  code: Code,
  variable: Variable,
  span: LoopSpan,
  { isPrivate = false, holds = "list" }: { readonly isPrivate?: boolean; readonly holds?: Holds } = {},
): readonly Obstacle[] {
  const followed = new Map<SyntaxNode, Set<string | undefined>>();
  const scan: Scan = { code, home: code, variable, span, isPrivate, holds, followed, depth: 0, isFollowed: false };
  const about = new Set([
    ...threadsAround(code, variable),
    ...span.parts.flatMap((part) => [...changersIn(scan, part)]),
  ]);
  return [...about].slice(0, SHOWN).map((text) => ({ code: "may-change-in-call", about: text }));
}

/** `list`: what is not a list's method does nothing to it. `container`: it may be a dict, a set or a deque as well. */
export type Holds = "list" | "container";

interface Scan {
  /** The file that is looked at, and the one in which the variable is. */
  readonly code: Code;
  readonly home: Code;
  readonly variable: Variable;
  readonly span: LoopSpan;
  readonly isPrivate: boolean;
  readonly holds: Holds;
  /** Functions already looked at, or being looked at, for each class that they were called on: a cycle adds nothing new. */
  readonly followed: Map<SyntaxNode, Set<string | undefined>>;
  readonly depth: number;
  /** Is this the body of a function that the region calls, rather than the region? */
  readonly isFollowed: boolean;
  /** What the function was called on, where that is known. */
  readonly receiver?: Receiver;
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
  if (node.kind === "attribute" && isDict(scan, node)) return true;
  if (node.kind === "attribute" && isHandedOver(node)) return mutatorChanges(scan, node);
  return scan.isFollowed && bindsVariable(scan, node);
}

/** `self.__dict__.update(state)`: an attribute that is bound without being named. */
function isDict({ code, variable }: Scan, attribute: SyntaxNode): boolean {
  const name = variable.attribute === undefined ? undefined : field(attribute, "attribute");
  return name !== undefined && textOf(code.source, name) === "__dict__";
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
function bindsVariable({ code, home, variable }: Scan, node: SyntaxNode): boolean {
  if (variable.attribute !== undefined || code.source !== home.source) {
    const name = node.kind === "attribute" ? field(node, "attribute") : undefined;
    // Another file binds a module's name as the module's attribute.
    const bound = variable.attribute ?? variable.binding.name;
    return name !== undefined && textOf(code.source, name) === bound && isTarget(node);
  }
  if (node.kind !== "identifier") return false;
  return variable.binding.references.some((reference) => reference.node === node && reference.access !== "read");
}

/** `total += x` changes a list only where `total` holds it, and the right side can be iterated over. */
function augmentationChanges(scan: Scan, node: SyntaxNode): boolean {
  const { code } = scan;
  if (scan.isPrivate) return false;
  const [left, operator, right] = [field(node, "left"), field(node, "operator"), field(node, "right")];
  if (left === undefined || right === undefined) return true;
  if (operator?.kind !== "+=" && operator?.kind !== "*=") return false;
  if (operator.kind === "+=" && valueOf(code, right).type === "number") return false;
  if (left.kind === "subscript" && isNoIndex(scan, left)) return false;
  return mayBe(scan, left);
}

/** May the expression be the variable's list, in whichever file it stands? */
function mayBe({ code, home, variable, span }: Scan, expression: SyntaxNode): boolean {
  if (code.source === home.source) return mayBeSame(code, expression, variable, span);
  // The same file by another path.
  if (code.source.hash === home.source.hash) return true;
  return mayBeSame(code, expression, variable) || mayHoldOthers(home, expression, code);
}

/** What the attribute is given in the variable's own file counts as well. */
function mayHoldOthers(home: Code, expression: SyntaxNode, code: Code): boolean {
  const node = withoutParentheses(expression);
  const name = node.kind === "attribute" ? field(node, "attribute") : undefined;
  if (name === undefined) return false;
  const values = attributeTargets(home, textOf(code.source, name)).map((target) => valueAssignedTo(target));
  return values.some((value) => value === undefined || !valueOf(home, value).isNew);
}

/** `row["name"] = x` cannot be a list's element. */
function isNoIndex({ holds }: Scan, subscript: SyntaxNode): boolean {
  if (holds === "container") return false;
  const key = field(subscript, "subscript");
  return key !== undefined && (key.kind === "string" || key.kind === "tuple" || key.kind === "concatenated_string");
}

function storeChanges(scan: Scan, node: SyntaxNode): boolean {
  if (scan.isPrivate) return false;
  const container = field(node, "value");
  if (container === undefined || fields(node, "subscript").length > 1 || isNoIndex(scan, node)) return false;
  return mayBe(scan, container);
}

/** `map(out.append, xs)`: a method that is not called where it stands may be called anywhere. */
function isHandedOver(attribute: SyntaxNode): boolean {
  return !(attribute.parent?.kind === "call" && attribute.field === "function") && !isTarget(attribute);
}

function isMutator({ holds }: Scan, method: string): boolean {
  return listMutators.has(method) || (holds === "container" && containerMutators.has(method));
}

function mutatorChanges(scan: Scan, attribute: SyntaxNode): boolean {
  const [object, name] = [field(attribute, "object"), field(attribute, "attribute")];
  if (object === undefined || name === undefined || !isMutator(scan, textOf(scan.code.source, name))) return false;
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
    const meant = value === undefined ? undefined : definitionsMeant(scan.code, value);
    if (meant !== undefined) return meant.some((each) => isFunction(each.node) && functionChanges(scan, each));
    return value?.kind === "identifier" && scan.code.scopes.bindingOf(value)?.kind === "function";
  });
}

function isFunction({ kind }: SyntaxNode): boolean {
  return kind === "function_definition" || kind === "lambda";
}

function nameChanges(scan: Scan, callee: SyntaxNode): boolean {
  const builtin = builtinNamed(scan.code, callee);
  if (builtin !== undefined) return !harmlessBuiltins.has(builtin) && !isException(builtin);
  const path = importedPath(scan.code, callee);
  if (path !== undefined && isHarmlessFunction(path)) return false;
  const meant = definitionsMeant(scan.code, callee);
  if (meant !== undefined) return meant.some((each) => definitionChanges(scan, each));
  const made = classMadeByFirst(scan.code, callee, scan.receiver);
  if (made !== undefined) return constructionChanges(scan, made);
  const binding = scan.code.scopes.bindingOf(callee);
  return path !== undefined || binding === undefined || valueChanges(scan, binding);
}

function isException(name: string): boolean {
  return /^[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Iteration|Warning)$/u.test(name);
}

function definitionChanges(scan: Scan, located: Located): boolean {
  return located.node.kind === "class_definition" ? constructionChanges(scan, located) : functionChanges(scan, located);
}

/** `add = out.append`, then `add(x)`; `Point = namedtuple(…)`, then `Point(1, 2)`; `less = operator.lt`, then `less(a, b)`. */
function valueChanges(scan: Scan, binding: Binding): boolean {
  const values = boundValues(binding);
  return (
    values.length === 0 || values.some((bound) => bound.kind !== "assigned" || calledValueChanges(scan, bound.value))
  );
}

function calledValueChanges(scan: Scan, node: SyntaxNode): boolean {
  const value = withoutParentheses(node);
  if (value.kind === "attribute") return methodChanges({ ...scan, isFollowed: true }, value);
  const maker = value.kind === "call" ? field(value, "function") : undefined;
  const path = maker === undefined ? undefined : importedPath(scan.code, maker);
  return path !== "collections.namedtuple" && path !== "typing.NamedTuple";
}

/** A method call: the class's method where that is known; else this file's of that name, then what built-in types have. */
function methodChanges(scan: Scan, callee: SyntaxNode): boolean {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (object === undefined || name === undefined) return true;
  const path = importedPath(scan.code, callee);
  if (isHarmlessFunction(path ?? pathThrough(scan.code, object, name) ?? "")) return false;
  const method = textOf(scan.code.source, name);
  const called = receiverOf(scan.code, object, scan.receiver);
  const located = called === undefined ? definitionsMeant(scan.code, callee) : methodsOf(called, method);
  if (located === undefined) return path !== undefined || namedMethodChanges(scan, callee, method, false);
  if (located.some((each) => memberChanges(scan, each, callee, called))) return true;
  return called?.isExact === false && namedMethodChanges(scan, callee, method, true);
}

/** `kernel = windll.kernel32`, then `kernel.GetStdHandle(…)`. */
function pathThrough(code: Code, object: SyntaxNode, name: SyntaxNode): string | undefined {
  const binding = object.kind === "identifier" ? code.scopes.bindingOf(object) : undefined;
  const value = binding?.kind === "local" ? onlyValueOf(binding) : undefined;
  const path = value?.kind === "attribute" ? importedPath(code, value) : undefined;
  return path === undefined ? undefined : `${path}.${textOf(code.source, name)}`;
}

function memberChanges(scan: Scan, located: Located, callee: SyntaxNode, called: Called | undefined): boolean {
  if (located.node.kind === "class_definition") return constructionChanges(scan, located);
  if (called?.isClass !== true || isClassMethod(located)) return functionChanges(scan, located, called);
  // `Base.method(self, …)`: of a class derived from it, maybe.
  const [first] = callee.parent === undefined ? [] : argumentsOf(callee.parent);
  return functionChanges(scan, located, first && receiverOf(scan.code, first, scan.receiver));
}

function namedMethodChanges(scan: Scan, callee: SyntaxNode, method: string, isKnown: boolean): boolean {
  const object = field(callee, "object");
  const files = scan.code.source === scan.home.source ? [scan.code] : [scan.code, scan.home];
  const own = files.flatMap((code) => methodsNamed(code, method).map((node) => ({ code, node })));
  if (own.some((located) => functionChanges(scan, located))) return true;
  if (isMutator(scan, method)) return object === undefined || isNewsTo(scan, object);
  if (waiting.has(method) && isWithoutArguments(callee)) return true;
  if (isKnown || own.length > 0) return false;
  return !readers.has(method) && !otherMutators.has(method) && !listReaders.has(method);
}

/** Without arguments these are a queue's or a thread's, not a dict's or a string's: others run meanwhile. */
const waiting = new Set(["get", "join"]);

function isWithoutArguments(callee: SyntaxNode): boolean {
  const list = callee.parent === undefined ? undefined : field(callee.parent, "arguments");
  return list !== undefined && namedChildren(list).length === 0;
}

/** In the region itself, changes through the variable's own name are told apart elsewhere. */
function isNewsTo(scan: Scan, object: SyntaxNode): boolean {
  const { code, variable, isFollowed } = scan;
  if (scan.isPrivate || !mayBe(scan, object)) return false;
  return isFollowed || !occurrencesOf(code, variable, object).some((node) => node === withoutParentheses(object));
}

const harmlessDecorators =
  /^(?:property|staticmethod|classmethod|(?:functools\.)?(?:lru_cache|cache|cached_property|wraps|total_ordering)|(?:abc\.)?abstractmethod|(?:typing\.)?(?:override|final|overload)|(?:dataclasses\.)?dataclass|(?:contextlib\.)?contextmanager|\w+\.setter)(?:\(|$)/u;

function functionChanges(scan: Scan, { code, node }: Located, receiver?: Receiver): boolean {
  const known = scan.followed.get(node) ?? new Set();
  const about = receiver && `${receiver.owner.node.start} ${receiver.isExact} ${receiver.owner.code.source.path}`;
  if (known.has(about)) return false;
  if (scan.depth >= DEPTH || scan.followed.size >= MOST_FUNCTIONS) return true;
  if (!decoratorsOf(node).every((each) => harmlessDecorators.test(textOf(code.source, each)))) return true;
  scan.followed.set(node, known.add(about));
  const body = field(node, "body");
  if (body === undefined) return true;
  const { receiver: _, ...rest } = scan;
  const inner: Scan = { ...rest, code, depth: scan.depth + 1, isFollowed: true, ...(receiver && { receiver }) };
  const isChanged = changersIn(inner, body).next().done !== true;
  // A function that changes something is not to be passed over when it is called again.
  if (isChanged) known.delete(about);
  return isChanged;
}

const harmlessBases = new Set(
  "object Exception BaseException NamedTuple Enum IntEnum StrEnum Flag IntFlag TypedDict Protocol ABC Generic".split(
    " ",
  ),
);

/** `Point(1, 2)`: what runs is `__new__`, `__init__`, `__post_init__` of the class and its bases. */
function constructionChanges(scan: Scan, owner: Located, made: Located = owner): boolean {
  const { code, node } = owner;
  if (!decoratorsOf(node).every((each) => harmlessDecorators.test(textOf(code.source, each)))) return true;
  const list = field(node, "superclasses");
  for (const base of list === undefined ? [] : namedChildren(list)) {
    if (baseChanges(scan, { code, node: base }, made)) return true;
  }
  const own = ["__new__", "__init__", "__post_init__"].flatMap((name) =>
    methodsNamed(code, name).filter((method) => isInside(method, node)),
  );
  return own.some((method) => functionChanges(scan, { code, node: method }, { owner: made, isExact: true }));
}

function baseChanges(scan: Scan, { code, node: base }: Located, made: Located): boolean {
  if (isAbstract(code, base)) return false;
  const name = base.kind === "subscript" ? field(base, "value") : base;
  if (name === undefined || base.kind === "keyword_argument") return true;
  const text = textOf(code.source, name);
  const last = text.slice(text.lastIndexOf(".") + 1);
  if (harmlessBases.has(last) || isException(last)) return false;
  const meant = definitionsMeant(code, name);
  return meant === undefined || meant.some((each) => baseIsChanging(scan, each, made));
}

function baseIsChanging(scan: Scan, base: Located, made: Located): boolean {
  return base.node.kind !== "class_definition" || constructionChanges(scan, base, made);
}
