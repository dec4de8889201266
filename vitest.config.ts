import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Two shared cores: tests that start Pythons would disturb each other's clocks beyond this.
    maxWorkers: 2,
    // Real processes on shared cores: a test that fails twice in a row fails.
    retry: 1,
  },
});
