import { descendants, field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import type { RuleContext } from "../../rule.ts";
import { isSteadyName, pausing } from "./item-of-plain.ts";
import type { TextGrowth } from "./text-growth.ts";

/** The object whose attribute the text is, `self.stack[-1]` in `self.stack[-1].text += x`. */
export interface AskedOwner {
  readonly object: SyntaxNode;
  /** `text` */
  readonly attribute: string;
  /** May it be written several times, and mean the same? */
  readonly isNamed: boolean;
}

/**
 * An owner of which nothing need be known: the program asks its class, once the text is long, whether storing the attribute does nothing
 * else. Undefined where the object may be another when the attribute is stored, or where the question would mean something else.
 */
export function askedOwner({ target, form, statement }: TextGrowth, context: RuleContext): AskedOwner | undefined {
  const [object, name] = [field(target, "object"), field(target, "attribute")];
  if (target.kind !== "attribute" || object === undefined || name === undefined) return undefined;
  const attribute = textOf(context.source, name);
  // The class knows a name of its own by another.
  if (attribute.startsWith("__") || isWatchedHere(attribute, context)) return undefined;
  if (!asked.every((each) => isBuiltinAt(context, each, statement))) return undefined;
  const isNamed = isSteadyName(object, context);
  const isOnce = form === "in-place" && object.startLine === object.endLine;
  const isPaused = [...descendants(object)].some(({ kind }) => pausing.has(kind));
  return isNamed || (isOnce && !isPaused) ? { object, attribute, isNamed } : undefined;
}

/** The file's own classes have a method of that name, or one that is told what is stored: nothing would be gained. */
function isWatchedHere(attribute: string, context: RuleContext): boolean {
  return ["__setattr__", attribute].some((name) => definesMethod(context, name));
}

const asked = ["type", "str", "len", "object", "all", "vars"];
