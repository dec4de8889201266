import { COMPILERS } from "../../native/native-option.ts";
import { compileDocument } from "../../present/json/compile-document.ts";
import { compileReport } from "../../present/text/compile-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import {
  choiceOption,
  flagOption,
  gainOption,
  numberOption,
  requireProgram,
  statusOption,
  textOption,
} from "../options.ts";
import type { Verb } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten compile app.py
  hasten compile --only mypyc -m shop.report --year 2025
  hasten compile --rust score app.py
  hasten compile --write --test "pytest -q tests/" app.py

Builds the hot module with mypyc and with Cython on a copy of the project's folder, in an environment of hasten's own under
.hasten/native (made once, from the program's Python; it needs a C compiler, and the package index the first time). Nothing
is installed into your environment, and nothing is written to your project without --write.`;

/** `hasten compile`: is the hot module ready for a compiler, and what does that bring. */
export const compile: Verb = {
  name: "compile",
  takesProgram: true,
  describe: (command) =>
    command
      .summary("compile the hot module with mypyc and Cython on a copy; prove and measure it")
      .description(
        "Says how ready the hot module is for mypyc and Cython, infers missing annotations from what was measured, builds, proves and measures.",
      )
      .usage("[options] [--] <program> [its arguments]")
      .option("--python <path>", "the Python to run a script or module with")
      .option("--only <compiler>", "mypyc or cython alone (default: both)")
      .option(
        "--rust <function>",
        "a maturin project for that hot function; built, proven and measured where there is one",
      )
      .option("--write", "write the annotations and the build configuration of the best one into the project")
      .option("--min-gain <gain>", "call nothing faster that gains less (default: 5%)")
      .option("--test <command>", "a command of your tests that must pass before and after")
      .option("--timeout <seconds>", "end any one run of the program after that long")
      .option("--expect-status <n>", "the exit status that the program should end with (default: 0)")
      .option("--json", "print one JSON document on stdout")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context) => {
    const program = requireProgram(request, "compile");
    const only = choiceOption(options, "only", "--only", COMPILERS);
    const rust = textOption(options, "rust");
    const session = createSession(context.world);
    const shared = {
      python: textOption(options, "python"),
      minGain: gainOption(options, "minGain", "--min-gain") ?? 0.05,
      test: textOption(options, "test"),
      timeoutSeconds: numberOption(options, "timeout", "--timeout"),
      expectedStatus: statusOption(options, "expectStatus", "--expect-status"),
    };
    const compilers = only === undefined ? COMPILERS : [only];
    const record =
      rust === undefined
        ? await session.compile(program, { ...shared, compilers, isWritten: flagOption(options, "write") })
        : await session.compileRust(program, { ...shared, function: rust });
    context.quiet();
    if (flagOption(options, "json")) context.print(`${JSON.stringify(compileDocument(record), undefined, 2)}\n`);
    else context.print(compileReport(record, context.paint));
    return record.best === undefined && record.rust?.state !== "created" ? EXIT.found : EXIT.done;
  },
};
