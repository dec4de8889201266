import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule } from "../../rule.ts";
import { planElementLoops } from "./plan.ts";

/** `for i in range(n): out[i] = a[i] * k + b[i]`: each number is boxed for its turn, and each operation looked up. */
export const elementLoop: Rule = {
  id: "element-loop",
  rung: "vectorise",
  find: (context) => {
    const floats = planElementLoops(context, { variant: "float" });
    const ints = planElementLoops(context, { variant: "int" });
    const others = ints.filter(({ loop }) => floats.every((plan) => plan.loop !== loop));
    return [...floats, ...others].map(({ loop, inner, operand, obstacles }): Candidate => ({
      rule: "element-loop",
      expression: loop,
      watch: { kind: "statement", expression: inner?.loop ?? loop, operand },
      facts: [],
      obstacles,
    }));
  },
  judge: (_, evidence) => judge(evidence),
};

/** Fewer turns than this in the whole run cost less than a tenth of a millisecond. */
const FEW = 200;
/** Loops of so many elements in sum are worth it, however seldom they begin. */
const MANY = 2000;

function judge(evidence: readonly Evidence[]): Judgement {
  const seen = operandEvidence(evidence);
  if (seen === undefined || seen.types.length === 0) return { kind: "harmless", because: "not-seen" };
  const count = evidence.find((each) => each.kind === "count");
  const few = count !== undefined && count.exact && count.executions < FEW;
  if (few && count.executions * (seen.sizes?.max ?? MANY) < MANY) return { kind: "harmless", because: "short" };
  const isArray = seen.types.every((type) => type === "numpy.ndarray");
  return { kind: "finding", obstacles: isArray ? [] : [{ code: "not-an-array", about: seen.operand }] };
}
