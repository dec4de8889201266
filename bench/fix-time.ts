/**
 * How long `hasten fix` takes on programs of some three seconds: in times of the program's own time (bare runs before and
 * after it), and where that goes. The figure to meet is 12 times the program's own time and 3 s. `bare / bare` is the noise;
 * on a busy machine the processor times, ours and the program's under us over a bare run's, say more.
 *     npx rolldown bench/fix-time.ts --platform node --external hasten --file .cache/fix-time.mjs && node .cache/fix-time.mjs [python [folder…]]
 * Of folders, each with a `drive.py` (those of recall), a copy is fixed in the place of our programs.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, pairedRatio } from "../src/base/statistics.ts";
import { createSession, type FixRecord } from "hasten";
import { describeInterval } from "./figures/describe-interval.ts";
import { processorTime } from "./figures/processor-time.ts";
import { worldHere } from "../test/sampled.ts";

const MEMBERSHIP = `
def known(orders, customers):
    found = 0
    for order in orders:
        if order in customers:
            found += 1
    return found
`;
const QUEUE = `
def drain(start):
    waiting = list(range(start))
    total = 0
    while waiting:
        total += waiting.pop(0)
    return total
`;
const NUMBERS = `
def collatz(limit):
    longest = 0
    for start in range(1, limit):
        value, steps = start, 0
        while value != 1:
            value = value // 2 if value % 2 == 0 else 3 * value + 1
            steps += 1
        longest = max(longest, steps)
    return longest
`;

const customers = (count: number): string => `[f"customer-{n}" for n in range(${count})]`;
/** Each takes some three seconds on Python 3.12. */
const programs: Readonly<Record<string, string>> = {
  "one problem": `${MEMBERSHIP}
print(known(${customers(14_500)}, ${customers(14_500)}))`,
  "two problems": `${MEMBERSHIP}${QUEUE}
print(known(${customers(10_300)}, ${customers(10_300)}), drain(190_000))`,
  "nothing to fix": `${NUMBERS}
print(collatz(245_000))`,
};

const LIMIT = 12;
const LIMIT_S = 3;
const [, , python = "python3", ...folders] = process.argv;
const home = mkdtempSync(join(tmpdir(), "hasten-bench-"));

interface Took {
  readonly wall: number;
  readonly cpu: number;
}

/** The program by itself. */
function bare(folder: string): Took {
  const before = cpuSeconds();
  const started = performance.now();
  const { status, stderr } = spawnSync(python, ["program.py"], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return { wall: (performance.now() - started) / 1000, cpu: cpuSeconds() - before };
}

function cpuSeconds(): number {
  const { own, children } = processorTime();
  return own + children;
}

interface Spent {
  seconds: number;
  /** Processor time, ours and that of the program under us. */
  own: number;
  children: number;
  times: number;
}

/** Fixes the program in the folder; the seconds between two reports belong to what the first one announced. */
async function fix(folder: string): Promise<{ record: FixRecord; seconds: number; spent: Map<string, Spent> }> {
  const spent = new Map<string, Spent>();
  const started = performance.now();
  let purpose = "start";
  let since = started;
  let before = processorTime();
  const charge = (): void => {
    const entry = spent.get(purpose) ?? { seconds: 0, own: 0, children: 0, times: 0 };
    const now = processorTime();
    entry.seconds += (performance.now() - since) / 1000;
    entry.own += now.own - before.own;
    entry.children += now.children - before.children;
    entry.times += 1;
    spent.set(purpose, entry);
    since = performance.now();
    before = now;
  };
  const world = {
    ...worldHere(),
    cwd: folder,
    report: ({ stage, detail }: { stage: string; detail: string }): void => {
      charge();
      purpose = stage === "benchmark" ? "A/B pair" : `${stage}: ${detail}`;
    },
  };
  const options = { rounds: 10, minGain: 0.05, test: undefined, timeoutSeconds: undefined, expectedStatus: 0 };
  const limits = {
    maxRuns: undefined,
    isReplayOnly: false,
    tradesMemory: false,
    isMemory: false,
    isNative: false,
    tolerance: undefined,
    allowsNumpy: false,
    announce: () => undefined,
  };
  const request = { kind: "script", script: "program.py", arguments: [] } as const;
  const record = await createSession(world).fix(request, {
    ...options,
    ...limits,
    isStrict: false,
    isDryRun: true,
    python,
  });
  charge();
  return { record, seconds: (performance.now() - started) / 1000, spent };
}

/** Lays out what is to be fixed: our programs, or copies of the folders. */
function* layOut(): Generator<readonly [name: string, folder: string]> {
  for (const [name, text] of folders.length > 0 ? [] : Object.entries(programs)) {
    const folder = join(home, name.replaceAll(" ", "-"));
    mkdirSync(folder);
    writeFileSync(join(folder, "program.py"), text);
    yield [name, folder];
  }
  for (const [index, name] of folders.entries()) {
    const folder = join(home, String(index));
    cpSync(name, folder, { recursive: true });
    renameSync(join(folder, "drive.py"), join(folder, "program.py"));
    yield [name, folder];
  }
}

for (const [name, folder] of layOut()) {
  bare(folder);
  const before = [bare(folder), bare(folder)];
  const cpuBefore = cpuSeconds();
  const { record, seconds, spent } = await fix(folder);
  const cpu = cpuSeconds() - cpuBefore;
  const after = [bare(folder), bare(folder)];
  const walls = (runs: readonly Took[]): number[] => runs.map(({ wall }) => wall);
  const own = median(walls([...before, ...after]));
  const ownCpu = median([...before, ...after].map((took) => took.cpu));
  const noise = pairedRatio(walls(before), walls(after));
  const limit = LIMIT * own + LIMIT_S;
  const interval = describeInterval(noise);
  const isMet = seconds <= limit ? "met" : "MISSED";
  console.log(`${name}: own time ${own.toFixed(2)} s, bare / bare ${interval}`);
  console.log(
    `  fix ${seconds.toFixed(1)} s = ${(seconds / own).toFixed(1)}×, at most ${limit.toFixed(1)} s: ${isMet}`,
  );
  console.log(
    `  processor: fix ${cpu.toFixed(1)} s, the program ${ownCpu.toFixed(2)} s: ${(cpu / ownCpu).toFixed(1)}×`,
  );
  for (const { finding, verdict } of record.attempts) {
    console.log(`  ${finding.rule}: ${verdict.kind}, predicted ${verdict.predicted.toFixed(2)}, ${verdict.reason}`);
  }
  if (record.total !== undefined) console.log(`  total ${JSON.stringify(record.total)}`);
  for (const [purpose, { seconds: part, own: ours, children, times }] of spent) {
    const processors = `processor ${ours.toFixed(1)} + ${children.toFixed(1)} s`;
    console.log(
      `    ${part.toFixed(2).padStart(6)} s = ${(part / own).toFixed(2)}×  ${purpose} (${times}), ${processors}`,
    );
  }
}
rmSync(home, { recursive: true, force: true });
