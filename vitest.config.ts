import { execFileSync } from "node:child_process";
import path from "node:path";
import { defineConfig } from "vitest/config";

/** The Python on PATH by its real place: what stands for it there may be a script that takes longer than a small program. */
const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    env: { PATH: [path.dirname(python), process.env["PATH"]].join(path.delimiter) },
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Two shared cores: tests that start Pythons would disturb each other's clocks beyond this.
    maxWorkers: 2,
    // Real processes on shared cores: a test that fails twice in a row fails.
    retry: 1,
  },
});
