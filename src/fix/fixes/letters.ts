import type { RuleContext } from "../../diagnose/rule.ts";
import type { Letters } from "../../diagnose/rules/walked-again/letters.ts";
import { replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fix } from "../fix.ts";

/**
 * Lets the loop begin at the first letter that is not allowed: nothing is done for those before it. Only where both are exactly
 * of the type that was seen, `str` or `bytes`; the loop itself stays as it is.
 */
export function beginAtLetter({ text, allowed }: Letters, type: string, { source, function: owner }: RuleContext): Fix {
  const [walked, sought] = [textOf(source, text), textOf(source, allowed)];
  const isExact =
    allowed.kind === "string" ? `type(${walked}) is ${type}` : `type(${walked}) is type(${sought}) is ${type}`;
  const edit = replacing(text, `(${walked}.lstrip(${sought}) if ${isExact} else ${walked})`);
  return { rule: "walked-again", edits: [edit], assumes: [], changes: owner.qualname };
}
