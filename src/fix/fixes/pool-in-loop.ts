import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planPools, type PoolPlan } from "../../diagnose/rules/pool-in-loop/plan.ts";
import type { TextEdit } from "../../source/edit.ts";
import { indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { lineStart, nextLineStart } from "../../source/lines.ts";
import { namedChildren } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** One pool around the loop in the place of one at every turn. */
export const fixPoolInLoop: Fixer = { rule: "pool-in-loop", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planPools(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan === undefined) return noFix("not-in-loop", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const replayed =
    plan.kind === "processes" ? { startsProcesses: true as const } : { changes: context.function.qualname };
  const edits = editsFor(context, plan);
  return { kind: "fix", fix: { rule: "pool-in-loop", edits, assumes: [], savesWork: true, ...replayed } };
}

/** The loop goes one level deeper, and the `with` comes before it: so what stood in the `with` stays where it is. */
function editsFor({ source }: RuleContext, { expression, loop }: PoolPlan): readonly TextEdit[] {
  const { text, lineEnd } = source;
  const unit = indentationUnit(source);
  const header = text.slice(expression.start, nextLineStart(text, expression.start)).trimEnd();
  const edits: TextEdit[] = [
    { start: loop.start, end: loop.start, text: `${header}${lineEnd}${indentationOf(source, loop)}${unit}` },
  ];
  const inner = namedChildren(expression).at(-1) ?? expression;
  for (let start = nextLineStart(text, loop.start); start < loop.end; start = nextLineStart(text, start)) {
    const next = nextLineStart(text, start);
    if (start === lineStart(text, expression.start)) edits.push({ start, end: next, text: "" });
    else if ((start >= inner.end || next <= expression.start) && text.slice(start, next).trim() !== "")
      edits.push({ start, end: start, text: unit });
  }
  return edits;
}
