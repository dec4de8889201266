import { inOrder, type TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import { givesExactText } from "../../diagnose/analysis/exact-value.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Finding, Obstacle } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { textGrowths } from "../../diagnose/rules/text-concatenation/places.ts";
import type { TextGrowth } from "../../diagnose/rules/text-concatenation/text-growth.ts";
import { planText } from "../../diagnose/rules/text-concatenation/plan.ts";
import { planShown } from "../../diagnose/rules/text-concatenation/plan-shown.ts";
import { planLengthened } from "../../diagnose/rules/text-concatenation/plan-lengthened.ts";
import type { TextPlan } from "../../diagnose/rules/text-concatenation/text-plan.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { assumeUnchanged } from "./assumptions.ts";
import { isAnybodys, isAtFinding, noFix, reachesOtherModules } from "./planning.ts";
import { lengthenedEdits } from "./text-lengthened.ts";
import { attributeEdits } from "./text-attribute-edits.ts";
import { bytesEdits, partsEdits, splitEdits } from "./text-edits.ts";
import { guardedEdits } from "./text-guarded.ts";

/** Gathers bytes in a bytearray, text in a list or an io.StringIO, or adds piece by piece in place. */
export const fixTextConcatenation: Fixer = {
  rule: "text-concatenation",
  plan: (finding, context) => {
    if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
    const growth = textGrowths(context).find(({ node }) => isAtFinding(finding, node));
    if (growth === undefined) return noFix("not-seen", "");
    if (reachesOtherModules(finding, context)) return noFix("crosses-functions", textOf(context.source, growth.target));
    return fixBy(plannedBy(growth, finding, context), growth, { finding, context });
  },
};

/** The same for a cut of an attribute that `growth` makes longer: only what its whole class works on then can be cut in its place. */
export function gatherInAttribute(growth: TextGrowth, finding: Finding, context: RuleContext): FixOutcome {
  const about = textOf(context.source, growth.target);
  if (reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
  const plan = plannedBy(growth, finding, context, [planShown]);
  if (plan.kind !== "none" && plan.kind !== "attribute") return noFix("escapes", about);
  return fixBy(plan, growth, { finding, context });
}

interface At {
  readonly finding: Finding;
  readonly context: RuleContext;
}

function fixBy(plan: TextPlan, growth: TextGrowth, { finding, context }: At): FixOutcome {
  if (plan.kind === "none") return { kind: "none", obstacles: plan.obstacles };
  const edits = editsOf(plan, growth, context);
  if (edits === undefined) return noFix("other-use", textOf(context.source, growth.target));
  const assumes = assumptionsOf(plan, growth, { finding, context });
  const fix = { rule: "text-concatenation", edits: inOrder(edits), assumes } as const;
  return { kind: "fix", fix: plan.kind === "attribute" ? fix : { ...fix, changes: context.function.qualname } };
}

/** The plan that also holds for those who may use the attribute from elsewhere, and for pieces that are not known. */
function plannedBy(
  growth: TextGrowth,
  finding: Finding,
  context: RuleContext,
  ways: readonly ((growth: TextGrowth, context: RuleContext) => TextPlan)[] = [planLengthened, planShown],
): TextPlan {
  const plan = planText(growth, context);
  if (plan.kind === "none" || plan.kind === "lengthened") return plan;
  const obstacle = obstacleTo(plan, growth, finding, context);
  if (obstacle === undefined) return plan;
  const others = ways.map((way) => way(growth, context));
  return others.find(({ kind }) => kind !== "none") ?? { kind: "none", obstacles: [obstacle] };
}

function obstacleTo(plan: TextPlan, growth: TextGrowth, finding: Finding, context: RuleContext): Obstacle | undefined {
  const isHeld = plan.kind === "attribute";
  if (!(isHeld && plan.shown !== undefined) && isAnybodys(growth.target, finding, context))
    return { code: "escapes", about: textOf(context.source, growth.target) };
  const unknown = isHeld && growth.kind === "str" ? unknownPiece(plan, finding, context) : undefined;
  return unknown && { code: "own-addition", about: textOf(context.source, unknown) };
}

/** Something that could add in a way of its own. */
function unknownPiece(
  { growths }: Extract<TextPlan, { readonly kind: "attribute" }>,
  finding: Finding,
  context: RuleContext,
): SyntaxNode | undefined {
  // Nobody imports the script that is run: all calls of its functions are in sight.
  const isScript = finding.function.startsWith("__main__.");
  return growths.flatMap(({ added }) => added).find((piece) => !givesExactText(context, piece, isScript));
}

type Planned = Exclude<TextPlan, { readonly kind: "none" }>;

function editsOf(plan: Planned, growth: TextGrowth, context: RuleContext): readonly TextEdit[] | undefined {
  switch (plan.kind) {
    case "bytes":
      return bytesEdits(plan, growth, context);
    case "guarded":
      return guardedEdits(plan, growth, context);
    case "parts":
      return partsEdits(plan, growth, context);
    case "split":
      return splitEdits(plan, context);
    case "attribute":
      return attributeEdits(plan, growth, context);
    case "lengthened":
      return lengthenedEdits(plan, context);
  }
}

/** While it is lengthened the attribute holds None, for whoever comes between: a thread that another file starts, an interruption. */
function assumptionsOf(plan: Planned, growth: TextGrowth, { finding, context }: At): readonly Assumption[] {
  if (isGathered(plan, growth)) return [isText(growth, finding, context)];
  const isShown = plan.kind === "lengthened" && plan.item?.isExact !== true;
  return isShown ? [assumeUnchanged(finding, textOf(context.source, growth.target))] : [];
}

/** Is a bytearray given the pieces? */
function isGathered({ kind }: Planned, growth: TextGrowth): boolean {
  return kind === "bytes" || kind === "guarded" || (kind === "attribute" && growth.kind === "bytes");
}

/** An object with an addition of its own (`__radd__`) would be asked by bytes, and is not by what gathers pieces. */
function isText({ added }: TextGrowth, { evidence }: Finding, { source }: RuleContext): Assumption {
  const seen = evidence.filter((each) => each.kind === "operand").at(1);
  const about = added.map((part) => textOf(source, part)).join(", ");
  return { code: "is-text", about, seen: seen?.types.join(", ") ?? "nothing" };
}
