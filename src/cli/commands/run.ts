import { runDocument } from "../../present/json/run-document.ts";
import { runReport } from "../../present/text/run-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { choiceOption, flagOption, numberOption, requireProgram, textOption } from "../options.ts";
import type { Verb } from "../verb.ts";
import { writeOutput } from "../write-output.ts";
import { writeReport } from "../write-report.ts";

const EXAMPLES = `
Examples:
  hasten run app.py --size 1000
  hasten run --calls -m package.module
  hasten run -- uv run app.py
  hasten run --collector in-process --rate 100 app.py
  hasten run --json -- pytest tests/ > run.json

The program runs once, as it always does: its arguments, stdin, signals and exit status are its own. Its stdout stays
its own too; the report goes to stderr. With --json the document goes to stdout and the program's stdout to stderr.`;

/** The collectors that can be asked for. */
const COLLECTOR_WORDS = ["sampler", "in-process"] as const;

/** `hasten run`: profiles the program and says where its time goes. */
export const run: Verb = {
  name: "run",
  takesProgram: true,
  describe: (command) =>
    command
      .summary("profile a program: the top five, the worst, what is slow in it")
      .description("Profiles a program and says where its time goes: the top five, the worst, and what is slow in it.")
      .usage("[options] [--] <program> [its arguments]")
      .option("--python <path>", "the Python to run a script or module with")
      .option("--collector <name>", "sampler (reads memory from outside) or in-process; the best possible without it")
      .option("--rate <looks>", "looks a second, on average (sampler: 1000, in-process: 200)")
      .option("--calls", "count calls exactly, in a second run under cProfile")
      .option("--details", "open every row: folded callers, hottest lines")
      .option("--timeout <seconds>", "end the program after that long")
      .option("--json", "print one JSON document on stdout")
      .option("-o, --output <file>", "write the JSON document to a file")
      .option("--report <file>", "write a page (HTML) of the run")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context) => {
    const program = requireProgram(request, "run");
    const isJson = flagOption(options, "json");
    const session = createSession(context.world);
    const record = await session.run(program, {
      python: textOption(options, "python"),
      collector: choiceOption(options, "collector", "--collector", COLLECTOR_WORDS),
      rate: numberOption(options, "rate", "--rate"),
      countCalls: flagOption(options, "calls"),
      timeoutSeconds: numberOption(options, "timeout", "--timeout"),
      stdoutToStderr: isJson,
    });
    context.quiet();
    const document = `${JSON.stringify(runDocument(record), undefined, 2)}\n`;
    const output = textOption(options, "output");
    if (output !== undefined) await writeOutput(output, document, context.world.cwd);
    const report = textOption(options, "report");
    if (report !== undefined) await writeReport(report, [record.run.id], session, context);
    if (isJson) context.print(document);
    else context.tell(runReport(record, { paint: context.errorPaint, details: flagOption(options, "details") }));
    return record.timedOut ? EXIT.refused : record.run.exitCode;
  },
};
