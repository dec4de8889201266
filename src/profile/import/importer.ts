import type { Profile } from "../profile.ts";

/** What a file's format does and does not say; whoever shows its profile must say so too. */
export interface ImportKnowledge {
  /** What a second in it is one of. Where it is not a processor's, the profile's `cpu` is wall time all the same. */
  readonly clock: "wall" | "cpu" | "unknown";
  /**
   * `whole`: as the program had them. `reconstructed`: the file has callers and callees only; own time is exact,
   * cumulative time too but for functions that call each other in a circle; deeper stacks are split in proportion.
   * `none`: each function's own time alone.
   */
  readonly stacks: "whole" | "reconstructed" | "none";
  /** `running`: the line that ran; `first`: where the function begins; `none`. */
  readonly lines: "running" | "first" | "none";
  /** `assumed`: the file counts samples and does not say how long one is (`assumedSampleSeconds`). */
  readonly seconds: "stated" | "assumed";
  /**
   * `every-call`: calls were timed, not sampled: no sampling noise, but a cost that weighs on short calls. `intervals`:
   * the file has the times between calls and returns, and does not say how they were come by.
   */
  readonly observed: "samples" | "every-call" | "intervals";
  /** `base-name`: folders are missing, so that whose code it is can be told only for the standard library's own names. */
  readonly paths: "as-written" | "base-name";
}

/** A file's profile, and how far it can be believed. */
export interface Imported {
  readonly profile: Profile;
  readonly known: ImportKnowledge;
}

/** One format of another tool's files. */
export interface Importer {
  readonly id: string;
  /** Which tools write it: a few words. */
  readonly writtenBy: string;
  /** Judges by the file's name and the first bytes, unpacked where the file was gzipped. */
  readonly looksLikeMine: (name: string, head: Uint8Array) => boolean;
  /** Refuses with `unreadable-data` what is damaged, truncated, empty, or is no account of time. */
  readonly read: (bytes: Uint8Array) => Imported;
}

/** A hundred samples a second is the usual rate of the tools that do not write theirs down. */
export const assumedSampleSeconds = 0.01;
