import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planAppends, type ArrayAppend } from "../../diagnose/rules/array-append/plan.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indented, insertBefore } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix, seenAt } from "./planning.ts";

/** Gathers the parts in a list, and makes one array of them after the loop. */
export const fixArrayAppend: Fixer = { rule: "array-append", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planAppends(context).find(({ call }) => isAtFinding(finding, call));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles, ...hiddenBuiltins(context, plan.call, ["type"])];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const about = textOf(context.source, plan.operand);
  const edits = editsOf(plan, context.source);
  if (edits === undefined) return noFix("syntax-near", about);
  return {
    kind: "fix",
    fix: {
      rule: "array-append",
      edits,
      assumes: [{ code: "is-array", about, seen: seenAt(finding, about) }],
      changes: context.function.qualname,
    },
  };
}

function editsOf(plan: ArrayAppend, source: SourceFile): readonly TextEdit[] | undefined {
  const { loop, statement, value, operand, callee } = plan;
  const numpy = field(callee, "object");
  // `from numpy import append` names nothing that the other functions could be reached by.
  if (numpy === undefined || !beginsLine(source, statement)) return undefined;
  const module = textOf(source, numpy);
  const array = textOf(source, operand);
  const parts = freshName(source, `${baseName(array)}_parts`);
  const part = freshName(source, "part", [parts]);
  const kinds = freshName(source, `${baseName(array)}_kinds`, [parts, part]);
  const before = insertBefore(source, loop, `${parts} = []`);
  const end = nextLineEnd(source.text, loop.end);
  if (before === undefined || source.text.slice(loop.end, end).trim() !== "") return undefined;
  // A copy, as the array would have had it: what was handed over may change before the loop ends.
  const gathered = `${parts}.append(${module}.ravel(${module}.array(${textOf(source, value)}, subok=True)))`;
  const after = indented(source, joining({ array, parts, part, kinds }, module), indentationOf(source, loop));
  return [before, replacing(statement, gathered), { start: end, end, text: `${source.lineEnd}${after}` }];
}

/**
 * One step where all parts are plain arrays of one kind of numbers: then it does not matter in how many steps the kinds of numbers are
 * brought together. Else as before, step by step.
 */
function joining(names: Readonly<Record<"array" | "parts" | "part" | "kinds", string>>, module: string): string {
  const { array, parts, part, kinds } = names;
  const plain = `${module}.ndarray`;
  const known = ["<f8", "<i8", "|b1"].map((kind) => `{(${plain}, "${kind}")}`).join(", ");
  return `${kinds} = {(type(${part}), ${part}.dtype.str) for ${part} in ${parts}}
if ${kinds} in (${known}) and type(${module}.asanyarray(${array})) is ${plain}:
    ${array} = ${module}.append(${array}, ${module}.concatenate(${parts}))
else:
    for ${part} in ${parts}:
        ${array} = ${module}.append(${array}, ${part})`;
}
