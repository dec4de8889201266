import { bytes, seconds } from "../base/units.ts";
import type { GrowingSample, LinesFile } from "../collect/memory/memory-files.ts";
import type { GrowingLine } from "./memory-facts.ts";

/** Moments that are needed before anything is called growing. */
const LEAST_MOMENTS = 5;
/** The first part of a run fills caches and loads modules. */
const WARM_UP = 0.25;
/** Smaller growth is of no interest, and may be the noise of free lists. */
const LEAST_BYTES = 32 << 10;
const LEAST_GROWTH = 1.2;
/** A line that has all but stopped growing by the end has filled up. */
const STILL = 0.3;

const RISING = 0.6;

type Held = GrowingLine["held"];

/** Lines that never held less at an even moment after the warm-up than at the one before, and mostly more, the fastest first. */
export function growingLines(
  moments: readonly LinesFile[],
  samples: readonly GrowingSample[],
): readonly Omit<GrowingLine, "function">[] {
  const window = windowOf(moments);
  if (window.length < LEAST_MOMENTS) return [];
  const places = new Map<string, { readonly file: string; readonly line: number }>();
  for (const { lines } of window) {
    for (const [, , file, line] of lines) places.set(`${file}:${line}`, { file, line });
  }
  const found = [...places.values()].flatMap(({ file, line }) => {
    const held = whileRunning(heldBy(file, line, window));
    if (!grows(held)) return [];
    const [first, last] = [held[0], held.at(-1)];
    if (first === undefined || last === undefined) return [];
    const bytesPerSecond = (last.bytes - first.bytes) / Math.max(1e-9, last.at - first.at);
    const sample = sampleOf(file, line, samples);
    return [{ file, line, from: first.bytes, to: last.bytes, bytesPerSecond, held, ...(sample && { sample }) }];
  });
  return found.sort((one, other) => other.bytesPerSecond - one.bytesPerSecond);
}

/** The moments after the warm-up; of a heap that soon became too large to be counted often, the last ones that there are. */
function windowOf(moments: readonly LinesFile[]): readonly LinesFile[] {
  const running = moments.filter(({ end: isEnd }) => !isEnd);
  const ranFor = running.at(-1)?.at ?? 0;
  const late = running.filter(({ at }) => at >= WARM_UP * ranFor);
  return late.length < LEAST_MOMENTS && running.length > LEAST_MOMENTS ? running.slice(-LEAST_MOMENTS) : late;
}

function heldBy(file: string, line: number, window: readonly LinesFile[]): Held {
  return window.map(({ at, lines }) => {
    const row = lines.find((one) => one[2] === file && one[3] === line);
    return { at: seconds(at), bytes: bytes(row?.[0] ?? 0), blocks: row?.[1] ?? 0 };
  });
}

/** Without the last look where less was held then: on a busy machine it may come when the main function has returned, and its locals are gone. */
function whileRunning(held: Held): Held {
  const [last, before] = [held.at(-1), held.at(-2)];
  const isLetGo = last !== undefined && before !== undefined && last.bytes < before.bytes;
  return isLetGo && held.length > LEAST_MOMENTS ? held.slice(0, -1) : held;
}

function grows(held: Held): boolean {
  const course = held.map((one) => one.bytes);
  const [first = 0, last = 0] = [course[0], course.at(-1)];
  if (last - first < LEAST_BYTES || last < first * LEAST_GROWTH) return false;
  const steps = course.slice(1).map((size, index) => size - (course[index] ?? 0));
  if (steps.some((step) => step < 0)) return false;
  // A program that waits for a while makes nothing meanwhile.
  if (steps.filter((step) => step > 0).length < RISING * steps.length) return false;
  return isStillGrowing(held);
}

/** In the last third as fast as on average, or nearly. */
function isStillGrowing(held: Held): boolean {
  const [first, last] = [held[0], held.at(-1)];
  const third = held[Math.floor((held.length * 2) / 3) - 1];
  if (first === undefined || last === undefined || third === undefined) return false;
  const late = (last.bytes - third.bytes) / Math.max(1e-9, last.at - third.at);
  return late >= (STILL * (last.bytes - first.bytes)) / Math.max(1e-9, last.at - first.at);
}

/** The latest chain that leads to something with a name, or else the latest. */
function sampleOf(file: string, line: number, all: readonly GrowingSample[]): GrowingSample | undefined {
  const samples = all.filter((one) => one.file === file && one.line === line);
  return samples.findLast(({ end }) => end.kind !== "unknown") ?? samples.at(-1);
}
