import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Seen } from "./old-and-new.ts";
import { fixSearches } from "./search-cases.ts";

const python = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";
const folder = join(import.meta.dirname, "../../fixtures/rules");

/** What a probe sees in the fixtures that only their values tell apart. */
const seenIn: Readonly<Record<string, Seen>> = {
  "near-miss-short.py": { size: 5 },
  "near-miss-substring.py": { type: "str" },
  "near-miss-text.py": { type: "str" },
  "near-miss-unhashable.py": { elements: ["set"], hashable: "unhashable" },
  "near-miss-names.py": { elements: ["__main__.Name"], hashable: "custom" },
  "near-miss-tolerance.py": { elements: ["__main__.Corner"], hashable: "custom" },
};

function run(text: string): string {
  const done = spawnSync(python, ["-"], { input: text, encoding: "utf8" });
  expect(done.stderr).toBe("");
  return done.stdout;
}

describe.each(["list-membership", "ordered-deduplication", "list-search", "nested-scan", "copied-membership"])(
  "fixtures of %s",
  (rule) => {
    const names = readdirSync(join(folder, rule)).filter((name) => name.startsWith("near-miss-"));

    test.each(names)("%s is left as it is", (name) => {
      const text = readFileSync(join(folder, rule, name), "utf8");
      expect(fixSearches(text, seenIn[name])).toMatchObject({ text, fixed: [] });
    });

    test("slow.py is fixed and prints what it printed, and what fast.py prints", () => {
      const text = readFileSync(join(folder, rule, "slow.py"), "utf8");
      const fixed = fixSearches(text);
      expect(new Set(fixed.fixed)).toEqual(new Set([rule]));
      const printed = run(text);
      expect(run(fixed.text)).toBe(printed);
      expect(run(readFileSync(join(folder, rule, "fast.py"), "utf8"))).toBe(printed);
    });
  },
);
