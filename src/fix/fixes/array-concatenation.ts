import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import {
  planConcatenations,
  type Along,
  type ArrayConcatenation,
} from "../../diagnose/rules/array-concatenation/plan.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indented, insertBefore } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Gathers parts that fit behind the array, and puts them together after the loop; any other part goes the old way at its turn. */
export const fixArrayConcatenation: Fixer = { rule: "array-concatenation", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planConcatenations(context).find(({ call }) => isAtFinding(finding, call));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const hidden = hiddenBuiltins(context, plan.call, ["type", "list", "tuple", "int", "float"]);
  const obstacles = [...plan.obstacles, ...finding.obstacles, ...hidden];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const edits = editsOf(plan, context.source);
  if (edits === undefined) return noFix("syntax-near", textOf(context.source, plan.operand));
  return { kind: "fix", fix: { rule: "array-concatenation", edits, assumes: [], changes: context.function.qualname } };
}

type Names = Readonly<Record<"array" | "numpy" | "parts" | "part" | "item" | "grown", string>>;

function editsOf(plan: ArrayConcatenation, source: SourceFile): readonly TextEdit[] | undefined {
  const { loop, statement, renewals } = plan;
  const names = namesFor(plan, source);
  // `from numpy import concatenate` names nothing that the other functions could be reached by.
  if (names === undefined || !beginsLine(source, statement)) return undefined;
  const { parts } = names;
  const before = [loop, ...renewals].map((at) => insertBefore(source, at, `${parts} = []`));
  const end = nextLineEnd(source.text, loop.end);
  if (before.includes(undefined) || source.text.slice(loop.end, end).trim() !== "") return undefined;
  const level = indentationOf(source, statement);
  const gathered = indented(source, gathering(plan, names, source), level).slice(level.length);
  const after = indented(source, joining(names, plan.along), indentationOf(source, loop));
  return inOrder([
    ...before.flatMap((edit) => edit ?? []),
    replacing(statement, gathered),
    { start: end, end, text: `${source.lineEnd}${after}` },
  ]);
}

function namesFor({ callee, operand }: ArrayConcatenation, source: SourceFile): Names | undefined {
  const numpy = field(callee, "object");
  if (numpy === undefined) return undefined;
  const array = textOf(source, operand);
  const parts = freshName(source, `${baseName(array)}_parts`);
  const part = freshName(source, "part", [parts]);
  const item = freshName(source, "item", [parts, part]);
  const grown = freshName(source, "grown", [parts, part, item]);
  return { array, numpy: textOf(source, numpy), parts, part, item, grown };
}

/**
 * A part is kept for later where the step would have done no more than to copy it behind what is there: plain arrays of one kind of
 * number and one order in memory, whose other axes agree. A copy, since what was handed over may change before the loop ends; of what
 * it all begins with, too.
 */
function gathering({ along, statement, value }: ArrayConcatenation, names: Names, source: SourceFile): string {
  const { array, numpy, parts, part, item, grown } = names;
  const plain = `${numpy}.ndarray`;
  const taken = { rows: "atleast_2d", across: "atleast_1d", first: "asanyarray", second: "asanyarray" }[along];
  const numbers = along === "across" ? `, int, float, ${numpy}.float64, ${numpy}.int64` : "";
  return `${item} = ${inBrackets(source, value)}
${part} = ${numpy}.${taken}(${item}) if type(${item}) in (list, tuple, ${plain}${numbers}) else ${item}
${grown} = ${parts}[0] if ${parts} else ${array}
if (
    type(${part}) is type(${grown}) is ${plain}
    and ${part}.dtype.isbuiltin == 1 and ${part}.dtype == ${grown}.dtype
    and ${fitting(along, names)}
):
    if not ${parts}:
        ${parts}.append(${grown}.copy())
    ${parts}.append(${part}.copy())
else:
    if ${parts}:
        ${array} = ${together(names, along)}
        ${parts} = []
    ${withItem(source, statement, value, item)}`;
}

function inBrackets(source: SourceFile, value: SyntaxNode): string {
  const text = textOf(source, value);
  return /[\r\n]/u.test(text) ? `(${text})` : text;
}

/** The statement as it was, with the part that is worked out by then. */
function withItem(source: SourceFile, statement: SyntaxNode, value: SyntaxNode, item: string): string {
  const [before, after] = [
    source.text.slice(statement.start, value.start),
    source.text.slice(value.end, statement.end),
  ];
  return `${before}${item}${after}`.replaceAll(/\s*[\r\n]\s*/gu, " ");
}

function fitting(along: Along, { part, grown }: Names): string {
  const isOrdered = `${part}.flags.c_contiguous and ${grown}.flags.c_contiguous`;
  const isSecond = `${part}.shape[:1] == ${grown}.shape[:1] and ${part}.shape[2:] == ${grown}.shape[2:]`;
  const isLine = `${part}.ndim == ${grown}.ndim == 1`;
  const isTable = `${part}.ndim == ${grown}.ndim > 1 and ${isOrdered}`;
  if (along === "second") return `${isTable} and ${isSecond}`;
  if (along === "across") return `(${isLine} or ${isTable} and ${isSecond})`;
  const isFirst = `${part}.shape[1:] == ${grown}.shape[1:]`;
  return along === "rows" ? `${isTable} and ${isFirst}` : `(${isLine} or ${isTable} and ${isFirst})`;
}

function together({ numpy, parts }: Names, along: Along): string {
  if (along === "second") return `${numpy}.concatenate(${parts}, axis=1)`;
  return `${numpy}.${along === "across" ? "hstack" : "concatenate"}(${parts})`;
}

function joining(names: Names, along: Along): string {
  return `if ${names.parts}:
    ${names.array} = ${together(names, along)}`;
}
