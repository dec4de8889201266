import { inOrder, type TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import { givesExactText } from "../../diagnose/analysis/exact-value.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { textGrowths } from "../../diagnose/rules/text-concatenation/places.ts";
import type { TextGrowth } from "../../diagnose/rules/text-concatenation/text-growth.ts";
import { planText } from "../../diagnose/rules/text-concatenation/plan.ts";
import type { TextPlan } from "../../diagnose/rules/text-concatenation/text-plan.ts";
import type { Assumption, Fixer } from "../fix.ts";
import { isAnybodys, isAtFinding, noFix, reachesOtherModules } from "./planning.ts";
import { attributeEdits } from "./text-attribute-edits.ts";
import { bytesEdits, partsEdits, splitEdits } from "./text-edits.ts";

/** Gathers bytes in a bytearray, text in a list or an io.StringIO, or adds piece by piece in place. */
export const fixTextConcatenation: Fixer = {
  rule: "text-concatenation",
  plan: (finding, context) => {
    if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
    const growth = textGrowths(context).find(({ node }) => isAtFinding(finding, node));
    if (growth === undefined) return noFix("not-seen", "");
    const about = textOf(context.source, growth.target);
    if (reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
    if (isAnybodys(growth.target, finding, context)) return noFix("escapes", about);
    const plan = planText(growth, context);
    if (plan.kind === "none") return { kind: "none", obstacles: plan.obstacles };
    if (plan.kind === "attribute" && growth.kind === "str") {
      // Nobody imports the script that is run: all calls of its functions are in sight.
      const isScript = finding.function.startsWith("__main__.");
      const pieces = plan.growths.flatMap(({ added }) => added);
      const unknown = pieces.find((piece) => !givesExactText(context, piece, isScript));
      if (unknown !== undefined) return noFix("own-addition", textOf(context.source, unknown));
    }
    const edits = editsOf(plan, growth, context);
    if (edits === undefined) return noFix("other-use", about);
    const assumes = isGathered(plan, growth) ? [isText(growth, finding, context)] : [];
    const fix = { rule: "text-concatenation", edits: inOrder(edits), assumes } as const;
    return { kind: "fix", fix: plan.kind === "attribute" ? fix : { ...fix, changes: context.function.qualname } };
  },
};

type Planned = Exclude<TextPlan, { readonly kind: "none" }>;

function editsOf(plan: Planned, growth: TextGrowth, context: RuleContext): readonly TextEdit[] | undefined {
  switch (plan.kind) {
    case "bytes":
      return bytesEdits(plan, growth, context);
    case "parts":
      return partsEdits(plan, growth, context);
    case "split":
      return splitEdits(plan, context);
    case "attribute":
      return attributeEdits(plan, growth, context);
  }
}

/** Is a bytearray given the pieces? */
function isGathered({ kind }: Planned, growth: TextGrowth): boolean {
  return kind === "bytes" || (kind === "attribute" && growth.kind === "bytes");
}

/** An object with an addition of its own (`__radd__`) would be asked by bytes, and is not by what gathers pieces. */
function isText({ added }: TextGrowth, { evidence }: Finding, { source }: RuleContext): Assumption {
  const seen = evidence.filter((each) => each.kind === "operand").at(1);
  const about = added.map((part) => textOf(source, part)).join(", ");
  return { code: "is-text", about, seen: seen?.types.join(", ") ?? "nothing" };
}
