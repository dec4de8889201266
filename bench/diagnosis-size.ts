/**
 * What everything around a watched program costs by the size of its hot file and of its project: time and memory of
 * `hasten run` beyond the program, for a file of 1, 2, 4 and 8 times so many functions, and with 2,000 files beside it.
 * Interleaved, a fresh hasten each; `alone / alone` is the noise. The figure to meet: 2,000 files add under 5 %.
 *     npx rolldown bench/diagnosis-size.ts --platform node --file .cache/diagnosis-size.mjs && node .cache/diagnosis-size.mjs [turns]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, pairedRatio } from "../src/base/statistics.ts";
import { describeInterval } from "./figures/describe-interval.ts";

const HOT = `
class Register:
    def __init__(self):
        self.seen = []
    def note(self, name):
        if name not in self.seen:
            self.seen.append(name)
def main():
    register = Register()
    for n in range(18_000):
        register.note(f"name {n % 12_000}")
    print(len(register.seen))
`;

/** A function that nobody calls, with syntax of most kinds. */
function cold(number: number): string {
  return `
def cold_${number}(rows, wanted, *rest, **options):
    found = {}
    for index, row in enumerate(rows):
        if row in wanted and index % 7 == ${number % 7}:
            found[row] = [value for value in rest if value not in found]
        elif options.get("strict"):
            raise ValueError(f"{row!r} at {index}")
    return sorted(found.items(), key=lambda item: item[1])
`;
}

const functions = (count: number): string => Array.from({ length: count }, (_, number) => cold(number)).join("");
const UNIT = 200;
const BESIDE = 2000;
const FUNCTIONS_BESIDE = 20;

const home = mkdtempSync(join(tmpdir(), "hasten-bench-"));
const hasten = join(process.cwd(), "bin", "hasten.js");

function makeProject(size: number, beside: number): string {
  const folder = mkdtempSync(join(home, "project-"));
  writeFileSync(join(folder, "program.py"), `${HOT}${functions(size)}main()\n`);
  for (let number = 0; number < beside; number += 1) {
    const inside = join(folder, `package${number % 40}`);
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, `module${number}.py`), functions(FUNCTIONS_BESIDE));
  }
  return folder;
}

interface Cost {
  /** Seconds beyond the program's own wall time. */
  readonly around: number;
  /** Of the whole command. */
  readonly whole: number;
  readonly megabytes: number;
}

/** Peak memory of hasten alone: GNU time would count the program's too, so Node says it at its end. */
const PEAK = "process.on('exit',()=>process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`))";

function measure(folder: string): Cost {
  const peak = join(home, "peak.cjs");
  writeFileSync(peak, PEAK);
  const started = performance.now();
  const words = ["--require", peak, hasten, "run", "--json", "program.py"];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const whole = (performance.now() - started) / 1000;
  const { run, findings } = JSON.parse(stdout) as { run: { wall_s: number }; findings: readonly unknown[] };
  if (findings.length === 0) throw new Error(`nothing was found: ${stdout}`);
  return { around: whole - run.wall_s, whole, megabytes: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024 };
}

const turns = Number(process.argv[2] ?? "6");
const sizes = [1, 2, 4, 8];
const growing = sizes.map((times) => ({ times, folder: makeProject(times * UNIT, 0), costs: [] as Cost[] }));
const crowded = makeProject(UNIT, BESIDE);
const costs = { alone: [] as Cost[], again: [] as Cost[], crowded: [] as Cost[] };
const [smallest] = growing;
if (smallest === undefined) throw new Error("no sizes");
for (let turn = 0; turn <= turns; turn += 1) {
  for (const { folder, costs: known } of growing.slice(1)) known.push(measure(folder));
  costs.alone.push(measure(smallest.folder));
  costs.crowded.push(measure(crowded));
  costs.again.push(measure(smallest.folder));
}
smallest.costs.push(...costs.alone);
// The first turn only warms the caches.
const kept = (all: readonly Cost[], key: keyof Cost): number[] => all.slice(1).map((cost) => cost[key]);
for (const { times, costs: known } of growing) {
  const seconds = median(kept(known, "around")).toFixed(2);
  const lines = `${HOT}${functions(times * UNIT)}`.split("\n").length;
  console.log(`${lines} lines: ${seconds} s around the program, ${median(kept(known, "megabytes")).toFixed(0)} MB`);
}
for (const key of ["around", "whole", "megabytes"] as const) {
  const say = (one: readonly Cost[], other: readonly Cost[]): string =>
    describeInterval(pairedRatio(kept(one, key), kept(other, key)));
  console.log(`${key}: with ${BESIDE} files / alone ${say(costs.crowded, costs.alone)}`);
  console.log(`${" ".repeat(key.length)}  alone / alone ${say(costs.again, costs.alone)}`);
}
rmSync(home, { recursive: true, force: true });
