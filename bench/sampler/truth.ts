import { resolve } from "node:path";
import { isPossible } from "../../test/sampler/possible-flips.ts";
import { startTarget } from "./targets.ts";
import type { Measured, Tool } from "./tools.ts";

/** Stacks that never existed among those that a tool kept of a program that flips between calls of 100 to 500 ns. */
export async function compareTruth(python: string, tools: readonly Tool[], kept: number): Promise<void> {
  console.log("  a program that flips between call paths and generators:");
  for (const tool of tools) {
    const isOurs = tool.name === "hasten";
    const sums = { kept: 0, wrong: 0, thrown: [] as number[] };
    // Theirs are told from zero by one turn.
    const wanted = isOurs ? kept : 1;
    for (let turn = 0; turn < MOST_TURNS && sums.kept < wanted; turn += 1) {
      const measured = await measureOnce(python, tool, isOurs ? 1_000_000 : 1000);
      if (measured === undefined) break;
      count(measured, sums);
    }
    if (sums.kept === 0) continue;
    const thrown = (100 * sums.thrown.reduce((sum, each) => sum + each, 0)) / sums.thrown.length;
    console.log(
      `    ${tool.name.padEnd(20)} ${String(sums.wrong).padStart(6)} impossible of ${sums.kept} kept ` +
        `(${((100 * sums.wrong) / sums.kept).toFixed(3)} %), thrown away ${thrown.toFixed(2)} %`,
    );
  }
}

const SECONDS = 10;
const MOST_TURNS = 40;

async function measureOnce(python: string, tool: Tool, rate: number): Promise<Measured | undefined> {
  const target = await startTarget(python, [resolve("test/sampler/flips.py"), String(SECONDS + 20)]);
  const measured = tool.measure(target.pid, SECONDS, rate);
  target.kill("SIGKILL");
  return measured;
}

function count(measured: Measured, sums: { kept: number; wrong: number; thrown: number[] }): void {
  sums.thrown.push(measured.thrown ?? 0);
  for (const [stack, samples] of measured.folded) {
    const names = stack.split(";");
    const from = names.indexOf("<module>");
    if (from < 0 || names.at(-1) === "<module>") continue;
    sums.kept += samples;
    if (!isPossible(names.slice(from))) sums.wrong += samples;
  }
}
