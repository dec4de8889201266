import { Refusal } from "../../base/refusal.ts";
import { verifyDocument } from "../../present/json/verify-document.ts";
import { verifyReport } from "../../present/text/verify-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption, gainOption, numberOption, requireProgram, textOption } from "../options.ts";
import { announceRuns, wholeOption } from "../announce-runs.ts";
import type { Verb } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten verify app.py app_fast.py -- app.py --size 1000
  git worktree add ../before HEAD~1 && hasten verify ../before . -- app.py
  hasten verify lib/old.py lib/new.py --at lib/core.py -- pytest -q tests/
  hasten verify --replay-only old.py new.py -- app.py
  hasten verify --json --test "pytest -q" old.py new.py -- -m shop.report > proof.json

OLD and NEW are two versions of a source file, or two folders. Each stands in turn in one place of the project: the one
that the program names or runs in, else OLD, else NEW, or what --at names. The program runs on copies of its folder;
your files are not touched. Proven means: same outputs and files, same results of the changed functions' recorded and
harder calls, and faster beyond the noise. With --replay-only the calls alone count, and no gain is measured.
Exit status: 0 proven, 1 not proven, 2 refused.`;

/** `hasten verify`: two versions of a program: the same behaviour, and faster? */
export const verify: Verb = {
  name: "verify",
  takesProgram: true,
  operands: 2,
  describe: (command) =>
    command
      .summary("prove that two versions do the same, and that the new one is faster")
      .description("Proves that two versions of a file or folder do the same, and measures the gain.")
      .usage("[options] <OLD> <NEW> [--] <program> [its arguments]")
      .argument("<OLD>", "the old version: a file or a folder")
      .argument("<NEW>", "the new version")
      .option("--python <path>", "the Python to run a script or module with")
      .option("--at <path>", "the file or folder of the project that both stand for")
      .option("--min-gain <gain>", "prove at least that gain (default: 5%)")
      .option("--test <command>", "a command of your tests that must pass before and after")
      .option("--timeout <seconds>", "end any one run of the program after that long")
      .option("--max-runs <n>", "run the program at most that many times")
      .option("--replay-only", "compare recorded calls alone: no outputs, no gain")
      .option("--trade-memory", "take a gain that costs more than twice the memory")
      .option("--json", "print one JSON document on stdout")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context, [old, now]) => {
    if (old === undefined || now === undefined) {
      throw new Refusal("usage", "verify needs two versions.", "For example: hasten verify old.py new.py -- app.py");
    }
    const program = requireProgram(request, "verify OLD NEW");
    const chosen = {
      python: textOption(options, "python"),
      versions: { old, new: now, at: textOption(options, "at") },
      minGain: gainOption(options, "minGain", "--min-gain") ?? 0.05,
      test: textOption(options, "test"),
      timeoutSeconds: numberOption(options, "timeout", "--timeout"),
      maxRuns: wholeOption(options, "maxRuns", "--max-runs"),
      isReplayOnly: flagOption(options, "replayOnly"),
      tradesMemory: flagOption(options, "tradeMemory"),
      announce: announceRuns("verify", flagOption(options, "quiet"), context),
    };
    const record = await createSession(context.world).verify(program, chosen);
    context.quiet();
    if (flagOption(options, "json")) context.print(`${JSON.stringify(verifyDocument(record), undefined, 2)}\n`);
    else context.print(verifyReport(record, context.paint));
    return record.outcome.kind === "kept" ? EXIT.done : EXIT.found;
  },
};
