import type { RuleContext } from "../rule.ts";
import { attributeTargets } from "./attributes.ts";

/** What is kept of a list holds on to its objects: may somebody watch when they go, or turn them into others? */
export function areObjectsWatched(context: RuleContext): boolean {
  const { source, elsewhere } = context;
  // What an earlier fix has put here asks for "__del__" by its name.
  if (/(?<!")\b(?:weakref|__del__|getrefcount|gc|__setattr__)\b/u.test(source.text)) return true;
  if (attributeTargets(context, "__class__").length > 0) return true;
  return ["weakref", "__del__"].some((name) => (elsewhere?.(name, "name", source.path) ?? "none") !== "none");
}
