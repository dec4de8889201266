import { expect, test } from "vitest";
import { nestedScan } from "../../src/diagnose/rules/nested-scan/rule.ts";
import { fixNestedScan } from "../../src/fix/fixes/nested-scan.ts";
import { expectLeft, expectSame, fixAll, type Case } from "./old-and-new.ts";
import { rowsSeen } from "./rows-while-same.ts";

const setup = `
class U:
    def __init__(self, best, kind=1):
        self.best, self.kind = best, kind
def us(*ids):
    return [U(None if n is None else {"id": n}, n) for n in ids]
def rows(*ids):
    return [{"id": n, "on": n % 2} for n in ids]
class Box:
    def __init__(self, rows, best):
        self.rows, self.best = rows, best
    ask = ask if "ask" in globals() else None
def again(rows, *best):
    return [Box(rows, each).ask() for _ in range(40) for each in best]
`;

const loop = (condition: string, before = ""): string =>
  `def f(rows, us):\n    out = []\n${before}    for u in us:\n        for row in rows:\n            if ${condition}:\n                out.append(row["id"])\n    return out\n`;

const loops = [
  "f(rows(1, 2, 3), us(3, None, 1))",
  "f(rows(), us(3, None, 1))",
  "f(rows(2, 4), us(2, 4))",
  "f(iter(rows(1)), us(1, None))",
  "f(tuple(rows(1, 2)), us(None))",
  "f(rows(1), [None])",
  "f([], [None, 3])",
];

const hoisted: readonly (readonly [text: string, written: string, assumed: boolean])[] = [
  [loop('row["id"] == u.best["id"]'), "rows_by_id and rows_by_id.get(u.best[", false],
  [
    loop('u.best is not None and row["id"] == u.best["id"]'),
    "rows_by_id and u.best is not None and rows_by_id.get(",
    false,
  ],
  [
    loop('isinstance(u, U) and (u.best or u.kind == 7) and "id" in row and row["id"] == u.best["id"]'),
    "rows_by_id and isinstance(u, U) and (u.best or u.kind == 7) and rows_by_id.get(",
    false,
  ],
  [
    loop('not u.best is None and u.best["id"] == row["id"]', "    held = list(rows)\n").replace("in rows:", "in held:"),
    "for row in (held_by_id and not u.best is None and held_by_id.get(",
    false,
  ],
  [loop('row["on"] and row["id"] == u.kind'), "rows_by_id and rows_by_id.get(u.kind", true],
];

const method = (body: string): string => `def ask(self):\n    ${body}\n`;
const kept = [
  "again(rows(*range(60)), {'id': 7}, {'id': 59}, {'id': -1})",
  "again([], None)",
  "again((), None)",
  "again(rows(1), None)",
  "again(iter(rows(1)), {'id': 1})",
  "again({}, None)",
];

const asked = method("return [row for row in self.rows if row['id'] == self.best['id']]");
const cases: readonly Case[] = [
  ...hoisted.map(([text]): Case => ({ name: "hoisted", text, calls: loops, setup, seen: rowsSeen("dict"), fixes: 1 })),
  { name: "kept", text: asked, calls: kept, setup, seen: rowsSeen("dict"), fixes: 1 },
];

test.each(hoisted)("what is sought is read where it was: %s", (text, written, isAssumed) => {
  const done = fixAll(text, nestedScan, fixNestedScan, rowsSeen("dict"));
  expect(done.text).toContain(written);
  expect(done.assumes.some(({ code }) => code === "does-not-raise")).toBe(isAssumed);
});

test("of a list in others' hands it is read where there is an element", () => {
  const done = fixAll(asked, nestedScan, fixNestedScan, rowsSeen("dict"));
  expect(done.text).toContain(
    "in (_equal_in_by_id(self.rows, self.best['id']) if type(self.rows) is list and self.rows else self.rows) if",
  );
});

test("old and new give the same", () => expectSame(cases, nestedScan, fixNestedScan));

test.each([
  ["is asked of the element, too", ["not-always-run"], 'row["on"] > u.kind and row["id"] == u.best["id"]'],
  ["is asked by a function", ["may-change-in-call", "not-always-run"], 'check(u) and row["id"] == u.best["id"]'],
])("it stays where what says that it can be read %s", (why, obstacles, condition) => {
  expectLeft([why, obstacles, loop(condition).trimEnd(), rowsSeen("dict")], (text, seen) =>
    fixAll(text, nestedScan, fixNestedScan, { ...seen, same: 0 }),
  );
});
