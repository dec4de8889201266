import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { positionalArguments } from "../../diagnose/analysis/expression-context.ts";
import { planComputing, type ComputingPlan } from "../../diagnose/rules/computing-in-sequence/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { loopEdits } from "./blocking-loop.ts";
import { parcelSize } from "./parcels.ts";
import { isAtFinding, noFix, seenAt } from "./planning.ts";

/** Lets a process for each core compute; results and the first error come in the order of the items. */
export const fixComputingInSequence: Fixer = { rule: "computing-in-sequence", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planComputing(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan === undefined) return noFix("side-effects", context.function.name);
  // Another process finds the functions of a script that it reads; how a module's program begins is not to be seen from here.
  if (!finding.function.startsWith("__main__.")) return noFix("no-main-guard", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles, ...hiddenBuiltins(context, plan.expression, BUILTINS)];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const about = textOf(context.source, plan.call);
  const assumes = [{ code: "asks-ahead", about, seen: seenAt(finding, textOf(context.source, plan.items)) }] as const;
  const edits = editsFor(context, plan, finding);
  return {
    kind: "fix",
    fix: { rule: "computing-in-sequence", edits, assumes, startsProcesses: true },
  };
}

const BUILTINS: readonly string[] = ["list", "zip", "len", "max"];

function editsFor(context: RuleContext, plan: ComputingPlan, finding: Finding): readonly TextEdit[] {
  const { source } = context;
  const { statement, expression, parts } = plan;
  const executor = addImport(source, "from concurrent.futures import ProcessPoolExecutor", statement);
  const given = positionalArguments(plan.call) ?? [];
  const repeat = given.length > 1 ? addImport(source, "from itertools import repeat", statement) : undefined;
  const pool = freshName(source, "pool");
  const head = `with ${executor.name}() as ${pool}:`;
  const size = parcelSize(context, plan.items, operandEvidence(finding.evidence));
  const parcels = size === undefined ? "" : `, chunksize=${size}`;
  const results = `${pool}.map(${mapped(context, plan, repeat?.name ?? "repeat")}${parcels})`;
  const changes =
    parts === undefined
      ? [entering(context, plan, head), replacing(expression, written(plan, results))]
      : loopEdits(context, parts, { head, results, result: freshName(source, "result") });
  return inOrder([...[executor, repeat].flatMap((each) => each?.edit ?? []), ...changes]);
}

/** `sum(score(text) for text in texts)` has the parentheses of its call. */
function written({ expression }: ComputingPlan, results: string): string {
  if (expression.kind === "list_comprehension") return `list(${results})`;
  return expression.parent?.kind === "call" ? `(${results})` : results;
}

function entering({ source }: RuleContext, { statement }: ComputingPlan, head: string): TextEdit {
  const text = `${head}${source.lineEnd}${indentationOf(source, statement)}${indentationUnit(source)}`;
  return { start: statement.start, end: statement.start, text };
}

/** The function, and what its parameters are given for each item. */
function mapped({ source }: RuleContext, { call, items, target }: ComputingPlan, repeat: string): string {
  const item = textOf(source, target);
  const given = (positionalArguments(call) ?? []).map((each) => textOf(source, each));
  const columns = given.map((text) => (text === item ? textOf(source, items) : `${repeat}(${text})`));
  return [textOf(source, field(call, "function") ?? call), ...columns].join(", ");
}
