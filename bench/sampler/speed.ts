import { pairedRatio } from "../../src/base/statistics.ts";
import { deep, startTarget } from "./targets.ts";
import type { Measured, Tool } from "./tools.ts";

/** Faster than any of the tools can: what is measured is what a stack costs. py-spy counts its duration in samples, so it is asked for fewer. */
const RATES: Readonly<Record<string, readonly [shallow: number, deep: number]>> = {
  // A stack takes it some microseconds: at a million a second it would spend a fifth of its time waiting for the clock.
  hasten: [1_000_000_000, 1_000_000_000],
  "py-spy": [1000, 100],
  "profiling.sampling": [200_000, 200_000],
};

const perCpuSecond = ({ stacks, cpu }: Measured): number => stacks / cpu;

/** Stacks per processor second of each tool on the same live target, in turns; and ours over theirs with 95 % intervals. */
export async function compareSpeed(
  python: string,
  tools: readonly Tool[],
  { depth, threads, rounds, seconds }: { depth: number; threads: number; rounds: number; seconds: number },
): Promise<void> {
  const longest = rounds * tools.length * (seconds + 5) + 20;
  const target = await startTarget(python, [deep, ...[depth, threads, longest].map(String)]);
  const rates = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const tool of round % 2 === 0 ? tools : tools.toReversed()) {
      const measured = tool.measure(target.pid, seconds, RATES[tool.name]?.[depth > 100 ? 1 : 0] ?? 1000);
      if (measured !== undefined) rates.set(tool.name, [...(rates.get(tool.name) ?? []), perCpuSecond(measured)]);
    }
  }
  target.kill("SIGKILL");
  print(`  depth ${depth}, ${threads} thread${threads === 1 ? "" : "s"}:`, rates);
}

function print(title: string, rates: ReadonlyMap<string, readonly number[]>): void {
  const ours = rates.get("hasten") ?? [];
  console.log(title);
  for (const [name, theirs] of rates) {
    const mean = Math.round(theirs.reduce((sum, rate) => sum + rate, 0) / theirs.length);
    const { value, low, high } = pairedRatio(ours.slice(0, theirs.length), theirs);
    const ratio = name === "hasten" ? "" : `   hasten ${value.toFixed(1)}x (${low.toFixed(1)} to ${high.toFixed(1)})`;
    console.log(`    ${name.padEnd(20)} ${String(mean).padStart(8)} stacks per CPU-second${ratio}`);
  }
}
