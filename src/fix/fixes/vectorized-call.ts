import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Variant } from "../../diagnose/rules/element-loop/reading.ts";
import {
  planVectorizedCalls,
  wholeFunctionOf,
  type VectorizedCall,
} from "../../diagnose/rules/vectorized-call/plan.ts";
import type { WholeFunction } from "../../diagnose/rules/vectorized-call/whole-function.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { namedChildren, textOf } from "../../source/navigate.ts";
import type { Fix, Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";
import { writeWholeFunction } from "./whole-function.ts";

/** Works out all elements at once, in a function of its own; what was called is called for whatever is not plain arrays of numbers. */
export const fixVectorizedCall: Fixer = { rule: "vectorized-call", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
  const plan = planVectorizedCalls(context).find(({ call }) => isAtFinding(finding, call));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const fixes = variantsFor(finding).flatMap((variant): readonly Fix[] => {
    const whole = wholeFunctionOf(context, plan, variant);
    const edits = whole && editsOf(context, plan, whole, variant);
    return edits ? [{ rule: "vectorized-call", edits, assumes: [], changes: context.function.qualname }] : [];
  });
  const [fix, ...otherwise] = fixes;
  return fix === undefined ? noFix("array-code", plan.about) : { kind: "fix", fix, otherwise };
}

/** Whole numbers first where they were seen. */
function variantsFor({ evidence }: Finding): readonly Variant[] {
  const elements = operandEvidence(evidence)?.elements ?? [];
  const isInt = elements.length > 0 && elements.every((name) => !name.includes("float"));
  return isInt ? ["int", "float"] : ["float", "int"];
}

function editsOf(
  context: RuleContext,
  { call, called, about }: VectorizedCall,
  whole: WholeFunction,
  variant: Variant,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const wanted = about === "lambda" ? "all_at_once" : `${about}_at_once`;
  const name = whole.reading.fresh(freshName(source, wanted));
  const isInModule = whole.before.parent?.parent === undefined;
  const code =
    writeWholeFunction(name, about === "lambda" ? "<lambda>" : about, whole, variant) + (isInModule ? "\n\n" : "\n");
  const helper = insertBefore(source, whole.before, code);
  const list = namedChildren(call)[1];
  if (helper === undefined || list === undefined) return undefined;
  const given = source.text.slice(list.start + 1, list.end);
  return inOrder([helper, replacing(call, `${name}(${textOf(source, called)}, ${given}`)]);
}
