/**
 * Is the judge honest? Of comparisons of a program with itself at most 5 % may say faster or slower; of comparisons with a
 * true gain of 10 % at least 80 % must find it. Real programs are run alternately on this machine, the old version and one
 * that does as much less work as makes a tenth of the time; then many comparisons are judged on stretches of the recorded
 * times, in their order, so that drift and bursts of other work stay in them. Stretches of different comparisons overlap.
 * The same is done with each run's processor time in the place of its wall time, as on a machine with nobody else on it.
 * Last come drawn times (log-normal, one run in 20 delayed by 30 %): what holds of a machine that is not busy.
 * `--live N` also makes N comparisons of each kind with runs of their own.
 *     npx rolldown bench/honest-interval.ts --platform node --file .cache/honest-interval.mjs && node .cache/honest-interval.mjs [python] [pairs] [--live N]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, pairedRatio, quantile } from "../src/base/statistics.ts";
import { bytes, seconds } from "../src/base/units.ts";
import { launch } from "../src/collect/launch/launch.ts";
import type { Program } from "../src/collect/program.ts";
import { benchmark, defaultBenchmark, type Timing } from "../src/verify/benchmark.ts";
import { judgeMeasurement } from "../src/verify/judge.ts";
import { worldHere } from "../test/sampled.ts";

const GAIN = 1.1;
const MOST_FALSE = 0.05;
const LEAST_FOUND = 0.8;
const UNCHANGED = 200;
const CHANGED = 100;

/** Each takes its work from its argument; as much more is so much longer. */
const programs: Readonly<Record<string, { readonly text: string; readonly work: number }>> = {
  "numbers in a loop": {
    text: "import sys\ntotal = 0\nfor i in range(int(sys.argv[1])):\n    total += i % 7\nprint(total)\n",
    work: 1_500_000,
  },
  "objects and dicts": {
    text: `import sys
class Order:
    def __init__(self, n):
        self.n, self.key = n, "key%d" % (n % 1000)
count = {}
for n in range(int(sys.argv[1])):
    order = Order(n)
    count[order.key] = count.get(order.key, 0) + order.n
print(sum(count.values()))
`,
    work: 130_000,
  },
};

const numbers = process.argv
  .slice(2)
  .filter((word) => /^\d+$/u.test(word))
  .map(Number);
const python = process.argv.slice(2).find((word) => /python/u.test(word)) ?? "python3";
const liveAt = process.argv.indexOf("--live");
const live = liveAt === -1 ? 0 : Number(process.argv[liveAt + 1]);
const recorded = numbers[0] ?? 60;
const home = mkdtempSync(join(tmpdir(), "hasten-bench-"));
const world = worldHere();

/** A program at an amount of work, run once. */
async function run(folder: string, work: number): Promise<Timing> {
  const words = ["program.py", String(Math.round(work))];
  const program: Program = {
    request: { kind: "script", script: "program.py", arguments: [] },
    argv: [python, ...words],
    cwd: folder,
    env: {},
  };
  const { wall, cpu, peakRss } = await launch(program, { mode: "batch", folder: join(folder, "out") }, world);
  return { wall, cpu, peakRss };
}

interface Recording {
  readonly olds: readonly Timing[];
  readonly news: readonly Timing[];
}

async function timesOf(count: number, one: () => Promise<Timing>): Promise<readonly number[]> {
  const walls: number[] = [];
  for (let index = 0; index < count; index += 1) walls.push((await one()).wall);
  return walls;
}

/** The work that takes a tenth less of the whole time: what a start takes stays. */
async function lessWork(folder: string, work: number): Promise<number> {
  const start = Math.min(...(await timesOf(8, async () => run(folder, 1))));
  const whole = Math.min(...(await timesOf(8, async () => run(folder, work))));
  return (work * (whole / GAIN - start)) / (whole - start);
}

async function record(folder: string, work: number, less: number): Promise<Recording> {
  const olds: Timing[] = [];
  const news: Timing[] = [];
  for (let index = 0; index < recorded; index += 1) {
    const isOldFirst = Math.random() < 0.5;
    if (isOldFirst) olds.push(await run(folder, work));
    news.push(await run(folder, less));
    if (!isOldFirst) olds.push(await run(folder, work));
  }
  return { olds, news };
}

interface Judged {
  readonly kind: string;
  readonly pairs: number;
  /** The plain 95 % interval does not hold 1. */
  readonly isOutside: boolean;
}

/** One comparison; what runs take is drawn from the functions, and so is the time that passes. */
async function compare(runOld: () => Promise<Timing>, runNew: () => Promise<Timing>): Promise<Judged> {
  let passed = 0;
  const timed = (one: () => Promise<Timing>) => async (): Promise<Timing> => {
    const timing = await one();
    passed += timing.wall * 1000;
    return timing;
  };
  const clock = { ...world, now: () => passed, report: () => undefined };
  const unchanged = [await runOld()];
  const measurement = await benchmark(
    { runOld: timed(runOld), runNew: timed(runNew), unchanged },
    defaultBenchmark,
    clock,
  );
  if (measurement === undefined) return { kind: "stopped", pairs: 0, isOutside: false };
  const { low, high } = measurement.speedup;
  const { kind } = judgeMeasurement(measurement, defaultBenchmark);
  return { kind, pairs: measurement.olds.length, isOutside: low > 1 || high < 1 };
}

/** The recorded runs from some place on, round and round. */
function from(timings: readonly Timing[], start: number): () => Promise<Timing> {
  let at = start;
  return async () => {
    const timing = timings[at % timings.length];
    at += 1;
    if (timing === undefined) throw new Error("nothing was recorded");
    return timing;
  };
}

async function repeat(count: number, one: () => Promise<Judged>): Promise<readonly Judged[]> {
  const all: Judged[] = [];
  for (let index = 0; index < count; index += 1) all.push(await one());
  return all;
}

function share(all: readonly Judged[], isMeant: (one: Judged) => boolean): number {
  return all.filter(isMeant).length / all.length;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function tell(name: string, unchanged: readonly Judged[], changed: readonly Judged[]): void {
  const wrong = share(unchanged, ({ kind }) => kind === "kept" || kind === "slower");
  const found = share(changed, ({ kind }) => kind === "kept");
  const outside = share(unchanged, ({ isOutside }) => isOutside);
  const pairs = median(changed.map((one) => one.pairs));
  const kinds = ["within-noise", "cannot-tell", "slower"].map(
    (kind) => `${kind} ${percent(share(changed, (one) => one.kind === kind))}`,
  );
  console.log(`${name}:`);
  console.log(
    `  ${unchanged.length} times the same: ${percent(wrong)} say faster or slower (at most ${percent(MOST_FALSE)}): ${wrong <= MOST_FALSE ? "met" : "MISSED"}`,
  );
  console.log(`    (the last plain interval misses 1 in ${percent(outside)})`);
  console.log(
    `  ${changed.length} times ${GAIN} as fast: ${percent(found)} found (at least ${percent(LEAST_FOUND)}): ${found >= LEAST_FOUND ? "met" : "MISSED"}; ${kinds.join(", ")}; ${pairs} pairs`,
  );
}

for (const [name, { text, work }] of Object.entries(programs)) {
  const folder = join(home, name.replaceAll(" ", "-"));
  mkdirSync(folder);
  writeFileSync(join(folder, "program.py"), text);
  const less = await lessWork(folder, work);
  let { olds, news } = await record(folder, work, less);
  const walls = olds.map(({ wall }) => wall);
  const spread = quantile(walls, 0.9) / quantile(walls, 0.1);
  const true10 = pairedRatio(
    walls,
    news.map(({ wall }) => wall),
  );
  console.log(
    `${name}: ${median(walls).toFixed(3)} s, 10th to 90th percentile ×${spread.toFixed(2)}; all pairs together: ${true10.value.toFixed(3)} (${true10.low.toFixed(3)} to ${true10.high.toFixed(3)})`,
  );
  const start = (): number => Math.floor(Math.random() * recorded);
  const same = async (): Promise<Judged> => {
    const next = from(Math.random() < 0.5 ? olds : news, start());
    return compare(next, next);
  };
  const faster = async (): Promise<Judged> => {
    const at = start();
    return compare(from(olds, at), from(news, at));
  };
  tell("  on recorded times", await repeat(UNCHANGED, same), await repeat(CHANGED, faster));
  // A machine that nobody else used: the processor times in the place of the wall times.
  olds = olds.map((timing) => ({ ...timing, wall: timing.cpu }));
  news = news.map((timing) => ({ ...timing, wall: timing.cpu }));
  tell("  on recorded processor times", await repeat(UNCHANGED, same), await repeat(CHANGED, faster));
  if (live === 0) continue;
  const old = async (): Promise<Timing> => run(folder, work);
  const now = async (): Promise<Timing> => run(folder, less);
  tell("  live", await repeat(live, async () => compare(old, old)), await repeat(live, async () => compare(old, now)));
}
rmSync(home, { recursive: true, force: true });

/** A run of a second, more or less. */
function drawn(noise: number, ratio: number): () => Promise<Timing> {
  return async () => {
    const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    const wall = seconds((Math.exp(normal * noise) * (Math.random() < 0.05 ? 1.3 : 1)) / ratio);
    return { wall, cpu: wall, peakRss: bytes(1e7) };
  };
}

for (const noise of [0.01, 0.03, 0.05, 0.1]) {
  const same = async (): Promise<Judged> => compare(drawn(noise, 1), drawn(noise, 1));
  const faster = async (): Promise<Judged> => compare(drawn(noise, 1), drawn(noise, GAIN));
  tell(`drawn times, noise ${percent(noise)}`, await repeat(10 * UNCHANGED, same), await repeat(10 * CHANGED, faster));
}
