import { ancestors, descendants, field, textOf, topStatement } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributeTargets } from "../../analysis/attributes.ts";
import { importedPath } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import { valueGiven } from "../../analysis/purity/purity.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { flagsAt, isFlags } from "../repeated-call/library-call.ts";
import { isAlwaysThere, isMovable } from "./per-call.ts";
import { mayBeRefused } from "./plain-pattern.ts";
import { isConstant } from "./text-calls.ts";

/** `re.sub("[^a-z]", "", text)`: `re` looks the same pattern up at each call. */
export interface PatternEachCall {
  readonly call: SyntaxNode;
  readonly callee: SyntaxNode;
  /** `sub` of the pattern, by whatever name the file calls it. */
  readonly method: string;
  /** It comes first of the arguments. */
  readonly pattern: SyntaxNode;
  readonly flags: SyntaxNode | undefined;
  /** What stands between the pattern and the flags, or behind them. */
  readonly others: readonly SyntaxNode[];
  /** The statement of the module above which the pattern can be compiled. */
  readonly top: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** The calls of a function, or of the module's loops, that ask `re` by the text of a pattern which is always the same. */
export function patternsEachCall(context: RuleContext): readonly PatternEachCall[] {
  const isModule = context.function.node === context.source.root;
  return [...ownNodes(context)].flatMap((node) =>
    node.kind === "call" && (!isModule || isInLoop(node)) ? [patternAt(context, node) ?? []].flat() : [],
  );
}

function patternAt(context: RuleContext, call: SyntaxNode): PatternEachCall | undefined {
  const asked = functionAsked(context, call);
  const [pattern, ...rest] = argumentsOf(call);
  if (asked === undefined || pattern === undefined) return undefined;
  const { callee, method, place } = asked;
  const flags = rest.find((each, index) => index + 1 === place || isNamed(context, each, "flags"));
  const others = rest.filter((each) => each !== flags);
  const top = topStatement(call);
  const isFit = areGiven(context, others, method) && (flags === undefined || isFlags(context, flags));
  const isKnown = isSteady(context, pattern, top) && !mayBeRefused(context, pattern, flags);
  return isFit && isKnown && isAlwaysThere(context, callee, top) && !hasComment(call)
    ? { call, callee, method, pattern, flags, others, top, obstacles: dynamicNames(context) }
    : undefined;
}

/** `re.sub`, and where it takes its flags. Who imports `sub` alone has no name for `compile`. */
function functionAsked(
  context: RuleContext,
  call: SyntaxNode,
): (Pick<PatternEachCall, "callee" | "method"> & { readonly place: number }) | undefined {
  const callee = field(call, "function");
  const path = callee?.kind === "attribute" ? importedPath(context, callee) : undefined;
  if (callee === undefined || path === undefined || path === "re.compile") return undefined;
  const place = flagsAt[path];
  if (place === undefined || [path, "re.compile"].some((each) => isReplaced(context, each))) return undefined;
  return { callee, method: path.slice("re.".length), place };
}

/** `re.sub = traced`: what the file puts in its place is to be called. */
function isReplaced(context: RuleContext, path: string): boolean {
  return attributeTargets(context, path.slice("re.".length)).some((target) => importedPath(context, target) === path);
}

/** Among the arguments one would be lost with the pattern. */
function hasComment(call: SyntaxNode): boolean {
  return [...descendants(call)].some(({ kind }) => kind === "comment");
}

/** `re.sub("a", text)` lacks one: what it raises speaks of the function that is called. */
function areGiven(context: RuleContext, others: readonly SyntaxNode[], method: string): boolean {
  const [needed, most] = method.startsWith("sub") ? [2, 3] : method === "split" ? [1, 2] : [1, 1];
  const isPlain = others.every(
    (each) => !special.has(each.kind) || isNamed(context, each, most === 3 ? "count" : "maxsplit"),
  );
  return isPlain && others.length >= needed && others.length <= most;
}

const special: ReadonlySet<string> = new Set(["keyword_argument", "list_splat", "dictionary_splat"]);

function isNamed({ source }: RuleContext, argument: SyntaxNode, name: string): boolean {
  const word = argument.kind === "keyword_argument" ? field(argument, "name") : undefined;
  return word !== undefined && textOf(source, word) === name;
}

/** A text of its own, or one that the module put together above and never changes. */
function isSteady(context: RuleContext, pattern: SyntaxNode, top: SyntaxNode): boolean {
  if (!isMovable(context, pattern) || isOfLocale(textOf(context.source, pattern))) return false;
  if (isConstant(context, pattern)) return true;
  return isAlwaysThere(context, pattern, top) && valueGiven(context, pattern, [])?.level === 0;
}

/** What `(?L)` matches is another thing in another place. */
function isOfLocale(text: string): boolean {
  return /\(\?[a-zA-Z]*L/u.test(text);
}

const loops: ReadonlySet<string> = new Set(["for_statement", "while_statement", "for_in_clause"]);

function isInLoop(node: SyntaxNode): boolean {
  return [...ancestors(node)].some(({ kind }) => loops.has(kind) || kind.endsWith("comprehension"));
}
