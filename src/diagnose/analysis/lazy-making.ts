import { descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { definitionOf } from "./callee.ts";
import { builtinNamed } from "./code.ts";
import { builtinCalled, positionalArguments } from "./expression-context.ts";
import { isMakingBuiltin, isOwnValue } from "./fresh-work.ts";
import { isPureOfFile } from "./quiet.ts";

/** A list that could as well give its elements one after the other. */
export interface ListMaking {
  readonly list: SyntaxNode;
  /** What gives them so, as it is written: a comprehension's inside, what `list` is given. */
  readonly lazy: SyntaxNode;
  /** What it is made of that somebody could notice to be worked out at another time. */
  readonly loud: readonly Obstacle[];
}

/** `[…]`, `list(… for …)`, `list(map(f, xs))`, `list(filter(f, xs))`; undefined for other expressions. */
export function listMaking(context: RuleContext, node: SyntaxNode): ListMaking | undefined {
  if (node.kind === "list_comprehension") return { list: node, lazy: node, loud: loudParts(context, node) };
  if (node.kind !== "call" || builtinCalled(node, context) !== "list") return undefined;
  const given = field(node, "arguments");
  if (given?.kind === "generator_expression") return { list: node, lazy: given, loud: loudParts(context, given) };
  const [lazy, ...others] = positionalArguments(node) ?? [];
  if (lazy === undefined || others.length > 0) return undefined;
  if (lazy.kind === "generator_expression") return { list: node, lazy, loud: loudParts(context, lazy) };
  const loud = lazy.kind === "call" ? loudCalled(context, lazy) : undefined;
  return loud === undefined ? undefined : { list: node, lazy, loud };
}

/** What the elements of a comprehension are made of may not tell when it is worked out; the first iterable is asked for at once either way. */
export function loudParts(context: RuleContext, list: SyntaxNode): readonly Obstacle[] {
  const [body, first, ...rest] = namedChildren(list);
  const inner = rest.map((clause) =>
    clause.kind === "for_in_clause" ? field(clause, "right") : namedChildren(clause)[0],
  );
  const parts = [...(body?.kind === "pair" ? namedChildren(body) : [body]), ...inner];
  const loud = parts.filter((part) => part === undefined || !isOwnValue(context, part));
  const told = loud.map((part): Obstacle => ({ code: "side-effects", about: textOf(context.source, part ?? list) }));
  const isAwaiting = [...descendants(first ?? list)].some(({ kind }) => kind === "async" || kind === "await");
  return isAwaiting ? [...told, { code: "lets-others-run", about: textOf(context.source, list) }] : told;
}

/** `map(f, xs)`, `filter(f, xs)`: what is called for each element. */
function loudCalled(context: RuleContext, call: SyntaxNode): readonly Obstacle[] | undefined {
  const name = builtinCalled(call, context);
  const [asked] = positionalArguments(call) ?? [];
  if (asked === undefined || (name !== "map" && name !== "filter")) return undefined;
  return isQuietFunction(context, asked) ? [] : [{ code: "side-effects", about: textOf(context.source, asked) }];
}

/** A built-in that makes a value, a method of text, a lambda that works something out, a pure function of the file. */
function isQuietFunction(context: RuleContext, asked: SyntaxNode): boolean {
  if (asked.kind === "none") return true;
  if (asked.kind === "lambda") {
    const body = field(asked, "body");
    return body !== undefined && isOwnValue(context, body);
  }
  const builtin = builtinNamed(context, asked);
  if (builtin !== undefined) return isMakingBuiltin(builtin);
  if (asked.kind === "attribute") return builtinNamed(context, field(asked, "object")) === "str";
  const binding = asked.kind === "identifier" ? context.scopes.bindingOf(asked) : undefined;
  return binding !== undefined && definitionOf(binding) !== undefined && isPureOfFile(context, asked);
}
