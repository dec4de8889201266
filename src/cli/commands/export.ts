import { Refusal } from "../../base/refusal.ts";
import { arrangeThreads, type ThreadArrangement } from "../../profile/export/arrange-threads.ts";
import { WEIGHT_MODES, type Exporter, type WeightMode } from "../../profile/export/exporter.ts";
import { EXPORTERS, chooseExporter } from "../../profile/export/exporters.ts";
import { ticksIn } from "../../profile/export/weigh.ts";
import type { Profile } from "../../profile/profile.ts";
import { frameKindsOf } from "../../rank/frame-kinds.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { textOption } from "../options.ts";
import type { Verb, VerbContext } from "../verb.ts";
import { writeOutput } from "../write-output.ts";

const formatLines = EXPORTERS.map(({ id, extension, opensIn }) => {
  return `  ${id.padEnd(12)} ${extension.padEnd(17)} ${opensIn}`;
});

const HELP = `
Formats, what their files' names end with, and what opens them:
${formatLines.join("\n")}

Weights:
  wall         time on the clock (the usual one)
  cpu          time on a processor
  gil          time in which the thread held the GIL
  bytes        what was held at the peak: of a run of \`hasten memory\` (flamegraph, speedscope, collapsed)
  samples      how often it was seen; formats that know nothing but time draw one as 1 ms

Examples:
  hasten export -o app.svg                          the last run as a flame graph
  hasten export --mode cpu -o app.speedscope.json   the format follows from the name
  hasten export --format collapsed | flamegraph.pl > app.svg
  hasten export 20260314-101500-k3f9 -o app.pb.gz && go tool pprof -top app.pb.gz
  hasten export --thread MainThread -o app.pstats && snakeviz app.pstats

A run has weights, and no time line: formats that need one show stacks side by side, the heaviest first.`;

/** `hasten export`: a past run's profile as a file that another tool reads. */
export const exportRun: Verb = {
  name: "export",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("write a past run as a flame graph, or for another tool")
      .description("Writes the profile of a past run as a flame graph, or in the format of another tool.")
      .argument("[run]", "id of a run (default: the last that was profiled)")
      .option("--format <name>", "the format (default: what the file's name ends with)")
      .option("--mode <weight>", "wall, cpu, gil, samples or bytes (default: wall; bytes of a memory run)")
      .option("--thread <name>", "only threads of that name")
      .option("--threads <how>", "apart or merged (default: apart where the format has a place for threads)")
      .option("-o, --output <file>", "write to a file, - for stdout (default: stdout)")
      .addHelpText("after", HELP),
  perform: async (options, _request, context, [id]) => {
    const output = textOption(options, "output") ?? "-";
    const exporter = chooseExporter(textOption(options, "format"), output === "-" ? undefined : output);
    refuseBinaryOnTerminal(exporter, output, context);
    const { run, profile } = await createSession(context.world).profile(id);
    const mode = modeOption(textOption(options, "mode") ?? (run.collector === "tracemalloc" ? "bytes" : "wall"));
    refuseBytes(exporter, mode);
    const only = textOption(options, "thread");
    const how = arrangement(textOption(options, "threads"), exporter);
    const arranged = arrangeThreads(profile, { how, ...(only !== undefined && { only }) });
    refuseWeightless(arranged, mode);
    const title = run.command.join(" ") + (only === undefined ? "" : ` (thread ${only})`);
    const written = exporter.write(arranged, mode, { title, kinds: frameKindsOf(arranged) });
    context.quiet();
    if (output === "-") context.print(written);
    else {
      await writeOutput(output, written, context.world.cwd);
      context.tell(`Wrote ${output} (${exporter.id}). Opens in: ${exporter.opensIn}\n`);
    }
    return EXIT.done;
  },
};

/** Formats without a place for threads add them up by themselves; to keep them apart, their names become frames. */
function arrangement(text: string | undefined, { keepsThreads }: Exporter): ThreadArrangement["how"] {
  switch (text) {
    case undefined:
      return "apart";
    case "merged":
      return keepsThreads ? "merged" : "apart";
    case "apart":
      return keepsThreads ? "apart" : "as-roots";
    default:
      throw new Refusal("usage", `--threads takes apart or merged, not "${text}".`, "For example: --threads merged");
  }
}

function modeOption(text: string): WeightMode {
  const mode = WEIGHT_MODES.find((each) => each === text);
  if (mode !== undefined) return mode;
  throw new Refusal("usage", `--mode takes a weight, not "${text}".`, `The weights: ${WEIGHT_MODES.join(", ")}`);
}

function refuseBinaryOnTerminal({ id, extension, isBinary }: Exporter, output: string, context: VerbContext): void {
  if (!isBinary || output !== "-" || !context.stdoutIsTerminal) return;
  const hint = `Name a file: hasten export -o profile${extension}, or put a pipe behind it.`;
  throw new Refusal("usage", `${id} is binary, and stdout is a terminal.`, hint);
}

function refuseWeightless({ weights }: Profile, mode: WeightMode): void {
  const weigh = ticksIn(mode);
  if (weights.some((weight) => weigh(weight) > 0)) return;
  const fact =
    mode === "gil" ? "This run does not know who held the GIL." : `Nothing in this run has a weight in ${mode}.`;
  throw new Refusal("not-observed", fact, "Another weight: --mode wall, --mode cpu, --mode samples.");
}

function refuseBytes({ id, knowsBytes }: Exporter, mode: WeightMode): void {
  if (mode !== "bytes" || knowsBytes === true) return;
  const able = EXPORTERS.filter((each) => each.knowsBytes === true).map((each) => each.id);
  throw new Refusal("usage", `${id} knows time only, not bytes.`, `Formats with a place for bytes: ${able.join(", ")}`);
}
