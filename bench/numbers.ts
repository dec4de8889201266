/**
 * The whole `hasten fix` on the programs of `bench/numbers/programs/`, each with what an expert would have written beside it: what is
 * kept, the same output, and how far is the gain from the expert's? Then on the traps of `bench/numbers/traps/`: what may be kept there
 * is only what prints the very same.
 *     npx rolldown bench/numbers.ts --platform node --file .cache/numbers.mjs && node .cache/numbers.mjs PYTHON [name…]
 * PYTHON is one of an environment with numpy. NUMBERS_FOLDER may name a folder with more programs, laid out alike: those whose source is
 * others' stay out of this repository.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../src/base/statistics.ts";

interface FixDocument {
  readonly attempts?: readonly {
    readonly rule: string;
    readonly verdict: { readonly kind: string; readonly reason: string };
  }[];
  readonly total?: { readonly speedup?: { readonly ratio: number; readonly low: number; readonly high: number } };
}

/** Old, fixed and expert's version run in turn so often. */
const TURNS = 3;
const [python = "python3", ...wanted] = process.argv.slice(2);
const hasten = join(process.cwd(), "bin", "hasten.js");
const home = join(process.cwd(), "bench/numbers");

const say = (...words: readonly string[]): void => void process.stdout.write(`| ${words.join(" | ")} |\n`);

function inCopy(file: string, use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "hasten-numbers-"));
  try {
    copyFileSync(file, join(folder, "app.py"));
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fix(folder: string): FixDocument {
  const command = [hasten, "fix", "--json", "--rounds", "3", "--python", python, "app.py"];
  const { stdout } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  const start = stdout.indexOf("{\n");
  return start < 0 ? {} : (JSON.parse(stdout.slice(start)) as FixDocument);
}

function triedBy({ attempts = [] }: FixDocument): string {
  const tried = attempts.map(({ rule, verdict }) => `${rule}: ${verdict.kind}`);
  return tried.join("; ") || "–";
}

interface Ran {
  readonly seconds: number;
  readonly megabytes: number;
  readonly output: string;
}

/** Seconds of the processor's, the peak of the resident set, and what is printed. */
const WATCH = `import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.returncode)
print(done.stdout.decode(), end="")`;

function run(file: string): Ran {
  const { stdout } = spawnSync(python, ["-c", WATCH, python, file], { encoding: "utf8" });
  const [figures = "", ...output] = stdout.split("\n");
  const [seconds = 0, megabytes = 0] = figures.split(" ").map(Number);
  return { seconds, megabytes, output: `${figures.split(" ")[2] ?? ""} ${output.join("\n")}` };
}

function program(folder: string): void {
  inCopy(join(folder, "app.py"), (copy) => {
    const document = fix(copy);
    const files = [join(folder, "app.py"), join(copy, "app.py"), join(folder, "expert.py")];
    const turns = Array.from({ length: TURNS }, () => files.map(run));
    const middle = (at: number, of: (ran: Ran) => number): number =>
      median(turns.flatMap((ran) => ran[at] ?? []).map((ran) => of(ran)));
    const [old, now, expert] = [0, 1, 2].map((at) => middle(at, ({ seconds }) => seconds));
    const ratio = (seconds = 1): string => `${((old ?? 0) / seconds).toFixed(1)}×`;
    const { speedup } = document.total ?? {};
    const interval = speedup ? `${speedup.low.toFixed(1)}–${speedup.high.toFixed(1)}` : "–";
    const memory = [0, 1, 2].map((at) => middle(at, ({ megabytes }) => megabytes).toFixed(0)).join(" → ");
    const isSame = new Set(turns.flatMap((ran) => ran.slice(0, 2).map(({ output }) => output))).size === 1;
    const part = `${(((expert ?? 0) / (now ?? 1)) * 100).toFixed(0)} %`;
    const name = folder.split("/").at(-1) ?? "";
    say(
      name,
      triedBy(document),
      `${old?.toFixed(2)} s`,
      ratio(expert),
      ratio(now),
      interval,
      part,
      memory,
      isSame ? "same" : "DIFFERS",
    );
  });
}

function trap(file: string): void {
  inCopy(join(home, "traps", file), (copy) => {
    const before = run(join(copy, "app.py"));
    const document = fix(copy);
    const after = run(join(copy, "app.py"));
    say(file, triedBy(document), before.output === after.output ? "same" : "DIFFERS");
  });
}

const more = process.env["NUMBERS_FOLDER"];
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
say(
  "program",
  "tried",
  "before",
  "expert",
  "hasten",
  "interval",
  "of the expert's",
  "MB before → after → expert",
  "output",
);
for (const folder of [join(home, "programs"), ...(more === undefined ? [] : [more])])
  for (const name of readdirSync(folder).filter(isWanted)) program(join(folder, name));
for (const file of isWanted("traps") ? readdirSync(join(home, "traps")) : []) trap(file);
