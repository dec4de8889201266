import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { obstaclesInItems } from "../computing-in-sequence/judge.ts";
import { planTinyTasks } from "./plan.ts";

/** `list(pool.map(score, texts))`: each item travels to another process, and its result back, by itself. */
export const tinyTasks: Rule = {
  id: "tiny-tasks",
  rung: "concurrency",
  find: (context) =>
    planTinyTasks(context).map(({ expression, items, obstacles }) => ({
      rule: "tiny-tasks",
      expression,
      watch: { kind: "statement", expression, operand: items },
      facts: [],
      obstacles,
      asksPace: true,
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Below this share handing out tasks is no matter. */
const SHARE_THAT_MATTERS = 0.05;
/** Fewer tasks are handed out in no time. */
const FEW = 200;
/** A task that takes longer, s, hardly feels its way: there and back take 0.1 to 0.3 ms. */
const LONG = 0.001;

function judge(evidence: readonly Evidence[]): Judgement {
  const heat = evidence.find((each) => each.kind === "heat");
  const pace = evidence.find((each) => each.kind === "pace");
  if (heat === undefined || heat.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  if (pace === undefined) return { kind: "harmless", because: "not-seen" };
  const operand = operandEvidence(evidence);
  return operand === undefined || pace.items < FEW || pace.each > LONG
    ? { kind: "harmless", because: "short" }
    : { kind: "finding", obstacles: obstaclesInItems(operand) };
}
