import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import { isPlainMap, planSequences, type SequencePlan } from "../../diagnose/rules/blocking-in-sequence/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { loopEdits } from "./blocking-loop.ts";
import { isAtFinding, noFix, seenAt } from "./planning.ts";

/** Lets a few threads wait at once; results and the first error come in the order of the items. */
export const fixBlockingInSequence: Fixer = { rule: "blocking-in-sequence", plan: planFix };

/** As many connections to one server are what browsers allow themselves, and a little more. */
const MOST_WORKERS = 8;

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planSequences(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan?.made === undefined && plan?.parts === undefined) return noFix("may-depend", context.function.name);
  const obstacles = [
    ...plan.obstacles,
    ...finding.obstacles,
    ...hiddenBuiltins(context, plan.expression, needed(plan)),
  ];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const { source } = context;
  const about = textOf(source, workOf(plan));
  const assumes = [{ code: "asks-ahead", about, seen: seenAt(finding, textOf(source, plan.items)) }] as const;
  const edits = editsFor(context, plan);
  return { kind: "fix", fix: { rule: "blocking-in-sequence", edits, assumes, changes: context.function.qualname } };
}

const needed = ({ made, parts }: SequencePlan): readonly string[] =>
  made !== undefined ? ["list"] : parts?.usesItem === true ? ["zip"] : [];

function editsFor(context: RuleContext, plan: SequencePlan): readonly TextEdit[] {
  const { source } = context;
  const { expression, made, parts } = plan;
  const statement = made?.statement ?? expression;
  const executor = addImport(source, "from concurrent.futures import ThreadPoolExecutor", statement);
  const pool = freshName(source, "pool");
  const head = `with ${executor.name}(max_workers=${MOST_WORKERS}) as ${pool}:`;
  const results = `${pool}.map(${mapped(context, plan)})`;
  const changes =
    parts === undefined
      ? statementEdits(context, statement, head, replacing(expression, `list(${results})`))
      : loopEdits(context, parts, { head, results, result: freshName(source, "result") });
  return inOrder([...(executor.edit === undefined ? [] : [executor.edit]), ...changes]);
}

function statementEdits(
  { source }: RuleContext,
  statement: SyntaxNode,
  head: string,
  edit: TextEdit,
): readonly TextEdit[] {
  const text = `${head}${source.lineEnd}${indentationOf(source, statement)}${indentationUnit(source)}`;
  return [{ start: statement.start, end: statement.start, text }, edit];
}

const workOf = ({ made, parts, expression }: SequencePlan): SyntaxNode => made?.body ?? parts?.work ?? expression;

function mapped(context: RuleContext, plan: SequencePlan): string {
  const { source } = context;
  const [target, body] = [plan.made?.target ?? plan.parts?.target, workOf(plan)];
  const callee = field(body, "function");
  const isPlain = target !== undefined && callee !== undefined && isPlainMap(context, target, body);
  const item = target === undefined ? "" : textOf(source, target);
  const work = isPlain ? textOf(source, callee) : `lambda ${item}: ${textOf(source, body)}`;
  return `${work}, ${textOf(source, plan.items)}`;
}
