import { expect, test } from "vitest";
import { judgeSearch } from "../../src/diagnose/analysis/list-evidence.ts";
import { listMembership } from "../../src/diagnose/rules/list-membership/rule.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import type { Finding } from "../../src/diagnose/finding.ts";
import { fraction } from "../../src/base/units.ts";
import { fixListMembership } from "../../src/fix/fixes/list-membership.ts";
import { applyEdits } from "../../src/source/edit.ts";
import { candidatesIn } from "./old-and-new.ts";

const list = { kind: "operand", types: ["list"], sizes: { min: 9, median: 900, max: 999 }, by: "probed" } as const;
const sought = { kind: "operand", operand: "x", types: ["m.Row"], elements: [], by: "probed" } as const;

function seen(hashable: "builtin" | "unhashable"): readonly Evidence[] {
  return [
    { ...list, operand: "names", elements: ["str"], hashable: "builtin", observations: 99 },
    { ...sought, hashable, observations: 99 },
  ];
}

test("what was seen to be looked for and has no hash is refused", () => {
  expect(judgeSearch(seen("builtin"))).toEqual({ kind: "finding", obstacles: [] });
  const obstacles = [{ code: "unhashable-elements", about: "m.Row" }];
  expect(judgeSearch(seen("unhashable"))).toEqual({ kind: "finding", obstacles });
});

/** The fix for the first test of the function, with what it assumes, and those that are tried if it is not kept. */
function fixFirst(text: string): readonly { readonly text: string; readonly assumes: readonly string[] }[] {
  const [first] = candidatesIn(text, listMembership);
  if (first === undefined) return [];
  const { context, candidate } = first;
  const { startLine: line, startColumn: column, endLine, endColumn } = candidate.expression;
  const place = { function: "case.f", file: context.source.path, line, column, endLine, endColumn };
  const claim = { share: fraction(0.9), ceiling: 10, evidence: [], automatic: true, obstacles: [] };
  const finding: Finding = { rule: "list-membership", rung: "algorithm", ...place, ...claim };
  const outcome = fixListMembership.plan(finding, context);
  if (outcome.kind === "none") return [];
  return [outcome.fix, ...(outcome.otherwise ?? [])].map(({ edits, assumes }) => ({
    text: applyEdits(text, edits),
    assumes: assumes.map(({ code, about }) => `${code} ${about}`),
  }));
}

test("what another test of the list looks for must be hashable, too, and the one that was looked at is tried alone", () => {
  const [all, alone, ...others] = fixFirst(
    "def f(xs, names):\n    return [x for x in xs if x in names or (x, 1) in names]\n",
  );
  expect(all?.text).toContain("if x in names_set or (x, 1) in names_set]");
  expect(all?.assumes).toContain("hashable-value (x, 1)");
  expect(alone?.text).toContain("if x in names_set or (x, 1) in names]");
  expect(alone?.assumes.join()).not.toContain("hashable-value");
  expect(others).toEqual([]);
});

test("tests that look for the same are answered together, without more to assume", () => {
  const fixes = fixFirst("def f(xs, names):\n    return [x for x in xs if x in names or x not in names]\n");
  expect(fixes).toHaveLength(1);
  expect(fixes[0]?.text).toContain("if x in names_set or x not in names_set]");
  expect(fixes[0]?.assumes.join()).not.toContain("hashable-value");
});
