import { scaleDocument } from "../../present/json/scale-document.ts";
import { scaleReport } from "../../present/text/scale-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption, numberOption, numbersOption, requireProgram, statusOption, textOption } from "../options.ts";
import type { Verb } from "../verb.ts";
import { writeOutput } from "../write-output.ts";

const EXAMPLES = `
Examples:
  hasten scale 'app.py {n}' --n 1000,2000,4000,8000
  hasten scale --n 1e4,1e5,1e6 -- pytest 'tests/test_load.py::test_rows[{n}]'
  hasten scale --env SIZE --n 10,20,40,80 -m shop.report
  hasten scale --n 1000,4000,16000 -- sh -c 'seq {n} | python count.py'

The program runs several times at each size, in an order that is drawn anew each time, without input. Three sizes are the
least; four or more, each twice the one before, give an interval worth having. The exponent is of the time as measured:
a constant that is too small to be seen makes it look a little smaller.`;

/** What two sizes cannot do: show that a curve fits. */
const LEAST_SIZES = 3;

/** `hasten scale`: how every function grows with the size, and what will dominate. */
export const scale: Verb = {
  name: "scale",
  takesProgram: true,
  takesQuoted: true,
  describe: (command) =>
    command
      .summary("run the program at several sizes: how each function grows, what will dominate")
      .description(
        "Runs the program at several sizes, fits how each function grows, and says what will dominate at 10× and 100×.",
      )
      .usage("[options] [--] <program with {n}>")
      .option("--n <sizes>", "the sizes, with commas: they take the place of {n}")
      .option("--env <name>", "an environment variable that tells the program its size")
      .option("--repeat <n>", "runs at each size (default: 3 to 10, more for short ones)")
      .option("--python <path>", "the Python to run a script or module with")
      .option("--timeout <seconds>", "end any one run of the program after that long")
      .option("--expect-status <n>", "the exit status that the program should end with (default: 0)")
      .option("--json", "print one JSON document on stdout")
      .option("-o, --output <file>", "write the JSON document to a file")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context) => {
    const program = requireProgram(request, "scale");
    const record = await createSession(context.world).scale(program, {
      python: textOption(options, "python"),
      sizes: numbersOption(options, "n", "--n", LEAST_SIZES),
      variable: textOption(options, "env"),
      repeat: numberOption(options, "repeat", "--repeat"),
      timeoutSeconds: numberOption(options, "timeout", "--timeout"),
      expectedStatus: statusOption(options, "expectStatus", "--expect-status"),
    });
    context.quiet();
    const document = `${JSON.stringify(scaleDocument(record), undefined, 2)}\n`;
    const output = textOption(options, "output");
    if (output !== undefined) await writeOutput(output, document, context.world.cwd);
    context.print(flagOption(options, "json") ? document : scaleReport(record, context.paint));
    return record.growth.functions.some(({ self }) => self.kind === "known") ? EXIT.done : EXIT.found;
  },
};
