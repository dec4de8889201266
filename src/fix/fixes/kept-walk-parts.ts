import type { AskedPart, ElementTarget } from "../../diagnose/rules/walked-again/element-value.ts";
import type { Fold } from "../../diagnose/rules/walked-again/folds.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** A function that answers a walk from what it has kept of the list, and makes the walk wherever that could be another answer. */
export interface KeptHelper {
  readonly name: string;
  /** The imports that it needs. */
  readonly needs?: readonly string[];
  /** Its text, given its name and those of what is imported. */
  readonly written: (name: string, imported: readonly string[]) => string;
  /** How it is called, with what is kept. */
  readonly called: (name: string, kept: string) => string;
  /** Only one call of the function around may use it: it changes what is kept in place. */
  readonly isOfOneCall?: true;
}

/** How a node reads in the file. */
export type Text = (node: SyntaxNode) => string;

/** Is what was kept of the very same list? */
export const SAME = "last is not None and last[0] is items";

/** Types whose values never change, and do nothing when they are compared. */
export const ANY_PLAIN = "{bool, bytes, float, int, str}";
const WHOLE = "{bool, int}";

/** What the elements in `new` have to be for the answer to hang on nothing that could change; "True" where they may be anything. */
export function guardOf(
  target: ElementTarget | undefined,
  parts: readonly AskedPart[],
  values: string,
  text: Text,
): string {
  const tests = parts.flatMap(({ node, by }) => {
    if (by === "type") return [];
    const types = by === "length" ? "{bytes, str}" : values;
    const isWhole = target === undefined || (target.node.kind === "identifier" && node.kind === "identifier");
    return isWhole
      ? [`set(map(type, new)) <= ${types}`]
      : [`{type(${text(node)}) for ${text(target.node)} in new} <= ${types}`];
  });
  return [...new Set([...shapeOf(target, parts, text), ...tests])].join(" and ") || "True";
}

/** Tuples that have what is asked of them. */
export function shapeOf(target: ElementTarget | undefined, parts: readonly AskedPart[], text: Text): readonly string[] {
  if (target === undefined) return [];
  if (target.node.kind !== "identifier")
    return [`all(type(each) is tuple and len(each) == ${target.names.length} for each in new)`];
  const places = parts.flatMap(({ node }) => {
    const place = node.kind === "subscript" ? /(\d+)\s*\]$/u.exec(text(node))?.[1] : undefined;
    return place === undefined ? [] : [Number(place)];
  });
  return places.length === 0 ? [] : [`all(type(each) is tuple and len(each) > ${Math.max(...places)} for each in new)`];
}

/** What the new elements of a fold have to be. */
export function foldGuard({ by, each, parts }: Fold, text: Text): string {
  return guardOf(each?.target, parts, by === "sum" ? WHOLE : ANY_PLAIN, text);
}

/** A list of what is made of each of some elements. */
export function valuesIn(fold: Fold, items: string, text: Text): string {
  if (fold.each !== undefined) return `[${text(fold.each.value)} for ${text(fold.each.target.node)} in ${items}]`;
  return isOfLengths(fold) ? `list(map(len, ${items}))` : items;
}

/** The call as it was, of other elements. */
export function original(fold: Fold, items: string, text: Text): string {
  const { each, options, by } = fold;
  const lengths = isOfLengths(fold) ? `map(len, ${items})` : items;
  const alone = options.length === 0;
  const made = each && `${text(each.value)} for ${text(each.target.node)} in ${items}`;
  const given = made === undefined ? lengths : alone ? made : `(${made})`;
  if (by === "distinct") return `len(set(${given}))`;
  return `${by}(${[given, ...options.map((option) => text(option))].join(", ")})`;
}

function isOfLengths({ each, parts }: Fold): boolean {
  return each === undefined && parts.some(({ by }) => by === "length");
}

/** What stands on several lines, on one. */
export function oneLine(written: string): string {
  return written.replaceAll(/\s+/gu, " ").replaceAll('"', "'").replaceAll("\\", "/");
}
