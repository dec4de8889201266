import { descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { definesMethod, definitionOf, importedPath } from "./callee.ts";
import { argumentsOf, builtinCalled } from "./expression-context.ts";
import { valueOf } from "./expression-value.ts";
import { givenByLibrary } from "./purity/known-functions.ts";
import { givenByConstant } from "./purity/known-methods.ts";
import { moduleValue } from "./purity/module-names.ts";
import { CONSTANTS, purityOf } from "./purity/purity.ts";
import type { RuleContext } from "../rule.ts";

/**
 * Would nobody notice that the expression is not worked out for some element? It changes nothing, prints and asks nothing, as
 * long as the elements are numbers, texts and built-in containers. It may raise. Methods are known by name, unless a class of the file has
 * one of that name.
 */
export function isQuiet(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "call") return isQuietCall(context, node);
  if (node.kind === "attribute") return isQuietAttribute(context, node);
  if (node.kind === "string") return node.children.every(({ kind }) => kind !== "interpolation");
  if (node.kind === "subscript") return isQuietSubscript(context, node);
  return plain.has(node.kind) || (ofParts.has(node.kind) && operandParts(node).every((part) => isQuiet(context, part)));
}

const plain = new Set(["identifier", "integer", "float", "true", "false", "none"]);
const ofParts = new Set([
  "parenthesized_expression",
  "comparison_operator",
  "boolean_operator",
  "not_operator",
  "unary_operator",
  "binary_operator",
  "conditional_expression",
  "tuple",
  "list",
  "set",
  "concatenated_string",
]);

/** What an expression is made of; operators are nodes too where they are words. */
export function operandParts(node: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(node).filter((part) => part.field !== "operators" && part.field !== "operator");
}

/** A default dict would be filled by what it is asked for, so that only constants are looked up. */
function isQuietSubscript(context: RuleContext, node: SyntaxNode): boolean {
  const [object, ...indices] = namedChildren(node);
  return object !== undefined && isQuiet(context, object) && indices.every((index) => isConstantIndex(context, index));
}

function isConstantIndex(context: RuleContext, index: SyntaxNode): boolean {
  const { kind } = index;
  if (kind === "slice" || kind === "unary_operator")
    return namedChildren(index).every((part) => part.kind === "integer" || part.kind === "unary_operator");
  return kind === "integer" || (kind === "string" && isQuiet(context, index));
}

/** `self.limit`; a property of the file's would run code. */
function isQuietAttribute(context: RuleContext, node: SyntaxNode): boolean {
  const [object, name] = [field(node, "object"), field(node, "attribute")];
  if (object === undefined || name === undefined) return false;
  return isQuiet(context, object) && !definesMethod(context, textOf(context.source, name));
}

/** Built-ins that do nothing but answer, and use no iterator up. */
const answering = new Set(["isinstance", "len", "abs", "ord", "chr", "bool", "type", "id", "callable"]);

function isQuietCall(context: RuleContext, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const given = argumentsOf(call);
  if (callee === undefined || !given.every((argument) => isQuiet(context, argument))) return false;
  const builtin = builtinCalled(call, context);
  if (builtin !== undefined) return answering.has(builtin);
  const path = importedPath(context, callee);
  if (path !== undefined) return givenByLibrary(path) !== undefined && !usingUp.test(path);
  if (callee.kind === "identifier")
    return isPureOfFile(context, callee) && !given.some((argument) => mayBeIterator(context, argument));
  return callee.kind === "attribute" && isQuietMethod(context, callee, given);
}

function isQuietMethod(context: RuleContext, callee: SyntaxNode, given: readonly SyntaxNode[]): boolean {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (object === undefined || name === undefined) return false;
  const method = textOf(context.source, name);
  if (givenByConstant(method) === undefined || definesMethod(context, method)) return false;
  if (method === "join" && given.some((argument) => mayBeIterator(context, argument))) return false;
  return isQuiet(context, object) && (ofTexts.has(method) || isKnown(context, object));
}

/** Library functions that walk through what they are given. */
const usingUp = /^(?:statistics|itertools|heapq|collections)\.|^math\.(?:fsum|prod|dist|sumprod)$|\.join$/u;

/** Could somebody find an iterator used up? Not elements of what is walked through, which are seen, nor what the source proves. */
function mayBeIterator(context: RuleContext, node: SyntaxNode): boolean {
  const { type } = valueOf(context, node);
  return (type === "unknown" || type === "other") && !isKnown(context, node);
}

/** Names that nothing but a text is likely to have for a method; `find`, `match`, `count` could be anybody's. */
const ofTexts: ReadonlySet<string> = new Set(
  `capitalize casefold endswith isalnum isalpha isdecimal isdigit islower isnumeric isspace istitle isupper ljust lower lstrip
  partition removeprefix removesuffix rjust rpartition rsplit rstrip split splitlines startswith strip swapcase upper zfill`.split(
    /\s+/u,
  ),
);

/** An element, a text, a constant of the module (a compiled pattern), or what a method of one gives. */
function isKnown(context: RuleContext, node: SyntaxNode): boolean {
  const [first] = namedChildren(node);
  if (node.kind === "string" || node.kind === "concatenated_string") return true;
  if (node.kind === "call" || node.kind === "attribute" || node.kind === "subscript")
    return first !== undefined && isKnown(context, first);
  const binding = node.kind === "identifier" ? context.scopes.bindingOf(node) : undefined;
  if (binding === undefined) return false;
  return binding.scope.kind === "comprehension" || moduleValue(context, binding) !== undefined;
}

/** A function of the file that is proven pure and raises nothing of its own. */
export function isPureOfFile(context: RuleContext, callee: SyntaxNode): boolean {
  const { scopes, source, elsewhere } = context;
  const binding = scopes.bindingOf(callee);
  const definition = binding === undefined ? undefined : definitionOf(binding);
  if (definition?.kind !== "function_definition" || definition.parent !== source.root) return false;
  if (elsewhere?.(textOf(source, callee), "name", source.path) === "changed") return false;
  return !mayRefuse(context, definition) && purityOf(context, definition, CONSTANTS).kind === "pure";
}

/** Does the function raise for some values of a type, as one that reads numbers from texts does? Nobody would hear of it any more. */
function mayRefuse(context: RuleContext, definition: SyntaxNode): boolean {
  const body = field(definition, "body");
  return (
    body === undefined ||
    [...descendants(body)].some((node) => {
      if (refusing.has(node.kind)) return true;
      if (node.kind === "binary_operator") return dividing.has(field(node, "operator")?.kind ?? "");
      return node.kind === "call" && !answering.has(builtinCalled(node, context) ?? "");
    })
  );
}

const refusing = new Set(["raise_statement", "assert_statement", "subscript"]);
const dividing = new Set(["/", "//", "%", "**", "<<", ">>"]);
