import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fraction, seconds } from "../../src/base/units.ts";
import { collectorEnvironment } from "../../src/collect/in-process/environment.ts";
import { readProbe } from "../../src/collect/probe/read-probe.ts";
import { judgePlaces, type LocatedFinding } from "../../src/diagnose/diagnose.ts";
import type { Evidence, HeatEvidence } from "../../src/diagnose/evidence.ts";
import { findPlaces, type Place } from "../../src/diagnose/place.ts";
import { instrument } from "../../src/diagnose/probe/instrument.ts";
import { probeEvidence } from "../../src/diagnose/probe/probe-evidence.ts";
import { RULES } from "../../src/diagnose/rules.ts";
import { createSources } from "../../src/diagnose/sources.ts";
import type { Fix } from "../../src/fix/fix.ts";
import { checkAssumptions } from "../../src/fix/declared/check-assumptions.ts";
import { FIXERS } from "../../src/fix/fixes.ts";
import { applyEdits } from "../../src/source/edit.ts";
import type { PythonParser } from "../../src/source/python-parser.ts";
import { worldHere } from "../sampled.ts";
import { shortSize, type Trap } from "./traps.ts";

/** A fix that would be tried on a trap, and the program's text with it. */
export interface Offered {
  readonly fix: Fix;
  readonly text: string;
}

/** What the rules make of a trap when every place in it is hot and its operands are long. */
export interface Diagnosed {
  readonly trap: Trap;
  readonly findings: readonly LocatedFinding[];
  readonly offered: readonly Offered[];
}

const HOT: HeatEvidence = {
  kind: "heat",
  samples: 1000,
  share: fraction(0.9),
  low: fraction(0.85),
  high: fraction(0.95),
};

/** Diagnoses the traps on what a short run of each shows, all runs in one Python process. */
export async function diagnoseTraps(
  traps: readonly Trap[],
  python: string,
  parser: PythonParser,
  folder: string,
): Promise<readonly Diagnosed[]> {
  const version = pythonVersion(python);
  const laid = await Promise.all(traps.map(async (trap) => layOut(trap, version, parser, folder)));
  const evidence = await probeAll(laid, python, folder);
  return laid.map(({ trap, places }) => {
    const { findings } = judgePlaces(
      places,
      (place) => ({ heat: HOT, measured: evidence.get(place) ?? [] }),
      () => "__main__",
    );
    return { trap, findings, offered: findings.flatMap((located) => offersFor(located)) };
  });
}

/** The program alone in a folder: what lies beside a trap is no part of its project. */
async function layOut(trap: Trap, version: readonly [number, number], parser: PythonParser, folder: string) {
  const home = join(folder, trap.name);
  const file = join(home, "app.py");
  mkdirSync(home, { recursive: true });
  writeFileSync(file, trap.text);
  const sources = createSources(parser, { project: home });
  const unit = await sources.unit(file);
  if (unit === undefined) throw new TypeError(file);
  const functions = unit.functions.map((each) => ({ unit, function: each }));
  return { trap, file, unit, places: findPlaces(functions, RULES, version, sources) };
}

type LaidOut = Awaited<ReturnType<typeof layOut>>;

async function probeAll(
  laid: readonly LaidOut[],
  python: string,
  folder: string,
): Promise<ReadonlyMap<Place, readonly Evidence[]>> {
  const watched = new Map<number, Place>();
  for (const { file, unit, places } of laid) {
    const candidates = places.map(({ candidate }) => candidate);
    const { text, watches } = instrument(unit.source, candidates, watched.size + 1);
    writeFileSync(file, text);
    for (const [number, candidate] of watches) {
      const place = places.find((known) => known.candidate === candidate);
      if (place !== undefined) watched.set(number, place);
    }
  }
  const records = join(folder, "records");
  mkdirSync(records);
  const runs = laid.map(({ trap, file }) => [file, shortSize(trap)]);
  // Each in a process of its own: the probe looks ever more rarely in one that lasts.
  const program = [
    "import json, os, runpy, sys",
    "for file, size in json.loads(sys.stdin.read()):",
    "    if os.fork():",
    "        os.wait()",
    "        continue",
    "    os.chdir(os.path.dirname(file))",
    '    sys.argv = ["app.py", str(size)]',
    '    runpy.run_path(file, run_name="__main__")',
    "    break",
  ].join("\n");
  const env = { ...process.env, ...collectorEnvironment(worldHere(), records, ["probe"]) };
  execFileSync(python, ["-c", program], { env, input: JSON.stringify(runs) });
  const evidence = new Map<Place, readonly Evidence[]>();
  for (const record of await readProbe(records)) {
    const place = watched.get(record.watch);
    if (place === undefined) continue;
    const seen = probeEvidence(record, place.candidate.watch, place.context.source, seconds(1));
    evidence.set(
      place,
      seen.flatMap((each) => enlarge(each)),
    );
  }
  return evidence;
}

/** As a long run would have shown it: large operands, many executions; how long they took is nobody's question here. */
function enlarge(evidence: Evidence): readonly Evidence[] {
  if (evidence.kind === "time" || evidence.kind === "growth") return [];
  if (evidence.kind === "count") return [{ ...evidence, executions: 100 * evidence.executions }];
  if (evidence.kind !== "operand" || evidence.sizes === undefined) return [evidence];
  const { min, median, max } = evidence.sizes;
  return [{ ...evidence, sizes: { min, median: 100 * median, max: 100 * max } }];
}

function offersFor({ finding, place }: LocatedFinding): readonly Offered[] {
  if (!finding.automatic) return [];
  const planned = FIXERS[finding.rule].plan(finding, place.context);
  if (planned.kind === "none") return [];
  const { text } = place.context.source;
  const fixes = [planned.fix, ...(planned.otherwise ?? [])].map((fix) =>
    checkAssumptions(fix, place.context, place.candidate.expression),
  );
  const tried = fixes.filter(({ assumes }) =>
    assumes.every(({ declared }) => declared?.every(({ says }) => says === "supports") !== false),
  );
  return tried.map((fix) => ({ fix, text: applyEdits(text, fix.edits) }));
}

function pythonVersion(python: string): readonly [number, number] {
  const asked = execFileSync(python, ["-c", "import sys; print(*sys.version_info[:2])"], { encoding: "utf8" });
  const [major = 3, minor = 8] = asked.trim().split(" ").map(Number);
  return [major, minor];
}
