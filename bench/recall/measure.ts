import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { median } from "../../src/base/statistics.ts";
import type { LaidOut } from "./lay-out.ts";

/** What came of one pair. */
export interface Outcome {
  readonly name: string;
  readonly kind: string;
  readonly diagnosed: boolean;
  readonly fixed: boolean;
  /** Seconds of the driver: before, the human's, and ours (before, where nothing was kept). */
  readonly seconds: { readonly before: number; readonly human: number; readonly ours: number };
  /** What the program printed after our fix is what it printed before. */
  readonly same: boolean;
  /** Seconds that `hasten fix` took. */
  readonly took: number;
  /** What was said of the expression, or of the others. */
  readonly reason: string;
}

interface FixDocument {
  readonly attempts?: readonly {
    readonly rule: string;
    readonly file: string;
    readonly line: number;
    readonly verdict: { readonly kind: string; readonly reason: string };
  }[];
  readonly error?: { readonly message?: string };
}

const TURNS = 5;

/** Runs `hasten fix` on a copy of the side before, and times all three sides in turn. */
export function measure(laid: LaidOut): Outcome {
  const { pair, before, after, environment, python } = laid;
  const ours = join(dirname(before), "ours");
  rmSync(ours, { recursive: true, force: true });
  cpSync(before, ours, { recursive: true });
  const hasten = join(process.cwd(), "bin", "hasten.js");
  const started = process.hrtime.bigint();
  const words = [hasten, "fix", "--json", "--python", python, "drive.py"];
  const run = spawnSync(process.execPath, words, { cwd: ours, env: environment, encoding: "utf8" });
  const took = Number(process.hrtime.bigint() - started) / 1e9;
  const document = readDocument(run.stdout);
  const attempts = document.attempts ?? [];
  const here = attempts.filter(({ file, line }) => isAt(join(before, file), line, pair.at.text));
  const fixed = attempts.some(({ verdict }) => verdict.kind === "kept");
  const times = timeSides([before, after, ours], laid);
  const shown = here.length > 0 ? here : attempts;
  return {
    name: pair.name,
    kind: pair.kind,
    diagnosed: here.length > 0,
    fixed,
    seconds: { before: times.medians[0] ?? 0, human: times.medians[1] ?? 0, ours: times.medians[2] ?? 0 },
    same: times.outputs[0] === times.outputs[2],
    took,
    reason:
      shown.map(({ rule, verdict }) => `${rule}: ${verdict.kind}: ${verdict.reason}`).join(" | ") ||
      (run.status === 0 ? "nothing found" : run.stderr.trim().split("\n").slice(-2).join(" ")),
  };
}

function readDocument(text: string): FixDocument {
  try {
    return JSON.parse(text) as FixDocument;
  } catch {
    return {};
  }
}

/** Is the expression on this line, or does it begin there? Attempts of later rounds may have moved by a few lines. */
function isAt(path: string, line: number, text: string): boolean {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.slice(Math.max(0, line - 3), line + 3).some((content) => content.includes(text));
}

function timeSides(
  sides: readonly string[],
  { python, environment }: LaidOut,
): { readonly medians: readonly number[]; readonly outputs: readonly string[] } {
  const times = sides.map((): number[] => []);
  const outputs: string[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [index, side] of sides.entries()) {
      const started = process.hrtime.bigint();
      const { stdout, status, stderr } = spawnSync(python, ["drive.py"], {
        cwd: side,
        env: environment,
        encoding: "utf8",
      });
      times[index]?.push(Number(process.hrtime.bigint() - started) / 1e9);
      if (status !== 0) throw new Error(`${side}: ${stderr}`);
      outputs[index] = stdout;
    }
  }
  return { medians: times.map((each) => median(each)), outputs };
}
