import type { Profile } from "../profile.ts";

/** What a stack weighs; the first four are in one recording of time, `bytes` is what a recording of memory has. `gil` is the time in which its thread held the GIL. */
export type WeightMode = "wall" | "cpu" | "gil" | "samples" | "bytes";

/** The modes, the usual one first. */
export const WEIGHT_MODES: readonly WeightMode[] = ["wall", "cpu", "gil", "samples", "bytes"];

/** Whose code a frame is; `task` and `thread` are headings above other frames. */
export type FrameKind = "project" | "library" | "standard-library" | "native" | "gc" | "task" | "thread";

/** What an exporter is told that the profile does not hold. */
export interface ExportContext {
  /** What was profiled, for people: the command, or the name of a file. */
  readonly title: string;
  /** By index of the profile's functions. */
  readonly kinds: readonly FrameKind[];
}

/** One format in which other tools read profiles. The same profile, mode and context give the same bytes. */
export interface Exporter {
  readonly id: string;
  /** With the dot; long ones such as `.speedscope.json` tell formats apart that share the last part. */
  readonly extension: string;
  readonly mediaType: string;
  /** Not for a terminal. */
  readonly isBinary: boolean;
  /** The format has a place for threads and processes; without one, stacks of all threads are added up. */
  readonly keepsThreads: boolean;
  /** The format has a place for a weight in bytes; one that knows nothing but time has none. */
  readonly knowsBytes?: true;
  /** Which tools open it: a few words. */
  readonly opensIn: string;
  readonly write: (profile: Profile, mode: WeightMode, context: ExportContext) => Uint8Array;
}

/**
 * A profile has weights, and no time line. Formats that need one say this where they have a place for remarks, because
 * their readers would else take the order for the program's.
 */
export const LAYOUT_NOTE =
  "Stacks lie side by side by weight, the heaviest first. Their order is not the order in which the program ran them.";
