import { execFileSync } from "node:child_process";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { findPythons } from "./test/find-pythons.ts";

/** The Python on PATH by its real place: what stands for it there may be a script that takes longer than a small program. */
const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();

const LONGEST =
  /\/test\/(?:rules|verify|kill|bad-input|programs|border-trials|command-line|compile|compile-rust|memory)\.test\.ts$/u;

const isLong = ({ moduleId }: TestSpecification): boolean => LONGEST.test(moduleId);

/**
 * Vitest itself begins with those that took longest the last time, and in a fresh checkout with the largest: then a
 * short file that takes minutes may run alone at the end.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const pythons = findPythons();
process.stderr.write(`Pythons: ${pythons.map(({ minor, executable }) => `${minor} ${executable}`).join(", ")}\n`);

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    env: { PATH: [path.dirname(python), process.env["PATH"]].join(path.delimiter) },
    sequence: { sequencer: LongestFirst },
    provide: { python, pythons },
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Two shared cores: tests that start Pythons would disturb each other's clocks beyond this.
    maxWorkers: 2,
    // Real processes on shared cores: a test that fails twice in a row fails.
    retry: 1,
  },
});
