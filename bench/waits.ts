/**
 * How far the nature of a function is from what the program itself says of its waits (`test/sampler/known_waits.py`), in points.
 *     npx rolldown src/collect/sampler/sampling-worker.ts --platform node --file .cache/sampling-worker.js &&
 *       npx rolldown bench/waits.ts --platform node --file .cache/waits.mjs && node .cache/waits.mjs [runs [python …]]
 */
import { measureKnownWaits } from "../test/sampler/known-waits.ts";

/** The largest distance of one run, in points, and of which part. */
async function measure(python: string): Promise<readonly [string, number]> {
  const { parts } = await measureKnownWaits(python, "../test/sampler/known_waits.py");
  const distances = parts.map(({ part, spent, measured }): [string, number] => [
    part,
    100 * Math.abs(measured - spent),
  ]);
  return distances.reduce((most, each) => (each[1] > most[1] ? each : most));
}

const [runs = "5", ...pythons] = process.argv.slice(2);
for (const python of pythons.length > 0 ? pythons : ["python3"]) {
  for (let run = 0; run < Number(runs); run += 1) {
    const [part, points] = await measure(python);
    process.stdout.write(`${python}: ${points.toFixed(1)} points (${part})\n`);
  }
}
