/**
 * The whole `hasten fix` on the programs of `bench/waiting/programs/`, each with what an expert would have written beside it: which rule
 * at which place, is it kept, the same output, and how far is the gain from the expert's? Then on the traps among the fixtures: none may be kept.
 *     npx rolldown bench/waits-programs.ts --platform node --file .cache/waits-programs.mjs &&
 *       node .cache/waits-programs.mjs PYTHON [name…]
 * PYTHON is one of an environment with fastapi, uvicorn, aiohttp and requests; `traps` stands for all traps.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../src/base/statistics.ts";

interface FixDocument {
  readonly attempts?: readonly {
    readonly rule: string;
    readonly function: string;
    readonly line: number;
    readonly verdict: { readonly kind: string; readonly reason: string };
  }[];
}

interface RunDocument {
  readonly nature: { readonly kind: string };
  readonly top: readonly { readonly function: string; readonly worst: boolean }[];
}

/** Old, fixed and expert's version run in turn so often. */
const TURNS = 5;
const TRAPS: readonly string[] = [
  "blocking-in-sequence/near-miss-shared",
  "blocking-in-sequence/near-miss-paced",
  "blocking-in-sequence/near-miss-session",
  "blocking-in-sequence/near-miss-commands",
  "blocking-in-coroutine/near-miss-order",
  "awaits-in-sequence/near-miss-after",
  "awaits-in-sequence/near-miss-cancelled",
  "awaits-in-sequence/near-miss-locked",
  "awaits-in-sequence/near-miss-drained",
  "awaits-in-sequence/near-miss-printed",
  "computing-in-sequence/near-miss-unpicklable",
  "computing-in-sequence/near-miss-shared",
  "computing-in-sequence/near-miss-random",
  "computing-in-coroutine/near-miss-shared",
  "computing-in-coroutine/near-miss-told",
  "computing-in-coroutine/near-miss-first",
  "tiny-tasks/near-miss-told",
  "tiny-tasks/near-miss-counted",
  "lock-over-io/slow",
];

const [python = "python3", ...wanted] = process.argv.slice(2);
const hasten = join(process.cwd(), "bin", "hasten.js");

const say = (...words: readonly string[]): void => void process.stdout.write(`| ${words.join(" | ")} |\n`);

function inCopy(file: string, use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "hasten-waits-"));
  try {
    cpSync(file, join(folder, "app.py"));
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ask(folder: string, ...words: readonly string[]): unknown {
  const command = [hasten, words[0] ?? "run", "--json", "--python", python, ...words.slice(1), "app.py"];
  const { stdout } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  // A program that is run prints to stdout too.
  const start = stdout.indexOf("{\n");
  return start < 0 ? undefined : JSON.parse(stdout.slice(start));
}

interface Ran {
  readonly seconds: number;
  readonly output: string;
}

function run(file: string): Ran {
  const started = process.hrtime.bigint();
  const { stdout, status } = spawnSync(python, [file], { encoding: "utf8" });
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, output: `${status} ${stdout}` };
}

function program(name: string): void {
  const home = join(process.cwd(), "bench/waiting/programs", name);
  inCopy(join(home, "app.py"), (folder) => {
    const seen = ask(folder, "run") as RunDocument | undefined;
    const fixed = ask(folder, "fix") as FixDocument | undefined;
    const worst = seen?.top.find((row) => row.worst)?.function ?? "–";
    const tried = (fixed?.attempts ?? []).map(
      ({ rule, function: owner, line, verdict }) => `${rule} in ${owner}:${line}: ${verdict.kind}`,
    );
    copyFileSync(join(home, "expert.py"), join(folder, "expert.py"));
    const files = [join(home, "app.py"), join(folder, "app.py"), join(folder, "expert.py")];
    say(name, seen?.nature.kind ?? "–", worst, tried.join("; ") || "–", ...compared(files));
  });
}

/** How long old, fixed and expert's version take, in turn, and whether the fixed one prints the same as the old. */
function compared(files: readonly string[]): readonly string[] {
  const turns = Array.from({ length: TURNS }, () => files.map(run));
  const [old = 0, now = 0, expert = 0] = files.map((_, index) => median(turns.map((ran) => ran[index]?.seconds ?? 0)));
  const outputs = new Set(turns.flatMap((ran) => ran.slice(0, 2).map(({ output }) => output)));
  const times = [old, now, expert].map((seconds) => `${seconds.toFixed(2)} s`);
  return [...times, (expert / now).toFixed(2), outputs.size === 1 ? "same" : "DIFFERS"];
}

function trap(name: string): void {
  inCopy(join(process.cwd(), "fixtures/rules", `${name}.py`), (folder) => {
    const kinds = ((ask(folder, "fix") as FixDocument | undefined)?.attempts ?? []).map(
      ({ rule, verdict }) => `${rule}: ${verdict.kind}`,
    );
    say(name, kinds.join("; ") || "nothing tried", kinds.some((each) => each.endsWith("kept")) ? "KEPT" : "none kept");
  });
}

const programs = readdirSync(join(process.cwd(), "bench/waiting/programs"));
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
say("program", "nature", "worst", "tried", "before", "after", "expert", "expert over after", "output");
for (const name of programs.filter(isWanted)) program(name);
for (const name of isWanted("traps") ? TRAPS : []) trap(name);
