import { field, namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definitionOf, importedPath, methodsNamed } from "../../analysis/callee.ts";
import { builtinNamed, type Code } from "../../analysis/code.ts";
import { givenByConstant } from "../../analysis/purity/known-methods.ts";
import { containerMutators, listMutators, otherMutators } from "../../analysis/known-callables.ts";

/** Statements and expressions that do something, or something else each time. */
const doing: ReadonlySet<string> = new Set([
  "yield",
  "await",
  "global_statement",
  "nonlocal_statement",
  "delete_statement",
  "with_statement",
  "print_statement",
  "exec_statement",
  "import_statement",
  "import_from_statement",
]);
const doers: ReadonlySet<string> = new Set(
  "print open input exec eval next setattr delattr compile globals".split(" "),
);
/** Methods that give another answer each time, or wait for something. */
const moving =
  /^_?(?:read|recv|receive|write|send|next|fetch|poll|accept|acquire|release|pop|push|put|take|consume|advance|expect|eat|skip|parse|token|random|rand|choice|shuffle|sample|time|now|clock|sleep|wait|seek|tell|execute|commit|open|close|flush|start|stop|run|call|emit|log|notify|visit|create|make|new|load|save|set|add|remove|update|register|draw|render)/u;
/** Modules whose functions give another answer each time, or look at the world. */
const worldly =
  /^(?:random|secrets|time|datetime|os|sys|uuid|socket|subprocess|threading|logging|tempfile|shutil|io|select|asyncio|warnings)\b/u;
/** How far the file's own functions are followed. */
const DEPTH = 4;

/** Does a function of another module, by its path, give another answer each time, or look at the world? */
export function isWorldly(path: string): boolean {
  const name = path.slice(path.lastIndexOf(".") + 1);
  // A parser's method goes on in its text; a module's function is given all of it.
  return worldly.test(path) || (moving.test(name) && !name.startsWith("parse"));
}

/**
 * Is there no sign, in the function or in those of the file that it calls, that it does anything but work out its result? It is no
 * proof: what it calls elsewhere, and what it reads of its object, may be anything.
 */
export function hasNoSign(code: Code, definition: SyntaxNode, depth: number = DEPTH): boolean {
  const body = field(definition, "body");
  if (body === undefined || depth === 0) return false;
  let gives = false;
  for (const node of ownDescendants(body)) {
    if (node.kind === "return_statement") gives ||= namedChildren(node).some(({ kind }) => kind !== "none");
    if (doing.has(node.kind) || isElsewhere(code, definition, node)) return false;
    if (node.kind === "call" && !isQuestion(code, definition, node, depth)) return false;
  }
  return gives;
}

/** `self.x = …`, `rows[i] = …`: anything but a name, or a part of what the function itself keeps in a local one. */
function isElsewhere(code: Code, definition: SyntaxNode, node: SyntaxNode): boolean {
  if (node.kind !== "attribute" && node.kind !== "subscript") return false;
  const { parent } = node;
  const isTarget = node.field === "left" && parent !== undefined && /assignment|for_/u.test(parent.kind);
  const isPart = parent !== undefined && /pattern/u.test(parent.kind);
  return (isTarget || isPart) && !(node.kind === "subscript" && isLocal(code, definition, containerOf(node)));
}

/** `rows` of `rows[i]` and `rows[i][j]`. */
function containerOf(subscript: SyntaxNode): SyntaxNode | undefined {
  const value = field(subscript, "value");
  return value?.kind === "subscript" ? containerOf(value) : value;
}

/** A name that only this function binds, and no parameter. */
function isLocal({ scopes }: Code, definition: SyntaxNode, node: SyntaxNode | undefined): boolean {
  const binding = node?.kind === "identifier" ? scopes.bindingOf(node) : undefined;
  return binding?.kind === "local" && binding.scope.node === definition;
}

function isQuestion(code: Code, definition: SyntaxNode, call: SyntaxNode, depth: number): boolean {
  const callee = field(call, "function");
  if (callee === undefined) return false;
  const path = importedPath(code, callee);
  if (path !== undefined) return !isWorldly(path);
  // `", ".join(…)`, whatever the file's classes call a method of theirs.
  if (callee.kind === "attribute" && field(callee, "object")?.kind === "string") return true;
  return callee.kind === "attribute" ? isAsked(code, definition, callee, depth) : isFunction(code, callee, depth);
}

function isFunction(code: Code, callee: SyntaxNode, depth: number): boolean {
  const builtin = builtinNamed(code, callee);
  if (builtin !== undefined) return !doers.has(builtin);
  const binding = callee.kind === "identifier" ? code.scopes.bindingOf(callee) : undefined;
  const called = binding && definitionOf(binding);
  if (called?.kind === "function_definition") return hasNoSign(code, called, depth - 1);
  // Another class of the file makes an object whose constructor may do anything.
  if (called?.kind === "class_definition") return isRecord(code, called);
  return called === undefined && binding?.kind !== "class" && binding?.kind !== "global-unresolved";
}

const making = ["__init__", "__new__", "__post_init__", "__init_subclass__", "__setattr__"];

/** A class that stands on none and says nothing of how its objects are made: a dataclass, mostly. */
function isRecord(code: Code, definition: SyntaxNode): boolean {
  const bindings = code.scopes.scopeMadeBy(definition)?.bindings;
  return field(definition, "superclasses") === undefined && !making.some((each) => bindings?.has(each) === true);
}

/** A method: of a local container whatever it does, of others what is no change by its name, of this file's what shows no sign either. */
function isAsked(code: Code, definition: SyntaxNode, callee: SyntaxNode, depth: number): boolean {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (object === undefined || name === undefined) return false;
  const method = textOf(code.source, name);
  if (isLocal(code, definition, object) && (listMutators.has(method) || containerMutators.has(method))) return true;
  const own = methodsNamed(code, method);
  const isOwn = object.kind === "identifier" && isFirstParameter(code, definition, object);
  if (own.length === 0 && (isOwn || isHarmless(method))) return !isOwn;
  return !isMoving(method) && own.every((each) => each === definition || hasNoSign(code, each, depth - 1));
}

function isMoving(method: string): boolean {
  return moving.test(method) || listMutators.has(method) || otherMutators.has(method);
}

/** `startswith` starts nothing, and what is noted for nobody is not missed. */
function isHarmless(method: string): boolean {
  return givenByConstant(method) !== undefined || method === "debug";
}

function isFirstParameter({ source }: Code, definition: SyntaxNode, object: SyntaxNode): boolean {
  const parameters = field(definition, "parameters");
  const [first] = parameters === undefined ? [] : namedChildren(parameters);
  return first !== undefined && textOf(source, first) === textOf(source, object);
}
