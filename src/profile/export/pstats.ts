import type { ProfiledFunction } from "../profile.ts";
import { buildCallTree } from "./call-tree.ts";
import { sumCalls, type CallSum, type RowSums } from "./call-sums.ts";
import type { Exporter } from "./exporter.ts";
import { fileOf, nameOf } from "./frame-words.ts";
import { MarshalWriter } from "./marshal-writer.ts";
import { nanosecondsIn } from "./weigh.ts";

/**
 * What `cProfile` dumps and Python's `pstats` reads. Nobody counted calls: their place is taken by samples, so that
 * "per call" reads as "per sample".
 */
export const pstats: Exporter = {
  id: "pstats",
  extension: ".pstats",
  mediaType: "application/octet-stream",
  isBinary: true,
  keepsThreads: false,
  opensIn: "python -m pstats, snakeviz, gprof2dot",
  write: (profile, mode) => {
    const { keys, rowOf } = rowsOf(profile.functions);
    const tree = buildCallTree(profile, profile.weights, nanosecondsIn(mode));
    const sums = sumCalls(tree, rowOf, keys.length);
    const writer = new MarshalWriter();
    writer.startDict();
    for (const [row, sum] of sums.entries()) if (sum.own.frames > 0) writeRow(writer, keys, row, sum);
    writer.endDict();
    return writer.finish();
  },
};

/** The three parts by which pstats knows a function. */
interface RowKey {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

/** Functions that pstats cannot tell apart share a row. */
function rowsOf(functions: readonly ProfiledFunction[]): { keys: readonly RowKey[]; rowOf: readonly number[] } {
  const keys: RowKey[] = [];
  const known = new Map<string, number>();
  const rowOf = functions.map((profiled) => {
    const key = keyOf(profiled);
    const text = JSON.stringify([key.file, key.line, key.name]);
    const row = known.get(text) ?? keys.push(key) - 1;
    known.set(text, row);
    return row;
  });
  return { keys, rowOf };
}

/** Without a file it is `~`, 0 and the name in angles: cProfile's way, which pstats prints in braces. */
function keyOf(profiled: ProfiledFunction): RowKey {
  const file = fileOf(profiled);
  if (file !== undefined) return { file, line: profiled.firstLine, name: profiled.qualname };
  return { file: "~", line: 0, name: `<${nameOf(profiled).replaceAll(/^<|>$/g, "")}>` };
}

function writeRow(writer: MarshalWriter, keys: readonly RowKey[], row: number, { own, callers }: RowSums): void {
  writeKey(writer, keys[row]);
  writer.startTuple(5);
  writer.integer(own.samples);
  writer.integer(own.frames);
  writeTimes(writer, own);
  writer.startDict();
  for (const [caller, sum] of callers) {
    writeKey(writer, keys[caller]);
    writer.startTuple(4);
    // The other way round than above, as cProfile has it and pstats prints it.
    writer.integer(sum.frames);
    writer.integer(sum.samples);
    writeTimes(writer, sum);
  }
  writer.endDict();
}

function writeKey(writer: MarshalWriter, key: RowKey | undefined): void {
  writer.startTuple(3);
  writer.text(key?.file ?? "~");
  writer.integer(key?.line ?? 0);
  writer.text(key?.name ?? "");
}

function writeTimes(writer: MarshalWriter, { self, total }: CallSum): void {
  writer.float(self / 1e9);
  writer.float(total / 1e9);
}
