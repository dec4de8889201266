import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { OperandSample } from "../src/collect/observation.ts";
import { operandsOf } from "../src/collect/sampler/read-recording.ts";
import { startSampler } from "../src/collect/sampler/sampler.ts";
import type { OperandEvidence } from "../src/diagnose/evidence.ts";
import { sampledEvidence } from "../src/diagnose/sampled-evidence.ts";
import { functionByFirstLine } from "../src/source/functions.ts";
import { descendants, textOf } from "../src/source/navigate.ts";
import { createParser } from "../src/source/python-parser.ts";
import { parseSource } from "../src/source/read-source.ts";
import { makeFolder, packageFolder } from "./launch/world.ts";
import { describedPythons } from "./pythons.ts";

const PROGRAM = `import time
ROWS = {"ä": [list(range(40000)), tuple(range(50000))]}
def work(end, key):
    while time.perf_counter() < end:
        "äöü"; found = -1 in ROWS[key][0], "äöü"
        found = ROWS["ä"][1].count(-1)

work(time.perf_counter() + 0.6, "ä")
`;

const known = describedPythons().filter(({ number }) => number <= 315);
/** Below 3.11 only lines of expressions are known. */
const pythons = [known.findLast(({ number }) => number < 311), known.at(-1)].flatMap((python) => python ?? []);

async function sampled(python: string, file: string): Promise<readonly OperandSample[]> {
  const sampler = await startSampler([], { rate: 2000, followsChildren: false, mostOwnShare: 1, seed: 5 });
  const child = spawn(python, [file], { stdio: "inherit" });
  if (child.pid !== undefined) sampler.watch(child.pid);
  await once(child, "close");
  return operandsOf((await sampler.stop()).recording);
}

describe.runIf(process.platform === "linux" && pythons.length > 0)("an operand without a name", () => {
  it.each(pythons)("has sampled evidence on $minor, where its expression stands", async ({ executable, number }) => {
    const file = join(makeFolder(), "app.py");
    writeFileSync(file, PROGRAM);
    const source = parseSource(file, PROGRAM, await createParser(packageFolder));
    const owner = functionByFirstLine(source, 3, "work");
    const samples = await sampled(executable, file);
    const evidenceOf = (text: string): OperandEvidence | undefined => {
      const operand = [...descendants(source.root)].find((node) => node.isNamed && textOf(source, node) === text);
      if (operand === undefined || owner === undefined) throw new Error(text);
      return sampledEvidence(operand, { source, function: owner, python: [3, number % 100] }, samples);
    };
    const list = { types: ["list"], sizes: { min: 40000, median: 40000, max: 40000 }, elements: ["int"] };
    expect(evidenceOf("ROWS[key][0]")).toMatchObject({ ...list, by: "sampled" });
    expect(evidenceOf('ROWS["ä"][1]')).toMatchObject({ types: ["tuple"], sizes: { min: 50000, max: 50000 } });
  });
});
