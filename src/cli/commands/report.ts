import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { textOption } from "../options.ts";
import type { Verb } from "../verb.ts";
import { writeReport } from "../write-report.ts";

const EXAMPLES = `
Examples:
  hasten report                              the last run or fix as report.html
  hasten report 20260314-101500-k3f9 -o q.html
  hasten report 20260314-101500-k3f9 20260314-113000-8xq2   the difference of two

The file needs nothing else: it opens from the disk, without a network, and can be mailed. It holds source code of the
program as it was in that run.`;

/** `hasten report`: a past run or fix as one page. */
export const report: Verb = {
  name: "report",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("write a run or fix as one page (HTML) that works offline")
      .description(
        "Writes a past run, fix or other result of this folder as one HTML file: the story on top, the profile below.",
      )
      .argument("[run]", "id that hasten show --list names (default: the last)")
      .argument("[other]", "a later one to compare it with")
      .option("-o, --output <file>", "where to (default: report.html)")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, context, words) => {
    await writeReport(textOption(options, "output") ?? "report.html", words, createSession(context.world), context);
    return EXIT.done;
  },
};
