import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { positionalArguments } from "../../analysis/expression-context.ts";
import { operandEvidence } from "../../analysis/list-evidence.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";

/** `copy.deepcopy(board)` again and again: every object in it is visited, looked up and made anew, by code written in Python. */
export const deepcopyInLoop: Rule = {
  id: "deepcopy-in-loop",
  rung: "algorithm",
  find: (context) => [...ownNodes(context)].flatMap((node) => candidateAt(context, node)),
  judge: (_, evidence) => judge(evidence),
};

function candidateAt(context: RuleContext, node: SyntaxNode): readonly Candidate[] {
  const callee = node.kind === "call" ? field(node, "function") : undefined;
  if (callee === undefined || importedPath(context, callee) !== "copy.deepcopy") return [];
  const [operand, ...others] = positionalArguments(node) ?? [];
  if (operand === undefined || others.length > 0) return [];
  return [
    {
      rule: "deepcopy-in-loop",
      expression: node,
      watch: { kind: "call", expression: node, operand, isPure: true },
      facts: [],
      // How deep it must be copied is not written anywhere: who changes what of the copy has to be known.
      obstacles: [{ code: "depth-unknown", about: textOf(context.source, operand) }],
    },
  ];
}

/** Fewer copies than this are none that a loop makes. */
const FEW_COPIES = 10;
/** Below this measured share another copy would hardly be seen: 1 / (1 − 0.05) is a ceiling of 1.05. */
const SHARE_THAT_MATTERS = 0.05;

/** Only the probe knows what copying takes. */
function judge(evidence: readonly Evidence[]): Judgement {
  if (operandEvidence(evidence) === undefined) return { kind: "harmless", because: "not-seen" };
  const time = evidence.find((each) => each.kind === "time");
  const count = evidence.find((each) => each.kind === "count");
  if (time === undefined || count === undefined) return { kind: "harmless", because: "not-seen" };
  const isCold = time.share < SHARE_THAT_MATTERS || (count.exact && count.executions < FEW_COPIES);
  return isCold ? { kind: "harmless", because: "cold" } : { kind: "finding", obstacles: [] };
}
