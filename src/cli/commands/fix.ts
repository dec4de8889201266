import { fixDocument } from "../../present/json/fix-document.ts";
import { fixReport } from "../../present/text/fix-report.ts";
import { createSession } from "../../session.ts";
import { announceRuns, wholeOption } from "../announce-runs.ts";
import { EXIT } from "../exit-status.ts";
import {
  flagOption,
  gainOption,
  numberOption,
  requireProgram,
  statusOption,
  textOption,
  toleranceOption,
} from "../options.ts";
import type { Verb } from "../verb.ts";
import { writeReport } from "../write-report.ts";

const EXAMPLES = `
Examples:
  hasten fix app.py
  hasten fix --dry-run -m shop.report --year 2025
  hasten fix --test "pytest -q tests/" app.py
  hasten fix --memory app.py
  hasten fix --tolerance 1e-9 report.py
  hasten fix --allow-numpy simulation.py
  hasten fix --json -- uv run app.py > fix.json

The program runs some twenty times for each round, always on a copy of its folder: what it writes there is thrown away.
What it does elsewhere (other folders, databases, the network) it does each time. The source is written once, at the
end, and only what was proven. --max-runs sets a limit; with --replay-only it runs three times for a fix: profiled,
probed, and once more to replay the changed function's calls. A fix is kept then when every call agrees and the calls
of 5 ms and more are all faster, 1.5 times in sum; the program's own gain is not measured.

--tolerance 1e-9: a fix may add floats in another order, and is proven with floats (of results and in outputs) that differ
by no more than that part of the greater one. Whole numbers, NaN, infinities, zeros with their sign, types and all text
have to be the same, and the new code runs the old loop where its sums could be further off.

--allow-numpy: the program's Python has to have numpy (nothing is installed), and the project comes to depend on it.`;

/** `hasten fix`: fixes the worst, proves it, repeats, and writes what was proven. */
export const fix: Verb = {
  name: "fix",
  takesProgram: true,
  describe: (command) =>
    command
      .summary("fix the worst on a copy, prove it, repeat; write what was proven")
      .description("Fixes the worst on a copy, proves same behaviour and a real gain, profiles again, and repeats.")
      .usage("[options] [--] <program> [its arguments]")
      .option("--python <path>", "the Python to run a script or module with")
      .option("--dry-run", "write nothing to the source; print the patch")
      .option("--rounds <n>", "at most that many kept fixes (default: 10)")
      .option("--min-gain <gain>", "keep nothing that gains less (default: 5%)")
      .option("--test <command>", "a command of your tests that must pass before and after")
      .option("--timeout <seconds>", "end any one run of the program after that long")
      .option("--max-runs <n>", "run the program at most that many times (default: 100 a round)")
      .option("--replay-only", "prove on recorded calls alone: the program is not timed")
      .option(
        "--tolerance <rel>",
        "sums may be added in another order, if floats stay this close (default: the same bits)",
      )
      .option(
        "--allow-numpy",
        "loops over lists of numbers may become numpy's work, in code that does not import it yet",
      )
      .option("--memory", "lower the peak memory, not the time: what holds most is fixed first")
      .option("--trade-memory", "keep a gain that costs more than twice the memory")
      .option("--native", "when nothing more is found, compile the hot module with mypyc and Cython as the last round")
      .option("--expect-status <n>", "the exit status that the program should end with (default: 0)")
      .option("--strict", "keep no fix that assumes anything about what was not seen")
      .option("--json", "print one JSON document on stdout")
      .option("--report <file>", "write a page (HTML) of the fix")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context) => {
    const program = requireProgram(request, "fix");
    const isDryRun = flagOption(options, "dryRun");
    const session = createSession(context.world);
    const record = await session.fix(program, {
      python: textOption(options, "python"),
      rounds: numberOption(options, "rounds", "--rounds") ?? 10,
      minGain: gainOption(options, "minGain", "--min-gain") ?? 0.05,
      test: textOption(options, "test"),
      timeoutSeconds: numberOption(options, "timeout", "--timeout"),
      isStrict: flagOption(options, "strict"),
      isDryRun,
      expectedStatus: statusOption(options, "expectStatus", "--expect-status"),
      maxRuns: wholeOption(options, "maxRuns", "--max-runs"),
      isReplayOnly: flagOption(options, "replayOnly"),
      tradesMemory: flagOption(options, "tradeMemory"),
      isNative: flagOption(options, "native"),
      isMemory: flagOption(options, "memory"),
      allowsNumpy: flagOption(options, "allowNumpy"),
      tolerance: toleranceOption(options, "tolerance", "--tolerance"),
      announce: announceRuns("fix", flagOption(options, "quiet"), context),
    });
    context.quiet();
    const report = textOption(options, "report");
    if (report !== undefined) await writeReport(report, [record.id], session, context);
    if (flagOption(options, "json")) context.print(`${JSON.stringify(fixDocument(record), undefined, 2)}\n`);
    else context.print(fixReport(record, context.paint));
    const isKept = record.attempts.some(({ verdict }) => verdict.kind === "kept") || record.native?.best !== undefined;
    return isKept || record.attempts.length === 0 ? EXIT.done : EXIT.found;
  },
};
