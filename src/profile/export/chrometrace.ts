import type { Profile } from "../profile.ts";
import { buildCallTree } from "./call-tree.ts";
import { LAYOUT_NOTE, type ExportContext, type Exporter, type WeightMode } from "./exporter.ts";
import { fileOf, nameOf } from "./frame-words.ts";
import { layOut } from "./lay-out.ts";
import { TextWriter } from "./text-writer.ts";
import { commandOf, threadsOf, type ThreadWeights } from "./threads.ts";
import { nanosecondsIn } from "./weigh.ts";

/** The Trace Event Format: a complete event (`X`) a call, in whole microseconds. */
export const chrometrace: Exporter = {
  id: "chrometrace",
  extension: ".trace.json",
  mediaType: "application/json",
  isBinary: false,
  keepsThreads: true,
  opensIn: "Perfetto (https://ui.perfetto.dev), chrome://tracing",
  write: (profile, mode, context) => {
    const writer = new TextWriter();
    const otherData = { exporter: "hasten", program: context.title, weight: mode, note: LAYOUT_NOTE };
    writer.write(JSON.stringify({ displayTimeUnit: "ms", otherData }).slice(0, -1), ',"traceEvents":[\n');
    const events = profile.processes.map(({ pid }, process) => ({
      ph: "M",
      name: "process_name",
      pid,
      args: { name: commandOf(profile, process) },
    }));
    writer.writeList(events, (event) => JSON.stringify(event));
    for (const thread of threadsOf(profile)) writeThread(writer, profile, thread, { mode, context });
    writer.write("\n]}\n");
    return writer.finish();
  },
};

function writeThread(
  writer: TextWriter,
  profile: Profile,
  { thread, name, pid, isMain, weights }: ThreadWeights,
  { mode, context }: { readonly mode: WeightMode; readonly context: ExportContext },
): void {
  const tree = buildCallTree(profile, weights, nanosecondsIn(mode));
  // The main thread's id is the process's, as Linux has it; the others' are not known, and only have to differ from all.
  const tid = isMain ? pid : Math.max(...profile.processes.map((process) => process.pid)) + 1 + thread;
  const words = profile.functions.map((profiled, index) => wordsOf(profiled, context.kinds[index]));
  writer.write(",\n", JSON.stringify({ ph: "M", name: "thread_name", pid, tid, args: { name } }));
  layOut(tree, {
    enter: (node, start) => {
      const ts = microseconds(start);
      const dur = microseconds(start + (tree.total[node] ?? 0)) - ts;
      const word = words[tree.functions[node] ?? -1] ?? "";
      if (dur > 0) writer.write(`,\n{"ph":"X","pid":${pid},"tid":${tid},"ts":${ts},"dur":${dur},${word}}`);
    },
  });
}

/** The part of an event that is the same for every call of a function. */
function wordsOf(profiled: Profile["functions"][number], kind: string | undefined): string {
  const file = fileOf(profiled);
  const args = file === undefined ? {} : { file, line: profiled.firstLine };
  return JSON.stringify({ name: nameOf(profiled), cat: kind ?? "python", args }).slice(1, -1);
}

/** Both ends of every interval are rounded alike, so that what was nested stays nested. */
const microseconds = (nanoseconds: number): number => Math.round(nanoseconds / 1000);
