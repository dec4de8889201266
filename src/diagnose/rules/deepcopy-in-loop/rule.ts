import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { copiesIn } from "./plan.ts";

/** `copy.deepcopy(board)` again and again: every object in it is visited, looked up and made anew, by code written in Python. */
export const deepcopyInLoop: Rule = {
  id: "deepcopy-in-loop",
  rung: "algorithm",
  find: (context) =>
    copiesIn(context).map(({ call, operand }) => ({
      rule: "deepcopy-in-loop",
      expression: call,
      watch: { kind: "call", expression: call, operand, isPure: true },
      facts: [],
      obstacles: [],
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Fewer copies than this are none that a loop makes. */
const FEW_COPIES = 10;
/** Unless they are large: from this share on it does not matter how many there are. */
const SHARE_OF_LARGE_COPIES = 0.2;
/** Below this measured share another copy would hardly be seen: 1 / (1 − 0.05) is a ceiling of 1.05. */
const SHARE_THAT_MATTERS = 0.05;

/** Only the probe knows what copying takes. */
function judge(evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  const time = evidence.find((each) => each.kind === "time");
  const count = evidence.find((each) => each.kind === "count");
  if (operand === undefined || time === undefined || count === undefined)
    return { kind: "harmless", because: "not-seen" };
  const isFew = count.exact && count.executions < FEW_COPIES && time.share < SHARE_OF_LARGE_COPIES;
  const isCold = time.share < SHARE_THAT_MATTERS || isFew;
  return isCold ? { kind: "harmless", because: "cold" } : { kind: "finding", obstacles: depthOf(operand) };
}

const containers = new Set(["list", "dict"]);
const copiedQuickly = new Set(["bool", "bytes", "complex", "float", "int", "str", "NoneType", "list", "dict", "tuple"]);

const isInstance = (type: string): boolean => type.includes(".");

/** Lists, dicts and instances of classes (told by their module: `pkg.Row`) can be copied as deep as before, and quicker. */
function depthOf({ types, elements, operand }: OperandEvidence): readonly Obstacle[] {
  const isQuick = (type: string): boolean => copiedQuickly.has(type) || isInstance(type);
  const isPlain =
    types.every((type) => containers.has(type) || isInstance(type)) &&
    (types.some(isInstance) || elements.some(isQuick)) &&
    (!types.includes("list") || elements.every(isQuick));
  return isPlain ? [] : [{ code: "depth-unknown", about: operand }];
}
