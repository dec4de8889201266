import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageFolder, python } from "./launch/world.ts";
import { comparePythons, copyFixture, hasten, run, type Done, type FixDocument } from "./loop/hasten.ts";

/** Why nothing may be kept: what an attempt's reason says, or why the place was passed over. */
type Reason = { readonly attempt: RegExp } | { readonly passedOver: "short" | "already-fast" | "seldom-repeated" };

interface RuleCase {
  readonly rule: string;
  readonly nearMisses: readonly (readonly [string, Reason])[];
}

/** One near miss of each reason: the others are looked at without running them (test/fixes/fixtures.test.ts, search-fixtures.test.ts). */
const cases: readonly RuleCase[] = [
  {
    rule: "list-membership",
    nearMisses: [
      ["near-miss-substring.py", { passedOver: "already-fast" }],
      ["near-miss-changes.py", { attempt: /`free\S*` changes inside the loop/ }],
    ],
  },
  { rule: "ordered-deduplication", nearMisses: [["near-miss-unhashable.py", { attempt: /cannot be hashed/ }]] },
  { rule: "list-search", nearMisses: [] },
  { rule: "nested-scan", nearMisses: [["near-miss-short.py", { passedOver: "short" }]] },
  { rule: "copied-membership", nearMisses: [] },
  { rule: "list-as-queue", nearMisses: [] },
  { rule: "sorted-insertion", nearMisses: [] },
  { rule: "list-concatenation", nearMisses: [] },
  { rule: "text-concatenation", nearMisses: [] },
  { rule: "repeated-call", nearMisses: [["near-miss-once.py", { passedOver: "seldom-repeated" }]] },
];

/** An expert's version gains this much; ours must reach 80 % of it. */
const SHARE_OF_EXPERT = 0.8;
function documentOf({ stdout, stderr }: Done): FixDocument {
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout) as FixDocument;
}

function compareTimes(slow: string, fixed: string, fast: string, cwd: string) {
  const [slowS = 0, fixedS = 0, fastS = 0] = comparePythons(slow, fixed, fast, cwd);
  return { slowS, fixedS, fastS, ours: slowS / fixedS, expert: slowS / fastS };
}

describe.each(cases)("$rule", { timeout: 300_000 }, ({ rule, nearMisses }) => {
  it("is found, fixed and proven, and gains most of what an expert gains", () => {
    const { folder, file } = copyFixture(rule, "slow.py");
    const slow = join(packageFolder, "fixtures/rules", rule, "slow.py");
    const fast = join(packageFolder, "fixtures/rules", rule, "fast.py");
    const done = hasten(["fix", "--json", "app.py"], folder);
    const document = documentOf(done);
    expect(done.status, done.stderr).toBe(0);
    expect(document.attempts.filter(({ verdict }) => verdict.kind === "kept").map((each) => each.rule)).toContain(rule);
    expect(document).toMatchObject({ written: true, files: ["app.py"] });
    expect(readFileSync(file, "utf8")).not.toBe(readFileSync(slow, "utf8"));
    expect(run(python, ["app.py"], folder)).toEqual(run(python, [fast], folder));
    const times = compareTimes(slow, file, fast, folder);
    console.log(
      `${rule}: slow ${times.slowS.toFixed(2)} s, fixed ${times.fixedS.toFixed(2)} s, expert ${times.fastS.toFixed(2)} s; ` +
        `${times.ours.toFixed(1)}x of ${times.expert.toFixed(1)}x`,
    );
    expect(times.expert).toBeGreaterThan(3);
    expect(times.ours / times.expert, document.patch).toBeGreaterThan(SHARE_OF_EXPERT);
  });

  it.each(nearMisses)("is left alone in %s, for the right reason", (name, reason) => {
    const { folder, file } = copyFixture(rule, name);
    const before = readFileSync(file);
    const done = hasten(["fix", "--json", "app.py"], folder);
    const document = documentOf(done);
    expect(document.attempts.filter(({ verdict }) => verdict.kind === "kept")).toEqual([]);
    expect(document).toMatchObject({ written: false, files: [], patch: "" });
    expect(readFileSync(file).equals(before)).toBe(true);
    if ("passedOver" in reason) {
      expect(document.attempts).toEqual([]);
      expect(document.passed_over).toContainEqual(expect.objectContaining({ rule, because: reason.passedOver }));
      expect(done.status).toBe(0);
    } else {
      const reasons = document.attempts.filter((each) => each.rule === rule).map(({ verdict }) => verdict);
      expect(reasons.length).toBeGreaterThan(0);
      for (const verdict of reasons)
        expect(verdict).toMatchObject({ kind: "not-applicable", reason: expect.stringMatching(reason.attempt) });
      expect(done.status).toBe(1);
    }
  });
});
