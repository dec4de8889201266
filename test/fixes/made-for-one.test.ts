import { expect, test } from "vitest";
import { copiedMembership } from "../../src/diagnose/rules/copied-membership/rule.ts";
import { walkedAgain } from "../../src/diagnose/rules/walked-again/rule.ts";
import { fixCopiedMembership } from "../../src/fix/fixes/copied-membership.ts";
import { fixWalkedAgain } from "../../src/fix/fixes/walked-again.ts";
import { fraction, seconds } from "../../src/base/units.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";
import { ofDict, rowCase } from "./rows-while-same.ts";

const measured: Seen["measured"] = [
  { kind: "count", executions: 10_000_000, exact: true },
  { kind: "time", total: seconds(5), share: fraction(0.9) },
];

const asked = (each: Case): Case => ({ ...each, seen: { ...each.seen, measured } });
const TUPLE = "lambda key, at: (key, at)";
const NAME = "lambda key, at: key";
const DICT = "lambda key, at: {'key': key, 'at': at}";

/** A dict or a set that is made for one question, with what is written in the place of what it is made of. */
const made: readonly (readonly [Case, string])[] = [
  ...["Row", "Below", "Data", "Typed", "Pair", "Named", "Hidden"].map(
    (make) =>
      [
        rowCase(`a dict, ${make}`, make, "return {row.key: row for row in self.rows}[x]"),
        "{row.key: row for row in _equal_in_by_key(self.rows, x)}[x]",
      ] as const,
  ),
  [
    rowCase("get", "Data", "return {row.key: row for row in self.rows}.get(x)"),
    "{row.key: row for row in _equal_in_by_key(self.rows, x)}.get(x)",
  ],
  [
    rowCase("get, or another", "Pair", "return ({row.key: row for row in self.rows}).get(x, self.rows[-1])"),
    "in _equal_in_by_key(self.rows, x)}).get(x, self.rows[-1])",
  ],
  [
    rowCase("those that have a key", "Row", "return {row.key: row for row in self.rows if row.key}[x]"),
    "for row in _equal_in_by_key(self.rows, x) if row.key}[x]",
  ],
  [
    rowCase(
      "those whose key is something",
      "Named",
      "return {row.key: row for row in self.rows if row.key is not None}[x]",
    ),
    "_equal_in_by_key(self.rows, x) if row.key is not None}[x]",
  ],
  [
    rowCase("places", "Row", "return {row.key: n for n, row in enumerate(self.rows)}.get(x, -1)"),
    "for n, row in _equal_pairs_by_key(self.rows, x)}.get(x, -1)",
  ],
  [
    rowCase("places of texts", NAME, "return {row: n for n, row in enumerate(self.rows)}.get(x, -1)"),
    "for n, row in _equal_pairs(self.rows, x)}.get(x, -1)",
  ],
  [
    rowCase("taken apart", TUPLE, "return {key: at for key, at in self.rows}[x]"),
    "for key, at in _equal_in_by_part(self.rows, x)}[x]",
  ],
  [rowCase("tuples", TUPLE, "return {row[0]: row for row in self.rows}[x]"), "in _equal_in_by_part(self.rows, x)}[x]"],
  [
    rowCase("dicts", DICT, "return {row['key']: row for row in self.rows}[x]['at']"),
    "_equal_in_by_key(self.rows, x)}[x]",
  ],
  [
    rowCase("lowered", NAME, "return {row.lower(): row for row in self.rows}[x]"),
    "for row in _equal_in_by_lower(self.rows, x)}[x]",
  ],
  [
    ofDict(rowCase("values", "Row", "return {row.key: row for row in self.rows.values()}[x]")),
    "for row in _equal_values_by_key(self.rows, x)}[x]",
  ],
  [
    ofDict(rowCase("entries", "Pair", "return {row.key: n for n, row in self.rows.items()}[x]")),
    "for n, row in _equal_entries_by_key(self.rows, x)}[x]",
  ],
];

/** A test in what is made for it. */
const tested: readonly (readonly [Case, string])[] = [
  ...["Row", "Data", "Named"].map(
    (make) =>
      [
        rowCase(`a list, ${make}`, make, "return x in [row.key for row in self.rows]"),
        "x in [row.key for row in _equal_in_by_key(self.rows, x)]",
      ] as const,
  ),
  [rowCase("a set", "Hidden", "return x not in {row.key for row in self.rows}"), "in _equal_in_by_key(self.rows, x)}"],
  [rowCase("a generator", "Row", "return x in (row.key for row in self.rows)"), "_equal_in_by_key(self.rows, x))"],
  [
    rowCase("a name for others' rows", "Row", "rows = self.rows\n        return x in [row.key for row in rows]"),
    "x in [row.key for row in _equal_in_by_key(rows, x)]",
  ],
  [rowCase("part", TUPLE, "return x in [row[0] for row in self.rows]"), "_equal_in_by_part(self.rows, x)]"],
  [
    rowCase("what is asked first", NAME, "return x.lower() in [row.lower() for row in self.rows]"),
    "_equal_in_by_lower(self.rows, x.lower())]",
  ],
];

function withSeen(each: Case): Case {
  return asked(
    each.text.includes("MAKE = lambda key, at: key\n") ? { ...each, seen: { same: 9999, elements: ["str"] } } : each,
  );
}

test("the container is made of what may be asked for alone", () => {
  for (const [each, written] of made)
    expect(fixAll(each.text, walkedAgain, fixWalkedAgain, withSeen(each).seen).text, each.name).toContain(written);
  for (const [each, written] of tested)
    expect(fixAll(each.text, copiedMembership, fixCopiedMembership, withSeen(each).seen).text, each.name).toContain(
      written,
    );
});

test("what is asked of a container made of fewer rows is answered as before", () => {
  expectSame(
    made.map(([each]) => withSeen(each)),
    walkedAgain,
    fixWalkedAgain,
  );
  expectSame(
    tested.map(([each]) => withSeen(each)),
    copiedMembership,
    fixCopiedMembership,
  );
}, 120_000);

const CLASS = `class Row:
    def __init__(self, key, at):
        self.key = key
        self.at = at
class Box:
    def __init__(self, rows):
        self.rows = rows
        self.last = None
    @property
    def next(self):
        self.last = 1
        return self.last
    def ask(self, x, rows):
`;

const seen: Seen = { same: 9999, elements: ["case.Row"], hashable: "custom", measured };
const whole = "{row.key: row for row in self.rows}";

test.each([
  ["is handed out", `return ${whole}`],
  ["is walked through", `return list(${whole})`],
  ["is asked for its length", `return len(${whole})`],
  ["is changed", `del ${whole}[x]`],
  ["gets an item", `${whole}[x] = 1`],
  ["takes one out", `return ${whole}.pop(x)`],
  ["stays with the method that is taken", `return ${whole}.get`],
  ["is asked for what runs code", `return ${whole}[self.next]`],
  ["is asked for what a call gives", `return ${whole}[x()]`],
  ["is asked with a name", `return ${whole}.get(*x)`],
  ["is compared with what comes next", `return x in ${whole} in rows`],
  ["gives an item of a list", "return [row.key for row in self.rows][x]"],
  ["leaves rows out by what may not be compared", "return {row.key: row for row in self.rows if row.key > 'a'}[x]"],
  ["leaves rows out", "return {row.key: row for row in self.rows if row.at}[x]"],
  ["calls something for each row", "return {row.key: rows(row) for row in self.rows}[x]"],
  ["reads another part, which may be missing", "return {row.key: row.at.n for row in self.rows}[x]"],
  ["has a key that is made", "return {rows(row.key): row for row in self.rows}[x]"],
  [
    "has a key that changes",
    "row = self.rows[0]\n        row.key = x\n        return {row.key: row for row in self.rows}[x]",
  ],
  ["counts from somewhere else", "return {row.key: n for n, row in enumerate(self.rows, x)}[x]"],
  ["goes through two", "return {row.key: row for row in self.rows for other in rows}[x]"],
  ["asks for names by text", `exec(x)\n        return ${whole}[x]`],
])("a container stays whole that %s", (_, body) => {
  expect(fixAll(`${CLASS}        ${body}\n`, walkedAgain, fixWalkedAgain, seen).fixes).toBe(0);
});

test("a container stays whole where the rows were seen to change, to be few or of another class", () => {
  const text = `${CLASS}        return ${whole}[x]\n`;
  expect(fixAll(text, walkedAgain, fixWalkedAgain, seen).fixes).toBe(1);
  for (const other of [{ elements: ["case.Other"] }, { size: 40 }, { type: "tuple" }])
    expect(fixAll(text, walkedAgain, fixWalkedAgain, { ...seen, ...other }).obstacles).toContain("what-to-keep");
});
