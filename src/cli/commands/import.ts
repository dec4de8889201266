import { importFormats } from "../../collect/imported/read-profile-file.ts";
import { runDocument } from "../../present/json/run-document.ts";
import { runReport } from "../../present/text/run-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption, textOption } from "../options.ts";
import type { Verb } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten import app.prof                         python -m cProfile -o app.prof app.py
  hasten import app.speedscope.json              py-spy record -f speedscope -o app.speedscope.json -- python app.py
  hasten import cpu.pprof --cwd ~/shop           a profile of a program that ran in another folder
  hasten import --format collapsed stacks.txt
  hasten import --json app.prof > run.json

Formats: ${importFormats().join(", ")}; each may be gzipped.`;

/** `hasten import`: ranks a profile that another tool wrote. */
export const importVerb: Verb = {
  name: "import",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("rank another tool's profile: the top five, the worst")
      .description("Reads a profile that another tool wrote, ranks it, and keeps it as a run for show and compare.")
      .argument("<file>", "the profile")
      .option("--format <name>", "the file's format, where it cannot be told from the file")
      .option("--cwd <folder>", "where the program ran: paths in the profile are looked up there")
      .option("--details", "open every row: folded callers, hottest lines")
      .option("--json", "print one JSON document on stdout")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, { world, print, paint, quiet }, [file = ""]) => {
    const request = { file, format: textOption(options, "format"), cwd: textOption(options, "cwd") };
    const record = await createSession(world).importProfile(request);
    quiet();
    if (flagOption(options, "json")) print(`${JSON.stringify(runDocument(record), undefined, 2)}\n`);
    else print(runReport(record, { paint, details: flagOption(options, "details") }));
    return EXIT.done;
  },
};
