import { Refusal } from "../../base/refusal.ts";
import { memoryDocument } from "../../present/json/memory-document.ts";
import { memoryReport } from "../../present/text/memory-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption, numberOption, requireProgram, textOption } from "../options.ts";
import type { Verb } from "../verb.ts";
import { writeOutput } from "../write-output.ts";

const EXAMPLES = `
Examples:
  hasten memory app.py
  hasten memory -m shop.report --year 2025
  hasten memory --frames 40 -- pytest tests/test_load.py
  hasten memory --once app.py                  only the run under tracemalloc
  hasten memory app.py && hasten export -o held.svg    what was held at the peak, as a flame graph by bytes

The program runs three times: under tracemalloc (this one you see), as it is (for its time and the system's count), and
line by line (for what is allocated and freed again, and for peaks too short to be seen otherwise). What it read from stdin
in the first run it reads again in the others.`;

/** More frames cost time and memory, and CPython takes no more than this. */
const MOST_FRAMES = 65_535;

/** `hasten memory`: peak, what holds it, what grows, which objects could be smaller. */
export const memory: Verb = {
  name: "memory",
  takesProgram: true,
  describe: (command) =>
    command
      .summary("what the program holds at its peak, what grows, which objects could be smaller")
      .description(
        "Runs a program under tracemalloc: its peak and who made it, what is held, what grows, by line and class.",
      )
      .usage("[options] [--] <program> [its arguments]")
      .option("--python <path>", "the Python to run a script or module with")
      .option("--frames <n>", "innermost frames to keep of each allocation's stack (default: 16)")
      .option("--once", "only the run under tracemalloc: no bare run, no following of lines")
      .option("--line-seconds <s>", "follow lines for at most that long (default: 20)")
      .option("--timeout <seconds>", "end any one run of the program after that long")
      .option("--json", "print one JSON document on stdout")
      .option("-o, --output <file>", "write the JSON document to a file")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context) => {
    const program = requireProgram(request, "memory");
    const isJson = flagOption(options, "json");
    const record = await createSession(context.world).memory(program, {
      python: textOption(options, "python"),
      frames: framesOption(numberOption(options, "frames", "--frames") ?? 16),
      once: flagOption(options, "once"),
      lineSeconds: numberOption(options, "lineSeconds", "--line-seconds") ?? 20,
      timeoutSeconds: numberOption(options, "timeout", "--timeout"),
      stdoutToStderr: isJson,
    });
    context.quiet();
    const document = `${JSON.stringify(memoryDocument(record), undefined, 2)}\n`;
    const output = textOption(options, "output");
    if (output !== undefined) await writeOutput(output, document, context.world.cwd);
    if (isJson) context.print(document);
    else context.tell(memoryReport(record, context.errorPaint));
    return record.run.exitCode === 0 ? EXIT.done : EXIT.found;
  },
};

function framesOption(frames: number): number {
  if (Number.isInteger(frames) && frames <= MOST_FRAMES) return frames;
  throw new Refusal(
    "usage",
    `--frames takes a whole number from 1 to ${MOST_FRAMES}, not ${frames}.`,
    "For example: --frames 16",
  );
}
