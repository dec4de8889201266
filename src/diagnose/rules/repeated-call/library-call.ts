import {
  ancestors,
  descendants,
  field,
  fields,
  namedChildren,
  sameExpression,
  textOf,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { decoratorsOf, importedPath } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { definitionsMeant, type Located } from "../../analysis/meaning.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { givenByLibrary } from "../../analysis/purity/known-functions.ts";
import { purityOf } from "../../analysis/purity/purity.ts";
import { CONSTANT } from "../../analysis/purity/value.ts";
import { isQuiet } from "../../analysis/quiet.ts";
import type { RuleContext } from "../../rule.ts";
import { isConstant } from "../loop-invariant-call/text-calls.ts";

/** A call of a library function whose answer, or whose compiled pattern, could be kept. */
export interface LibraryCall {
  /** `pattern`: `re.search(pattern, text)`, of which the compiled pattern is kept. */
  readonly form: "answer" | "pattern";
  readonly call: SyntaxNode;
  /** What a finding points at: the call, or the pattern that is made anew, where another rule may know the call. */
  readonly place: SyntaxNode;
  readonly callee: SyntaxNode;
  /** All arguments, in their order. */
  readonly given: readonly SyntaxNode[];
  /** Those that are no constants; of a pattern the pattern alone. What is kept is kept by them. */
  readonly asked: readonly SyntaxNode[];
  /** The flags of a pattern. */
  readonly flags: SyntaxNode | undefined;
  /** `search` of a pattern, by whatever name the file calls it. */
  readonly method: string;
}

/** What a call asks a library function that works out the same for the same text; undefined for every other call. */
export function libraryCallAt(context: RuleContext, call: SyntaxNode): LibraryCall | undefined {
  const callee = call.kind === "call" ? field(call, "function") : undefined;
  const path = callee === undefined ? undefined : importedPath(context, callee);
  if (callee === undefined || path === undefined || !isOfModule(context, callee)) return undefined;
  const given = argumentsOf(call);
  // A comment would be lost, and what is starred is not told apart.
  if (given.some(({ kind }) => starred.has(kind)) || [...descendants(call)].some(({ kind }) => kind === "comment"))
    return undefined;
  const place = flagsAt[path];
  return place === undefined
    ? answerOf(context, { call, callee, given }, path)
    : patternOf(context, { call, callee, given }, path, place);
}

type Parts = Pick<LibraryCall, "call" | "callee" | "given">;

const starred: ReadonlySet<string> = new Set(["list_splat", "dictionary_splat"]);

/** Where the functions of `re` take their flags. */
export const flagsAt: Readonly<Record<string, number>> = {
  "re.compile": 1,
  "re.search": 2,
  "re.match": 2,
  "re.fullmatch": 2,
  "re.findall": 2,
  "re.finditer": 2,
  "re.split": 3,
  "re.sub": 4,
  "re.subn": 4,
};

/** The name that the callee starts with is imported by the module itself, where a function above can ask for it. */
function isOfModule({ scopes }: RuleContext, callee: SyntaxNode): boolean {
  let at: SyntaxNode | undefined = callee;
  while (at?.kind === "attribute") at = field(at, "object");
  return at?.kind === "identifier" && scopes.bindingOf(at)?.scope.kind === "module";
}

/** A look for what is kept takes as long as these. */
const quick = /^(?:re|math|cmath|colorsys|bisect|keyword|unicodedata)\./u;
/** What a date's parts are called, and where the clock stands, is another thing in another place. */
const local = /%[-EO]?[aAbBcpxXZ]/u;

function answerOf(context: RuleContext, parts: Parts, path: string): LibraryCall | undefined {
  const { given, call } = parts;
  if (quick.test(path) || !givesConstant(context, parts, path)) return undefined;
  const asked = given.filter((each) => !isConstant(context, each));
  const isPlain = asked.every(({ kind }) => kind !== "keyword_argument");
  if (asked.length === 0 || !isPlain || isElsewhere(call) || isKept(context, asked) || !areShort(given, asked))
    return undefined;
  if (path.endsWith(".strptime") && isLocal(context, given[1])) return undefined;
  return { form: "answer", ...parts, place: call, asked, flags: undefined, method: "" };
}

/** Does the function give the same for the same, and what nobody can change? */
function givesConstant(context: RuleContext, { callee, given }: Parts, path: string): boolean {
  const gives = givenByLibrary(path);
  if (gives !== undefined) return gives(given.map(() => CONSTANT)).level === 0;
  const [only, ...others] = definedOutside(context, callee) ?? [];
  if (only === undefined || others.length > 0 || only.node.kind !== "function_definition") return false;
  const purity = purityOf(only.code, only.node, CONSTANT);
  return purity.kind === "pure" && purity.result.level === 0 && decoratorsOf(only.node).length === 0;
}

/** What an imported name means in a package beside the project that was seen to run. */
function definedOutside(context: RuleContext, callee: SyntaxNode): readonly Located[] | undefined {
  const { installed: modules, elsewhere, source } = context;
  const name = callee.kind === "attribute" ? field(callee, "attribute") : callee;
  const isChanged = name !== undefined && elsewhere?.(textOf(source, name), "name", source.path) === "changed";
  return modules === undefined || isChanged ? undefined : definitionsMeant({ ...context, modules }, callee);
}

/** Constants are written once more, on one line. */
function areShort(given: readonly SyntaxNode[], asked: readonly SyntaxNode[]): boolean {
  return given.every((each) => asked.includes(each) || each.startLine === each.endLine);
}

function isLocal(context: RuleContext, format: SyntaxNode | undefined): boolean {
  return format?.kind !== "string" || !isConstant(context, format) || local.test(textOf(context.source, format));
}

/** In a class's own body, a default or a decorator it is called once. */
function isElsewhere(call: SyntaxNode): boolean {
  let child = call;
  for (const at of ancestors(call)) {
    if (at.kind === "class_definition" || at.kind === "decorator") return true;
    if (at.kind === "function_definition") return child.field !== "body";
    child = at;
  }
  return false;
}

/** `kept[text] = …`: the function keeps what it has worked out of it already. */
function isKept(context: RuleContext, asked: readonly SyntaxNode[]): boolean {
  return [...ownNodes(context)].some((node) => {
    const target = node.kind === "assignment" ? field(node, "left") : undefined;
    const by = target?.kind === "subscript" ? fields(target, "subscript") : [];
    const keys = by.flatMap((key) => (key.kind === "tuple" ? namedChildren(key) : [key]));
    return keys.length > 0 && asked.every((each) => keys.some((key) => sameExpression(key, each, context.source)));
  });
}

function patternOf(context: RuleContext, parts: Parts, path: string, place: number): LibraryCall | undefined {
  const { given, call } = parts;
  const [pattern, ...others] = given;
  if (pattern === undefined || pattern.kind === "keyword_argument" || isConstant(context, pattern)) return undefined;
  const flags = given.find((each, index) => index === place || isNamed(context, each, "flags"));
  const later = others.filter((each) => each !== flags);
  const isFit = later.every((each) => isQuietLater(context, each)) && (flags === undefined || isFlags(context, flags));
  return isFit && !isElsewhere(call) && !isKept(context, [pattern])
    ? { form: "pattern", ...parts, place: pattern, asked: [pattern], flags, method: path.slice(3) }
    : undefined;
}

function isNamed({ source }: RuleContext, argument: SyntaxNode, name: string): boolean {
  const word = argument.kind === "keyword_argument" ? field(argument, "name") : undefined;
  return word !== undefined && textOf(source, word) === name;
}

/** It is worked out after the pattern is compiled, which may fail: nobody must notice. */
function isQuietLater(context: RuleContext, argument: SyntaxNode): boolean {
  if (argument.kind === "keyword_argument")
    return !isNamed(context, argument, "pattern") && isConstant(context, argument);
  return argument.kind === "lambda" || isQuiet(context, argument);
}

/** Flags that mean the same wherever the program is: not of a locale, and none that prints. */
const fixedFlags = /^re\.(?:A|ASCII|I|IGNORECASE|M|MULTILINE|S|DOTALL|U|UNICODE|X|VERBOSE)$/u;

/** Flags that a pattern can be compiled with once and for all. */
export function isFlags(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "keyword_argument" || node.kind === "binary_operator")
    return ["left", "right", "value"].every((name) => {
      const part = field(node, name);
      return part === undefined || isFlags(context, part);
    });
  if (node.kind === "parenthesized_expression") return namedChildren(node).every((part) => isFlags(context, part));
  return fixedFlags.test(importedPath(context, node) ?? "") && isOfModule(context, node);
}
