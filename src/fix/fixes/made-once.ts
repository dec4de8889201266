import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { MadeEachCall } from "../../diagnose/rules/loop-invariant-call/per-call.ts";
import { inOrder, replacing } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { FixOutcome } from "../fix.ts";
import { noFix } from "./planning.ts";

/** Makes once above the function, under a name of the module, what each call made of constants. */
export function makeOnce(made: MadeEachCall, finding: Finding, context: RuleContext): FixOutcome {
  const { source } = context;
  const obstacles = [...made.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const name = freshName(source, `_${nameOf(made, source)}`);
  const text = textOf(source, made.node).replaceAll("\r\n", "\n");
  const above = insertBefore(source, made.top, `${name} = ${text}\n\n`);
  if (above === undefined) return noFix("syntax-near", context.function.name);
  const edits = inOrder([above, replacing(made.node, name)]);
  return {
    kind: "fix",
    // A call that is replayed in another module than it was written for would not show it.
    fix: { rule: "loop-invariant-call", edits, assumes: [], lasts: true },
  };
}

const words: Readonly<Record<string, string>> = {
  dictionary: "TABLE",
  list_comprehension: "LIST",
  set_comprehension: "SET",
  dictionary_comprehension: "TABLE",
};

/** `ALLOWED` for `allowed = set(…)`; else what makes it: `SET`, `COMPILED`. */
function nameOf({ node, alias }: MadeEachCall, source: RuleContext["source"]): string {
  if (alias !== undefined) return textOf(source, alias).replace(/^_+/u, "").toUpperCase() || "MADE";
  const callee = node.kind === "call" ? field(node, "function") : undefined;
  const text = callee === undefined ? (words[node.kind] ?? "MADE") : textOf(source, callee);
  return text.slice(text.lastIndexOf(".") + 1).toUpperCase();
}
