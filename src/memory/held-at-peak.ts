import { bytes, fraction, seconds } from "../base/units.ts";
import type { ChurnFile, MemoryFile } from "../collect/memory/memory-files.ts";
import type { MemoryRecords } from "../collect/memory/read-memory.ts";
import { homesOf, placeOf } from "../rank/code-kinds.ts";
import type { Held } from "./find-held.ts";
import { heldLines } from "./held-lines.ts";

/** What a run under tracemalloc held at its peak; `place` tells a file of a copy by its place in the project. */
export function heldAtPeak(
  { memory, stock, brief }: MemoryRecords,
  place: (file: string) => string,
): Omit<Held, "moduleOf"> {
  const [major = 3, minor = 8] = memory.version.split(".").map(Number);
  const seen = heldLines(stock ?? { stacks: [], rest: 0 }, userFiles(memory));
  const lines = [...briefLine(brief, memory), ...seen];
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

/** The line in which the peak came and went, with what was gone when it had ended. */
function briefLine(brief: ChurnFile | undefined, memory: MemoryFile): Held["lines"] {
  const isUser = userFiles(memory);
  const frame = brief?.stack.find(([file]) => isUser(file)) ?? brief?.place;
  if (brief === undefined || frame === undefined || frame === null) return [];
  const [file, line] = frame;
  const gone = Math.max(0, brief.peak - brief.held);
  return [{ file, line, bytes: bytes(gone), blocks: 1, share: fraction(gone / Math.max(1, brief.peak)) }];
}

/** Which files are the program's own, not a library's. */
export function userFiles(memory: MemoryFile): (file: string) => boolean {
  const none = seconds(0);
  const times = { wall: none, cpu: none, collecting: none, gilWait: none, computing: none };
  const { pid, parent, argv, version, executable, gil, library: libraryFolders } = memory;
  const homes = homesOf([{ pid, parentPid: parent, argv, version, executable, gil, libraryFolders, ...times }]);
  return (file) => placeOf(file, homes).home === "project";
}
