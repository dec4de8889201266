import { describe, expect, it } from "vitest";
import { fraction, seconds } from "../src/base/units.ts";
import { judgeSearch } from "../src/diagnose/analysis/list-evidence.ts";
import type { Evidence, OperandEvidence } from "../src/diagnose/evidence.ts";
import { instrument } from "../src/diagnose/probe/instrument.ts";
import { readProbe } from "../src/collect/probe/read-probe.ts";
import { nestedScan } from "../src/diagnose/rules/nested-scan/rule.ts";
import { candidatesIn } from "./fixes/old-and-new.ts";
import { pythons } from "./launch/world.ts";
import { sourceOf } from "./probe/every-candidate.ts";
import { probe, runScript } from "./probe/watch-everything.ts";

const searched = `
import array, collections, collections.abc
class Rows(collections.abc.Sequence):
    def __init__(self): self.rows = [1, 2]
    def __len__(self): return 2
    def __getitem__(self, at): return self.rows[at]
class Given:
    def __iter__(self): return iter([1, 2])
class Long(list): pass
class Asked(list):
    def __contains__(self, x): return x == 1
class Never:
    __contains__ = None
numbers, given, long, rows, deque = array.array("i", [1]), Given(), Long([1]), Rows(), collections.deque([1])
user, asked, table, text, some, views = collections.UserList([1]), Asked(), {1: 1}, "ab", range(9), {1: 2}.values()
print(1 in numbers, 1 in given, 1 in long, 1 in rows, 1 in deque, 1 in user, 1 in views)
print(1 in asked, 1 in table, "a" in text, 1 in some)
`;
const walked = ["numbers", "given", "long", "rows", "deque", "user", "views"].map((name) => `1 in ${name}`);
const answered = ["1 in asked", "1 in table", '"a" in text', "1 in some"];

const found = `
class Row:
    def __init__(self, key): self.key = key
class Rows:
    def __init__(self, rows): self.rows = rows
    def __iter__(self): return iter(self.rows)
    def find(self, key):
        for row in self:
            if row.key == key:
                return row
    def has(self, key):
        return any(row.key == key for row in self)
long, short = Rows([Row(str(n) + "a") for n in range(300)]), Rows([Row("a1"), Row("b1")])
for n in range(60):
    long.find(str(n * 2 + 100) + "a"), long.has("x%d" % n)
`;

describe.each(pythons)("what is walked through, under %s", (python) => {
  it("is told from the type that was seen", async () => {
    const records = await probe(python, searched, ...walked, ...answered);
    expect(records.map((record) => record?.walked)).toEqual([...walked.map(() => true), ...answered.map(() => false)]);
  });

  it.each([
    ["long", 50, 400],
    ["short", 1, 3],
  ])("has as many elements as were compared before the answer: %s", async (which, least, most) => {
    const text = found.replaceAll("long.", `${which}.`);
    const source = sourceOf(text);
    const candidates = candidatesIn(text, nestedScan).map(({ candidate }) => candidate);
    expect(candidates.length).toBe(2);
    const ran = runScript(python, instrument(source, candidates).text, true);
    expect(ran.stderr).toBe("");
    for (const { turns } of await readProbe(ran.folder)) {
      const each = turns.looked / Math.max(1, turns.another);
      expect(each).toBeGreaterThanOrEqual(least);
      expect(each).toBeLessThan(most);
    }
  });
});

const operand: OperandEvidence = {
  kind: "operand",
  operand: "self.cache",
  types: ["app.Cache"],
  elements: [],
  hashable: "unknown",
  observations: 900,
  by: "probed",
};
const count = { kind: "count", executions: 1000, exact: true } as const;
const time = (total: number): Evidence => ({ kind: "time", total: seconds(total), share: fraction(total / 10) });

describe("a search of an object without a length", () => {
  it.each([
    ["that walks, and takes long", [{ ...operand, walked: true } as const, count, time(2)], "finding"],
    ["that answers by itself", [operand, count, time(2)], "already-fast"],
    [
      "that walks, and is over soon",
      [{ ...operand, walked: true } as const, { ...count, executions: 9e6 }, time(2)],
      "short",
    ],
    ["that was not timed", [{ ...operand, walked: true } as const, count], "short"],
  ])("%s", (_, evidence, expected) => {
    const judged = judgeSearch(evidence);
    expect(judged.kind === "harmless" ? judged.because : judged.kind).toBe(expected);
    if (judged.kind === "finding") expect(judged.obstacles).toEqual([{ code: "not-a-list", about: "self.cache" }]);
  });
});
