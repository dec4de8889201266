import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { dynamicNames, hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { LibraryCall } from "../../diagnose/rules/repeated-call/library-call.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { field, textOf, topStatement } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, FixOutcome } from "../fix.ts";
import { testsOf } from "./kept-by-type.ts";
import { noFix } from "./planning.ts";

/** Keeps what a library function works out of a text, or the pattern that it compiles, beside a function that is put above. */
export function keepForLibrary(plan: LibraryCall, finding: Finding, context: RuleContext): FixOutcome {
  const { call } = plan;
  const types = operandEvidence(finding.evidence)?.elements ?? [];
  const words = ["type", ...types.filter((type) => type !== "NoneType")];
  const obstacles = [...hiddenBuiltins(context, call, words), ...dynamicNames(context), ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const edits = plan.form === "pattern" ? keepPattern(plan, context) : keepAnswer(plan, types, context);
  if (edits === undefined) return noFix("syntax-near", textOf(context.source, plan.callee));
  const assumes = [assumeKept(finding, textOf(context.source, plan.callee))];
  return { kind: "fix", fix: { rule: "repeated-call", edits: inOrder(edits), assumes, lasts: true } };
}

function assumeKept({ evidence }: Finding, about: string): Assumption {
  const repeats = evidence.find((each) => each.kind === "repeats");
  const seen = repeats === undefined ? "nothing" : `${repeats.distinct} different in ${repeats.looked} calls`;
  return { code: "keeps-results", about, seen };
}

/** `dt.strptime(text, "%Y")` becomes `strptime_once(text)`. */
function keepAnswer(
  { call, callee, given, asked }: LibraryCall,
  types: readonly string[],
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const helper = freshName(source, `${lastPart(source, callee)}_once`);
  const kept = freshName(source, `${lastPart(source, callee)}_kept`, [helper]);
  const names = asked.map((_, index) => freshName(source, asked.length === 1 ? "given" : `given_${index + 1}`));
  const tests = testsOf(names, types);
  if (tests === undefined) return undefined;
  const parts = given.map((each) => names[asked.indexOf(each)] ?? textOf(source, each));
  const made = `${textOf(source, callee)}(${parts.join(", ")})`;
  const by = names.join(", ");
  const written = [
    `${kept} = {}`,
    "",
    "",
    `def ${helper}(${by}):`,
    `    """As \`${shown(parts, source, callee)}\`, worked out once for the same ${types.join(" or ")}."""`,
    `    if ${tests.join(" and ")}:`,
    `        if ${names.length === 1 ? by : `(${by})`} not in ${kept}:`,
    `            ${kept}[${by}] = ${made}`,
    `        return ${kept}[${by}]`,
    `    return ${made}`,
  ];
  const above = insertBefore(source, topStatement(call), `${written.join("\n")}\n\n`);
  const asking = `${helper}(${asked.map((each) => textOf(source, each)).join(", ")})`;
  return above && [above, replacing(call, asking)];
}

/** In a docstring no quotes or backslashes may stand. */
function shown(parts: readonly string[], source: RuleContext["source"], callee: SyntaxNode): string {
  return `${textOf(source, callee)}(${parts.map((part) => (/["\\]/u.test(part) ? "..." : part)).join(", ")})`;
}

/** `re.search(pattern, text, re.I)` becomes `compiled_once(pattern).search(text)`. */
function keepPattern(plan: LibraryCall, context: RuleContext): readonly TextEdit[] | undefined {
  const { source } = context;
  const { call, given, flags, method } = plan;
  const [pattern, ...others] = given;
  const top = topStatement(call);
  const { name: re, edit } = addImport(source, "import re", top);
  const value = flags?.kind === "keyword_argument" ? field(flags, "value") : flags;
  const flagged = value === undefined ? "" : `, ${textOf(source, value)}`;
  const write = (name: string, kept: string): string => writePatterns({ name, kept, re, flagged });
  const there = write("compiled_once", "patterns_kept");
  const isThere = source.text.slice(0, top.start).includes(`\n${there}\n`);
  const name = isThere ? "compiled_once" : freshName(source, "compiled_once");
  const kept = freshName(source, "patterns_kept", [name]);
  const above = isThere ? undefined : insertBefore(source, top, `${write(name, kept)}\n\n`);
  if (pattern === undefined || (!isThere && above === undefined)) return undefined;
  const handed = others.filter((each) => each !== flags).map((each) => textOf(source, each));
  const asking = `${name}(${textOf(source, pattern)})`;
  const replaced = method === "compile" ? asking : `${asking}.${method}(${handed.join(", ")})`;
  return [...(edit === undefined ? [] : [edit]), ...(above === undefined ? [] : [above]), replacing(call, replaced)];
}

interface PatternNames {
  readonly name: string;
  readonly kept: string;
  readonly re: string;
  /** `, re.I` */
  readonly flagged: string;
}

function writePatterns({ name, kept, re, flagged }: PatternNames): string {
  return `${kept} = {}


def ${name}(pattern):
    """As \`${re}.compile(pattern${flagged})\`, which forgets all but some hundred patterns."""
    if type(pattern) is str:
        if pattern not in ${kept}:
            ${kept}[pattern] = ${re}.compile(pattern${flagged})
        return ${kept}[pattern]
    return ${re}.compile(pattern${flagged})`;
}

/** `strptime` of `datetime.datetime.strptime`; of a name that is imported as something else the function's own. */
function lastPart(source: RuleContext["source"], callee: SyntaxNode): string {
  const name = callee.kind === "attribute" ? field(callee, "attribute") : callee;
  return name === undefined ? "called" : textOf(source, name);
}
