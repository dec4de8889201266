import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { column, fraction, lineNumber } from "../../src/base/units.ts";
import type { World } from "../../src/base/world.ts";
import type { Program } from "../../src/collect/program.ts";
import type { Finding } from "../../src/diagnose/finding.ts";
import { findProject } from "../../src/fix/project.ts";
import type { RunConditions } from "../../src/verify/observe-run.ts";
import { openTrial, type Trial } from "../../src/verify/trial.ts";
import type { Verdict } from "../../src/verify/verdict.ts";
import { verifyAttempt, type VerifyInput } from "../../src/verify/verify.ts";
import { makeFolder, makeWorld, python } from "../launch/world.ts";

/** A folder with files, by relative path. */
export function makeProject(files: Readonly<Record<string, string>>, folder: string = makeFolder()): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** `python <script> <arguments>`, run in `cwd`. */
export function scriptIn(cwd: string, script: string, ...rest: string[]): Program {
  return {
    request: { kind: "script", script, arguments: rest },
    argv: [python, script, ...rest],
    cwd,
    env: {},
    python: { executable: python, version: [3, 11, 7], implementation: "cpython", gil: "on" },
  };
}

/** A trial that is disposed of after the test. */
export async function trialOf(program: Program, conditions: RunConditions = {}, world = makeWorld()): Promise<Trial> {
  const trial = await openTrial(program, findProject(program, world), conditions, world);
  onTestFinished(trial.dispose);
  return trial;
}

/** Tries `newText` in the place of a file of the trial's project. */
export async function attempt(
  trial: Trial,
  file: string,
  newText: string,
  more: Partial<VerifyInput> = {},
  world: World = makeWorld(),
): Promise<Verdict> {
  const input: VerifyInput = {
    trial,
    finding: findingIn(file),
    fix: { rule: "list-membership", edits: [], assumes: [], changes: "work" },
    oldSource: readFileSync(file),
    newSource: Buffer.from(newText),
    python,
    benchmark: { maxPairs: 7 },
    ...more,
  };
  return verifyAttempt(input, world);
}

function findingIn(file: string): Finding {
  return {
    rule: "list-membership",
    rung: "algorithm",
    function: "__main__.work",
    file,
    line: lineNumber(1),
    column: column(0),
    endLine: lineNumber(1),
    endColumn: column(1),
    share: fraction(0.5),
    ceiling: 2,
    evidence: [],
    automatic: true,
    obstacles: [],
  };
}
