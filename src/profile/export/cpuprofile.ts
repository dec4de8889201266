import { pathToFileURL } from "node:url";
import type { Profile, ProfiledFunction } from "../profile.ts";
import { buildCallTree, type CallTree } from "./call-tree.ts";
import { LAYOUT_NOTE, type Exporter, type WeightMode } from "./exporter.ts";
import { fileOf, nameOf } from "./frame-words.ts";
import { childrenOf, layOut, type Children } from "./lay-out.ts";
import { TextWriter } from "./text-writer.ts";
import { nanosecondsIn } from "./weigh.ts";

/** V8's CPU profile (`Profiler.Profile` of the DevTools protocol), in microseconds. */
export const cpuprofile: Exporter = {
  id: "cpuprofile",
  extension: ".cpuprofile",
  mediaType: "application/json",
  isBinary: false,
  keepsThreads: false,
  opensIn: "VS Code, Chrome DevTools, speedscope",
  write: (profile, mode, { title }) => {
    const tree = buildCallTree(profile, profile.weights, nanosecondsIn(mode));
    const order = breadthFirst(childrenOf(tree));
    const writer = new TextWriter();
    writer.write('{"nodes":[\n');
    writeNodes(writer, { profile, tree, order, ticks: ticksByLine(profile, tree, mode) });
    const { samples, deltas, end } = timeLineOf(tree, order);
    writer.write(`\n],"startTime":0,"endTime":${end},"samples":[`);
    writer.writeList(samples, String);
    writer.write('],"timeDeltas":[');
    writer.writeList(deltas, String);
    writer.write('],"hasten":', JSON.stringify({ program: title, weight: mode, note: LAYOUT_NOTE }), "}\n");
    return writer.finish();
  },
};

/** Ids of the nodes: 1 is V8's `(root)`. */
interface NodeIds {
  /** The tree's nodes; the id of the node at index i is i + 2. */
  readonly nodes: readonly number[];
  readonly idOf: Int32Array;
  readonly children: Children;
}

/**
 * Numbers the nodes breadth first. VS Code's reader numbers them again as it meets them, children with their parent, but
 * looks samples up by the file's own ids: its self times are right only where both agree.
 */
function breadthFirst(children: Children): NodeIds {
  const nodes: number[] = [];
  const idOf = new Int32Array(children.list.length);
  const visit = (node: number): void => {
    const first = children.firsts[node + 1] ?? 0;
    for (const child of children.list.slice(first, first + (children.counts[node + 1] ?? 0))) {
      idOf[child] = nodes.push(child) + 1;
    }
  };
  visit(-1);
  for (let next = 0; next < nodes.length; next += 1) visit(nodes[next] ?? -1);
  return { nodes, idOf, children };
}

interface WrittenNodes {
  readonly profile: Profile;
  readonly tree: CallTree;
  readonly order: NodeIds;
  readonly ticks: readonly ReadonlyMap<number, number>[];
}

function writeNodes(writer: TextWriter, { profile, tree, order, ticks }: WrittenNodes): void {
  const { idOf, children } = order;
  const callFrames = profile.functions.map((profiled, index) => JSON.stringify(callFrame(profiled, index + 1)));
  const root = JSON.stringify({ functionName: "(root)", scriptId: "0", url: "", lineNumber: -1, columnNumber: -1 });
  writer.writeList([-1, ...order.nodes], (node) => {
    const first = children.firsts[node + 1] ?? 0;
    const ids = children.list.slice(first, first + (children.counts[node + 1] ?? 0)).map((child) => idOf[child]);
    if (node === -1) return `{"id":1,"callFrame":${root},"hitCount":0,"children":[${ids.join(",")}]}`;
    const lines = [...(ticks[node] ?? [])].sort(([one], [other]) => one - other);
    const hits = lines.reduce((sum, [, count]) => sum + count, 0);
    const positions = lines.map(([line, count]) => `{"line":${line},"ticks":${count}}`).join(",");
    const frame = callFrames[tree.functions[node] ?? -1] ?? root;
    return `\n{"id":${idOf[node]},"callFrame":${frame},"hitCount":${hits},"children":[${ids.join(",")}],"positionTicks":[${positions}]}`;
  });
}

/** Lines count from 0 here, and −1 marks what has no source. */
function callFrame(profiled: ProfiledFunction, script: number): object {
  const functionName = nameOf(profiled);
  const file = fileOf(profiled);
  if (file === undefined) return { functionName, scriptId: "0", url: "", lineNumber: -1, columnNumber: -1 };
  const url = file.startsWith("/") ? pathToFileURL(file, { windows: false }).href : file;
  return { functionName, scriptId: String(script), url, lineNumber: profiled.firstLine - 1, columnNumber: 0 };
}

/** By node: line → microseconds. Readers take ticks for equal parts of the time, so they are weights and no samples. */
function ticksByLine(profile: Profile, tree: CallTree, mode: WeightMode): readonly ReadonlyMap<number, number>[] {
  const weigh = nanosecondsIn(mode);
  const ticks = tree.parents.map(() => new Map<number, number>());
  for (const weight of profile.weights) {
    const lines = ticks[tree.nodeOfStack[weight.stack] ?? -1];
    const line = profile.frames[profile.stacks[weight.stack]?.frame ?? -1]?.position.line ?? 0;
    const count = Math.round(weigh(weight) / 1000);
    if (lines !== undefined && count > 0) lines.set(line, (lines.get(line) ?? 0) + count);
  }
  return ticks;
}

/**
 * Readers disagree on which sample a delta belongs to: the one before it (DevTools, speedscope), the one it stands
 * beside, or the one after (VS Code). A stretch of three samples with its whole time in the middle is right for all.
 */
function timeLineOf(tree: CallTree, { idOf }: NodeIds): { samples: number[]; deltas: number[]; end: number } {
  const [samples, deltas]: [number[], number[]] = [[], []];
  let end = 0;
  layOut(tree, {
    self: (node, start) => {
      const next = Math.round((start + (tree.self[node] ?? 0)) / 1000);
      const id = idOf[node] ?? 1;
      samples.push(id, id, id);
      deltas.push(0, next - end, 0);
      end = next;
    },
  });
  return { samples, deltas, end };
}
