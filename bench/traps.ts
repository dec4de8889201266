/**
 * The whole `hasten fix` on every program of `fixtures/traps/`: what is tried, what is kept, and does what is kept give the
 * probe the answers of the unchanged program?
 *     npx rolldown bench/traps.ts --platform node --file .cache/traps.mjs && node .cache/traps.mjs [trap…]
 * The Python is the one on PATH, or HASTEN_TEST_PYTHONS.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge, TRAPS, type Trap } from "../test/traps/traps.ts";

interface FixDocument {
  readonly attempts?: readonly {
    readonly rule: string;
    readonly verdict: { readonly kind: string; readonly reason: string };
    readonly assumes: readonly { readonly code: string }[];
  }[];
  readonly error?: { readonly message?: string };
}

/** `none`: nothing was kept; `loud`: the probe ends with an error where it did not before. */
type Kept = "none" | "same" | "loud" | "wrong";

interface Outcome {
  readonly name: string;
  readonly kept: Kept;
  readonly verdicts: readonly string[];
  readonly seconds: number;
}

const python = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";
const record = join(process.cwd(), ".cache", "traps.jsonl");
mkdirSync(join(process.cwd(), ".cache"), { recursive: true });
writeFileSync(record, "");
const wanted = process.argv.slice(2);
const outcomes: Outcome[] = [];
for (const trap of TRAPS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const outcome = fix(trap);
  outcomes.push(outcome);
  appendFileSync(record, `${JSON.stringify(outcome)}\n`);
  console.log([outcome.name, outcome.kept, outcome.seconds.toFixed(0), ...outcome.verdicts].join(" | "));
}
for (const kept of ["none", "same", "loud", "wrong"] as const) {
  console.log(`${kept}: ${outcomes.filter((outcome) => outcome.kept === kept).length} of ${outcomes.length}`);
}

function fix(trap: Trap): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "hasten-trap-"));
  try {
    const file = join(folder, "app.py");
    writeFileSync(file, trap.text);
    const started = process.hrtime.bigint();
    const words = [join(process.cwd(), "bin", "hasten.js"), "fix", "--json", "--python", python, "app.py"];
    const size = Number(/else (\d+)\)/u.exec(trap.text)?.[1] ?? 0);
    let [stdout, stderr] = ["", ""];
    // What is too short to be ranked is run again with more.
    for (const factor of [1, 3, 9]) {
      const given = factor === 1 ? words : [...words, String(factor * size)];
      ({ stdout, stderr } = spawnSync(process.execPath, given, { cwd: folder, encoding: "utf8" }));
      if (!stderr.includes("nothing here is worth making faster")) break;
    }
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const document = (stdout.trim() === "" ? {} : JSON.parse(stdout)) as FixDocument;
    const verdicts = (document.attempts ?? []).map(
      ({ rule, verdict }) => `${rule}: ${verdict.kind}: ${verdict.reason.slice(0, 160)}`,
    );
    if (document.attempts === undefined) verdicts.push(stderr.trim().split("\n").slice(-2).join(" "));
    return { name: trap.name, kept: judgeKept(trap, readFileSync(file, "utf8")), verdicts, seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judgeKept(trap: Trap, text: string): Kept {
  if (text === trap.text) return "none";
  const [answers] = judge(python, [{ trap, versions: { kept: text } }]);
  const now = answers?.["kept"];
  if (answers === undefined || now === undefined) return "wrong";
  if (now.run === answers.old.run && now.probe === answers.old.probe) return "same";
  return now.run === answers.old.run && now.probe.startsWith("raises ") ? "loud" : "wrong";
}
