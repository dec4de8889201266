import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, nasty, nastySetup as setup, type SearchCase } from "./search-cases.ts";

const dedup = ["ordered-deduplication"];
const member = ["list-membership"];
const shapes: readonly (readonly [string, readonly string[], string])[] = [
  [
    "an attribute filled and asked in methods",
    dedup,
    `
class Frontier:
    def __init__(self):
        self.known = []
        self.left = []

    def offer(self, url):
        if url in self.known:
            return False
        self.known.append(url)
        self.left.append(url)
        return True

    def drop(self, url):
        if url in self.known:
            self.known.remove(url)

    def reset(self):
        n = len(self.known)
        self.known = []
        return n

def run(xs):
    f = Frontier()
    seen = [f.offer(x) for x in xs]
    f.drop(1)
    seen.append(f.offer(1))
    seen.append(f.reset())
    seen.append(f.offer(1))
    return seen, list(f.known), f.left
`,
  ],
  [
    "an attribute made from others, extended and sorted",
    member,
    `
class Names:
    def __init__(self, first):
        self.names = list(first)
    def more(self, others):
        self.names.extend(others)  # in order
        self.names += ["z"]
        self.names.insert(0, "first")
    def has(self, x): return x in self.names
    def order(self):
        self.names.reverse()
        return self.names[:2]

def run(xs):
    n = Names(xs)
    a = [n.has(1), n.has("a"), n.has("first")]
    n.more([4, 5])
    try:
        n.more(1 // (2 - x) for x in range(5))
    except ZeroDivisionError:
        a.append([n.has(0), n.has(-1)])
    return a, [n.has(4), n.has("first"), n.has("z"), n.has(9)], n.order(), n.names[:]
`,
  ],
  [
    "a list handed down by recursion",
    dedup,
    `
GRAPH = {1: [2, 3], 2: [1, 4], 3: [1], 4: []}
def visit(node, visited):
    if node in visited:
        return 0
    visited.append(node)
    total = 1
    for child in GRAPH.get(node, []):
        total += visit(child, visited)
    return total

def run(xs):
    out = []
    for x in xs:
        visited = []
        out.append((visit(x, visited), len(visited), visited == []))
    return [n for n, _, _ in out]
`.replace(", visited == []", ", 0"),
  ],
  [
    "a list of a closure",
    dedup,
    `
def run(xs):
    order = []
    def go(x):
        if x in order:
            return
        order.append(x)
    for x in xs:
        go(x)
    return order
`,
  ],
  [
    "a private list of the module",
    dedup,
    `
_SEEN = []
def mark(x):
    if x in _SEEN:
        return False
    _SEEN.append(x)
    return True
def forget():
    _SEEN.clear()
def start():
    global _SEEN
    _SEEN = []
def run(xs):
    a = [mark(x) for x in xs]
    forget()
    a.append(mark(1))
    start()
    return a, mark(1), mark(1), list(_SEEN)
`,
  ],
  [
    "a parameter that callers hand down in a loop",
    member,
    `
def blocked(word, words, deep=False):
    return word in words

def indirectly(word, words):
    if not words:
        return None
    return blocked(word, words=words)

def keep(all_words, words):
    kept = []
    for w in all_words:
        if not blocked(w, words):
            kept.append(w)
    return kept, [indirectly(w, words) for w in all_words], words[:1]

def run(xs):
    return keep([1, "a", 2.0, None, NAN], xs)
`,
  ],
  [
    "a list that is nothing but searched",
    dedup,
    `
def run(xs):
    seen = []
    n = 0
    for x in xs:
        if x not in seen:
            seen.append(x)
            n += 1
    return n, len(seen)
`,
  ],
  [
    "a list that is made by another function",
    member,
    `
def load(xs):
    return [x for x in xs if x != 3]
def _wanted(x, allowed):
    return x in allowed
def run(xs):
    xs = xs if xs is None else list(xs)
    allowed = load(xs)
    return [_wanted(x, allowed) for x in (1, "a", 3, None)]
`,
  ],
];

const cases = shapes.map(([name, fixed, text]): SearchCase => ({ name, text, calls: nasty, setup, fixed }));

describe("a list that several functions share", () => {
  test.each(cases.map((each) => [each.name, each] as const))("is fixed: %s", (_, { text, fixed }) => {
    const done = fixSearches(text);
    expect([...new Set(done.fixed)], `${done.obstacles.join("\n")}\n${done.text}`).toEqual(fixed);
  });

  test("gives the same answers or a TypeError", () => expectSameOrLoud(cases));

  test("gets a set beside it wherever it changes", () => {
    expect(fixSearches(shapes[0]?.[2] ?? "").text).toContain(`
    def offer(self, url):
        if url in self._known_set:
            return False
        self.known.append(url)
        self._known_set.add(url)
`);
  });

  test("becomes a set where nothing asks for a list", () => {
    expect(fixSearches(shapes[6]?.[2] ?? "").text).toContain(`
    seen = set()
    n = 0
    for x in xs:
        if x not in seen:
            seen.add(x)
`);
  });
});

const method = (body: string, init = "self.items = []"): string =>
  `from m import call\nclass A:\n    def __init__(self, xs):\n        ${init}\n${body}\n    def has(self, x):\n        return x in self.items\n    def add(self, x):\n        self.items.append(x)\n`;

const refused: readonly (readonly [string, string])[] = [
  ["is changed at an index", method("    def put(self, x):\n        self.items[0] = x")],
  [
    "loses elements that may be in it twice, and grows by many at once",
    method("    def drop(self, x, xs):\n        self.items.remove(x)\n        self.items.extend(xs)"),
  ],
  ["loses an element that has no name", method("    def drop(self):\n        return call(self.items.pop())")],
  ["is handed to code that is not in sight", method("    def send(self):\n        call(self.items)")],
  ["is another object's too", method("    def share(self, other):\n        self.items = other.items")],
  ["is the caller's", method("", "self.items = xs")],
  [
    "is somebody's who is not in sight",
    "class A:\n    def __init__(self, xs):\n        self.items = xs\n    def has(self, x):\n        return x in self.items\n",
  ],
  ["may be a property", method("    @property\n    def items(self): return call()", "pass")],
  [
    "is changed under another name",
    method("    def more(self, x):\n        items = self.items\n        items.append(x)"),
  ],
  [
    "a property shows, through which it is changed",
    method(
      "    @property\n    def all(self):\n        return self.items\n    def more(self, x):\n        self.all.append(x)",
    ),
  ],
  [
    "a derived class's method is given, which changes it",
    `${method("    def tell(self):\n        self.show(self.items)\n    def show(self, xs):\n        return len(xs)")}class B(A):\n    def show(self, xs):\n        xs.append(1)\n`,
  ],
  [
    "is put away by name",
    method("    def __setstate__(self, state):\n        for k in state: setattr(self, k, state[k])"),
  ],
  [
    "is handed out with the function that keeps it",
    "def make():\n    items = []\n    def add(x):\n        if x not in items:\n            items.append(x)\n    return items, add\n",
  ],
  [
    "is handed out with a generator that asks it",
    "def make(xs, ys):\n    items = list(xs)\n    for y in ys:\n        if y in items:\n            items.remove(y)\n    return items, (y for y in ys if y in items)\n",
  ],
  ["belongs to the class", "class A:\n    items = []\n    def has(self, x):\n        return x in self.items\n"],
  ["is written out with all attributes", method("    def dump(self):\n        return vars(self)")],
  [
    "a public function returns",
    "def find(xs):\n    seen = []\n    def go(x):\n        if x in seen: return\n        seen.append(x)\n        seen[0:1] = []\n    for x in xs: go(x)\n    return seen\n",
  ],
  [
    "the function reads in order too",
    "def f(x, names):\n    return x in names or names[0]\ndef g(xs, names):\n    return [f(x, names) for x in xs]\n",
  ],
  [
    "is guarded against TypeError",
    "_SEEN = []\ndef f(x):\n    try:\n        if x not in _SEEN: _SEEN.append(x)\n    except TypeError:\n        return 0\n",
  ],
];

test.each(refused)("leaves a list that %s", (_, text) => {
  const done = fixSearches(text);
  expect(done.text).toBe(text);
  expect(done.obstacles.length).toBeGreaterThan(0);
});

test("leaves the function alone that makes lists for others too", () => {
  const make = "def make(n):\n    return [i for i in range(n)]\n";
  const text = `${make}def g(x, names):\n    return x in names\ndef f(x):\n    a = make(3)\n    return g(x, a), make(2)[0]\n`;
  expect(fixSearches(text).text).toContain(make);
});
