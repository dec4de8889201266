import { Refusal } from "../../base/refusal.ts";
import { judgeBudget } from "../../memory/budget.ts";
import { checkDocument } from "../../present/json/check-document.ts";
import { checkReport } from "../../present/text/check-report.ts";
import { createSession } from "../../session.ts";
import { wholeOption } from "../announce-runs.ts";
import { EXIT } from "../exit-status.ts";
import { bytesOption, flagOption, numberOption, requireProgram, statusOption, textOption } from "../options.ts";
import type { Verb } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten check --max-memory 200MB app.py
  hasten check --max-held 60MB --max-memory 200MB -- pytest tests/test_load.py

For CI: the exit status is 1 where a budget is exceeded in every run. Where some runs are above it and others not, that is
said, and the status is 0. A baseline is kept with hasten memory and set beside a later run by hasten compare --memory.`;

const DEFAULT_RUNS = 3;

/** `hasten check`: does the program keep to what it may take? */
export const check: Verb = {
  name: "check",
  takesProgram: true,
  describe: (command) =>
    command
      .summary("for CI: fails when the program takes more memory than it may")
      .description("Runs a program a few times as it is, and fails when its peak memory exceeds a budget each time.")
      .usage("[options] [--] <program> [its arguments]")
      .option("--max-memory <size>", "of the largest process, as the system counts it: 200MB, 1.5GB")
      .option("--max-held <size>", "of what Python holds at its peak (one more run, under tracemalloc)")
      .option("--runs <n>", `runs as it is (default: ${DEFAULT_RUNS})`)
      .option("--python <path>", "the Python to run a script or module with")
      .option("--timeout <seconds>", "end any one run of the program after that long")
      .option("--expect-status <n>", "the exit status that the program should end with (default: 0)")
      .option("--json", "print one JSON document on stdout")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context) => {
    const program = requireProgram(request, "check");
    const maxMemory = bytesOption(options, "maxMemory", "--max-memory");
    const maxHeld = bytesOption(options, "maxHeld", "--max-held");
    if (maxMemory === undefined && maxHeld === undefined)
      throw new Refusal("usage", "check needs a budget.", "For example: hasten check --max-memory 200MB app.py");
    const isJson = flagOption(options, "json");
    const { command, budgets } = await createSession(context.world).check(program, {
      python: textOption(options, "python"),
      maxMemory,
      maxHeld,
      runs: wholeOption(options, "runs", "--runs") ?? DEFAULT_RUNS,
      timeoutSeconds: numberOption(options, "timeout", "--timeout"),
      expectedStatus: statusOption(options, "expectStatus", "--expect-status"),
      stdoutToStderr: isJson,
    });
    context.quiet();
    const judged = budgets.map((budget) => ({ ...budget, verdict: judgeBudget(budget) }));
    if (isJson) context.print(`${JSON.stringify(checkDocument(command, judged), undefined, 2)}\n`);
    else context.tell(checkReport(judged, context.errorPaint));
    return judged.some(({ verdict }) => verdict === "exceeded") ? EXIT.found : EXIT.done;
  },
};
