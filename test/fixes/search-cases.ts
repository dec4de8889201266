import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { fraction } from "../../src/base/units.ts";
import type { OperandEvidence } from "../../src/diagnose/evidence.ts";
import type { Finding } from "../../src/diagnose/finding.ts";
import type { Candidate, Rule, RuleContext } from "../../src/diagnose/rule.ts";
import { copiedMembership } from "../../src/diagnose/rules/copied-membership/rule.ts";
import { listMembership } from "../../src/diagnose/rules/list-membership/rule.ts";
import { listSearch } from "../../src/diagnose/rules/list-search/rule.ts";
import { nestedScan } from "../../src/diagnose/rules/nested-scan/rule.ts";
import { orderedDeduplication } from "../../src/diagnose/rules/ordered-deduplication/rule.ts";
import type { Assumption, Fixer } from "../../src/fix/fix.ts";
import { fixCopiedMembership } from "../../src/fix/fixes/copied-membership.ts";
import { fixListMembership } from "../../src/fix/fixes/list-membership.ts";
import { fixListSearch } from "../../src/fix/fixes/list-search.ts";
import { fixNestedScan } from "../../src/fix/fixes/nested-scan.ts";
import { fixOrderedDeduplication } from "../../src/fix/fixes/ordered-deduplication.ts";
import { applyEdits } from "../../src/source/edit.ts";
import { candidatesIn, type Seen } from "./old-and-new.ts";

/** The rules about searches, the more particular first, as in `diagnose/rules.ts`. */
export const searchRules: readonly (readonly [Rule, Fixer])[] = [
  [orderedDeduplication, fixOrderedDeduplication],
  [listMembership, fixListMembership],
  [listSearch, fixListSearch],
  [nestedScan, fixNestedScan],
  [copiedMembership, fixCopiedMembership],
];

/** Calls of `run` with what sets and lists tell apart, or cannot take: equal numbers of other types, NaN, lists, iterators. */
export const nasty: readonly string[] = [
  "run([1, 2, 3, 1])",
  "run([])",
  "run([1, 1.0, True, 0, False, 0.0])",
  "run([NAN, NAN, float('nan'), 1])",
  "run(['a', 'b', 'a', ''])",
  "run([(1, 2), (1, 2.0), ()])",
  "run([[1], [1]])",
  "run([1, [1]])",
  "run([None, 'x', None])",
  "run('banana')",
  "run(iter([1, 2, 1]))",
  "run({1: 'a', 2: 'b'})",
  "run(None)",
];

/** What these calls need. */
export const nastySetup = "NAN = float('nan')\n";

const pythons: readonly string[] = process.env["HASTEN_TEST_PYTHONS"]?.split(":") ?? ["python3"];

/** What became of a piece of Python, all its findings fixed one after the other. */
export interface Searched {
  readonly text: string;
  /** The rules whose findings were fixed, in order. */
  readonly fixed: readonly string[];
  readonly assumes: readonly Assumption[];
  /** `rule: code about`, once each. */
  readonly obstacles: readonly string[];
}

/** Fixes what can be fixed; what a fix itself made is not looked at again, since the probe would see a set there. */
export function fixSearches(text: string, seen: Seen = {}): Searched {
  let now = text;
  const [fixed, assumes]: [string[], Assumption[]] = [[], []];
  for (;;) {
    const obstacles = new Set<string>();
    const places = placesIn(now, seen).filter(({ operand }) => text.includes(operand));
    const done = places.find(({ finding, fixer, context }) => {
      const outcome = fixer.plan(finding, context);
      if (outcome.kind === "none") {
        for (const { code, about } of outcome.obstacles) obstacles.add(`${finding.rule}: ${code} ${about}`);
        return false;
      }
      expect(finding.automatic).toBe(true);
      now = applyEdits(now, outcome.fix.edits);
      fixed.push(finding.rule);
      assumes.push(...outcome.fix.assumes);
      return true;
    });
    if (done === undefined) return { text: now, fixed, assumes, obstacles: [...obstacles] };
  }
}

interface Place {
  readonly finding: Finding;
  readonly fixer: Fixer;
  readonly context: RuleContext;
  readonly operand: string;
}

/** The findings of all rules; an expression belongs to the first rule that claims it. */
function placesIn(text: string, seen: Seen): readonly Place[] {
  const claimed = new Set<number>();
  const places: Place[] = [];
  for (const [rule, fixer] of searchRules) {
    for (const { context, candidate } of candidatesIn(text, rule, seen.python)) {
      const { expression, watch } = candidate;
      const finding = claimed.has(expression.start) ? undefined : findingFor(candidate, context, rule, seen);
      claimed.add(expression.start);
      if (finding === undefined) continue;
      places.push({ finding, fixer, context, operand: text.slice(watch.operand.start, watch.operand.end) });
    }
  }
  return places;
}

function findingFor(candidate: Candidate, context: RuleContext, rule: Rule, seen: Seen): Finding | undefined {
  const evidence = operandSeen(candidate, context, seen);
  const judged = rule.judge(candidate, [evidence]);
  if (judged.kind === "harmless") return undefined;
  const { expression } = candidate;
  const obstacles = [...candidate.obstacles, ...judged.obstacles];
  return {
    rule: rule.id,
    rung: rule.rung,
    function: `case.${context.function.qualname}`,
    file: context.source.path,
    line: expression.startLine,
    column: expression.startColumn,
    endLine: expression.endLine,
    endColumn: expression.endColumn,
    share: fraction(0.9),
    ceiling: 10,
    evidence: [evidence],
    automatic: obstacles.length === 0,
    obstacles,
  };
}

function operandSeen(candidate: Candidate, { source }: RuleContext, seen: Seen): OperandEvidence {
  const { operand } = candidate.watch;
  const size = seen.size ?? 5000;
  return {
    kind: "operand",
    operand: source.text.slice(operand.start, operand.end),
    types: [seen.type ?? "list"],
    sizes: { min: 0, median: size, max: size },
    elements: seen.elements ?? ["int"],
    hashable: seen.hashable ?? "builtin",
    observations: 10_000,
    by: "probed",
  };
}

/** Code with the calls to make of it, and the rules that shall fix it. */
export interface SearchCase {
  readonly name: string;
  readonly text: string;
  readonly calls: readonly string[];
  readonly setup?: string;
  readonly seen?: Seen;
  readonly fixed: readonly string[];
}

interface Answered {
  readonly call: string;
  readonly old: readonly unknown[];
  readonly newer: readonly unknown[];
}

/** What old and new give for every call, on every Python at hand. */
function answersOf(cases: readonly SearchCase[]): readonly (readonly Answered[])[] {
  const input = cases.map(({ text, setup = "", calls, seen }) =>
    JSON.stringify({ old: text, new: fixSearches(text, seen).text, setup, calls, python: [3, 8] }),
  );
  const answers: Answered[][] = cases.map(() => []);
  for (const python of pythons) {
    const done = spawnSync(python, [join(import.meta.dirname, "run-both.py")], {
      input: input.join("\n"),
      encoding: "utf8",
    });
    expect(done.stderr).toBe("");
    for (const [index, line] of done.stdout.trimEnd().split("\n").entries()) {
      const pairs = JSON.parse(line) as readonly (readonly [unknown[], unknown[]])[];
      for (const [at, [old, newer]] of pairs.entries()) {
        answers[index]?.push({ call: `${python}: ${cases[index]?.calls[at] ?? ""}`, old, newer });
      }
    }
  }
  return answers;
}

/** The same answer, or a TypeError that says that something cannot be hashed: never another answer. */
export function expectSameOrLoud(cases: readonly SearchCase[]): void {
  let same = 0;
  for (const [index, answers] of answersOf(cases).entries()) {
    for (const { call, old, newer } of answers) {
      const isLoud = typeof newer[0] === "string" && /^TypeError: .*unhashable/u.test(newer[0]);
      if (isLoud) continue;
      expect(newer, `${call}\n${fixSearches(cases[index]?.text ?? "", cases[index]?.seen).text}`).toEqual(old);
      if (typeof old[0] === "string" && !old[0].includes("Error: ")) same++;
    }
  }
  expect(same).toBeGreaterThan(0);
}
