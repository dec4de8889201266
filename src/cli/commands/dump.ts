import { dumpDocument } from "../../present/json/dump-document.ts";
import { dumpReport } from "../../present/text/dump-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption, textOption } from "../options.ts";
import { requirePid } from "../process-id.ts";
import type { Verb } from "../verb.ts";
import { writeOutput } from "../write-output.ts";

const EXAMPLES = `
Examples:
  hasten dump 4711                        what does each thread do right now?
  hasten dump 4711 --locals               and what do its names hold: types and sizes, never the values
  hasten dump 4711 --json | jq '.threads[] | select(.gil == "holds")'
  hasten dump $(pgrep -f manage.py)

The innermost frame comes first. The process is not paused, and nothing is executed in it: a stack that changed while it was
read is read again, and each thread is shown as it was at a moment of its own. Of asyncio, the task
that a thread runs is named, and the other tasks are shown with what they wait for.`;

/** `hasten dump`: one look at every thread of a process that runs already. */
export const dump: Verb = {
  name: "dump",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("every thread's stack in a process that runs already, with source lines, state and the GIL")
      .description(
        "Shows what every thread and asyncio task of a running Python does: stack with source lines, state, GIL.",
      )
      .argument("<pid>", "the process id")
      .option("--locals", "types and sizes of what the frames' names hold")
      .option("--json", "print one JSON document on stdout")
      .option("-o, --output <file>", "write the JSON document to a file")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, { world, print, paint }, [word = ""]) => {
    const pid = requirePid(word, "dump", world.pid);
    const taken = await createSession(world).dump({ pid, withLocals: flagOption(options, "locals") });
    const document = `${JSON.stringify(dumpDocument(taken), undefined, 2)}\n`;
    const output = textOption(options, "output");
    if (output !== undefined) await writeOutput(output, document, world.cwd);
    print(flagOption(options, "json") ? document : dumpReport(taken, paint));
    return EXIT.done;
  },
};
