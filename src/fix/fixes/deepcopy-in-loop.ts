import { isBuiltinAt } from "../../diagnose/analysis/code.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { copiesIn } from "../../diagnose/rules/deepcopy-in-loop/plan.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { textOf, topStatement } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { HELPER_BUILTINS, writeHelper } from "./deepcopy-helper.ts";
import { isAtFinding, noFix } from "./planning.ts";

/**
 * Copies lists and dicts of plain values without a call for each of these; everything else goes to `copy.deepcopy` with the same memo, so that what stands
 * at two places is still one object in the copy.
 */
export const fixDeepcopyInLoop: Fixer = { rule: "deepcopy-in-loop", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const copied = copiesIn(context).find(({ call }) => isAtFinding(finding, call));
  if (copied === undefined) return noFix("not-seen", context.function.name);
  const { source } = context;
  const about = textOf(source, copied.operand);
  if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
  const top = topStatement(copied.call);
  if (HELPER_BUILTINS.some((name) => !isBuiltinAt(context, name, source.root))) return noFix("dynamic-names", about);
  const deepcopy = addImport(source, "from copy import deepcopy", top);
  const copyreg = copiesInstances(finding) ? addImport(source, "import copyreg", top) : undefined;
  const name = freshName(source, "deepcopy_of_plain");
  const written = writeHelper({
    helper: name,
    plain: freshName(source, "PLAIN_TYPES"),
    deepcopy: deepcopy.name,
    ...(copyreg && { instances: { isPlainClass: freshName(source, "is_plain_class"), copyreg: copyreg.name } }),
  });
  const helper = insertBefore(source, top, `${written}\n\n`);
  if (helper === undefined) return noFix("syntax-near", about);
  const edits = inOrder([
    ...[deepcopy, copyreg].flatMap((plan) => plan?.edit ?? []),
    helper,
    replacing(copied.call, `${name}(${about}, {})`),
  ]);
  return {
    kind: "fix",
    fix: { rule: "deepcopy-in-loop", edits, assumes: [], changes: context.function.qualname },
  };
}

/** Instances of classes of somebody's, which are told by their module: `pkg.Row`. */
function copiesInstances({ evidence }: Finding): boolean {
  const operand = operandEvidence(evidence);
  return [...(operand?.types ?? []), ...(operand?.elements ?? [])].some((type) => type.includes("."));
}
