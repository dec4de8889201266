import { describe, expect, test } from "vitest";
import { nestedScan } from "../../src/diagnose/rules/nested-scan/rule.ts";
import { fixNestedScan } from "../../src/fix/fixes/nested-scan.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const setup = `
class Row:
    def __init__(self, key, value=0):
        self.key, self.value, self.rows = key, value, []
    def __repr__(self): return "Row(%r, %r, %r)" % (self.key, self.value, self.rows)
def rows(*keys): return [Row(key, at) for at, key in enumerate(keys)]
NAN = float("nan")
`;
const words = [
  "f(['ab', 'b', 'abc', 'b', ''], ['b', 'ab', 'x', 'b', ''])",
  "f([], ['a'])",
  "f(['a'], [])",
  "f(('a', 'b', 'a'), ('a',))",
  "f(iter(['a', 'b']), ['a', 'b'])",
  "f({'a': 1, 'b': 'a'}, ['a', 1])",
  "f([1, 1.0, True, NAN], [1, NAN])",
];

const cases: readonly Case[] = [
  {
    name: "not equal, said with not",
    fixes: 2,
    calls: words,
    setup,
    text: `
def f(xs, ks):
    out = []
    for k in ks:
        for at, x in enumerate(xs):
            if not (x == k): continue
            out.append((at, x))
        out.append(all(not x == k for x in xs))
    return out
`,
  },
  {
    name: "copies, keys and ranges",
    fixes: 3,
    calls: words,
    setup,
    text: `
def f(xs, ks):
    out = []
    for k in ks:
        out.append([x for x in list(xs) if x == k])
    if type(xs) is dict:
        for k in ks:
            out.append([x for x in xs.keys() if x == k])
    xs = list(xs)
    for k in ks:
        for at in range(0, len(xs)):
            if xs[at] == k: out.append(at)
    return out
`,
  },
  {
    name: "slices, and what the library makes of it",
    fixes: 2,
    calls: ["f(['/a/bc', 'd/bc', 'xyz', ''], ['bc', '/a/', 'xyz'])", "f([], ['a'])", "f([3], ['a'])"],
    setup,
    text: `
import os.path
def f(xs, ks):
    return [[x for x in xs if x[:3] == k] for k in ks], [[x for x in xs if os.path.basename(x) == k] for k in ks]
`,
  },
];

/** What is walked is a dict or a set: all of its keys, or what its methods give. */
const tables: readonly Case[] = [
  {
    name: "the keys of a dict",
    fixes: 2,
    seen: { type: "dict" },
    calls: [
      "f({'a': {'k': 1}, 'b': {'k': 2}, 'c': {'k': 1}}, [1, 3, 2, 1])",
      "f({}, [1])",
      "f([], [1])",
      "f([0], [1])",
      "f({1: [], 'k': {'k': NAN}}, [NAN])",
      "f({'b', 'a'}, [])",
    ],
    setup,
    text: `
def f(table, ks):
    out = []
    for k in ks:
        for name in table:
            if table[name]["k"] == k: out.append(name)
        out.append([at for at, name in enumerate(table) if name == k])
    return out
`,
  },
  {
    name: "sorted, and copies of what a dict's methods give",
    fixes: 4,
    seen: { type: "dict" },
    calls: [
      "f({2: 'a', 1: 'b', 3: 'a'}, ['a', 'b', 1, 'c'])",
      "f({}, ['a'])",
      "f({1: 2, 'a': 1}, ['a'])",
      "f(None, [])",
    ],
    setup,
    text: `
def f(table, ks):
    out = []
    for k in ks:
        for key, value in sorted(table.items()):
            if value == k: out.append(key)
        out.append([key for key in list(table.keys()) if key == k])
        out.append([at for at, value in enumerate(table.values()) if value == k])
        out.append([key for key in sorted(table) if key == k])
    return out
`,
  },
];

test.each(tables.map((each) => [each.name, each] as const))("walks %s", (_, each) => {
  const done = fixAll(each.text, nestedScan, fixNestedScan, each.seen);
  expect(done.fixes, `${done.obstacles.join(" ")}\n${done.text}`).toBe(each.fixes);
});

test("gives the same of dicts and sets", () => expectSame(tables, nestedScan, fixNestedScan));

test.each([
  ["gets a value", 'table["x"] = k'],
  ["loses a key", "table.other.popitem()"],
])("leaves a dict that %s", (_, change) => {
  const text = `def f(table, ks):\n    for k in ks:\n        for name in table:\n            if name == k: print(k)\n        ${change}\n`;
  const done = fixAll(text, nestedScan, fixNestedScan, { type: "dict" });
  expect([done.text, done.fixes]).toEqual([text, 0]);
});

const keys = [
  "f(['b', 'a', 'b', 'c', 'a'])",
  "f([])",
  "f([1, True, 1.0, 0, False, None, NAN, NAN])",
  "f([(1, 2), (1, 2), (1,)])",
  "f(iter('abca'))",
];
/** Lists that grow while they are searched. */
const growing: readonly Case[] = [
  {
    name: "find or make",
    fixes: 1,
    calls: keys,
    setup,
    text: `
class Node:
    def __init__(self, name): self.name, self.count = name, 0
    def __repr__(self): return "%r*%r" % (self.name, self.count)
def f(names):
    nodes = [Node("a")]
    for name in names:
        node = next((each for each in nodes if each.name == name), None)
        if node is None:
            node = Node(name)
            nodes.append(node)  # at its end
        node.count += 1
    return nodes
`,
  },
  {
    name: "groups in pairs, in an else",
    fixes: 1,
    calls: keys,
    setup,
    text: `
def f(names):
    groups = []
    for at, name in enumerate(names):
        for key, members in groups:
            if key == name:
                members.append(at)
                break
        else: groups.append((name, [at]))
    return groups
`,
  },
  {
    name: "two lists, by position",
    fixes: 1,
    calls: keys,
    setup,
    text: `
def f(names):
    seen, counts = [], []
    for name in names:
        for at in range(len(seen)):
            if seen[at] == name:
                counts[at] += 1
                break
        else:
            seen.append(name)
            counts.append(1)
    return seen, counts
`,
  },
  {
    name: "what has no key yet",
    fixes: 2,
    calls: keys,
    setup,
    text: `
def f(names):
    out = []
    for each, name in enumerate(names):
        if not any(o["k"] is not None and o["k"] == name for o in out) or each == 3:
            out.append({"k": name, "n": each})
        for at, o in enumerate(out):
            if o["k"] == name: o["n"] -= at
    return out
`,
  },
];
const growsOtherwise: readonly (readonly [why: string, body: string])[] = [
  ["is walked while it grows", "for x in out:\n            if x == k and len(out) < 9: out.append(k)"],
  ["also shrinks", "if not any(x == k for x in out): out.append(k)\n        elif len(out) > 2: out.pop(0)"],
  ["grows in front", "if not any(x == k for x in out): out.insert(0, k)"],
  ["is handed out", "if not any(x == k for x in out): out.append(k)\n        SEEN.append(out)"],
  [
    "gets its keys later",
    "if not any(x['k'] == k for x in out):\n            out.append({})\n            out[-1]['k'] = k",
  ],
  [
    "gets other keys later",
    "if not any(x['k'] == k for x in out): out.append({'k': k})\n        for x in out: x['k'] = 0",
  ],
  ["is walked from its end", "if not any(x == k for x in reversed(out)): out.append(k)"],
  ["is read after the walk", "for x in out:\n            if x == k: break\n        else: out.append((x, k))"],
  [
    "is searched where errors are caught",
    "try:\n            if not any(x[0] == k for x in out): out.append(k)\n        except IndexError: pass",
  ],
  ["grows by what is not in sight", "if not any(x.k == k for x in out): out.append(SEEN(k))"],
];

/** Names for parts of the element, before it is asked. */
const named: readonly Case[] = [
  {
    name: "a name for the key",
    fixes: 2,
    calls: [
      "f(['a,1', 'b,2', 'a,3', ','], ['a', 'x', '', 'a'])",
      "f([], ['a'])",
      "f(['a'], ['a'])",
      "f(iter(['a,1', 'b,2']), ['b', 'a'])",
    ],
    setup,
    text: `
def f(lines, ks):
    out = []
    for k in ks:
        for at, line in enumerate(lines):
            parts = line.split(",")
            first = parts[0]
            if first != k:
                continue
            out.append((at, first, parts[-1]))
    pairs = []
    for line in list(ks) + out:
        for pair in pairs:
            key = pair[0] * 2
            if key == line:
                pair[1] += 1
                break
        else: pairs.append([line, 1])
    return out, pairs
`,
  },
];

const filtered: readonly Case[] = [
  {
    name: "filter",
    fixes: 3,
    calls: [...words, "f([1, 'a'], [None, 'a'])"],
    setup,
    text: `
def f(xs, ks):
    out = []
    x = "kept"
    for k in ks:
        out.append(list(filter(lambda x: x == k and len(out) < 9, xs)))
        out.append(len(tuple(filter(lambda each: str(each) == k, xs))))
    return out, [next(filter(lambda y: y == k, xs), None) for k in ks], x
`,
  },
];

/** What a function makes of an object is another thing when the object has changed. */
const stale: readonly (readonly [why: string, body: string])[] = [
  ["text of an object", "if str(x) == k: x.value = 'other'"],
  ["length of an object's list", "if len(x.rows) == k: x.rows = [1]"],
  ["numbers of a row", "if tuple(x) == k: x[0] = 3"],
];

describe("nested-scan, as people spell it", () => {
  test("finds the same elements", () =>
    expectSame([...cases, ...growing, ...named, ...filtered], nestedScan, fixNestedScan));

  test.each([...cases, ...growing, ...named, ...filtered].map((each) => [each.name, each] as const))(
    "fixes: %s",
    (_, each) => {
      const fixed = fixAll(each.text, nestedScan, fixNestedScan);
      expect(fixed.fixes, fixed.obstacles.join() + fixed.text).toBe(each.fixes);
    },
  );

  test.each(stale)("leaves what is sought by the %s, which the loop changes", (_, body) => {
    const text = `def f(xs, ks):\n    for k in ks:\n        for x in xs:\n            ${body}\n`;
    const { fixes, obstacles } = fixAll(text, nestedScan, fixNestedScan);
    expect([fixes, obstacles.includes("changes-in-loop")]).toEqual([0, true]);
  });

  test.each(growsOtherwise)("leaves a list that %s", (_, body) => {
    const text = `SEEN = []\ndef f(ks):\n    out = []\n    for k in ks:\n        ${body}\n    return out\n`;
    const { fixes, obstacles } = fixAll(text, nestedScan, fixNestedScan);
    expect([fixes, obstacles.length > 0]).toEqual([0, true]);
  });

  test("does not raise where the error is caught, and names are read after the walk as they were", () => {
    const search = "for x in xs:\n                if x['id'] == k: break";
    const caught = `def f(xs, ks):\n    try:\n        for k in ks:\n            ${search}\n    except KeyError: return 1\n`;
    expect(fixAll(caught, nestedScan, fixNestedScan).obstacles).toContain("errors-caught");
    const late =
      "def f(xs, ks):\n    for k in ks:\n        for x in xs:\n            if x == k: break\n        else: print(x)\n";
    expect(fixAll(late, nestedScan, fixNestedScan).obstacles).toContain("result-used");
    for (const kept of ["lambda: x", "lambda: y", "(x for _ in ks)"]) {
      const text = `def f(xs, ks):\n    out = []\n    for k in ks:\n        for x in xs:\n            y = x.k\n            if y == k: out.append(${kept})\n    return out\n`;
      expect(fixAll(text, nestedScan, fixNestedScan).obstacles).toContain("result-used");
    }
  });

  test.each([
    ["follows a chain", "for x in xs:\n            if x[0] == k: k = x[1]"],
    ["counts on", "for x in xs:\n            if x == ks[at]: at += 1"],
    ["sets what it compares with", "for x in xs:\n            if x.k == k.to: k.to = x.next"],
  ])("leaves a scan that %s: what it seeks is another thing from then on", (_, body) => {
    const text = `def f(xs, ks):\n    at = 0\n    for k in ks:\n        ${body}\n`;
    const { fixes, obstacles } = fixAll(text, nestedScan, fixNestedScan);
    expect([fixes, obstacles.some((code) => code === "rebound" || code === "changes-in-loop")]).toEqual([0, true]);
  });
});
