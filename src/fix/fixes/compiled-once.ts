import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { PatternEachCall } from "../../diagnose/rules/loop-invariant-call/per-pattern.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { FixOutcome } from "../fix.ts";
import { noFix } from "./planning.ts";

/**
 * Compiles the constant patterns of a function once, above it, and asks them: `_CLEAN_PATTERN.sub("", text)`. All of them at once, for
 * each alone is a small part of what they take together.
 */
export function compileOnce(
  all: readonly PatternEachCall[],
  { top }: PatternEachCall,
  finding: Finding,
  context: RuleContext,
): FixOutcome {
  const { source } = context;
  const patterns = all.filter((each) => each.top === top);
  const obstacles = [...patterns.flatMap((each) => each.obstacles), ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const compiled = new Map<string, string>();
  const uses = patterns.flatMap((each): readonly TextEdit[] => {
    const made = compilationOf(each, source);
    const name = compiled.get(made) ?? freshName(source, wantedName(each, context), [...compiled.values()]);
    compiled.set(made, name);
    return [replacing(each.callee, `${name}.${each.method}`), ...withoutPattern(each)];
  });
  const lines = [...compiled].map(([made, name]) => `${name} = ${made}`);
  const above = insertBefore(source, top, `${lines.join("\n")}\n${isDefinition(top.kind) ? "\n" : ""}`);
  if (above === undefined) return noFix("syntax-near", context.function.name);
  // A call that is replayed in another module than it was written for would not show it.
  return {
    kind: "fix",
    fix: { rule: "loop-invariant-call", edits: inOrder([above, ...uses]), assumes: [], lasts: true },
  };
}

/** `re.compile("[a-z]+", re.I)`, by the name that the file has for the module. */
function compilationOf({ callee, pattern, flags }: PatternEachCall, source: RuleContext["source"]): string {
  const object = callee.kind === "attribute" ? field(callee, "object") : undefined;
  const bare = flags?.kind === "keyword_argument" ? field(flags, "value") : flags;
  const given = [pattern, ...(bare === undefined ? [] : [bare])].map((part) => textOf(source, part));
  return `${object === undefined ? "" : `${textOf(source, object)}.`}compile(${given.join(", ")})`;
}

/** What the pattern's own method is not given; the rest stays as it is, for there may be such a call in it. */
function withoutPattern({ pattern, flags, others }: PatternEachCall): readonly TextEdit[] {
  const [first] = others;
  const before = others.findLast(({ end }) => flags !== undefined && end <= flags.start);
  const edits = first === undefined ? [] : [{ start: pattern.start, end: first.start, text: "" }];
  return before === undefined || flags === undefined
    ? edits
    : [...edits, { start: before.end, end: flags.end, text: "" }];
}

/** `_WORD_PATTERN` of `WORD`; of a text `_CLEAN_PATTERN`, by the function that asks it. */
function wantedName({ pattern }: PatternEachCall, context: RuleContext): string {
  const { name } = context.function;
  const named = pattern.kind === "identifier" ? textOf(context.source, pattern) : name;
  const word = named
    .replaceAll(/([a-z\d])(?=[A-Z])/gu, "$1_")
    .replaceAll(/^_+|_+$/gu, "")
    .toUpperCase();
  return word === "" || named.startsWith("<") ? "_PATTERN" : `_${word}_PATTERN`;
}

function isDefinition(kind: string): boolean {
  return kind === "decorated_definition" || kind === "function_definition" || kind === "class_definition";
}
