import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Rule } from "../../src/diagnose/rule.ts";
import { listAsQueue } from "../../src/diagnose/rules/list-as-queue/rule.ts";
import { listConcatenation } from "../../src/diagnose/rules/list-concatenation/rule.ts";
import { sortedInsertion } from "../../src/diagnose/rules/sorted-insertion/rule.ts";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import type { Fixer } from "../../src/fix/fix.ts";
import { fixListAsQueue } from "../../src/fix/fixes/list-as-queue.ts";
import { fixListConcatenation } from "../../src/fix/fixes/list-concatenation.ts";
import { fixSortedInsertion } from "../../src/fix/fixes/sorted-insertion.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { fixAll, type Seen } from "./old-and-new.ts";

const pairs: readonly (readonly [Rule, Fixer])[] = [
  [listAsQueue, fixListAsQueue],
  [listConcatenation, fixListConcatenation],
  [sortedInsertion, fixSortedInsertion],
  [textConcatenation, fixTextConcatenation],
];

const python = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";
const folder = join(import.meta.dirname, "../../fixtures/rules");

/** What a probe sees in the fixtures that only their values tell apart. */
const seenIn: Readonly<Record<string, Seen>> = {
  "near-miss-short.py": { size: 5 },
  "near-miss-few.py": { size: 3 },
  "near-miss-vectors.py": { elements: ["__main__.Vector"] },
  "near-miss-floats.py": { elements: ["float"] },
};

/** What the rules that look at more than the length have to see. */
const seenBy: Readonly<Record<string, Seen>> = {
  "list-concatenation": { elements: ["list"] },
  "text-concatenation": { type: "bytes", size: 100_000 },
};

const fixtures = pairs.flatMap(([rule, fixer]) =>
  readdirSync(join(folder, rule.id))
    .filter((name) => name.endsWith(".py"))
    .map((name) => ({ rule, fixer, name, title: `${rule.id}/${name}` })),
);

function run(text: string): string {
  const done = spawnSync(python, ["-"], { input: text, encoding: "utf8" });
  expect(done.stderr).toBe("");
  return done.stdout;
}

test.each(fixtures.map((each) => [each.title, each] as const))("%s", (title, { rule, fixer, name }) => {
  const text = readFileSync(join(folder, rule.id, name), "utf8");
  const fixed = fixAll(text, rule, fixer, { ...seenBy[rule.id], ...seenIn[name] });
  if (name !== "slow.py") return expect(fixed, title).toMatchObject({ text, fixes: 0 });
  expect(fixed.fixes).toBeGreaterThan(0);
  expect(run(fixed.text)).toBe(run(text));
});
