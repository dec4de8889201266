import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import { planAwaits, type AwaitsPlan, type AwaitsWork } from "../../diagnose/rules/awaits-in-sequence/plan.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix, seenAt } from "./planning.ts";

/** Lets a few tasks await at once; results, and the first error, come in the order of the items. */
export const fixAwaitsInSequence: Fixer = { rule: "awaits-in-sequence", plan: planFix };

/** As many as threads would be: whoever is asked is not asked by more at once. */
const MOST_TASKS = 8;

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planAwaits(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan?.work === undefined) return noFix("may-depend", context.function.name);
  // What imports a module may run its coroutines beside tasks of its own.
  if (!finding.function.startsWith("__main__.")) return noFix("lets-others-run", context.function.name);
  const needed = plan.work.parts?.usesItem === true ? ["zip"] : [];
  const obstacles = [...plan.obstacles, ...finding.obstacles, ...hiddenBuiltins(context, plan.expression, needed)];
  const edits = obstacles.length > 0 ? undefined : editsFor(context, plan, plan.work);
  if (edits === undefined) return { kind: "none", obstacles };
  const { source } = context;
  const seen = seenAt(finding, textOf(source, plan.items));
  const cookies = plan.sessions.map((about) => ({ code: "no-cookies" as const, about, seen: "the same output" }));
  const assumes = [{ code: "asks-ahead" as const, about: textOf(source, plan.work.body), seen }, ...cookies];
  return { kind: "fix", fix: { rule: "awaits-in-sequence", edits, assumes, changes: context.function.qualname } };
}

function editsFor(context: RuleContext, plan: AwaitsPlan, work: AwaitsWork): readonly TextEdit[] | undefined {
  const { source } = context;
  const asyncio = addImport(source, "import asyncio", work.statement);
  const tasks = freshName(source, "tasks");
  const made = insertBefore(source, work.statement, tasksText(context, plan, work, { asyncio: asyncio.name, tasks }));
  if (made === undefined) return undefined;
  const taken = work.parts === undefined ? comprehensionEdits(context, plan, tasks) : loopEdits(context, work, tasks);
  return inOrder([...(asyncio.edit === undefined ? [] : [asyncio.edit]), made, ...taken]);
}

/** Every one of them has ended before the first result is taken, so that errors come in the order of the items and none is lost. */
function tasksText(
  { source }: RuleContext,
  { items }: AwaitsPlan,
  { target, body, parts }: AwaitsWork,
  { asyncio, tasks }: { readonly asyncio: string; readonly tasks: string },
): string {
  const [limit, bounded] = [freshName(source, "limit"), freshName(source, "bounded")];
  const [item, walked] = [textOf(source, target), textOf(source, items)];
  return [
    `${limit} = ${asyncio}.Semaphore(${MOST_TASKS})`,
    "",
    `async def ${bounded}(${item}):`,
    `    async with ${limit}:`,
    ...workLines(textOf(source, body), parts?.entered?.header).map((line) => `        ${line}`),
    "",
    `${tasks} = [${asyncio}.create_task(${bounded}(${item})) for ${item} in ${walked}]`,
    `await ${asyncio}.gather(*${tasks}, return_exceptions=True)`,
  ].join("\n");
}

/** What is entered around the work is entered by each task. */
function workLines(work: string, header: string | undefined): readonly string[] {
  return header === undefined ? [`return ${work}`] : [header, `    return ${work}`];
}

function comprehensionEdits({ source }: RuleContext, { expression }: AwaitsPlan, tasks: string): readonly TextEdit[] {
  const task = freshName(source, "task");
  return [replacing(expression, `[${task}.result() for ${task} in ${tasks}]`)];
}

/** The loop takes the results: `for url, task in zip(urls, tasks):`, where `await fetch(url)` becomes `task.result()`. */
function loopEdits({ source }: RuleContext, { parts, target, body }: AwaitsWork, tasks: string): readonly TextEdit[] {
  if (parts === undefined) return [];
  const task = freshName(source, "task");
  const [item, items] = [textOf(source, target), textOf(source, parts.items)];
  const head = parts.usesItem ? `${item}, ${task} in zip(${items}, ${tasks})` : `${task} in ${tasks}`;
  const { entered } = parts;
  const result = `${task}.result()`;
  const taken =
    entered === undefined
      ? replacing(body, result)
      : replacing(
          entered.statement,
          source.text.slice(entered.inner.start, body.start) + result + source.text.slice(body.end, entered.inner.end),
        );
  return [replacing({ start: target.start, end: parts.items.end }, head), taken];
}
