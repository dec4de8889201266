import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Judgement } from "../../rule.ts";

/** Below this share a second core could make the program at most 1.25 times as fast, and a pool takes a tenth of a second to start. */
const SHARE_THAT_MATTERS = 0.4;
/** A loop that is come to more often than this would start as many pools. */
const MOST_POOLS = 3;
const CONTAINERS = new Set(["list", "tuple", "range"]);
/** What nothing can change, and every process reads alike. */
const ELEMENTS = new Set(["str", "bytes", "int", "float", "bool", "NoneType"]);

/** Judges calls that compute by what was seen of what they are given, and by their share. */
export function judgeComputing(evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  const heat = evidence.find((each) => each.kind === "heat");
  const count = evidence.find((each) => each.kind === "count");
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  if (heat === undefined || heat.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  if ((operand.sizes?.max ?? 2) < 2 || (count?.executions ?? 1) > MOST_POOLS)
    return { kind: "harmless", because: "short" };
  return { kind: "finding", obstacles: obstaclesInItems(operand) };
}

/** What keeps items from being handed to other processes as they are: a container that is used up, objects that somebody changes. */
export function obstaclesInItems({ operand, types, elements }: OperandEvidence): readonly Obstacle[] {
  const isKept = types.every((type) => CONTAINERS.has(type));
  const isRange = types.every((type) => type === "range");
  const isPlain = isRange || (elements.length > 0 && elements.every((type) => ELEMENTS.has(type)));
  return [
    ...(isKept ? [] : [{ code: "not-a-list" as const, about: operand }]),
    ...(isPlain ? [] : [{ code: "changing-arguments" as const, about: operand }]),
  ];
}
