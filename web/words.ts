import { formatDuration } from "../src/present/format/duration.ts";
import { formatBytes, formatCount } from "../src/present/format/number.ts";
import type { PageWeight } from "../src/protocol/page-profile.ts";

/** What a weight is called, and what it means. */
export const WEIGHT_WORDS: Readonly<Record<PageWeight, readonly [word: string, hint: string]>> = {
  cost: ["time that counted", "processor time, and waiting that nobody else’s computing covered"],
  wall: ["wall time", "time on the clock, of all threads"],
  cpu: ["CPU time", "time on a processor"],
  gil: ["GIL held", "time in which the thread held Python’s lock"],
  bytes: ["bytes", "what was held at the peak"],
  samples: ["samples", "how often the stack was seen"],
};

/** What a weight is called in a profile: of memory, samples are blocks. */
export function weightWord(weight: PageWeight, measures: readonly PageWeight[]): string {
  return weight === "samples" && measures.includes("bytes") ? "blocks" : WEIGHT_WORDS[weight][0];
}

/** An amount of a weight: nanoseconds as a duration, samples as a number. */
export function amount(value: number, weight: PageWeight): string {
  if (weight === "bytes") return formatBytes(value);
  return weight === "samples" ? formatCount(value) : formatDuration(value / 1e9);
}

/** `45.3 %` */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return "–";
  const share = (100 * part) / whole;
  return `${share.toFixed(share >= 10 || share === 0 ? 0 : 1)} %`;
}
