import { ancestors, field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Watch } from "../rule.ts";
import { entrySite, type EntrySite } from "./entry-site.ts";

/** How a watched expression is taken apart so that its pieces are evaluated in their own order. */
export type WatchSite =
  | {
      readonly kind: "contains";
      readonly site: SyntaxNode;
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
      readonly isNegated: boolean;
    }
  | {
      readonly kind: "binary";
      readonly site: SyntaxNode;
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
      readonly position: 0 | 1;
    }
  | {
      readonly kind: "method";
      readonly site: SyntaxNode;
      readonly object: SyntaxNode;
      readonly name: string;
      readonly arguments: SyntaxNode;
    }
  | {
      readonly kind: "call";
      readonly site: SyntaxNode;
      readonly function: SyntaxNode;
      readonly arguments: SyntaxNode;
      readonly position: number;
      /** It is timed although it may be Python code. */
      readonly isPure: boolean;
    }
  | {
      readonly kind: "compare";
      readonly site: SyntaxNode;
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
      readonly isEqual: boolean;
      /** Not within the site: what is walked through around it. */
      readonly operand: SyntaxNode;
    }
  | {
      readonly kind: "asked";
      /** The condition. */
      readonly site: SyntaxNode;
      /** Not within the site: what is walked through around it. */
      readonly operand: SyntaxNode;
    }
  | EntrySite
  | {
      readonly kind: "given";
      readonly site: SyntaxNode;
      readonly function: SyntaxNode;
      /** Those by position. */
      readonly arguments: readonly SyntaxNode[];
      /** Those behind them. */
      readonly named: readonly SyntaxNode[];
      /** Which of the former are looked at; absent where all are. */
      readonly looksAt?: readonly number[];
    }
  | {
      readonly kind: "grown";
      /** What is added; the operand stands on the left of `+=`. */
      readonly site: SyntaxNode;
      readonly operand: SyntaxNode;
    }
  | {
      readonly kind: "made";
      /** The list that is made. */
      readonly site: SyntaxNode;
      readonly operand: SyntaxNode;
      readonly wants: NonNullable<Watch["wants"]>;
    }
  /** Only the operand can be wrapped: its size is seen, the expression's time is not. */
  | { readonly kind: "operand"; readonly site: SyntaxNode };

/** Where a watch can be put, or a sentence's end on why it cannot. */
export type SiteOutcome =
  | { readonly kind: "site"; readonly site: WatchSite }
  | { readonly kind: "none"; readonly because: string };

/** Finds the place for a watch; where the expression itself cannot be wrapped, its operand. */
export function siteOf(source: SourceFile, watch: Watch): SiteOutcome {
  const whole = wholeSite(source, watch);
  if (whole === undefined && watch.kind === "entry") return { kind: "none", because: "its body has no place for it" };
  const site = whole ?? { kind: "operand" as const, site: watch.operand };
  const because = obstacleTo(site.site);
  return because === undefined ? { kind: "site", site } : { kind: "none", because };
}

function wholeSite(source: SourceFile, watch: Watch): WatchSite | undefined {
  return makers[watch.kind](source, watch);
}

const makers: Readonly<Record<Watch["kind"], (source: SourceFile, watch: Watch) => WatchSite | undefined>> = {
  contains: (_, watch) => containsSite(watch),
  binary: binarySite,
  method: methodSite,
  call: callSite,
  compare: (_, watch) => compareSite(watch),
  entry: entrySite,
  given: givenSite,
  asked: (_, { expression, operand }) => ({ kind: "asked", site: expression, operand }),
  grown: (_, watch) => grownSite(watch),
  made: (_, { wants, expression, operand }) => wants && { kind: "made", site: expression, operand, wants },
  // A statement is no expression that a call could stand for: its operand is watched, its time is not known.
  statement: () => undefined,
};

function givenSite(source: SourceFile, { expression, looksAt }: Watch): WatchSite | undefined {
  const [called, args] = [field(expression, "function"), field(expression, "arguments")];
  if (called === undefined || args?.kind !== "argument_list" || frameReaders.has(textOf(source, called)))
    return undefined;
  const all = namedChildren(args);
  const given = all.filter(({ kind }) => !special.has(kind));
  const named = looksAt === undefined ? [] : all.filter(({ kind }) => kind === "keyword_argument");
  if (given.length + named.length < all.length) return undefined;
  const site = { kind: "given", site: expression, function: called, arguments: given, named } as const;
  return looksAt === undefined ? site : { ...site, looksAt: looksAt.map((each) => given.indexOf(each)) };
}

const special = new Set(["list_splat", "dictionary_splat", "keyword_argument", "comment"]);

function grownSite({ needle, operand }: Watch): WatchSite | undefined {
  const isWhole = needle?.kind !== "expression_list" && needle?.kind !== "yield";
  return needle !== undefined && isWhole ? { kind: "grown", site: needle, operand } : undefined;
}

/** Is the operand this node, parentheses aside? */
function isOperand(node: SyntaxNode, { operand }: Watch): boolean {
  return withoutParentheses(node) === withoutParentheses(operand);
}

function containsSite(watch: Watch): WatchSite | undefined {
  const { expression } = watch;
  const [left, right, ...more] = namedChildren(expression);
  // In a chain such as `a < b in c` the middle operand is evaluated once for two comparisons.
  if (expression.kind !== "comparison_operator" || left === undefined || right === undefined || more.length > 0) {
    return undefined;
  }
  const words = expression.children
    .filter((child) => !child.isNamed)
    .map((child) => child.kind.replaceAll(/\s+/gu, " "));
  const operator = words.join(" ");
  if ((operator !== "in" && operator !== "not in") || !isOperand(right, watch)) return undefined;
  return { kind: "contains", site: expression, left, right, isNegated: operator === "not in" };
}

function compareSite({ expression, operand }: Watch): WatchSite | undefined {
  const [left, right, ...more] = namedChildren(expression);
  const operator = expression.children.find((child) => child.field === "operators")?.kind;
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  if (operator !== "==" && operator !== "!=") return undefined;
  return { kind: "compare", site: expression, left, right, isEqual: operator === "==", operand };
}

function binarySite(source: SourceFile, watch: Watch): WatchSite | undefined {
  const { expression } = watch;
  const [left, operator, right] = ["left", "operator", "right"].map((name) => field(expression, name));
  if (expression.kind !== "binary_operator" || left === undefined || right === undefined) return undefined;
  if (operator === undefined || textOf(source, operator) !== "+") return undefined;
  if (isOperand(left, watch)) return { kind: "binary", site: expression, left, right, position: 0 };
  return isOperand(right, watch) ? { kind: "binary", site: expression, left, right, position: 1 } : undefined;
}

function methodSite(source: SourceFile, watch: Watch): WatchSite | undefined {
  const { expression } = watch;
  const [called, args] = [field(expression, "function"), field(expression, "arguments")];
  if (expression.kind !== "call" || called?.kind !== "attribute" || args === undefined) return undefined;
  const [object, attribute] = [field(called, "object"), field(called, "attribute")];
  if (object === undefined || attribute === undefined || !isOperand(object, watch)) return undefined;
  const name = textOf(source, attribute);
  // `x.__name` in a class means another name, which a string would not.
  return name.startsWith("__") ? undefined : { kind: "method", site: expression, object, name, arguments: args };
}

/** Built-ins that look at the frame that calls them. */
const frameReaders = new Set(["super", "locals", "globals", "vars", "dir", "eval", "exec"]);

function callSite(source: SourceFile, watch: Watch): WatchSite | undefined {
  const { expression } = watch;
  const [called, args] = [field(expression, "function"), field(expression, "arguments")];
  if (expression.kind !== "call" || called === undefined || args === undefined) return undefined;
  if (frameReaders.has(textOf(source, called))) return undefined;
  if (args.kind === "generator_expression") {
    return isOperand(args, watch)
      ? { kind: "call", site: expression, function: called, arguments: args, position: 0, isPure: false }
      : undefined;
  }
  const given = namedChildren(args);
  const position = given.findIndex((argument) => isOperand(argument, watch));
  const isPlain = given.slice(0, position).every(({ kind }) => kind !== "list_splat" && kind !== "keyword_argument");
  if (position < 0 || !isPlain) return undefined;
  return { kind: "call", site: expression, function: called, arguments: args, position, isPure: watch.isPure === true };
}

const targets = new Set(["assignment", "augmented_assignment", "for_statement", "for_in_clause"]);
const targetParts = new Set([
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "as_pattern_target",
  "delete_statement",
  "list_splat_pattern",
  "global_statement",
  "nonlocal_statement",
  "keyword_argument",
]);

const surroundings: Readonly<Record<string, string>> = {
  interpolation: "it stands inside an f-string",
  format_specifier: "it stands inside an f-string",
  type: "it is an annotation",
  type_alias_statement: "it is an annotation",
  case_pattern: "it is a pattern",
  decorator: "it is part of a decorator",
  print_statement: "it is Python 2",
  exec_statement: "it is Python 2",
};

function obstacleTo(site: SyntaxNode): string | undefined {
  const { parent } = site;
  if (parent === undefined) return "it is the whole file";
  if (targetParts.has(parent.kind) && !(parent.kind === "keyword_argument" && site.field === "value")) {
    return "it is assigned to or deleted there";
  }
  if (targets.has(parent.kind) && site.field === "left") return "it is assigned to there";
  for (const around of ancestors(site)) {
    const because = surroundings[around.kind];
    if (because !== undefined) return because;
  }
  return undefined;
}
