import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { planElementLists } from "./comprehension.ts";
import { planElementLoops, type ElementLoop, type Way } from "./plan.ts";

/** `for i in range(n): out[i] = a[i] * k + b[i]`: each number is boxed for its turn, and each operation looked up. */
export const elementLoop: Rule = {
  id: "element-loop",
  rung: "vectorise",
  find: (context) => {
    const arrays = plansFor(context, {});
    const lists = plansFor(context, { lists: true });
    const others = lists.filter(({ loop }) => arrays.every((plan) => plan.loop !== loop));
    const loops = [...arrays, ...others].map((plan): Candidate => {
      const { loop, inner, operand, obstacles } = plan;
      const kinds = [
        ...(arrays.includes(plan) ? (["arrays"] as const) : []),
        ...(lists.some((other) => other.loop === loop) ? (["lists"] as const) : []),
      ];
      return {
        rule: "element-loop",
        expression: loop,
        watch: { kind: "statement", expression: inner?.loop ?? loop, operand },
        facts: [],
        obstacles,
        kinds,
      };
    });
    return [...loops, ...listsIn(context)];
  },
  judge: ({ kinds = [] }, evidence) => judge(kinds, evidence),
};

/** Fewer turns than this in the whole run cost less than a tenth of a millisecond. */
const FEW = 200;
/** Loops of so many elements in sum are worth it, however seldom they begin. */
const MANY = 2000;

function plansFor(context: RuleContext, way: Pick<Way, "lists">): readonly ElementLoop[] {
  const floats = planElementLoops(context, { ...way, variant: "float" });
  const ints = planElementLoops(context, { ...way, variant: "int" });
  return [...floats, ...ints.filter(({ loop }) => floats.every((plan) => plan.loop !== loop))];
}

/** Comprehensions over arrays. */
function listsIn(context: RuleContext): readonly Candidate[] {
  const floats = planElementLists(context, "float");
  const ints = planElementLists(context, "int");
  const others = ints.filter(({ statement }) => floats.every((plan) => plan.statement !== statement));
  return [...floats, ...others].map(({ statement, operand, obstacles }): Candidate => ({
    rule: "element-loop",
    expression: statement,
    watch: { kind: "statement", expression: statement, operand },
    facts: [],
    obstacles,
    kinds: ["arrays"],
  }));
}

function judge(kinds: NonNullable<Candidate["kinds"]>, evidence: readonly Evidence[]): Judgement {
  const seen = operandEvidence(evidence);
  if (seen === undefined || seen.types.length === 0) return { kind: "harmless", because: "not-seen" };
  if (isSeldom(seen, evidence)) return { kind: "harmless", because: "short" };
  if (kinds.includes("lists") && isOf(seen, "list") && seen.elements.every((type) => LISTED.has(type))) {
    return { kind: "finding", obstacles: [] };
  }
  if (!kinds.includes("arrays")) return { kind: "harmless", because: "not-seen" };
  const obstacles = isOf(seen, "numpy.ndarray") ? [] : [{ code: "not-an-array" as const, about: seen.operand }];
  return { kind: "finding", obstacles };
}

function isSeldom({ sizes, elements }: OperandEvidence, evidence: readonly Evidence[]): boolean {
  const count = evidence.find((each) => each.kind === "count");
  if (count === undefined || !count.exact || count.executions >= FEW) return false;
  const isOfRows = elements.some((type) => type === "list" || type === "numpy.ndarray");
  return count.executions * (sizes?.max ?? MANY) ** (isOfRows ? 2 : 1) < MANY;
}

/** Lists of numbers, and of lists: what is in those is asked when they are there. */
const LISTED: ReadonlySet<string> = new Set(["float", "int", "list"]);

function isOf({ types }: OperandEvidence, type: string): boolean {
  return types.every((each) => each === type);
}
