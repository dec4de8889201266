import { judgeHeld } from "../../memory-evidence.ts";
import type { Rule } from "../../rule.ts";
import { planLines } from "./plan.ts";

/** `for line in f.readlines()`: a file is held whole for what looks at one line after the other. */
export const linesReadWhole: Rule = {
  id: "lines-read-whole",
  rung: "memory",
  find: (context) =>
    planLines(context).map(({ call, file, obstacles }) => ({
      rule: "lines-read-whole",
      expression: call,
      watch: { kind: "statement", expression: call, operand: file },
      facts: [],
      obstacles,
    })),
  judge: (_, evidence) => judgeHeld(evidence),
};
