import type { FrameKind } from "../../profile/export/exporter.ts";
import type { Snapshot } from "../../journal/snapshot.ts";
import type { ProfiledFunction } from "../../profile/profile.ts";
import type { PageProfile } from "../../protocol/page-profile.ts";
import { shortPath } from "../format/path.ts";

/** By the number that stands for a kind of code in a page's profile. */
const PAGE_KINDS: readonly FrameKind[] = ["project", "library", "standard-library", "native", "gc", "task", "thread"];

/** What has to be known to write a profile for the page. */
export interface PageProfileInput extends Snapshot {
  readonly title: string;
  readonly cwd: string;
  /** By index of the profile's functions. */
  readonly kinds: readonly FrameKind[];
  /** By index of the profile's weights, in seconds. */
  readonly costs: readonly number[];
}

/** Puts a profile into columns. */
export function pageProfileOf({ profile, sources, title, cwd, kinds, costs }: PageProfileInput): PageProfile {
  const names = new FileNames(cwd);
  const { functions, frames, stacks, weights } = profile;
  const file = functions.map((profiled) => names.indexOf(profiled.file));
  const texts = (sources?.files ?? []).map((kept): [number, string] => [names.indexOf(kept.file), kept.text]);
  return {
    schema: "hasten.page-profile/1",
    title,
    functions: {
      name: functions.map(nameOf),
      file,
      line: functions.map(({ firstLine }) => firstLine),
      kind: kinds.map((kind) => PAGE_KINDS.indexOf(kind)),
    },
    files: names.all,
    frames: {
      function: frames.map((frame) => frame.function),
      line: frames.map(({ position }) => position.line),
      column: frames.map(({ position }) => position.column ?? -1),
      endLine: frames.map(({ position }) => position.endLine ?? -1),
      endColumn: frames.map(({ position }) => position.endColumn ?? -1),
    },
    stacks: { parent: stacks.map(({ parent }) => parent), frame: stacks.map(({ frame }) => frame) },
    threads: threadNames(profile),
    weights: {
      stack: weights.map(({ stack }) => stack),
      thread: weights.map(({ thread }) => thread),
      samples: weights.map(({ samples }) => samples),
      cost: costs.map(ticks),
      wall: weights.map(({ wall }) => ticks(wall)),
      cpu: weights.map(({ cpu }) => ticks(cpu)),
      gil: weights.map(({ gil }) => ticks(gil)),
      bytes: weights.some((weight) => weight.bytes !== undefined) ? weights.map((weight) => weight.bytes ?? 0) : [],
      gilWait: weights.map(({ gilWait }) => ticks(gilWait)),
    },
    timeline: (profile.timeline ?? []).map(({ thread, starts, stacks: seen }) => ({
      thread,
      gaps: starts.map((start, index) => ticks(start) - ticks(starts[index - 1] ?? 0)),
      stacks: seen,
    })),
    sources: texts,
  };
}

const ticks = (value: number): number => Math.max(0, Math.round(value * 1e9));

/** `module.qualname`; of what no file holds the name alone. */
function nameOf({ module, qualname, file }: ProfiledFunction): string {
  return module === "" || WITHOUT_FILE.has(file) ? qualname : `${module}.${qualname}`;
}

const WITHOUT_FILE: ReadonlySet<string> = new Set(["<native>", "<GC>", "<task>"]);

/** With the process's id where there are several processes. */
function threadNames({ threads, processes }: Snapshot["profile"]): readonly string[] {
  return threads.map(({ name, process }) => {
    return processes.length < 2 ? name : `${name} · process ${processes[process]?.pid ?? process}`;
  });
}

class FileNames {
  readonly all: string[] = [];
  readonly #cwd: string;
  readonly #known = new Map<string, number>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  indexOf(file: string): number {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const index = this.all.push(shortPath(file, this.#cwd)) - 1;
    this.#known.set(file, index);
    return index;
  }
}
