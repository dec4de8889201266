import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The Python that the tests compare with. */
export const python: string = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";

/** What CPython is to say of a file: its syntax is good; its code objects; its symbol tables. */
export type Question = "syntax" | "codes" | "tables";

export type Codes = readonly (readonly [qualname: string | null, name: string, firstLine: number])[];

export interface Table {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  readonly names: Readonly<Record<string, Readonly<Record<SymbolFact, boolean>>>>;
}

type SymbolFact = "parameter" | "local" | "global" | "free" | "imported" | "assigned" | "referenced";

function runPython(args: readonly string[], input: string): string {
  const done = spawnSync(python, args, { input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${python} failed: ${done.stderr}`);
  return done.stdout;
}

/** Asks CPython about each file; null where it does not take the file. */
export function askPython(what: Question, files: readonly string[]): readonly unknown[] {
  if (files.length === 0) return [];
  const out = runPython([join(import.meta.dirname, "oracle.py"), what], files.map((file) => `${file}\n`).join(""));
  return out
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

/** `[major, minor]` */
export function pythonVersion(): readonly [number, number] {
  const [major = 0, minor = 0] = runPython(["-c", "import sys; print(*sys.version_info[:2])"], "")
    .split(" ")
    .map(Number);
  return [major, minor];
}

/** Every .py file of that Python's standard library, installed packages left out, in a fixed order. */
export function standardLibrary(): readonly string[] {
  const root = runPython(["-c", "import sysconfig; print(sysconfig.get_paths()['stdlib'])"], "").trim();
  return pythonFiles(root).sort();
}

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : pythonFiles(path);
    return entry.name.endsWith(".py") && entry.isFile() ? [path] : [];
  });
}

const skipped = new Set(["site-packages", "dist-packages", "__pycache__"]);

/** An evenly spread part of the files, at most `count`. */
export function sample(files: readonly string[], count: number): readonly string[] {
  const step = Math.max(1, files.length / count);
  return Array.from({ length: Math.min(count, files.length) }, (_, index) => files[Math.floor(index * step)] ?? "");
}
