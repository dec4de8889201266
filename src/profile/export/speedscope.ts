import type { Profile } from "../profile.ts";
import { buildCallTree, weightOf, type CallTree } from "./call-tree.ts";
import { LAYOUT_NOTE, type Exporter, type WeightMode } from "./exporter.ts";
import { fileOf, nameOf } from "./frame-words.ts";
import { layOut } from "./lay-out.ts";
import { TextWriter } from "./text-writer.ts";
import { threadsOf } from "./threads.ts";
import { ticksIn } from "./weigh.ts";

/**
 * speedscope's own format, a profile a thread. Of its two kinds the evented one, because a sampled one repeats the whole
 * stack in every sample: deep recursion would make it quadratic.
 */
export const speedscope: Exporter = {
  id: "speedscope",
  extension: ".speedscope.json",
  mediaType: "application/json",
  isBinary: false,
  keepsThreads: true,
  knowsBytes: true,
  opensIn: "speedscope (https://www.speedscope.app, `npx speedscope FILE`)",
  write: (profile, mode, { title }) => {
    const threads = threadsOf(profile)
      .map(({ label, weights }) => ({ name: label, tree: buildCallTree(profile, weights, ticksIn(mode)) }))
      .filter(({ tree }) => weightOf(tree) > 0);
    const weights = threads.map(({ tree }) => weightOf(tree));
    const head = {
      $schema: "https://www.speedscope.app/file-format-schema.json",
      name: title,
      exporter: `hasten, by ${mode}. ${LAYOUT_NOTE}`,
      activeProfileIndex: weights.indexOf(Math.max(...weights)),
    };
    const writer = new TextWriter();
    writer.write(JSON.stringify(head).slice(0, -1), ',"shared":{"frames":[');
    writer.writeList(framesOf(profile), (frame) => JSON.stringify(frame));
    writer.write(']},"profiles":[');
    for (const [index, { name, tree }] of threads.entries()) {
      if (index > 0) writer.write(",");
      writeThread(writer, name, tree, mode);
    }
    writer.write("]}\n");
    return writer.finish();
  },
};

function framesOf({ functions }: Profile): readonly object[] {
  return functions.map((profiled) => {
    const file = fileOf(profiled);
    const name = nameOf(profiled);
    return file === undefined ? { name } : { name, file, line: profiled.firstLine };
  });
}

function writeThread(writer: TextWriter, name: string, tree: CallTree, mode: WeightMode): void {
  const unit = mode === "bytes" ? "bytes" : mode === "samples" ? "none" : "nanoseconds";
  const head = { type: "evented", name, unit, startValue: 0, endValue: weightOf(tree) };
  writer.write(JSON.stringify(head).slice(0, -1), ',"events":[');
  let separator = "";
  const event = (type: "O" | "C", node: number, at: number): void => {
    writer.write(`${separator}{"type":"${type}","frame":${tree.functions[node] ?? -1},"at":${at}}`);
    separator = ",";
  };
  layOut(tree, { enter: (node, start) => event("O", node, start), leave: (node, end) => event("C", node, end) });
  writer.write("]}");
}
