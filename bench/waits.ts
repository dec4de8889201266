/**
 * How far the nature of a function is from what the program itself says of its waits (`test/sampler/known_waits.py`), in points.
 *     npx rolldown src/collect/sampler/sampling-worker.ts --platform node --file .cache/sampling-worker.js &&
 *       npx rolldown bench/waits.ts --platform node --file .cache/waits.mjs && node .cache/waits.mjs [runs [python …]]
 */
import { rank } from "../src/rank/rank.ts";
import type { RowNature } from "../src/rank/ranking.ts";
import { sampleProgram } from "../test/sampler/sampled-program.ts";

const PART_OF: Readonly<Record<string, "computing" | "native" | "sleeping" | "io" | "threads">> = {
  computing: "computing",
  native: "native",
  sleep: "sleeping",
  socket: "io",
  subprocess: "io",
  queue: "threads",
  lock: "threads",
};

/** The largest distance of one run, in points, and of which part. */
async function measure(python: string): Promise<readonly [string, number]> {
  const { profile, stdout } = await sampleProgram(python, ["../test/sampler/known_waits.py"], 1000);
  const nature = rank(profile).top.find(({ qualname }) => qualname === "timed")?.nature;
  const sums: Partial<Record<keyof RowNature, number>> = {};
  for (const [kind, spent] of Object.entries(JSON.parse(stdout) as Record<string, number>)) {
    const part = PART_OF[kind] ?? "computing";
    sums[part] = (sums[part] ?? 0) + spent;
  }
  const distances = Object.entries(sums).map(([part, spent]): [string, number] => {
    return [part, 100 * Math.abs(Number(nature?.[part as keyof RowNature] ?? 0) - spent)];
  });
  return distances.reduce((most, each) => (each[1] > most[1] ? each : most));
}

const [runs = "5", ...pythons] = process.argv.slice(2);
for (const python of pythons.length > 0 ? pythons : ["python3"]) {
  for (let run = 0; run < Number(runs); run += 1) {
    const [part, points] = await measure(python);
    process.stdout.write(`${python}: ${points.toFixed(1)} points (${part})\n`);
  }
}
