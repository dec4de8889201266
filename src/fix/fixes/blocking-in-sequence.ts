import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import { isPlainMap, planSequences, type SequencePlan } from "../../diagnose/rules/blocking-in-sequence/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing } from "../../source/edit.ts";
import { indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix, seenAt } from "./planning.ts";

/** Lets a few threads wait at once; results and the first error come in the order of the items. */
export const fixBlockingInSequence: Fixer = { rule: "blocking-in-sequence", plan: planFix };

/** As many connections to one server are what browsers allow themselves, and a little more. */
const MOST_WORKERS = 8;

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planSequences(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan?.made === undefined) return noFix("may-depend", context.function.name);
  const { made, expression } = plan;
  const obstacles = [...plan.obstacles, ...finding.obstacles, ...hiddenBuiltins(context, expression, ["list"])];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const { source } = context;
  const { statement } = made;
  const executor = addImport(source, "from concurrent.futures import ThreadPoolExecutor", statement);
  const pool = freshName(source, "pool");
  const indent = indentationOf(source, statement);
  const head = `with ${executor.name}(max_workers=${MOST_WORKERS}) as ${pool}:${source.lineEnd}${indent}${indentationUnit(source)}`;
  const edits = inOrder([
    ...(executor.edit === undefined ? [] : [executor.edit]),
    { start: statement.start, end: statement.start, text: head },
    replacing(expression, `list(${pool}.map(${mapped(context, plan, made)}))`),
  ]);
  const items = textOf(source, plan.items);
  const assumes = [
    { code: "does-nothing-else", about: textOf(source, made.body), seen: seenAt(finding, items) },
  ] as const;
  return { kind: "fix", fix: { rule: "blocking-in-sequence", edits, assumes, changes: context.function.qualname } };
}

function mapped(context: RuleContext, { items }: SequencePlan, made: NonNullable<SequencePlan["made"]>): string {
  const { source } = context;
  const callee = field(made.body, "function");
  const isPlain = callee !== undefined && isPlainMap(context, made);
  const work = isPlain ? textOf(source, callee) : `lambda ${textOf(source, made.target)}: ${textOf(source, made.body)}`;
  return `${work}, ${textOf(source, items)}`;
}
