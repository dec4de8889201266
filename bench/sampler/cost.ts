import { execFile, execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { pairedRatio } from "../../src/base/statistics.ts";
import { loadSampler } from "./built.ts";
import { namesOf } from "./names.ts";
import { fixed } from "./targets.ts";

const run = promisify(execFile);
/** Calls of a small function; some half a second, so that the two runs of a pair lie close together on a machine that drifts. */
const WORK = "7000000";

/** How much slower a program of one busy thread becomes while it is watched, at each rate: watched over bare, in turns. */
export async function compareCost(
  python: string,
  rates: readonly (number | "as attach does")[],
  pairs: number,
): Promise<void> {
  console.log("  a busy target's own time, watched over bare:");
  for (const rate of rates) {
    const bare: number[] = [];
    const watched: number[] = [];
    for (let pair = 0; pair <= pairs; pair += 1) {
      const turns = [
        () => bare.push(Number(execFileSync(python, [fixed, WORK], { encoding: "utf8" }))),
        async () => watched.push(await timeWatched(python, rate)),
      ];
      for (const turn of pair % 2 === 0 ? turns : turns.toReversed()) await turn();
    }
    // The first pair only warms the caches.
    const { value, low, high } = pairedRatio(watched.slice(1), bare.slice(1));
    console.log(
      `    ${typeof rate === "number" ? `${rate} Hz` : rate}: ${percent(value)} (${percent(low)} to ${percent(high)})`,
    );
  }
}

async function timeWatched(python: string, rate: number | "as attach does"): Promise<number> {
  const { startSampler } = await loadSampler();
  const usual = { rate: 1000, followsChildren: true, seed: 1 };
  const sampler = await startSampler([], typeof rate === "number" ? { ...usual, rate, mostOwnShare: 1 } : usual);
  const program = run(python, [fixed, WORK]);
  sampler.watch(program.child.pid ?? 0);
  const { stdout } = await program;
  await sampler.stop();
  return Number(stdout);
}

/** The greatest distance, in points, of the shares that the sampler sees from those that the program itself took. */
export async function compareShares(python: string, seconds: number): Promise<void> {
  const { startSampler, profileOf } = await loadSampler();
  const sampler = await startSampler([], { rate: 1000, followsChildren: true, seed: 1 });
  const program = run(python, [resolve("test/sampler/known_shares.py"), String(seconds)]);
  sampler.watch(program.child.pid ?? 0);
  const truth = (await program).stdout.trim().split(" ").map(Number);
  const profile = profileOf((await sampler.stop()).recording);
  const cpu = new Map<string, number>();
  for (const { stack, cpu: spent } of profile.weights)
    for (const name of namesOf(profile, stack)) cpu.set(name, (cpu.get(name) ?? 0) + spent);
  const seen = ["half", "third", "rest"].map((name) => cpu.get(name) ?? 0);
  const whole = seen.reduce((sum, each) => sum + each, 0);
  const points = seen.map((each, at) => 100 * (each / whole - (truth[at] ?? 0)));
  const signed = points.map((each) => `${each >= 0 ? "+" : ""}${each.toFixed(2)}`);
  console.log(`  shares of a program that takes turns of 10 ms: ${signed.join(", ")} points from the truth`);
}

const percent = (ratio: number): string => `${(100 * (ratio - 1)).toFixed(2)} %`;
