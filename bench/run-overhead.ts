/**
 * What `hasten run` costs a program of some five seconds: its wall time under it against bare runs, what comes before and
 * after the program, and the machine's own noise (bare against bare). Interleaved; ratios with 95 % intervals.
 *     npx rolldown bench/run-overhead.ts --platform node --file .cache/run-overhead.mjs && node .cache/run-overhead.mjs [pairs]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, pairedRatio } from "../src/base/statistics.ts";
import { describeInterval } from "./figures/describe-interval.ts";

const PROGRAM = `
import random
def mix(values):
    return sum(value * value % 7 for value in values)
def main():
    generator = random.Random(1)
    total = 0
    for turn in range(1400):
        values = [generator.randrange(1000) for _ in range(12_000)]
        values.sort()
        total += mix(values)
    print(total)
main()
`;

const pairs = Number(process.argv[2] ?? "6");
const folder = mkdtempSync(join(tmpdir(), "hasten-bench-"));
const hasten = join(process.cwd(), "bin", "hasten.js");
writeFileSync(join(folder, "program.py"), PROGRAM);

/** Seconds of a whole command, and what it printed. */
function time(command: string, words: readonly string[]): { seconds: number; stdout: string } {
  const started = process.hrtime.bigint();
  const { stdout, status, stderr } = spawnSync(command, words, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${words.join(" ")}: ${stderr}`);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, stdout };
}

const bare: number[] = [];
const again: number[] = [];
const watched: number[] = [];
const around: number[] = [];
for (let pair = 0; pair < pairs; pair += 1) {
  bare.push(time("python3", ["program.py"]).seconds);
  const { seconds, stdout } = time(process.execPath, [hasten, "run", "--json", "program.py"]);
  const { wall_s: wall } = (JSON.parse(stdout) as { run: { wall_s: number } }).run;
  watched.push(wall);
  around.push(seconds - wall);
  again.push(time("python3", ["program.py"]).seconds);
}
const ratio = pairedRatio(watched, bare);
const noise = pairedRatio(again, bare);
console.log(`bare program: ${median(bare).toFixed(2)} s (median of ${pairs})`);
console.log(`under hasten run / bare: ${describeInterval(ratio)}`);
console.log(`bare / bare: ${describeInterval(noise)}`);
console.log(`before and after the program: ${median(around).toFixed(2)} s`);
rmSync(folder, { recursive: true, force: true });
