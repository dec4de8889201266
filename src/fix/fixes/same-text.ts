import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { SameText } from "../../diagnose/rules/walked-again/same-text.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { field, textOf, topStatement } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Fix } from "../fix.ts";

/** Keeps what a call has worked out of a text for the next time that it is asked of the very same text. */
export function keepForSameText(plan: SameText, context: RuleContext): Fix | undefined {
  const { source } = context;
  const { call, text, pattern } = plan;
  const top = topStatement(call);
  const re = pattern === undefined ? undefined : addImport(source, "import re", top);
  const helper = freshName(source, `${methodOf(plan, context)}_once`);
  const kept = freshName(source, `${baseName(textOf(source, text))}_last`, [helper]);
  const written = writeHelper(plan, context, { helper, pattern: `${re?.name ?? "re"}.Pattern` });
  const above = insertBefore(source, top, `${written}\n\n\n${kept} = [None]\n\n`);
  if (above === undefined) return undefined;
  const given = [pattern, text].flatMap((part) => (part === undefined ? [] : [textOf(source, part)]));
  const edits: readonly TextEdit[] = [
    ...(re?.edit === undefined ? [] : [re.edit]),
    above,
    replacing(call, `${helper}(${[kept, ...given].join(", ")})`),
  ];
  return { rule: "walked-again", edits: inOrder(edits), assumes: [], lasts: true };
}

function methodOf({ call }: SameText, { source }: RuleContext): string {
  const callee = field(call, "function");
  const name = callee === undefined ? undefined : field(callee, "attribute");
  return name === undefined ? "asked" : textOf(source, name);
}

interface HelperNames {
  readonly helper: string;
  /** How the file spells `re.Pattern`. */
  readonly pattern: string;
}

/** It answers from what is kept only for the very same text, which cannot change, and the same pattern. */
function writeHelper(plan: SameText, context: RuleContext, { helper, pattern }: HelperNames): string {
  const call = callIn(plan, context);
  const hasPattern = plan.pattern !== undefined;
  const isText = "type(text) is str or type(text) is bytes";
  return `def ${helper}(kept, ${hasPattern ? "pattern, " : ""}text):
    """Makes the call once while it is asked of the very same text."""
    last = kept[0]
    if last is not None and last[0] is text${hasPattern ? " and last[1] is pattern" : ""}:
        return last[-1]
    made = ${call}
    if ${hasPattern ? `type(pattern) is ${pattern} and (${isText})` : isText}:
        kept[0] = text, ${hasPattern ? "pattern, " : ""}made
    return made`;
}

/** The call, of the helper's own parameters; what else it is given are constants. */
function callIn({ call, text, pattern }: SameText, { source }: RuleContext): string {
  const parts: readonly (readonly [SyntaxNode, string])[] = [
    [text, "text"],
    ...(pattern === undefined ? [] : [[pattern, "pattern"] as const]),
  ];
  let written = "";
  let at = call.start;
  for (const [{ start, end }, name] of parts.toSorted(([a], [b]) => a.start - b.start)) {
    written += source.text.slice(at, start) + name;
    at = end;
  }
  return written + source.text.slice(at, call.end);
}
