import { descendants, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { namesIn } from "./key.ts";
import type { Parts } from "./parts.ts";
import { needlessWithout } from "./prerequisites.ts";

/** Can what is sought be read at any time? `user.group.id` fails where there is no group, which is perhaps asked before. */
export function isReadSafely({ source }: RuleContext, wanted: SyntaxNode): boolean {
  const isOwn = /^self\.\w+$/u.test(textOf(source, wanted));
  return isOwn || [...descendants(wanted)].every(({ kind, isNamed }) => !isNamed || safe.has(kind));
}

const safe: ReadonlySet<string> = new Set(["identifier", "tuple", "parenthesized_expression", "integer"]);

type ScanParts = Pick<Parts, "scan" | "wanted" | "names" | "key" | "otherKeys">;

/** `user.group is not None` of `if user.group is not None and row.id == user.group.id`: without it what is sought is not read. */
export function askedBeforeWanted(context: RuleContext, { scan, wanted, names }: ScanParts): readonly SyntaxNode[] {
  if (isReadSafely(context, wanted)) return [];
  return scan.before.filter((asked) => ![...namesIn(context, asked)].some((name) => names.has(name)));
}

/** What is asked of elements before, and perhaps of none says yes: then what is sought is read for the first time. */
export function askedOfElements(context: RuleContext, parts: ScanParts): readonly SyntaxNode[] {
  if (isReadSafely(context, parts.wanted)) return [];
  const known = new Set([...needlessWithout(context, parts), ...askedBeforeWanted(context, parts)]);
  return parts.scan.before.filter((asked) => !known.has(asked));
}

/** What is asked of elements and of what is sought at once (`row.kind == item.kind and row.id == item.group.id`) may say where that can be read. */
export function wantedReadObstacles(context: RuleContext, parts: ScanParts): readonly Obstacle[] {
  const { wanted } = parts;
  const names = namesIn(context, wanted);
  const mayTell = askedOfElements(context, parts).some((asked) =>
    [...namesIn(context, asked)].some((name) => names.has(name)),
  );
  const isRight = !mayTell && askedBeforeWanted(context, parts).every((asked) => onlyReads(context, asked));
  return isRight ? [] : [{ code: "not-always-run", about: textOf(context.source, wanted) }];
}

/** Comparisons, `not`, `and`, `or` and `isinstance` of what only reads. */
export function onlyReads(context: RuleContext, node: SyntaxNode): boolean {
  if (isPlainRead(context, node)) return true;
  const isAsking = node.kind === "call" ? builtinCalled(node, context) === "isinstance" : asking.has(node.kind);
  const parts = isAsking && node.kind === "call" ? namedChildren(node).slice(1) : namedChildren(node);
  return isAsking && parts.every((part) => onlyReads(context, part));
}

const asking: ReadonlySet<string> = new Set([
  "argument_list",
  "comparison_operator",
  "not_operator",
  "boolean_operator",
  "parenthesized_expression",
]);
