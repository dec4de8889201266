import type { Evidence } from "./evidence.ts";
import type { Judgement } from "./rule.ts";

/** Nothing is claimed of what was not seen to hold anything. */
export function judgeHeld(evidence: readonly Evidence[]): Judgement {
  const isSeen = evidence.some(({ kind }) => seen.has(kind));
  return isSeen ? { kind: "finding", obstacles: [] } : { kind: "harmless", because: "not-seen" };
}

const seen: ReadonlySet<Evidence["kind"]> = new Set(["held", "instances", "numbers"]);
