import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Judgement } from "../../rule.ts";

/** Containers that hand out the same elements whenever they are asked, and elements that are text or numbers. */
const CONTAINERS = new Set(["list", "tuple", "range"]);
const ELEMENTS = new Set(["str", "int"]);

/** Judges calls of a loop that wait one after the other by what was seen of the items. */
export function judgeSequence(evidence: readonly Evidence[]): Judgement {
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
