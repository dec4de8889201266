import { seconds } from "../base/units.ts";
import type { MemoryFile } from "../collect/memory/memory-files.ts";
import type { MemoryRecords } from "../collect/memory/read-memory.ts";
import { homesOf, placeOf } from "../rank/code-kinds.ts";
import type { Held } from "./find-held.ts";
import { heldLines } from "./held-lines.ts";

/** What a run under tracemalloc held at its peak; `place` tells a file of a copy by its place in the project. */
export function heldAtPeak({ memory, stock }: MemoryRecords, place: (file: string) => string): Omit<Held, "moduleOf"> {
  const [major = 3, minor = 8] = memory.version.split(".").map(Number);
  const lines = heldLines(stock ?? { stacks: [], rest: 0 }, userFiles(memory));
  return {
    lines: lines.map((row) => ({ ...row, file: place(row.file) })),
    classes: (stock?.classes ?? []).map((row) => ({
      ...row,
      ...(row.file !== undefined && { file: place(row.file) }),
    })),
    numbers: (stock?.numbers ?? []).map((row) => ({ ...row, file: place(row.file) })),
    whole: Math.max(1, memory.peak + memory.base_rss),
    python: [major, minor],
  };
}

/** Which files are the program's own, not a library's. */
export function userFiles(memory: MemoryFile): (file: string) => boolean {
  const none = seconds(0);
  const times = { wall: none, cpu: none, collecting: none, gilWait: none, computing: none };
  const { pid, parent, argv, version, executable, gil, library: libraryFolders } = memory;
  const homes = homesOf([{ pid, parentPid: parent, argv, version, executable, gil, libraryFolders, ...times }]);
  return (file) => placeOf(file, homes).home === "project";
}
