/**
 * What the in-process sampler costs whole programs: bare and watched runs in interleaved pairs, the ratio of their times
 * with its 95 % interval (of the mean of the logarithms, by Student's t).
 *     npx rolldown bench/sampler-overhead.ts --platform node --file .cache/overhead.mjs && node .cache/overhead.mjs [pairs [python …]]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectorEnvironment } from "../src/collect/in-process/environment.ts";
import { processorTime } from "./figures/processor-time.ts";
import { worldHere } from "../test/sampled.ts";

/** Each takes some three seconds on Python 3.12. */
const programs: Readonly<Record<string, string>> = {
  "cpu-bound": `
def main():
    total = 0
    for i in range(60_000_000): total += i * i % 7
main()`,
  "call-heavy": `
def leaf(a, b): return a + b
def middle(n): return leaf(n, 1) + leaf(n, 2)
def main():
    total = 0
    for i in range(30_000_000): total += middle(i)
main()`,
  "deep calls": `
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def down(n): return down(n - 1) if n else fib(36)
down(100)`,
  threaded: `
import threading
def spin():
    total = 0
    for i in range(12_000_000): total += i * i % 7
threads = [threading.Thread(target=spin) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()`,
  "allocation-heavy": `
class Point:
    def __init__(self, x): self.x = x; self.tags = [x]
def main():
    for _ in range(130): [Point(i) for i in range(60_000)]
main()`,
  "a file by lines": `
import os, sys, tempfile
def parse(line): return sum(map(ord, line))
with tempfile.TemporaryFile("w+") as file:
    file.write("a line of some forty characters, no more\\n" * 3_000_000)
    file.seek(0)
    for line in file: parse(line)`,
};

const [pairs = "6", ...pythons] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "overhead-"));

interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

function spend(python: string, script: string, added: Record<string, string | undefined>): Spent {
  const before = processorTime().children;
  const begun = process.hrtime.bigint();
  const { status } = spawnSync(python, [script], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "", ...added },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const wall = Number(process.hrtime.bigint() - begun) / 1e9;
  if (status !== 0) throw new Error(`${script} ended with status ${status}`);
  return { wall, cpu: processorTime().children - before };
}

/** Student's 97.5 % quantile by degrees of freedom. */
const quantiles = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13];

function ratio(watched: readonly number[], bare: readonly number[]): string {
  const logs = watched.map((value, index) => Math.log(value / (bare[index] ?? value)));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1);
  const half = (quantiles[logs.length - 2] ?? 2.1) * Math.sqrt(variance / logs.length);
  return `${Math.exp(mean).toFixed(3)} (${Math.exp(mean - half).toFixed(3)} to ${Math.exp(mean + half).toFixed(3)})`;
}

/** Beside bare and watched: our folder on PYTHONPATH with nothing to start, which shifts a process's memory as much. */
interface Pairs {
  readonly aside: readonly Spent[];
  readonly bare: readonly Spent[];
  readonly watched: readonly Spent[];
}

function runPairs(python: string, script: string): Pairs {
  const bare: Spent[] = [];
  const aside: Spent[] = [];
  const watched: Spent[] = [];
  const runBare = (): number => bare.push(spend(python, script, {}));
  const runWatched = (): number => {
    const records = mkdtempSync(join(folder, "records-"));
    return watched.push(spend(python, script, collectorEnvironment(worldHere(), records, ["sampler"])));
  };
  const runAside = (): number => aside.push(spend(python, script, collectorEnvironment(worldHere(), folder, [])));
  for (let pair = 0; pair <= Number(pairs); pair += 1) {
    for (const run of pair % 2 === 0 ? [runBare, runAside, runWatched] : [runWatched, runAside, runBare]) run();
  }
  // The first pair only warms the caches.
  return { bare: bare.slice(1), aside: aside.slice(1), watched: watched.slice(1) };
}

for (const python of pythons.length > 0 ? pythons : ["python3"]) {
  for (const [name, text] of Object.entries(programs)) {
    const script = join(folder, "program.py");
    writeFileSync(script, text);
    const { bare, aside, watched } = runPairs(python, script);
    const of = (key: keyof Spent, runs: readonly Spent[]): number[] => runs.map((spent) => spent[key]);
    const seconds = (of("wall", bare).reduce((sum, wall) => sum + wall, 0) / bare.length).toFixed(1);
    const wall = ratio(of("wall", watched), of("wall", bare));
    const cpu = ratio(of("cpu", watched), of("cpu", bare));
    const beyond = ratio(of("cpu", watched), of("cpu", aside));
    console.log(`${python} ${name}, ${seconds} s: wall ${wall}, processor ${cpu}, beyond standing aside ${beyond}`);
  }
}
rmSync(folder, { recursive: true });
