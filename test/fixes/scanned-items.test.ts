import { expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const setup = `
from collections import defaultdict
class Odd(dict):
    def get(self, key, other=None):
        return [{"k": 1, "v": "odd"}]
def ds(*ks):
    return [{"k": k, "v": n} for n, k in enumerate(ks)]
def d(*ks):
    return {"rows": ds(*ks), "others": ds(*ks[:2])}
`;

const calls = [
  "f([1, 2, 3], d(3, 2, 2, 1))",
  "f([], d())",
  "f([], {})",
  "f([], None)",
  "f([1], {})",
  "f([1], {'others': 1, 'rows': None})",
  "f([], {'others': 1, 'rows': None})",
  "f([1, 1.0, True, float('nan'), None, 'a'], d(True, 1.0, 1, None, 'a'))",
  "f([1, 2], {'others': [], 'rows': iter(ds(1, 2))})",
  "f([1, 2], {'others': [], 'rows': tuple(ds(1, 2))})",
  "f([1, 2], {'others': [], 'rows': {1: 2}})",
  "f([1, 2], defaultdict(list, others=[], rows=ds(1, 1)))",
  "f([1, 2], Odd(others=[], rows=ds(1, 1)))",
  "f([1, 2], d([1], 2))",
  "f([[1], 2], d(1, 2))",
];

const cases: readonly (readonly [name: string, body: string])[] = [
  [
    "of an argument",
    `
    out = []
    for x in xs:
        for row in data["rows"]:
            if row["k"] == x:
                out.append(row["v"])
                data["last"] = x
    return out`,
  ],
  [
    "in a comprehension",
    `
    return {str(x): [row["v"] for row in data['rows'] if row["k"] == x] for x in xs}`,
  ],
  [
    "with places",
    `
    found = []
    for x in xs:
        for n, row in enumerate(data["rows"]):
            if x == row["k"]:
                found.append((n, row))
                break
        else:
            found.append(None)
    return found`,
  ],
  [
    "of two items",
    `
    out = []
    for x in xs:
        out += [row for row in data["rows"] if row["k"] == x]
        out += [row for row in data["others"] if row["k"] == x]
    return out`,
  ],
];

test("an item of a dict that is walked through gets an index, and nothing is asked of it before its time", () => {
  const all = cases.map(([name, body]): SearchCase => ({
    name,
    text: `def f(xs, data):${body}\n`,
    calls,
    setup,
    fixed: ["nested-scan"],
  }));
  for (const { text, name } of all) expect(fixSearches(text).fixed, name).toContain("nested-scan");
  expectSameOrLoud(all);
  expect(fixSearches(all[0]?.text ?? "").text).toContain(
    'if type(data) is dict and type(data.get("rows")) in (list, tuple):',
  );
});

const scan = 'for row in data["rows"]:\n            if row["k"] == x: print(row)';
const looped = (before: string, after: string): string =>
  `def f(xs, data):\n    ${before}\n    for x in xs:\n        ${scan}\n        ${after}\n`;

test.each([
  ["is set", looped("pass", 'data["rows"] = []')],
  ["is taken away", looped("pass", 'del data["rows"]')],
  ["is set in another dict", looped("pass", 'x["rows"] = []')],
  ["may be set", looped("pass", "data[x] = []")],
  ["grows", looped("pass", 'data["rows"].append(x)')],
  ["grows under another name", looped('rows = data["rows"]', "rows.append(x)")],
  ["grows in a dict of this function", looped('data = {}; data["rows"] = []; rows = data["rows"]', "rows.append(x)")],
  ["may grow in a dict of this function", looped('data = {"rows": []}', "data[x].append(x)")],
  ["is in a dict that is cleared", looped("pass", "data.clear()")],
  ["is in a dict of this function that is changed", looped('data = {"rows": []}', "data.update(x)")],
  ["is in a dict that something unknown may change", looped("from m import call", "call()")],
  ["has rows that change", looped("pass", 'x["k"] = 1')],
])("an item is walked through as before that %s", (_, text) => {
  expect(fixSearches(text)).toMatchObject({ fixed: [], text });
});

test("nothing is said of another dict's item each time", () => {
  const text = `def f(x, all):\n    for data in all:\n        ${scan}\n`;
  expect(fixSearches(text)).toMatchObject({ fixed: [], obstacles: [] });
});
