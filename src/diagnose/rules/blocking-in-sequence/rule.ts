import { textOf } from "../../../source/navigate.ts";
import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { planSequences } from "./plan.ts";

/** `[urlopen(url).read() for url in urls]`: each waits until the one before has answered. */
export const blockingInSequence: Rule = {
  id: "blocking-in-sequence",
  rung: "concurrency",
  find: (context) =>
    planSequences(context).map(({ expression, items, calls, obstacles }) => ({
      rule: "blocking-in-sequence",
      expression,
      watch: { kind: "statement", expression, operand: items },
      facts: calls.slice(0, 1).map(({ call }) => ({
        kind: "source" as const,
        fact: "blocks" as const,
        name: textOf(context.source, call).slice(0, 60),
      })),
      obstacles,
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Containers that hand out the same elements whenever they are asked, and elements that are text or numbers. */
const CONTAINERS = new Set(["list", "tuple", "range"]);
const ELEMENTS = new Set(["str", "int"]);

function judge(evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  if ((operand.sizes?.max ?? 2) < 2) return { kind: "harmless", because: "short" };
  const obstacles: Obstacle[] = [];
  if (!operand.types.every((type) => CONTAINERS.has(type)))
    obstacles.push({ code: "not-a-list", about: operand.operand });
  const isPlain = operand.types.every((type) => type === "range") || operand.elements.length > 0;
  if (!isPlain || !operand.elements.every((type) => ELEMENTS.has(type)))
    obstacles.push({ code: "changing-arguments", about: operand.operand });
  return { kind: "finding", obstacles };
}
