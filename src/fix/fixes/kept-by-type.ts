import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { isBuiltinAt } from "../../diagnose/analysis/code.ts";
import { GUARD_DOCSTRING } from "../../diagnose/analysis/purity/kept-guard.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Parameter } from "../../source/functions.ts";
import { textOf } from "../../source/navigate.ts";

/** What stands before a function whose results are kept. */
export interface KeptByType {
  /** The definition of the decorator, of several lines; to be put above the `def`, or above the class of a method. */
  readonly guard: string;
  /** The decorators' lines. */
  readonly decorators: string;
}

/** How a function is kept. */
export interface KeepingOptions {
  readonly isMethod: boolean;
  /** Types of which each caller gets a copy. */
  readonly copied: readonly string[];
  /** How the file reaches the module. */
  readonly functools: string;
}

/** Equal arguments of one of these types are the same to every function; only of them are results kept. */
const exact = new Set(["int", "str", "bytes", "bool"]);
/** Numbers of these types can be equal. */
const numeric = new Set(["int", "bool", "float"]);
/** A default that can stand twice. */
const plainDefaults = new Set(["integer", "string", "none", "true", "false", "float"]);

/**
 * Keeps results only where all arguments are exactly of the types that were seen: equal floats, decimals, tuples of mixed types or objects
 * of classes not seen yet need not mean the same, and are worked out each time as before.
 * Undefined where the parameters do not allow it.
 */
export function keepByType(
  context: RuleContext,
  types: readonly string[],
  { isMethod, copied, functools }: KeepingOptions,
): KeptByType | undefined {
  const { source, function: owner } = context;
  const shown = showParameters(context, owner.parameters);
  const asked = owner.parameters.slice(isMethod ? 1 : 0).map(({ name }) => name);
  const tests = testsOf(asked, types);
  if (tests === undefined || shown === undefined || !areBuiltin(context, asked, copied)) return undefined;
  const name = freshName(source, `kept_for_${wordOf(types)}`);
  const kept = freshName(source, "kept", [name]);
  const given = owner.parameters.map(handedOn).join(", ");
  const guard = [
    `def ${name}(${kept}):`,
    `    """${GUARD_DOCSTRING}"""`,
    "",
    `    @${functools}.wraps(${kept})`,
    `    def ${owner.name}(${shown}):`,
    ...conditionOf(tests),
    ...returning(source, `${kept}(${given})`, copied),
    `        return ${kept}.__wrapped__(${given})`,
    "",
    `    return ${owner.name}`,
  ].join("\n");
  const typed = areMixed(types) ? ", typed=True" : "";
  return { guard, decorators: `@${name}\n@${functools}.lru_cache(maxsize=None${typed})` };
}

/** Do all words that the guard is written with mean what they should? */
export function areBuiltin(context: RuleContext, names: readonly string[], words: readonly string[]): boolean {
  const builtins = ["type", "set", "map", "tuple", "float", "abs", ...exact, ...words];
  return builtins.every((name) => isBuiltinAt(context, name, context.function.node) && !names.includes(name));
}

/** Equal arguments can be of several of these types: they are told apart. */
export function areMixed(types: readonly string[]): boolean {
  return types.filter((type) => numeric.has(type)).length > 1;
}

/** `str_or_int` */
export function wordOf(types: readonly string[]): string {
  const words = types.filter((type) => type !== "NoneType").toSorted();
  return words.length === 0 ? "none" : words.join("_or_");
}

/** What is kept, or a copy of it where that could be changed. */
export function returning(source: RuleContext["source"], call: string, copied: readonly string[]): readonly string[] {
  if (copied.length === 0) return [`            return ${call}`];
  const result = freshName(source, "result");
  const isCopied = copied.length === 1 ? `is ${copied[0]}` : `in (${copied.join(", ")})`;
  return [
    `            ${result} = ${call}`,
    `            return ${result}.copy() if type(${result}) ${isCopied} else ${result}`,
  ];
}

/** How the parameters stand in the guard. */
export function showParameters(context: RuleContext, parameters: readonly Parameter[]): string | undefined {
  const shown = parameters.map((parameter) => showParameter(context, parameter));
  if (shown.includes(undefined)) return undefined;
  const named = parameters.findIndex(({ kind }) => kind === "keyword-only");
  if (named >= 0) shown.splice(named, 0, "*");
  const unnamed = parameters.findLastIndex(({ kind }) => kind === "positional-only");
  if (unnamed >= 0) shown.splice(unnamed + 1, 0, "/");
  return shown.join(", ");
}

export function handedOn({ name, kind }: Parameter): string {
  return kind === "keyword-only" ? `${name}=${name}` : name;
}

/** As in the function, without its annotation. */
function showParameter({ source }: RuleContext, parameter: Parameter): string | undefined {
  if (parameter.kind === "var-positional" || parameter.kind === "var-keyword") return undefined;
  if (parameter.default === undefined) return parameter.name;
  const isPlain = plainDefaults.has(parameter.default.kind) && parameter.default.children.every(isNoHole);
  return isPlain ? `${parameter.name}=${textOf(source, parameter.default)}` : undefined;
}

const isNoHole = ({ kind }: { readonly kind: string }): boolean => kind !== "interpolation";

/** Longer conditions stand on several lines. */
const LONG = 80;

function conditionOf(tests: readonly string[]): readonly string[] {
  const line = tests.join(" and ");
  if (tests.length === 1 || line.length < LONG) return [`        if ${line}:`];
  return [
    "        if (",
    ...tests.map((test, index) => `            ${index === 0 ? "" : "and "}${test}`),
    "        ):",
  ];
}

/** The conditions under which all arguments are of the types that were seen. */
export function testsOf(names: readonly string[], types: readonly string[]): readonly string[] | undefined {
  const plain = types.filter((type) => exact.has(type)).toSorted();
  const isKnown = types.every((type) => exact.has(type) || others.has(type));
  const isUnfitTuple = types.includes("tuple") && (plain.length === 0 || types.includes("float"));
  if (names.length === 0 || types.length === 0 || !isKnown || isUnfitTuple) return undefined;
  const [only] = plain;
  if (types.length === 1 && only !== undefined) return [`${names.map((name) => `type(${name}) is `).join("")}${only}`];
  return names.map((name) => testOf(name, types, plain));
}

const others = new Set(["NoneType", "tuple", "float"]);

function testOf(name: string, types: readonly string[], plain: readonly string[]): string {
  const all = plain.length === 1 ? `type(${name}) is ${plain[0]}` : `type(${name}) in (${plain.join(", ")})`;
  const ways = [
    ...(types.includes("NoneType") ? [`${name} is None`] : []),
    ...(plain.length === 0 ? [] : [all]),
    // 0.0 and -0.0 are equal, and each NaN would be kept for itself.
    ...(types.includes("float") ? [`type(${name}) is float and abs(${name}) > 0`] : []),
    ...(types.includes("tuple") ? [`type(${name}) is tuple and set(map(type, ${name})) <= {${plain.join(", ")}}`] : []),
  ];
  return ways.length === 1 ? (ways[0] ?? "") : `(${ways.join(" or ")})`;
}
