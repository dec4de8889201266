import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { fraction } from "../../src/base/units.ts";
import type { Evidence, OperandEvidence } from "../../src/diagnose/evidence.ts";
import type { Finding, Obstacle } from "../../src/diagnose/finding.ts";
import type { Candidate, Rule, RuleContext, RuleId } from "../../src/diagnose/rule.ts";
import type { Assumption, Fixer } from "../../src/fix/fix.ts";
import { applyEdits } from "../../src/source/edit.ts";
import { listFunctions } from "../../src/source/functions.ts";
import { createParser } from "../../src/source/python-parser.ts";
import { parseSource } from "../../src/source/read-source.ts";
import { scopesOf } from "../../src/source/scopes.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

/** The Pythons that the tests run code on. */
const pythons: readonly string[] = process.env["HASTEN_TEST_PYTHONS"]?.split(":") ?? ["python3"];

/** What was seen of the operand in these tests, unless they say otherwise. */
export interface Seen {
  readonly type?: string;
  /** What else the operand was seen to be. */
  readonly otherTypes?: readonly string[];
  readonly elements?: readonly string[];
  readonly size?: number;
  readonly hashable?: OperandEvidence["hashable"];
  /** Of how many looks the operand was that of the look before; absent: not looked at. */
  readonly same?: number;
  /** Of how many looks the list had been looked at before, and had at most grown since. */
  readonly again?: number;
  /** What a sort was seen to compare. */
  readonly compared?: readonly string[];
  readonly python?: readonly [number, number];
  /** What was measured beside the operand. */
  readonly measured?: readonly Evidence[];
  /** What is known of the whole program. */
  readonly program?: Pick<RuleContext, "gil" | "served" | "modules" | "agreed" | "elsewhere">;
  /** `__main__` where the file is the script that is run. */
  readonly module?: string;
}

/** What became of a piece of Python. */
export interface Fixed {
  readonly text: string;
  /** How many findings were fixed. */
  readonly fixes: number;
  readonly assumes: readonly Assumption[];
  /** What stood in the way of the others. */
  readonly obstacles: readonly string[];
}

interface Found {
  readonly context: RuleContext;
  readonly candidate: Candidate;
}

/** Every place that the rule recognises, in all functions. */
export function candidatesIn(
  text: string,
  rule: Rule,
  python: readonly [number, number] = [3, 12],
  program: Seen["program"] = {},
): readonly Found[] {
  const source = parseSource("/case.py", text, parser);
  expect(source.errors, text).toEqual([]);
  return listFunctions(source).flatMap((owner) => {
    const context: RuleContext = { source, scopes: scopesOf(source), function: owner, python, ...program };
    return rule.find(context).map((candidate) => ({ context, candidate }));
  });
}

/** Fixes everything that can be fixed, one finding after the other as hasten does. */
export function fixAll(text: string, rule: Rule, fixer: Fixer, seen: Seen = {}): Fixed {
  let now = text;
  let fixes = 0;
  const assumes: Assumption[] = [];
  for (;;) {
    const obstacles: Obstacle[] = [];
    const before = now;
    for (const { context, candidate } of candidatesIn(now, rule, seen.python, seen.program)) {
      const finding = findingFor(candidate, context, rule, seen);
      if (finding === undefined) continue;
      const outcome = fixer.plan(finding, context);
      if (outcome.kind === "none") obstacles.push(...outcome.obstacles);
      if (outcome.kind === "none" || finding.obstacles.length > 0) continue;
      now = applyEdits(now, outcome.fix.edits);
      assumes.push(...outcome.fix.assumes);
      fixes++;
      break;
    }
    if (now === before) return { text: now, fixes, assumes, obstacles: obstacles.map(({ code }) => code) };
  }
}

function findingFor(
  candidate: Candidate,
  { source, function: owner }: RuleContext,
  rule: Rule,
  seen: Seen,
): Finding | undefined {
  const { operand } = candidate.watch;
  const evidence: OperandEvidence = {
    kind: "operand",
    operand: source.text.slice(operand.start, operand.end),
    types: [seen.type ?? "list", ...(seen.otherTypes ?? [])],
    sizes: { min: 0, median: seen.size ?? 5000, max: seen.size ?? 5000 },
    elements: seen.elements ?? ["int"],
    hashable: seen.hashable ?? "builtin",
    observations: 10_000,
    by: "probed",
    ...(seen.same !== undefined && { same: seen.same, changes: false }),
    ...(seen.again !== undefined && { again: seen.again }),
  };
  const all: readonly Evidence[] = [
    evidence,
    ...comparedSeen(candidate, evidence, seen),
    ...repeatsSeen(candidate, source.text),
    ...(seen.measured ?? []),
  ];
  const judged = rule.judge(candidate, all);
  if (judged.kind === "harmless") return undefined;
  const { expression } = candidate;
  const obstacles = [...candidate.obstacles, ...judged.obstacles];
  return {
    rule: rule.id,
    rung: rule.rung,
    function: `${seen.module ?? "case"}.${owner.qualname}`,
    file: source.path,
    line: expression.startLine,
    column: expression.startColumn,
    endLine: expression.endLine,
    endColumn: expression.endColumn,
    share: fraction(0.9),
    ceiling: 10,
    evidence: all,
    automatic: obstacles.length === 0,
    obstacles,
  };
}

const ordered: ReadonlySet<string> = new Set([
  "sorted-for-extreme",
  "needless-copy",
  "list-as-heap",
  "sorted-insertion",
]);

/** Where a sort is watched: the elements, or what their key gives. */
function comparedSeen(
  { watch: { needle }, rule }: Candidate,
  evidence: OperandEvidence,
  { compared = ["int"] }: Seen,
): readonly Evidence[] {
  if (needle === undefined || !ordered.has(rule)) return [];
  return [{ ...evidence, operand: "compared", types: compared }];
}

/** Where a function's calls are watched: most of them had arguments that an earlier one had had. */
function repeatsSeen({ watch, expression }: Candidate, text: string): readonly Evidence[] {
  if (watch.kind !== "entry") return [];
  const name = text.slice(expression.start, expression.end);
  return [{ kind: "repeats", function: name, looked: 1000, plain: 1000, repeated: 900, distinct: 100 }];
}

/** What is not fixed, as `[why, obstacles, code]` with what was seen. */
export type LeftCase = readonly [why: string, obstacles: readonly string[], code: string, seen?: Seen];

/** A rule's way of fixing all that it can of a text. */
export type Fixing = (text: string, seen?: Seen) => Fixed;

/** The code stays as it is, for the reasons given and no others. */
export function expectLeft([, obstacles, code, seen]: LeftCase, fix: Fixing): void {
  const done = fix(`${code}\n`, seen);
  expect(done).toMatchObject({ fixes: 0, text: `${code}\n` });
  expect([...new Set(done.obstacles)]).toEqual(obstacles);
}

/** Of a rule's fixtures `slow.py` is fixed, and nothing else. `seen` is what differs in what was seen, by file. */
export function expectFixtures(id: RuleId, fix: Fixing, seen: Readonly<Record<string, Seen>>): void {
  const folder = join(import.meta.dirname, "../../fixtures/rules", id);
  for (const name of readdirSync(folder)) {
    const done = fix(readFileSync(join(folder, name), "utf8"), seen[name]);
    expect(done.fixes > 0, name).toBe(name === "slow.py");
  }
}

/** A function with the calls to make of it. */
export interface Case {
  readonly name: string;
  readonly text: string;
  readonly calls: readonly string[];
  /** Code that runs after the case's own. */
  readonly setup?: string;
  readonly seen?: Seen;
  /** The first Python that the new code is for. */
  readonly python?: readonly [number, number];
  /** How many findings are to be fixed; 0: everything is refused. */
  readonly fixes: number;
}

/** Old and new must give the same for every call, on every Python at hand. */
export function expectSame(cases: readonly Case[], rule: Rule, fixer: Fixer): void {
  const fixed = cases.map((each) => {
    const done = fixAll(each.text, rule, fixer, each.seen);
    // What is left as it is gives the same for sure.
    if (each.fixes > 0) expect(done.fixes, `${each.name} is fixed: ${done.obstacles.join()}`).toBeGreaterThan(0);
    return { ...each, new: done.text };
  });
  const input = fixed.map(({ text, new: newer, setup = "", calls, python: since = [3, 8] }) =>
    JSON.stringify({ old: text, new: newer, setup, calls, python: since }),
  );
  for (const python of pythons) {
    const done = spawnSync(python, [join(import.meta.dirname, "run-both.py")], {
      input: input.join("\n"),
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    expect(done.stderr).toBe("");
    const answers = done.stdout.trimEnd().split("\n");
    expect(answers.length).toBe(cases.length);
    for (const [index, line] of answers.entries()) {
      const pairs = JSON.parse(line) as readonly (readonly [unknown, unknown])[];
      for (const [call, [old, newer]] of pairs.entries()) {
        const { name, calls, new: text } = fixed[index] ?? { name: "", calls: [], new: "" };
        expect(newer, `${name} on ${python}: ${calls[call] ?? ""}\n${text}`).toEqual(old);
      }
    }
  }
}
