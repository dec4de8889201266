/**
 * What the probe costs programs whose hottest expression it watches: bare and probed runs in interleaved pairs, the ratio
 * of their times with its 95 % interval (of the mean of the logarithms, by Student's t).
 *     npx rolldown bench/probe-overhead.ts --platform node --external web-tree-sitter --file .cache/probe.mjs &&
 *     node .cache/probe.mjs [pairs [python …]]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectorEnvironment } from "../src/collect/in-process/environment.ts";
import { readProbe } from "../src/collect/probe/read-probe.ts";
import { watchEverything } from "../test/probe/every-candidate.ts";
import { worldHere } from "../test/sampled.ts";

/** Each spends nearly all its time around one watched expression; the first is the worst that can be asked for. */
const programs: Readonly<Record<string, string>> = {
  "short list, test of some 30 ns": `
def main():
    xs = ["a", "b", "c"]
    found = 0
    for _ in range(40_000_000):
        if "b" in xs: found += 1
main()`,
  "short list, within other work": `
def main():
    xs = ["a", "b", "c"]
    words = {}
    for i in range(4_000_000):
        word = str(i % 1000)
        words[word] = words.get(word, 0) + 1
        if word in xs: words[word] += 1
main()`,
  "long list, tests of some 200 µs": `
def main():
    xs = list(range(20_000))
    return sum(1 for i in range(15_000) if i in xs)
main()`,
  "growing list": `
def main():
    seen = []
    for i in range(25_000):
        if i not in seen: seen.append(i)
main()`,
  "pop(0)": `
def main():
    for _ in range(2):
        xs = list(range(130_000))
        while xs: xs.pop(0)
main()`,
  concatenation: `
def main():
    for _ in range(8):
        xs = []
        for i in range(14_000): xs = xs + [i]
main()`,
};

/** Student's 97.5 % quantile by degrees of freedom. */
const quantiles = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13];

const [pairs = "6", ...pythons] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "overhead-"));

function spend(python: string, script: string, records?: string): number {
  const env = records === undefined ? {} : collectorEnvironment(worldHere(), records, ["probe"]);
  const begun = process.hrtime.bigint();
  const options = { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] as const };
  const { status } = spawnSync(python, [script], { ...options, stdio: [...options.stdio] });
  if (status !== 0) throw new Error(`${script} ended with status ${status}`);
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

function describeRatio(logs: readonly number[]): string {
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1);
  const half = (quantiles[logs.length - 2] ?? 2.1) * Math.sqrt(variance / logs.length);
  return `${Math.exp(mean).toFixed(3)} (${Math.exp(mean - half).toFixed(3)} to ${Math.exp(mean + half).toFixed(3)})`;
}

async function measure(python: string, name: string, text: string): Promise<void> {
  const [bare, probed] = [join(folder, "bare.py"), join(folder, "probed.py")];
  writeFileSync(bare, text);
  writeFileSync(probed, watchEverything(text).text);
  const logs: number[] = [];
  const times: number[] = [];
  const records = join(folder, "records");
  for (let pair = -1; pair < Number(pairs); pair += 1) {
    rmSync(records, { recursive: true, force: true });
    mkdirSync(records);
    const isBareFirst = pair % 2 === 0;
    const before = isBareFirst ? spend(python, bare) : 0;
    const watched = spend(python, probed, records);
    const unwatched = isBareFirst ? before : spend(python, bare);
    // The first pair only warms the caches.
    if (pair < 0) continue;
    logs.push(Math.log(watched / unwatched));
    times.push(unwatched);
  }
  const seconds = times.reduce((sum, value) => sum + value, 0) / times.length;
  const hottest = (await readProbe(records)).toSorted((a, b) => (b.time ?? 0) - (a.time ?? 0))[0];
  const seen = hottest === undefined ? "nothing seen" : `${hottest.executions} seen${hottest.exact ? ", exactly" : ""}`;
  console.log(`${python} ${name}, ${seconds.toFixed(1)} s: ${describeRatio(logs)}; ${seen}`);
}

for (const python of pythons.length > 0 ? pythons : ["python3"]) {
  for (const [name, text] of Object.entries(programs)) await measure(python, name, text);
}
rmSync(folder, { recursive: true });
