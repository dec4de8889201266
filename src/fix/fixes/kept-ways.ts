import type { RuleContext } from "../../diagnose/rule.ts";
import type { TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Fix } from "../fix.ts";

/** The edits of both ways of keeping something; undefined where one is not to be gone. */
export interface KeptEdits {
  /** From turn to turn of a loop. */
  readonly inLoop: readonly TextEdit[] | undefined;
  /** From call to call. */
  readonly lasting: readonly TextEdit[] | undefined;
}

/** The fixes of `walked-again` that keep something: before the loop around it, else from call to call. */
export function keptWays(
  { inLoop, lasting }: KeptEdits,
  context: RuleContext,
  assumes: readonly Assumption[] = [],
): readonly Fix[] {
  const rule = "walked-again";
  return [
    ...(inLoop === undefined ? [] : [{ rule, edits: inLoop, assumes, changes: context.function.qualname } as const]),
    ...(lasting === undefined ? [] : [{ rule, edits: lasting, assumes, lasts: true } as const]),
  ];
}

/** What a fix puts above the function and before its loop. */
export interface KeptText {
  /** The statement of the module that the helper stands above. */
  readonly top: SyntaxNode;
  /** Absent: what is kept lasts from call to call. */
  readonly loop: SyntaxNode | undefined;
  /** The helper; undefined where an earlier fix has put it there. */
  readonly helper: string | undefined;
  /** `seen = [None]` */
  readonly holder: string;
}

/** Puts the helper, and what it keeps, where they belong; undefined where there is no line for one of them. */
export function putKept(
  { top, loop, helper, holder }: KeptText,
  { source }: RuleContext,
): readonly TextEdit[] | undefined {
  const above = [...(helper === undefined ? [] : [helper]), ...(loop === undefined ? [holder] : [])];
  const put = [
    ...(above.length === 0 ? [] : [insertBefore(source, top, `${above.join("\n\n\n")}\n\n`)]),
    ...(loop === undefined ? [] : [insertBefore(source, loop, holder)]),
  ];
  const known = put.filter((edit) => edit !== undefined);
  return known.length < put.length ? undefined : known;
}
