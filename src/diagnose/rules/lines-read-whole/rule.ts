import { judgeHeld } from "../../memory-evidence.ts";
import type { Rule } from "../../rule.ts";
import { planLines } from "./plan.ts";

/** `for line in f.readlines()`, `f.read().split()`: a file is held whole for what looks at one piece after the other. */
export const linesReadWhole: Rule = {
  id: "lines-read-whole",
  rung: "memory",
  find: (context) =>
    planLines(context).map(({ expression, file, obstacles }) => ({
      rule: "lines-read-whole",
      expression,
      watch: { kind: "statement", expression, operand: file },
      facts: [],
      obstacles,
    })),
  judge: (_, evidence) => judgeHeld(evidence),
};
