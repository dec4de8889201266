import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { Assumption } from "../fix.ts";

/** Elements that cannot be hashed would raise TypeError where a list was searched quietly. */
export function assumeHashable(finding: Finding, about: string): Assumption {
  return { code: "hashable", about, seen: seenElements(finding) };
}

/** What is looked for must be hashable, too. */
export function assumeValueHashable(finding: Finding, about: string): Assumption {
  return { ...assumeHashable(finding, about), code: "hashable-value" };
}

/** The same for what elements are compared by: the types that were seen in the comparison. */
export function assumeKeysHashable({ evidence }: Finding, about: string): Assumption {
  const seen = evidence.filter((each) => each.kind === "operand").at(1);
  return { code: "hashable-value", about, seen: seen === undefined ? "nothing" : seen.types.slice(0, 3).join(", ") };
}

/** Another thread, or code that is not in sight, could change the list while the loop runs. */
export function assumeUnchanged(finding: Finding, about: string): Assumption {
  return { code: "unchanged", about, seen: seenElements(finding) };
}

/** Values that were never seen (NaN), or cannot be compared, would give something else than a sort before. */
export function assumeTotallyOrdered({ evidence }: Finding, about: string): Assumption {
  const compared = evidence.filter((each) => each.kind === "operand").at(1);
  return { code: "totally-ordered", about, seen: compared?.types.slice(0, 3).join(", ") ?? "nothing" };
}

/** "str × 60,000" */
function seenElements({ evidence }: Finding): string {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return "constants in the source";
  const types = operand.elements.slice(0, 3).join(", ");
  const size = operand.sizes?.max.toLocaleString("en-US");
  return [types === "" ? operand.types.slice(0, 1).join("") : types, size].filter(Boolean).join(" × ");
}
