import { buildCallTree } from "./call-tree.ts";
import type { Exporter } from "./exporter.ts";
import { labelOf } from "./frame-words.ts";
import { layOut } from "./lay-out.ts";
import { TextWriter } from "./text-writer.ts";
import { nanosecondsIn, ticksIn } from "./weigh.ts";

/** Brendan Gregg's folded stacks: a line is a stack, outermost first, and its weight in microseconds, samples or bytes. */
export const collapsed: Exporter = {
  id: "collapsed",
  extension: ".collapsed",
  mediaType: "text/plain",
  isBinary: false,
  keepsThreads: false,
  knowsBytes: true,
  opensIn: "flamegraph.pl, inferno, speedscope",
  write: (profile, mode) => {
    const isCount = mode === "samples" || mode === "bytes";
    const tree = buildCallTree(profile, profile.weights, isCount ? ticksIn(mode) : nanosecondsIn(mode));
    const labels = profile.functions.map((profiled) => labelOf(profiled).replaceAll(separators, ":"));
    const writer = new TextWriter();
    const stack: string[] = [];
    layOut(tree, {
      enter: (node) => void stack.push(labels[tree.functions[node] ?? -1] ?? ""),
      self: (node) => {
        const self = tree.self[node] ?? 0;
        const weight = isCount ? self : Math.round(self / 1000);
        if (weight > 0) writer.write(`${stack.join(";")} ${weight}\n`);
      },
      leave: () => void stack.pop(),
    });
    return writer.finish();
  },
};

/** What would end a frame or a line. */
const separators = /[;\r\n]/g;
