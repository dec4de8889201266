import { Refusal } from "../../base/refusal.ts";
import type { ProgramRequest } from "../../collect/program.ts";
import type { World } from "../../base/world.ts";
import type { MemoryRecord } from "../../journal/memory-record.ts";
import { memoryDocument } from "../../present/json/memory-document.ts";
import { memoryReport } from "../../present/text/memory-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption, numberOption, requireProgram, textOption } from "../options.ts";
import { requirePid } from "../process-id.ts";
import type { Verb } from "../verb.ts";
import { writeOutput } from "../write-output.ts";

const EXAMPLES = `
Examples:
  hasten memory app.py
  hasten memory -m shop.report --year 2025
  hasten memory --frames 40 -- pytest tests/test_load.py
  hasten memory --once app.py                  only the run under tracemalloc
  hasten memory app.py && hasten export -o held.svg    what was held at the peak, as a flame graph by bytes
  hasten memory --attach 4711 --duration 30    a process that runs already, on Python 3.14 or newer

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
      .option("--attach <pid>", "a process that runs already, on Python 3.14 or newer")
      .option("--duration <seconds>", "follow that process for so long (default: until Ctrl-C)")
      .option("--json", "print one JSON document on stdout")
      .option("-o, --output <file>", "write the JSON document to a file")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context) => {
    const isJson = flagOption(options, "json");
    const record = await measure(options, request, context.world);
    context.quiet();
    const document = `${JSON.stringify(memoryDocument(record), undefined, 2)}\n`;
    const output = textOption(options, "output");
    if (output !== undefined) await writeOutput(output, document, context.world.cwd);
    if (isJson) context.print(document);
    else context.tell(memoryReport(record, context.errorPaint));
    return record.run.exitCode === 0 ? EXIT.done : EXIT.found;
  },
};

async function measure(
  options: Readonly<Record<string, unknown>>,
  request: ProgramRequest | undefined,
  world: World,
): Promise<MemoryRecord> {
  const frames = framesOption(numberOption(options, "frames", "--frames") ?? 16);
  const pid = textOption(options, "attach");
  const duration = numberOption(options, "duration", "--duration");
  if (pid !== undefined) {
    if (request !== undefined)
      throw new Refusal("usage", "--attach takes a process, not a program as well.", "Leave one of them out.");
    return createSession(world).attachMemory({ pid: requirePid(pid, "memory --attach", world.pid), duration, frames });
  }
  if (duration !== undefined)
    throw new Refusal(
      "usage",
      "--duration goes with --attach.",
      "A program runs to its end; --timeout ends it before.",
    );
  return createSession(world).memory(requireProgram(request, "memory"), {
    python: textOption(options, "python"),
    frames,
    once: flagOption(options, "once"),
    lineSeconds: numberOption(options, "lineSeconds", "--line-seconds") ?? 20,
    timeoutSeconds: numberOption(options, "timeout", "--timeout"),
    stdoutToStderr: flagOption(options, "json"),
  });
}

function framesOption(frames: number): number {
  if (Number.isInteger(frames) && frames <= MOST_FRAMES) return frames;
  throw new Refusal(
    "usage",
    `--frames takes a whole number from 1 to ${MOST_FRAMES}, not ${frames}.`,
    "For example: --frames 16",
  );
}
