/**
 * The attaching sampler beside py-spy 0.4.2 (not pausing the target) and CPython 3.15's `profiling.sampling`, all on the same live
 * targets: stacks per processor second, stacks that never existed, what the target loses, how true the shares are.
 *     npm run build && npx rolldown bench/sampler.ts --platform node --file .cache/sampler-bench.mjs && \
 *       node .cache/sampler-bench.mjs [speed] [truth] [cost] [shares] [python …]
 */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { compareCost, compareShares } from "./sampler/cost.ts";
import { compareSpeed } from "./sampler/speed.ts";
import { folder } from "./sampler/targets.ts";
import { hasten, pySpy, tachyon } from "./sampler/tools.ts";
import { compareTruth } from "./sampler/truth.ts";
import { watch } from "./sampler/watch.ts";

const SECTIONS = ["speed", "truth", "cost", "shares"];

async function bench(sections: readonly string[], pythons: readonly string[]): Promise<void> {
  for (const python of pythons) {
    const version = execFileSync(python, ["-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"], {
      encoding: "utf8",
    }).trim();
    console.log(`Python ${version}`);
    const tools = [hasten, pySpy(python), ...(version.startsWith("3.15.") ? [tachyon(python)] : [])];
    if (sections.includes("speed")) {
      await compareSpeed(python, tools, { depth: 20, threads: 1, rounds: 3, seconds: 8 });
      await compareSpeed(python, tools, { depth: 200, threads: 8, rounds: 3, seconds: 5 });
    }
    if (sections.includes("truth")) await compareTruth(python, tools, 1_000_000);
    if (sections.includes("cost")) await compareCost(python, ["as attach does", 10_000], 30);
    if (sections.includes("shares")) await compareShares(python, 20);
  }
}

const [first = "", ...rest] = process.argv.slice(2);
if (first === "--watch") {
  const [pid = 0, seconds = 0, rate = 0] = rest.map(Number);
  await watch(pid, seconds, rate);
} else {
  const words = first === "" ? [] : [first, ...rest];
  const sections = words.filter((word) => SECTIONS.includes(word));
  const pythons = words.filter((word) => !SECTIONS.includes(word));
  await bench(sections.length > 0 ? sections : SECTIONS, pythons.length > 0 ? pythons : ["python3"]);
}
rmSync(folder, { recursive: true, force: true });
