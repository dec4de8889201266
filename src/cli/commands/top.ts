import { requestWords, type ProgramRequest } from "../../collect/program.ts";
import { topTable, type TopScene } from "../../present/text/top-screen.ts";
import type { LiveTable } from "../../rank/live-table.ts";
import { createSession, type TopTarget } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption, numberOption, requireProgram, textOption } from "../options.ts";
import { requirePid } from "../process-id.ts";
import { lookUntilEnd, showTop, type TopView } from "../top-loop.ts";
import { serveTop } from "../serve-top.ts";
import type { Verb, VerbContext } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten top 4711
  hasten top 4711 --children
  hasten top 4711 --web                 in the browser, with the flame graph
  hasten top app.py --size 1000         starts the program; q ends it; its output is not shown
  hasten top 4711 | tee top.txt         without a terminal: a table once a second

Keys: ↑ ↓ move, enter opens the lines of a function, esc goes back, s sorts by the next column, f or space freezes, q quits.
"self" and "cum" are shares of the last 5 seconds, beside them those since the start. A process is not paused, and goes on.`;

/** Looks a second where --rate does not say. */
const DEFAULT_RATE = 1000;
/** How far back the recent columns go, ms. */
const RECENT = 5000;
/** Rows of a table that goes to no terminal. */
const ROWS = 10;

/** `hasten top`: the top functions of a process or a program, live. */
export const top: Verb = {
  name: "top",
  takesProgram: true,
  takesProcess: true,
  describe: (command) =>
    command
      .summary("the top functions of a running process or of a program, live in the terminal")
      .description("Shows where the time of a running Python goes, live: the last seconds and since the start.")
      .usage("[options] <pid> | [options] [--] <program> [its arguments]")
      .argument("[pid]", "the process id")
      .option("--children", "watch the children of the process too (a program's always are)")
      .option("--rate <looks>", "looks a second, on average", String(DEFAULT_RATE))
      .option("--web", "show it in the browser: nature, top ten, flame graph")
      .option("--no-browser", "with --web: print the address, open nothing")
      .option("--python <path>", "the Python to run a script or module with")
      .addHelpText("after", EXAMPLES),
  perform: async (options, request, context, [word]) => {
    const { world, print } = context;
    const rate = numberOption(options, "rate", "--rate") ?? DEFAULT_RATE;
    const target = targetOf(options, request, word, context);
    const title = target.kind === "process" ? `process ${target.pid}` : requestWords(target.request).join(" ");
    const watched = await createSession(world).top(target, { rate, recent: RECENT });
    context.quiet();
    const isInteractive = context.stdoutIsTerminal && world.stdinIsTerminal && world.env["TERM"] !== "dumb";
    const view: TopView = { top: watched, title, cwd: world.cwd, paint: context.paint, signal: world.signal };
    const tell = (table: LiveTable): void => print(`${topTable(sceneOf(view, table), "self", ROWS)}\n`);
    try {
      if (flagOption(options, "web")) {
        await serveTop(watched, title, context, flagOption(options, "browser"));
        return EXIT.done;
      }
      const { ended, last } = await (isInteractive ? showTop(view) : lookUntilEnd(view, NEVER, tell));
      if (isInteractive || ended !== undefined) tell(last);
      if (ended !== undefined) context.tell(`hasten: ${ended}\n`);
      return EXIT.done;
    } finally {
      await watched.close();
    }
  },
};

const NEVER = new Promise<void>(() => undefined);

const sceneOf = ({ title, cwd, top: watched }: TopView, table: LiveTable): TopScene => ({
  title,
  cwd,
  table,
  sourceAt: watched.sourceAt,
});

function targetOf(
  options: Readonly<Record<string, unknown>>,
  request: ProgramRequest | undefined,
  word: string | undefined,
  { world }: VerbContext,
): TopTarget {
  if (word === undefined) {
    const program = requireProgram(request, "top");
    return { kind: "program", request: program, python: textOption(options, "python") };
  }
  return { kind: "process", pid: requirePid(word, "top", world.pid), followsChildren: flagOption(options, "children") };
}
