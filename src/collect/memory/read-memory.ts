import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ChurnFile, GrowingSample, LinesFile, MemoryFile, StockFile } from "./memory-files.ts";

/** What a run under tracemalloc left behind: of the process that held most. */
export interface MemoryRecords {
  readonly memory: MemoryFile;
  /** Absent where the system did not let a child stand still. */
  readonly stock?: StockFile;
  /** By time; the last is the program's end. */
  readonly moments: readonly LinesFile[];
  /** Of all moments, by time. */
  readonly samples: readonly GrowingSample[];
  /** What the run that follows the lines saw of a peak that came and went between two looks; only where that was asked for. */
  readonly brief?: ChurnFile;
  /** How many processes of the run were counted. */
  readonly processes: number;
}

/** Reads the records of a run under tracemalloc; undefined where no process left any. */
export async function readMemory(folder: string): Promise<MemoryRecords | undefined> {
  const names = (await readdir(folder)).sort();
  const read: { readonly memory: MemoryFile; readonly base: string }[] = [];
  for (const name of names.filter((one) => one.endsWith(".memory"))) {
    const memory = await readJson<MemoryFile>(join(folder, name));
    if (memory !== undefined) read.push({ memory, base: name.slice(0, -".memory".length) });
  }
  const [largest] = read.sort((one, other) => other.memory.peak - one.memory.peak);
  if (largest === undefined) return undefined;
  const stock = await readJson<StockFile>(join(folder, `${largest.base}.stock`));
  const moments = await readMoments(largest.memory.moments.map(([, path]) => path));
  const samples = (await readMoments(largest.memory.searched)).flatMap((one) => one.samples);
  return { memory: largest.memory, ...(stock && { stock }), moments, samples, processes: read.length };
}

async function readMoments(paths: readonly string[]): Promise<LinesFile[]> {
  const moments: LinesFile[] = [];
  for (const path of paths) {
    const lines = await readJson<LinesFile>(path);
    if (lines !== undefined) moments.push(lines);
  }
  return moments;
}

/** Reads what the run that followed the lines left; undefined where it left nothing. */
export async function readChurn(folder: string): Promise<ChurnFile | undefined> {
  const names = (await readdir(folder)).filter((one) => one.endsWith(".churn")).sort();
  const files: ChurnFile[] = [];
  for (const name of names) {
    const file = await readJson<ChurnFile>(join(folder, name));
    if (file !== undefined) files.push(file);
  }
  return files.sort((one, other) => other.peak - one.peak)[0];
}

/** What was written only in part, by a process that was killed, counts as not written. */
async function readJson<File>(path: string): Promise<File | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as File;
  } catch {
    return undefined;
  }
}
