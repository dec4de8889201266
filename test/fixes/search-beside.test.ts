import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const fixedNames = `
class Table:
    def __init__(self, names):
        self.names = names
    def at(self, name):
        return self.names.index(name)
    def both(self, one, two):
        return self.names.index(one), self.names.index(two)
def f(xs):
    table = Table(list(xs) + [3, 3])
    return [table.at(x) for x in list(xs) + [3]] + [table.both(3, 3), table.at("none")]
`;

const growing = `
class Register:
    def __init__(self):
        self.seen = []
    def number(self, name):
        if name not in (None, ()):
            self.seen.append(name)
        return self.seen.index(name)
    def times(self, name):
        return self.seen.count(name.real + 1)
    def forget(self):
        self.seen = []
def f(xs):
    register = Register()
    out = [register.number(x) for x in xs]
    register.forget()
    return out, [register.number(x) for x in xs], [register.times(x) for x in (1, 2, 0)]
`;

const ofModule = `
WORDS = ["a", "b", "c", "b"]
_seen = []
def code(x):
    total = []
    for y in (x, "b"):
        total.append(WORDS.index(y))
    return total
def number(x):
    _seen.append(x)
    return _seen.index(x)
def f(xs):
    return [number(x) for x in xs], [code(x) for x in "cba"], [code(x) for x in xs]
`;

const calls = [
  "f([3, 1, 3, 2, 1])",
  "f([])",
  "f([1, 1.0, True, 0, False, 0.0])",
  "f([NAN, NAN])",
  "f('abcab')",
  "f([None])",
  "f([(1, 2), (2, 1)])",
];

const cases: readonly SearchCase[] = [
  { name: "names", text: fixedNames, calls, setup: 'NAN = float("nan")\n', fixed: ["list-search"] },
  { name: "growing", text: growing, calls, setup: 'NAN = float("nan")\n', fixed: ["list-search", "list-search"] },
  { name: "module", text: ofModule, calls, setup: 'NAN = float("nan")\n', fixed: ["list-search", "list-search"] },
];

describe("a search of an attribute whose loop is in the callers", () => {
  test.each(cases.map((each) => [each.name, each] as const))("is answered by a dict kept beside it: %s", (_, each) => {
    const done = fixSearches(each.text);
    expect(done.fixed, `${done.obstacles.join("\n")}\n${done.text}`).toEqual(each.fixed);
  });

  test("gives the same answer or a TypeError", () => expectSameOrLoud(cases));

  test("is written as a careful person would, all of the file's at once", () => {
    const { text } = fixSearches(fixedNames);
    expect(text).toContain(
      "        self.names = names\n" +
        "        self._names_positions = dict(zip(reversed(self.names), reversed(range(len(self.names))))) " +
        "if type(self.names) in (list, tuple) else {}\n",
    );
    expect(text.match(/ in self\._names_positions else/gu)).toHaveLength(3);
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ["moves", "changes-in-loop", "self.names.sort()"],
    ["loses elements", "changes-in-loop", "self.names.pop()"],
    ["is handed to others", "escapes", "return keep(self.names)"],
    ["is bound with others", "escapes", "self.names, x = [], 1"],
    ["is written out whole", "dynamic-names", "return self.__dict__"],
  ];
  test.each(refused)("is left alone where the list %s", (_, code, body) => {
    const text = `from m import keep\nclass A:\n def __init__(self): self.names = []\n def f(self, x): return self.names.index(x)\n def g(self):\n  ${body}\n`;
    const done = fixSearches(text);
    expect(done.text).toBe(text);
    expect(done.obstacles.join("\n")).toContain(`list-search: ${code}`);
  });
});
