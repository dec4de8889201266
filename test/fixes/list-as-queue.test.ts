import { describe, expect, test } from "vitest";
import { listAsQueue } from "../../src/diagnose/rules/list-as-queue/rule.ts";
import { fixListAsQueue } from "../../src/fix/fixes/list-as-queue.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const graphs = [
  "f({0: [1, 2], 1: [2, 3], 2: [], 3: [0]}, 0)",
  "f({0: []}, 0)",
  "f({}, 0)",
  "f({0: [9]}, 0)",
  "f({0: 3}, 0)",
];
const lists = [
  "f([3, 1, 2])",
  "f([])",
  "f([1])",
  "f([1, 1.0, True])",
  "f('abc')",
  "f(None)",
  "f([[1], [2]])",
  "f(range(9))",
];

const cases: readonly Case[] = [
  {
    name: "two at its ends, and added to",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = list(xs)
    out = []
    while len(q) > 2:
        out.append((q[1], q[-2], q[-3]))
        x = q.pop(0)
        if len(out) < 9: q = q + [x, out[-1]]; q.pop(0); q.pop(0)
    return out, q
`,
  },
  {
    name: "breadth first",
    fixes: 1,
    calls: graphs,
    text: `
def f(graph, start):
    queue, seen = [start], {start}
    while queue:
        node = queue.pop(0)
        for n in graph[node]:
            if n not in seen:
                seen.add(n); queue.append(n)
    return seen
`,
  },
  {
    name: "levels, counted out",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = list(xs)
    levels = []
    while len(q) > 0:
        size = len(q)
        level = []
        for _ in range(size):
            level.append(q.pop(0))
        levels.append(level)
        if len(levels) < 4:
            q.extend(level[:-1])
    return levels
`,
  },
  {
    name: "sliding window that is returned",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
\twindow = []
\ttotal = 0
\tfor x in xs:
\t\twindow.append(x); total += 1
\t\tif len(window) > 2: window.pop(0)
\treturn total, window
`,
  },
  {
    name: "puts in front, compares with []",
    fixes: 1,
    calls: lists,
    text: `
class A:
    @staticmethod
    def run(xs):
        stack: list = []
        for x in xs:
            stack.insert(0,
                         x)
        out = []
        while stack != []:
            out.append((stack[0], stack[-1], len(stack), x in stack))
            del stack[0]
        return out
f = A.run
`,
  },
  {
    name: "a tree, its branches put in front",
    fixes: 1,
    calls: [
      "f([[1, [2, [3]], 4], 5, [[6]]])",
      "f([])",
      "f([[], [[]]])",
      "f([(1, 2), {3: 4}, {5}, range(2), 'ab'])",
      "f([iter([1, 2]), (x for x in [3, 4])])",
    ],
    text: `
def f(tree):
    stack = list(tree)
    found = []
    while stack:
        item = stack.pop(0)
        if hasattr(item, "__iter__") and not isinstance(item, str):
            if len(found) % 2: stack[0:0] = item
            else: stack[ : 0] = iter(item)
        found.append(type(item) if hasattr(item, "__next__") else item)
    return found
`,
  },
  {
    name: "an exception that is caught and not looked at",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    jobs = sorted(xs)
    done = []
    while True:
        try:
            job = jobs.pop(0)
        except IndexError:
            break
        else:
            done.append(job)
    return done
`,
  },
  {
    name: "a generator, two queues, a comprehension",
    fixes: 2,
    calls: ["f([1, 2, 3], [4, 5])", "f([], [1])", "f([1], [])"],
    text: `
def f(a, b):
    left, right = [x for x in a], list(b)
    while left and right:
        yield left.pop(0), right.pop(0), sum(left), max(right, default=None), [y for y in right], (*left, *right)
    yield sorted(left), ",".join(str(y) for y in right)
`,
  },
  {
    name: "async, a walk, reversed",
    fixes: 1,
    calls: lists,
    text: `
async def f(xs):
    q = list(xs)
    out = []
    while q and len(out) < 5:
        for x in q: out.append(x)
        for i, x in enumerate(reversed(q)): out.append((i, x))
        q.pop(0)
    q.clear()
    return out, q
`,
  },
  {
    name: "an element without a hash, a list in the queue",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = [*xs, *xs]
    out = []
    while True:
        if not q: break
        out.append(q.pop(0)); out.append(q.count(out[-1]))
    return out
`,
  },
  {
    name: "is shown, sliced, added to another list and changed in its middle",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = list(xs)
    out = []
    out.append((q[:2], q[-1:], f"{q} {q!r}", str(q), [0] + q + [1]))
    for x in q[1:]:
        out.append(q.index(x))
    while q:
        q.pop(0)
        if len(q) == 4:
            q.remove(q[-1])
            q.insert(1, 4)
            q.insert(-1, 5)
            q.insert(99, 6)
            break
    print(q[-2:])
    return out, q
`,
  },
  {
    name: "rotates",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = list(xs)
    for _ in range(10):
        if q: q.append(q.pop(0))
    q += xs
    return q
`,
  },
];

/** Each differs for a deque, or could: nothing may be changed. */
const refused: readonly (readonly [why: string, body: string])[] = [
  ["is shown with its name", "    q = list(xs)\n    while q:\n        out = f'{q=}'\n        q.pop(0)\n    return out"],
  ["is printed again and again", "    q = list(xs)\n    while q:\n        print(q)\n        q.pop(0)"],
  [
    "is sliced again and again",
    "    q = list(xs)\n    while q:\n        out = q[:2]\n        q.pop(0)\n    return out",
  ],
  ["is cut", "    q = list(xs)\n    while q:\n        q[1:3] = []\n        q.pop(0)\n    return q"],
  ["is made from its own slice", "    q = list(xs)\n    while q:\n        q.pop(0)\n        q = q[:2]"],
  ["is compared", "    q = list(xs)\n    while q:\n        if q == [2]: return 1\n        q.pop(0)"],
  ["is sorted", "    q = list(xs)\n    while q:\n        q.sort()\n        q.pop(0)"],
  ["is added to", "    q = list(xs)\n    while q:\n        q = q + xs\n        q.pop(0)"],
  ["is shared", "    q = list(xs)\n    r = q\n    while q:\n        q.pop(0)\n    return r"],
  ["is kept by a closure", "    q = list(xs)\n    g = lambda: q\n    while q:\n        q.pop(0)\n    return g()"],
  [
    "is kept by a generator",
    "    q = list(xs)\n    g = (x for x in q)\n    while q:\n        q.pop(0)\n    return list(g)",
  ],
  ["is handed on", "    q = list(xs)\n    while q:\n        SEEN.append(q)\n        q.pop(0)"],
  ["is yielded", "    q = list(xs)\n    while q:\n        yield q\n        q.pop(0)"],
  ["is the caller's", "    while xs:\n        xs.pop(0)"],
  ["was somebody else's", "    q = SEEN\n    while q:\n        q.pop(0)"],
  ["grows under a for", "    q = list(xs)\n    for x in q:\n        if len(q) < 9: q.append(x)\n    while q: q.pop(0)"],
  [
    "is added to under a for",
    "    q = list(xs)\n    for x in q:\n        if len(q) < 9: q = q + [1]\n    while q: q.pop(0)",
  ],
  ["is taken from elsewhere", "    q = list(xs)\n    while len(q) > 1:\n        q.pop(0); q.pop(len(q) // 2)"],
  [
    "is returned before a finally",
    "    q = list(xs)\n    for _ in xs:\n        try:\n            q.pop(0)\n            return q\n        finally:\n            q.clear()",
  ],
  ["is looked at by name", "    q = list(xs)\n    while q:\n        q.pop(0)\n    return locals()['q']"],
  ["is asked for its type", "    q = list(xs)\n    while q:\n        q.pop(0)\n    return isinstance(q, list)"],
  [
    "shows what IndexError says",
    "    q = list(xs)\n    try:\n        while True: q.pop(0)\n    except IndexError as error:\n        return str(error)",
  ],
  ...["log.exception(x)", "log.info(x, exc_info=True)", "print(sys.exc_info())", "traceback.print_exc()"].map(
    (call): [string, string] => [
      `writes down what IndexError says by ${call}`,
      `    q = list(xs)\n    for x in xs:\n        try: q.pop(0)\n        except IndexError: ${call}`,
    ],
  ),
  [
    "hands IndexError on to who shows it",
    "    q = list(xs)\n    try:\n        while True:\n            try: q.pop(0)\n            except IndexError: raise\n    except LookupError as error:\n        return str(error)",
  ],
  [
    "is one of two by max",
    "    q = list(xs)\n    r = [1]\n    while q:\n        r = max(q, r)\n        q.pop(0)\n    return r",
  ],
  ["is bound by a walrus", "    while (q := list(xs)):\n        q.pop(0)\n        break\n    return q"],
  ["is what `or` gives", "    q = list(xs)\n    r = q or [1]\n    while q: q.pop(0)\n    return r"],
];

describe("list-as-queue", () => {
  test("a deque answers as the list did", () => {
    expectSame(cases, listAsQueue, fixListAsQueue);
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text, fixes }) => {
    const fixed = fixAll(text, listAsQueue, fixListAsQueue);
    expect(fixed.fixes, fixed.obstacles.join()).toBe(fixes);
    expect(fixed.assumes).toEqual([]);
    expect(fixed.text).toContain("import deque");
    expect(fixed.text).not.toMatch(/pop\(0\)|insert\(0/u);
  });

  test.each(refused)("leaves a list that %s", (_, body) => {
    const text = `SEEN = []\ndef f(xs):\n${body}\n`;
    const { fixes, obstacles } = fixAll(text, listAsQueue, fixListAsQueue);
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });

  test.each([
    ["while q and xs: q.pop(0)", true],
    ["while xs or q: q.pop(0)", false],
    ["while not (len(q) < 2): q.pop(0); q.pop(0)", true],
    ["while len(q) >= 2: q.pop(0); q.pop(0); q.pop(0)", false],
    ["while 0 < len(q): q.pop(0)", true],
    ["while True:\n        if not q or xs: break\n        q.pop(0)", true],
    ["while True:\n        if not q and xs: break\n        q.pop(0)", false],
    ["for x in xs:\n        q.append(x)\n        if x: continue\n        q.pop(0)", true],
    ["for x in xs:\n        if x: q.append(x)\n        q.pop(0)", false],
    ["for _ in range(len(q)): q.pop(0)", true],
    ["for _ in range(len(q)):\n        q.pop(0)\n        if xs: q.pop()", false],
    ["n = len(q)\n    for _ in range(n): xs and q.pop(0)", true],
    ["n = len(q)\n    q.clear()\n    for _ in range(n): q.pop(0)", false],
    ["for x in xs: y = q.pop(0) if q else 0", true],
    ["for x in xs: y = 0 if q else q.pop(0)", false],
    ["while q:\n        for x in xs: q.pop(0)", false],
    ["while q:\n        try: q.pop(0)\n        except LookupError: pass", true],
    ["for x in xs:\n        try: q.pop(0)\n        except KeyError: pass", false],
    ["for x in xs:\n        try: q.pop(0)\n        except: break", true],
    ["for x in xs:\n        try: q.pop(0)\n        except IndexError: print()", false],
    ["for x in xs:\n        try: q.pop(0)\n        except IndexError: raise", false],
    ["for x in xs:\n        try: q.pop(0)\n        except IndexError: raise StopIteration", false],
    ["while q and q[0] != 3 and q.pop(0): pass", true],
    ["while q.pop(0) and q: pass", false],
  ])("knows whether there is something to take: %s", (loop, isKnown) => {
    const text = `def f(xs):\n    q = list(xs)\n    ${loop}\n`;
    const { fixes, assumes } = fixAll(text, listAsQueue, fixListAsQueue);
    expect(fixes).toBe(1);
    expect(assumes.length).toBe(isKnown ? 0 : 1);
  });

  test("assumes that there is something to take where nothing in the source says so", () => {
    const { fixes, assumes } = fixAll(
      "def f(n):\n    q = [1]\n    for i in n:\n        q.pop(0)\n",
      listAsQueue,
      fixListAsQueue,
    );
    expect(fixes).toBe(1);
    expect(assumes).toEqual([{ code: "not-empty", about: "q", seen: "list of 0 to 5,000" }]);
  });

  test("says nothing of a list that is short, of a dict, of one pop without a loop", () => {
    const text = "def f(xs):\n    q = list(xs)\n    while q: q.pop(0)\n";
    expect(fixAll(text, listAsQueue, fixListAsQueue, { size: 200 })).toMatchObject({ fixes: 0, obstacles: [] });
    expect(fixAll(text, listAsQueue, fixListAsQueue, { type: "dict" })).toMatchObject({ fixes: 0, obstacles: [] });
    const once = "def f(xs):\n    q = list(xs)\n    return q.pop(0)\n";
    expect(fixAll(once, listAsQueue, fixListAsQueue)).toMatchObject({ fixes: 0, obstacles: [] });
  });

  test.each([
    ["xs[:]", "xs"],
    ["xs.copy()", "xs.copy()"],
  ])("says that what %s copies was a list, and is loud where it is none", (made, about) => {
    const text = `def f(xs):\n    q = ${made}\n    while q: q.pop(0)\n`;
    const done = fixAll(text, listAsQueue, fixListAsQueue);
    expect(done.text).toContain(`q = deque([] + ${made})`);
    expect(done.assumes).toContainEqual({ code: "is-list", about, seen: expect.any(String) });
  });

  test.each(["copy.copy(xs)", "xs.copy(1)", "xs.copied()"])("knows nothing of the class of %s", (made) => {
    const text = `import copy\ndef f(xs):\n    q = ${made}\n    while q: q.pop(0)\n`;
    expect(fixAll(text, listAsQueue, fixListAsQueue)).toMatchObject({ fixes: 0, obstacles: ["not-a-list"] });
  });

  test.each([
    "stack[0:1] = xs",
    "stack[0:0] = xs, 1",
    "stack[0:0] = [stack := []]",
    "stack[::1] = xs",
    "stack[0:0] += xs",
  ])("leaves %s alone", (line) => {
    const text = `def f(xs):\n    stack = list(xs)\n    while stack:\n        stack.pop(0)\n        ${line}\n`;
    expect(fixAll(text, listAsQueue, fixListAsQueue)).toMatchObject({ fixes: 0, text });
  });

  test("leaves what another function made to a person", () => {
    const text = "class A:\n    def next(self):\n        return self.queue.pop(0)\n";
    expect(fixAll(text, listAsQueue, fixListAsQueue).obstacles).toEqual(["crosses-functions"]);
  });

  test("changes a module's variable only in the script that is run", () => {
    const text = "q = [1, 2]\nwhile q:\n    print(q.pop(0))\n";
    expect(fixAll(text, listAsQueue, fixListAsQueue).obstacles).toEqual(["crosses-functions"]);
  });
});
