import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule } from "../../rule.ts";
import { planArrayItems } from "./plan.ts";

/** `y[n] = x[n] - k * y[n - 1]`: each number that an array is asked for is made an object of numpy's, and lives for one operation. */
export const arrayItems: Rule = {
  id: "array-items",
  rung: "vectorise",
  find: (context) => {
    const floats = planArrayItems(context, "float");
    const ints = planArrayItems(context, "int");
    const others = ints.filter(({ loop }) => floats.every((plan) => plan.loop !== loop));
    return [...floats, ...others].map(({ loop, operand, obstacles }): Candidate => ({
      rule: "array-items",
      expression: loop,
      watch: { kind: "statement", expression: loop, operand },
      facts: [],
      obstacles,
    }));
  },
  judge: (_, evidence) => judge(evidence),
};

/** Fewer numbers than this are as well taken out one by one: some 0.1 µs each. */
const FEW = 1000;

function judge(evidence: readonly Evidence[]): Judgement {
  const seen = operandEvidence(evidence);
  if (seen === undefined || seen.types.length === 0) return { kind: "harmless", because: "not-seen" };
  const count = evidence.find((each) => each.kind === "count");
  if (count !== undefined && count.exact && count.executions < FEW) return { kind: "harmless", because: "short" };
  const isArray = seen.types.every((type) => type === "numpy.ndarray");
  return { kind: "finding", obstacles: isArray ? [] : [{ code: "not-an-array", about: seen.operand }] };
}
