import { rank } from "../../src/rank/rank.ts";
import type { RowNature } from "../../src/rank/ranking.ts";
import { sampleProgram } from "./sampled-program.ts";

/** A part of a function's time: what the program says of it, and what the sampler measured, fractions. */
export interface KnownPart {
  readonly part: keyof RowNature;
  readonly spent: number;
  readonly measured: number;
}

/** Which of a row's parts each kind of the program's belongs to. */
const PART_OF: Readonly<Record<string, "computing" | "native" | "sleeping" | "io" | "threads">> = {
  computing: "computing",
  native: "native",
  sleep: "sleeping",
  socket: "io",
  subprocess: "io",
  queue: "threads",
  lock: "threads",
};

/** Samples `known_waits.py` (`script` says where it lies) and lays the nature of its function beside what it says itself. */
export async function measureKnownWaits(
  python: string,
  script: string,
): Promise<{ readonly nature: RowNature | undefined; readonly parts: readonly KnownPart[] }> {
  const { profile, stdout } = await sampleProgram(python, [script], 1000);
  const nature = rank(profile).top.find(({ qualname }) => qualname === "timed")?.nature;
  const sums = new Map<keyof RowNature, number>();
  for (const [kind, spent] of Object.entries(JSON.parse(stdout) as Record<string, number>)) {
    const part = PART_OF[kind];
    if (part !== undefined) sums.set(part, (sums.get(part) ?? 0) + spent);
  }
  return { nature, parts: [...sums].map(([part, spent]) => ({ part, spent, measured: Number(nature?.[part] ?? 0) })) };
}
