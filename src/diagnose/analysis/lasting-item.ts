import { descendants, field, fields, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { RuleContext } from "../rule.ts";
import { importedPath } from "./callee.ts";
import { MOST_FILES } from "./class-family.ts";
import { builtinNamed, type Code } from "./code.ts";
import { valueOf } from "./expression-value.ts";
import { isOwnDict } from "./own-dict.ts";
import { isTarget } from "./use.ts";

/**
 * Does no text of the project give an item of a `dict` that others have another value, or take it away, where its key is this text? Items
 * under other constant keys and under numbers may change, and dicts that nobody else has. `isThere`: only dicts that have the item are asked about.
 */
export function isLastingItem(context: RuleContext, key: string, isThere: boolean): boolean {
  const files = filesOf(context);
  return files?.every((file) => keepsItem(file, { key, isThere })) === true;
}

interface Item {
  readonly key: string;
  readonly isThere: boolean;
}

/** The project's files with code that can run later; undefined where they are too many to be read. */
function filesOf(context: RuleContext): readonly Code[] | undefined {
  const { allMentions, elsewhere, source } = context;
  if (elsewhere === undefined || allMentions === undefined) return elsewhere === undefined ? [context] : undefined;
  const found: Code[] = [context];
  for (const word of ["import", "def", "lambda"]) {
    const others = allMentions(word, source.path, MOST_FILES);
    if (others === undefined) return undefined;
    found.push(...others.filter((other) => found.every((known) => known.source.path !== other.source.path)));
  }
  return found;
}

const answers = new WeakMap<SourceFile, Map<string, boolean>>();

function keepsItem(code: Code, item: Item): boolean {
  const known = answers.get(code.source) ?? new Map<string, boolean>();
  answers.set(code.source, known);
  const name = `${item.key} ${item.isThere}`;
  const answer = known.get(name) ?? looksUnchanged(code, item);
  known.set(name, answer);
  return answer;
}

/** `setitem(row, "id", 1)`; `vars(row)`, an element's `attrib`: dicts that change with their object. */
const byOtherWays = /\b(?:setitem|delitem|__setitem__|__delitem__|__ior__|__dict__|vars|globals|locals|attrib)\b/u;

function looksUnchanged(code: Code, item: Item): boolean {
  if (byOtherWays.test(code.source.text)) return false;
  for (const node of descendants(code.source.root)) if (mayChange(code, node, item)) return false;
  return true;
}

function mayChange(code: Code, node: SyntaxNode, item: Item): boolean {
  if (node.kind === "subscript") return isTarget(node) && storesAt(code, node, item.key);
  if (node.kind === "attribute") return methodChanges(code, node, item);
  if (node.kind !== "augmented_assignment" || field(node, "operator")?.kind !== "|=") return false;
  const [left, right] = [field(node, "left"), field(node, "right")];
  const isOther = right !== undefined && !["unknown", "dict"].includes(valueOf(code, right).type);
  return !isOther && (left === undefined || !isOwnDict(code, left));
}

function storesAt(code: Code, target: SyntaxNode, key: string): boolean {
  const [at, ...others] = fields(target, "subscript");
  const container = field(target, "value");
  if (at === undefined || container === undefined || others.length > 0) return false;
  return mayBeKey(code, at, key) && !isOwnDict(code, container);
}

/** May the expression be the text `key`? */
function mayBeKey(code: Code, expression: SyntaxNode, key: string): boolean {
  const node = withoutParentheses(expression);
  const text = plainText(code, node);
  if (text !== undefined) return text === key;
  if (node.kind === "slice" || isNumeric(code, node)) return false;
  const { type } = valueOf(code, node);
  return type === "unknown" || type === "str";
}

/** Is the expression a number, or at least no text, wherever it has a value: `-1`, `len(x)`, `at + 1`, `at - n`? */
function isNumeric(code: Code, expression: SyntaxNode): boolean {
  const node = withoutParentheses(expression);
  if (node.kind === "unary_operator" || valueOf(code, node).type === "number") return true;
  if (node.kind !== "binary_operator") return isPlace(code, node);
  const [left, operator, right] = [field(node, "left"), field(node, "operator")?.kind ?? "", field(node, "right")];
  if (["-", "/", "//", "**"].includes(operator)) return true;
  const [a, b] = [left, right].map((side) => side !== undefined && isNumeric(code, side));
  if (operator === "%") return a === true;
  return operator === "+" ? a === true || b === true : operator === "*" && a === true && b === true;
}

/** The name that a loop over `range(…)`, or of `enumerate(…)`, gives a number to, and nothing else does. */
function isPlace(code: Code, node: SyntaxNode): boolean {
  const binding = node.kind === "identifier" ? code.scopes.bindingOf(node) : undefined;
  const writes = binding?.references.filter(({ access }) => access !== "read") ?? [];
  return writes.length > 0 && writes.every((write) => isCounted(code, write.node)) && binding?.kind !== "parameter";
}

function isCounted(code: Code, name: SyntaxNode): boolean {
  const { parent } = name;
  const isFirst = parent?.kind === "pattern_list" && namedChildren(parent)[0] === name;
  const loop = isFirst ? parent.parent : parent;
  if (loop?.kind !== "for_statement" && loop?.kind !== "for_in_clause") return false;
  const walked = field(loop, "right");
  const builtin = walked?.kind === "call" ? builtinNamed(code, field(walked, "function")) : undefined;
  return builtin === (isFirst ? "enumerate" : "range");
}

/** The text of a literal without anything to be filled in or escaped. */
function plainText(code: Code, node: SyntaxNode): string | undefined {
  if (node.kind !== "string") return undefined;
  return /^["']([^"'\\{}]*)["']$/u.exec(textOf(code.source, node))?.[1];
}

const changers: ReadonlySet<string> = new Set(["update", "pop", "popitem", "clear", "setdefault"]);

/** `row.update(…)`, `row.pop(…)`, `map(row.update, …)` */
function methodChanges(code: Code, callee: SyntaxNode, item: Item): boolean {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  const method = name === undefined ? "" : textOf(code.source, name);
  if (object === undefined || !changers.has(method)) return false;
  const call = callee.parent?.kind === "call" && callee.field === "function" ? callee.parent : undefined;
  if (call !== undefined && !givesKey(code, method, call, item)) return false;
  const isEnvironment = importedPath(code, object) === "os.environ";
  return !isEnvironment && !isOwnDict(code, object) && !isOwnObject(code, object);
}

/** Could such a call reach the item? */
function givesKey(code: Code, method: string, call: SyntaxNode, { key, isThere }: Item): boolean {
  const list = field(call, "arguments");
  const given = list === undefined ? [] : namedChildren(list).filter(({ kind }) => kind !== "comment");
  const [first] = given;
  if (method === "clear" || method === "popitem") return true;
  // What is there stays as it is.
  if (method === "setdefault" && isThere) return false;
  if (first === undefined) return false;
  if (method === "update") return given.some((each) => bringsKey(code, each, key));
  return mayBeKey(code, first, key);
}

/** `status="done"`, `{"status": "done"}` */
function bringsKey(code: Code, given: SyntaxNode, key: string): boolean {
  if (given.kind === "keyword_argument") {
    const name = field(given, "name");
    return name === undefined || textOf(code.source, name) === key;
  }
  if (given.kind !== "dictionary") return true;
  return namedChildren(given).some((pair) => {
    const at = pair.kind === "pair" ? field(pair, "key") : undefined;
    return pair.kind !== "comment" && (at === undefined || mayBeKey(code, at, key));
  });
}

/** A method's own object is of a class of the project, and so no `dict` exactly. */
function isOwnObject(code: Code, node: SyntaxNode): boolean {
  const binding = node.kind === "identifier" ? code.scopes.bindingOf(node) : undefined;
  const method = binding?.kind === "parameter" ? binding.scope.node : undefined;
  const isMethod = method?.parent?.parent?.kind === "class_definition";
  const [first] = method === undefined || !isMethod ? [] : namedChildren(field(method, "parameters") ?? method);
  return first?.kind === "identifier" && code.scopes.bindingOf(first) === binding;
}
