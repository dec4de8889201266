import type { RuleContext } from "../../diagnose/rule.ts";
import type { Copy } from "../../diagnose/rules/copied-membership/copy.ts";
import { textOf } from "../../source/navigate.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** What a copy is made of, where the same elements in the same order are walked through once: `d` for `list(d)`. */
export function walkedFor({ source }: RuleContext, { node, iterable, made, wrapper }: Copy): string {
  // What cannot be sorted is refused as before.
  const isWhole = made !== undefined || wrapper === "sorted";
  return onOneLine(textOf(source, isWhole ? node : iterable));
}

/** An expression of several lines as one that stands in a line of ours. */
export function onOneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]\s*/gu, " ");
}

/** An iterator can be walked once only, so that the old code found nothing in it the second time. */
export function copyTest({ kind }: Copy, operand: string): string {
  return `type(${operand}) ${kind === "dict" ? "is dict" : "in (list, tuple, dict, set)"}`;
}

/** `id` where the copy is of `row.id` or `row["id"]`. */
export function partOf(source: SourceFile, { made }: Copy): string | undefined {
  const attribute = made === undefined ? null : /\.(\w+)$|\[["'](\w+)["']\]$/u.exec(textOf(source, made.body));
  const part = (attribute?.[1] ?? attribute?.[2])?.replaceAll(/^_+|_+$/gu, "");
  return part === "" ? undefined : part;
}
