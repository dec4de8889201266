import { ownNodes } from "../../diagnose/analysis/own-code.ts";
import { counterpartFor } from "../../diagnose/rules/blocking-in-coroutine/counterpart.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Gives way where the loop stood, in a script whose other tasks cannot tell. */
export const fixBlockingInCoroutine: Fixer = { rule: "blocking-in-coroutine", plan: planFix };

/** The same where it computed. */
export const fixComputingInCoroutine: Fixer = { rule: "computing-in-coroutine", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const { source, function: owner } = context;
  if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
  // What imports a module may run its coroutines on a loop, and beside tasks, of its own.
  const isOwn = finding.function.startsWith("__main__.") || context.served !== undefined;
  if (!isOwn) return noFix("lets-others-run", owner.name);
  const call = [...ownNodes(context)].find((node) => node.kind === "call" && isAtFinding(finding, node));
  const counterpart = call && counterpartFor(context, call);
  if (call === undefined || counterpart === undefined) return noFix("runs-later", owner.name);
  const { expression, awaited } = counterpart;
  const asyncio = addImport(source, "import asyncio", call);
  const text = `await ${awaited(asyncio.name)}`;
  const edits = inOrder([
    ...(asyncio.edit === undefined ? [] : [asyncio.edit]),
    replacing(expression, standsAlone(expression) ? text : `(${text})`),
  ]);
  const assumes = [{ code: "takes-turns", about: textOf(source, expression), seen: "no error" }] as const;
  return { kind: "fix", fix: { rule: finding.rule, edits, assumes } };
}

const standsAlone = ({ parent }: SyntaxNode): boolean => parent !== undefined && ALONE.has(parent.kind);

const ALONE: ReadonlySet<string> = new Set([
  "expression_statement",
  "assignment",
  "return_statement",
  "argument_list",
  "parenthesized_expression",
]);
