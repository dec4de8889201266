import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { OperandEvidence } from "../../diagnose/evidence.ts";
import type { Finding, ObstacleCode } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { FixOutcome } from "../fix.ts";

/** Is this the place that the finding points at? */
export function isAtFinding(finding: Finding, node: SyntaxNode): boolean {
  return (
    node.startLine === finding.line &&
    node.startColumn === finding.column &&
    node.endLine === finding.endLine &&
    node.endColumn === finding.endColumn
  );
}

/** No fix, for one reason. */
export function noFix(code: ObstacleCode, about: string): FixOutcome {
  return { kind: "none", obstacles: [{ code, about }] };
}

/** Variables of a module can be read by whoever imports it; nobody imports the script that is run. */
export function reachesOtherModules(finding: Finding, context: RuleContext): boolean {
  return context.function.qualname === "<module>" && !finding.function.startsWith("__main__.");
}

/** A public attribute of a module's objects is anybody's to read and to keep; nobody imports the script that is run. */
export function isAnybodys(target: SyntaxNode, finding: Finding, { source }: RuleContext): boolean {
  const name = target.kind === "attribute" ? field(target, "attribute") : undefined;
  return name !== undefined && !textOf(source, name).startsWith("_") && !finding.function.startsWith("__main__.");
}

/** What was seen of an operand, in a few words: "list of 1 to 60,000". */
export function seenAt(finding: Finding, about: string): string {
  const operand = finding.evidence.find(
    (each): each is OperandEvidence => each.kind === "operand" && each.operand === about.replaceAll(/\s+/gu, ""),
  );
  if (operand === undefined) return "nothing";
  const types = operand.types.join(", ");
  const { sizes } = operand;
  if (sizes === undefined) return types;
  return `${types} of ${sizes.min.toLocaleString("en-US")} to ${sizes.max.toLocaleString("en-US")}`;
}
