import { runDocument } from "../../present/json/run-document.ts";
import { runReport } from "../../present/text/run-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption, numberOption, textOption } from "../options.ts";
import { requirePid } from "../process-id.ts";
import type { Verb } from "../verb.ts";
import { writeOutput } from "../write-output.ts";

const EXAMPLES = `
Examples:
  hasten attach 4711                      until Ctrl-C, or until the process ends
  hasten attach 4711 --duration 10
  hasten attach 4711 --children --json > run.json
  hasten attach $(pgrep -f manage.py) --duration 30

Nothing is added to the process and it is not paused; it goes on when hasten ends, however that happens.`;

/** Looks a second where --rate does not say. */
const DEFAULT_RATE = 1000;

/** `hasten attach`: profiles a process that runs already. */
export const attach: Verb = {
  name: "attach",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("profile a process that runs already: the top five, the worst, what is slow in it")
      .description("Watches a running Python from outside, and says where its time goes, as run does.")
      .argument("<pid>", "the process id")
      .option("--duration <seconds>", "watch for that long")
      .option("--children", "watch its children too")
      .option("--rate <looks>", "looks a second, on average", String(DEFAULT_RATE))
      .option("--details", "open every row: folded callers, hottest lines")
      .option("--json", "print one JSON document on stdout")
      .option("-o, --output <file>", "write the JSON document to a file")
      .option("--quiet", "say nothing but the result")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, { world, print, paint, quiet }, [word = ""]) => {
    const record = await createSession(world).attach({
      pid: requirePid(word, "attach", world.pid),
      duration: numberOption(options, "duration", "--duration"),
      followsChildren: flagOption(options, "children"),
      rate: numberOption(options, "rate", "--rate") ?? DEFAULT_RATE,
    });
    quiet();
    const document = `${JSON.stringify(runDocument(record), undefined, 2)}\n`;
    const output = textOption(options, "output");
    if (output !== undefined) await writeOutput(output, document, world.cwd);
    if (flagOption(options, "json")) print(document);
    else print(runReport(record, { paint, details: flagOption(options, "details") }));
    return EXIT.done;
  },
};
