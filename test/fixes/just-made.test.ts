import { expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const setup = `
class N:
    def __init__(self, k, parent=None):
        self.k, self.parent = k, parent
    def __getitem__(self, name):
        return getattr(self, name)
    def __setitem__(self, name, value):
        setattr(self, name, value)
    def __repr__(self):
        return "N(%r, %r, %r)" % (self.k, self.parent, len(getattr(self, "children", "")))
def ns(*pairs):
    return [N(k, parent) for k, parent in pairs]
def ds(*pairs):
    return [{"k": k, "parent": parent} for k, parent in pairs]
PAIRS = (1, None), (2, 1), (3, 1), (4, 2), (5, 9)
def same(f, make):
    rows = make(*PAIRS)
    return f(rows, rows)
`;

const calls = ["ns", "ds"].flatMap((make) => [
  `f(${make}(*PAIRS), ${make}(*PAIRS))`,
  `same(f, ${make})`,
  `f([], ${make}(*PAIRS))`,
  `f(${make}(*PAIRS), [])`,
  `f(${make}(*PAIRS), iter(${make}(*PAIRS)))`,
  `f(${make}((1, 1), (None, 1)), ${make}((None, None), (1, 1), (2, [1])))`,
]);

const cases: readonly (readonly [name: string, body: string])[] = [
  [
    "items",
    `
    for n in nodes:
        n["children"] = []
        for r in rows:
            if r["parent"] == n["k"]:
                n["children"].append(r)
        n["size"] = len(n["children"])
    return [(n["k"], len(n["children"]), n["size"]) for n in nodes]`,
  ],
  [
    "attributes",
    `
    for n in nodes:
        n.children = list()
        for r in rows:
            if r.parent == n.k:
                n.children.append(r)
    return nodes`,
  ],
];

test("a list that was made a few lines above is not the one that is walked through", () => {
  const all = cases.map(([name, body]): SearchCase => ({
    name,
    text: `def f(nodes, rows):${body}\n`,
    calls: name === "attributes" ? calls.filter((call) => !call.includes("ds")) : calls,
    setup,
    fixed: ["nested-scan"],
  }));
  for (const { text, name, fixed } of all) expect(fixSearches(text).fixed, name).toEqual(fixed);
  expectSameOrLoud(all);
});

const made = (between: string, within: string): string => `def f(nodes, rows):
    for n in nodes:
        n["c"] = []
        ${between}
        for r in rows:
            if r.parent == n.k:
                n["c"].append(r)
                ${within}
`;

test.each([
  ["given another list", made('n["c"] = rows', "pass")],
  ["given another list later", made("pass", 'n["c"] = rows')],
  ["given another list under a name that is worked out", made("pass", "n[r.k] = rows")],
  ["brought up to date", made("pass", "n.update(c=rows)")],
  ["given another list under another name", made("m = n", 'm["c"] = rows')],
  ["of another object by then", made("n = nodes[0]", "pass")],
  ["of another object in the next turn", made("pass", "n = r")],
  ["handed to what is not in sight", made("r.go(n)", "pass")],
  ["set by a method", made("n.__setitem__('c', rows)", "pass")],
  ["of a class with items of its own", `class A:\n    def __setitem__(self, n, v): pass\n${made("pass", "pass")}`],
])("a list may be the one that is walked through that is %s", (_, text) => {
  expect(fixSearches(text)).toMatchObject({ fixed: [], text });
});
