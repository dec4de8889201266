import { argumentsOf } from "../../diagnose/analysis/expression-context.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planLogs, type LogPlan } from "../../diagnose/rules/disabled-logging/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder } from "../../source/edit.ts";
import { indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { namedChildren, textOf } from "../../source/navigate.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Asks the logger first whether it wants to know. */
export const fixDisabledLogging: Fixer = { rule: "disabled-logging", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planLogs(context).find(({ text }) => isAtFinding(finding, text));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const { source } = context;
  const { statement, logger, level } = plan;
  const constant = addImport(source, "import logging", statement);
  const test = `if ${textOf(source, logger)}.isEnabledFor(${constant.name}.${level.toUpperCase()}):`;
  const indent = indentationOf(source, statement);
  const edits = inOrder([
    ...(constant.edit === undefined ? [] : [constant.edit]),
    {
      start: statement.start,
      end: statement.start,
      text: `${test}${source.lineEnd}${indent}${indentationUnit(source)}`,
    },
  ]);
  const assumes = assume(context, plan);
  return { kind: "fix", fix: { rule: "disabled-logging", edits, assumes, changes: context.function.qualname } };
}

function assume({ source }: RuleContext, { statement }: LogPlan): readonly Assumption[] {
  const [call] = namedChildren(statement);
  const given = (call === undefined ? [] : argumentsOf(call)).map((argument) => textOf(source, argument));
  return [{ code: "does-nothing-else", about: given.join(", "), seen: "this run" }];
}
