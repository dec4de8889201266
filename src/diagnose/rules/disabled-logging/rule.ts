import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { planLogs } from "./plan.ts";

/** `log.debug(f"row {row!r}")` where nobody wants to know: the text is made and thrown away. */
export const disabledLogging: Rule = {
  id: "disabled-logging",
  rung: "algorithm",
  find: (context) =>
    planLogs(context).map(({ text, logger, level, obstacles }) => ({
      rule: "disabled-logging",
      expression: text,
      watch: { kind: "made", expression: text, operand: logger, wants: level },
      facts: [],
      obstacles,
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Below this measured share of texts made in vain another way would hardly be seen. */
const SHARE_THAT_MATTERS = 0.03;
const loggers = new Set(["logging.Logger", "logging.RootLogger"]);

/** Only the probe knows whether the logger wanted the texts. */
function judge(evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  const time = evidence.find((each) => each.kind === "time");
  if (operand?.by !== "probed") return { kind: "harmless", because: "not-seen" };
  if (!operand.types.every((type) => loggers.has(type))) return { kind: "harmless", because: "already-fast" };
  if ((time?.share ?? 1) < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  return { kind: "finding", obstacles: [] };
}
