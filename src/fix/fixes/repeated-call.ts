import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { ownNodes } from "../../diagnose/analysis/own-code.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { libraryCallAt } from "../../diagnose/rules/repeated-call/library-call.ts";
import { planCalls, type CallPlan } from "../../diagnose/rules/repeated-call/plan.ts";
import { planRecursion } from "../../diagnose/rules/repeated-call/recursion.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { listFunctions } from "../../source/functions.ts";
import { indentationOf, insertBefore } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { keepByType, type KeptByType } from "./kept-by-type.ts";
import { keepForLibrary } from "./kept-for-library.ts";
import { keepForObject } from "./kept-for-object.ts";
import { keepWhileRunning } from "./kept-while-running.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Keeps a function's results by its arguments, where these are of the types that were seen. */
export const fixRepeatedCall: Fixer = { rule: "repeated-call", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const call = [...ownNodes(context)]
    .map((node) => libraryCallAt(context, node))
    .find((each) => each !== undefined && isAtFinding(finding, each.place));
  return call === undefined ? planFunction(finding, context) : keepForLibrary(call, finding, context);
}

function planFunction(finding: Finding, context: RuleContext): FixOutcome {
  const recursion = planRecursion(context);
  if (recursion !== undefined && isAtFinding(finding, recursion.name))
    return keepWhileRunning(recursion, finding, context);
  const plan = planCalls(context);
  if (plan === undefined || !isAtFinding(finding, plan.name)) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const { source } = context;
  // Of a module's class others may derive classes, whose methods do something else.
  if (
    plan.owned !== undefined &&
    !plan.isStatic &&
    plan.reads === undefined &&
    !finding.function.startsWith("__main__.")
  )
    return noFix("crosses-functions", textOf(source, plan.name));
  const edits = editsOf(finding, context, plan);
  if (edits === undefined) return noFix("equal-arguments", textOf(source, plan.name));
  const assumes = assume(finding, context, plan);
  const outer = listFunctions(source).find(({ node }) => node === plan.outer);
  const span = outer === undefined ? { lasts: true as const } : { changes: outer.qualname };
  return { kind: "fix", fix: { rule: "repeated-call", edits, assumes, ...span } };
}

function editsOf(finding: Finding, context: RuleContext, plan: CallPlan): readonly TextEdit[] | undefined {
  const { source } = context;
  const functools = addImport(source, "import functools", plan.definition);
  const types = operandEvidence(finding.evidence)?.elements ?? [];
  const kept = keep(context, types, plan, functools.name);
  if (kept === undefined) return undefined;
  const guard = insertBefore(source, statementOf(plan), `${kept.guard}${blankLines(plan)}`);
  const decorators = decorate(source, plan, kept.decorators);
  if (guard === undefined || decorators === undefined) return undefined;
  return inOrder([...(functools.edit === undefined ? [] : [functools.edit]), ...together(guard, decorators)]);
}

function keep(
  context: RuleContext,
  types: readonly string[],
  plan: CallPlan,
  functools: string,
): KeptByType | undefined {
  const { owned, isStatic, reads, isAsking, copied } = plan;
  const name = owned === undefined ? undefined : field(owned, "name");
  if (reads === undefined || name === undefined)
    return keepByType(context, types, { isMethod: owned !== undefined && !isStatic, copied, functools });
  return keepForObject(context, types, { owner: textOf(context.source, name), reads, isAsking, copied, functools });
}

/** Above the `def`, and below the decorator that a static method or a property has. */
function decorate(
  source: RuleContext["source"],
  { definition, isStatic, isProperty }: CallPlan,
  lines: string,
): TextEdit | undefined {
  if (!isStatic && !isProperty) return insertBefore(source, definition, lines);
  const { start } = definition;
  const below = source.lineEnd + indentationOf(source, definition);
  return { start, end: start, text: lines.split("\n").join(below) + below };
}

/** Of a method the class, with its decorators. */
function statementOf({ owned, definition }: CallPlan): SyntaxNode {
  if (owned === undefined) return definition;
  return owned.parent?.kind === "decorated_definition" ? owned.parent : owned;
}

/** PEP 8: two blank lines between definitions of a module, one between inner ones. */
function blankLines({ outer }: CallPlan): string {
  return outer === undefined ? "\n\n" : "\n";
}

/** The guard of a function stands where its decorators do. */
function together(guard: TextEdit, decorators: TextEdit): readonly TextEdit[] {
  if (guard.start !== decorators.start) return [guard, decorators];
  return [{ ...guard, text: guard.text + decorators.text }];
}

function assume(finding: Finding, { source }: RuleContext, plan: CallPlan): readonly Assumption[] {
  const about = textOf(source, plan.name);
  const repeats = finding.evidence.find((each) => each.kind === "repeats");
  const differ = repeats === undefined ? "nothing" : `${repeats.distinct} different in ${repeats.looked} calls`;
  return [
    ...(plan.isRecursive ? [{ code: "not-deep" as const, about, seen: "this run" }] : []),
    // What an inner function keeps is gone with the call of the outer one.
    ...(plan.outer === undefined ? [{ code: "keeps-results" as const, about, seen: differ }] : []),
  ];
}
