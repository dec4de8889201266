import { describe, expect, test } from "vitest";
import { listAsHeap } from "../../src/diagnose/rules/list-as-heap/rule.ts";
import { fixListAsHeap } from "../../src/fix/fixes/list-as-heap.ts";
import { expectFixtures, expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const fix = (text: string, seen: Seen = {}) => fixAll(text, listAsHeap, fixListAsHeap, seen);

/** Equal elements that can be told apart, in every order. */
const lists = [
  "f([3, 1, 2])",
  "f([])",
  "f([5])",
  "f([1, True, 1.0, 2, 2.0, 0, False])",
  "f([2.0, 2, 1.0, True, 1, 0.0, False, 0, 2])",
  "f('banana')",
  "f([10 ** 20, -1, 0, 7, 7, -1])",
  "f([1, 'a'])",
  "f(None)",
  "f([(step * 7919) % 101 for step in range(60)])",
  "f([(step * 7919) % 11 / (1 + step % 2) for step in range(60)])",
];
const graphs = [
  "f({'a': [('b', 2), ('c', 2.0)], 'b': [('d', 1)], 'c': [('d', True)], 'd': []}, 'a')",
  "f({'a': []}, 'a')",
  "f({'a': [('a', 1), ('b', 0)], 'b': [('a', 1.0), ('c', 3)], 'c': [('b', 3.0)]}, 'a')",
  "f({}, 'a')",
];

/** What was seen where tuples are compared. */
const tuples: Seen = { compared: ["tuple", "int", "str"] };

const cases: readonly Case[] = [
  {
    name: "sorted before each is taken",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    waiting = []
    out = []
    for x in xs:
        waiting.append(x)
        waiting.append(x)
        if len(waiting) > 3:
            waiting.sort()
            out.append(waiting.pop(0))
    while waiting:
        waiting.sort()
        out.append(waiting.pop(0))
    return out
`,
  },
  {
    name: "shortest ways",
    fixes: 1,
    calls: graphs,
    seen: tuples,
    text: `
def f(graph, start):
    queue = [(0, start)]
    seen = []
    while queue:
        queue = sorted(queue)
        cost, node = queue.pop(0)
        if (cost, node) in seen:
            continue
        seen.append((cost, node))
        for other, more in graph[node]:
            if cost < 5:
                queue.append((cost + more, other))
    return seen
`,
  },
  {
    name: "sorted at the end of each turn",
    fixes: 1,
    calls: graphs,
    seen: tuples,
    text: `
def f(graph, start):
    queue = [(0, start)]
    seen = []
    while len(queue) > 0:
        seen.append(queue[0])
        item = queue.pop(0)
        for other, more in graph[item[1]]:
            if item[0] < 4:
                queue.append((item[0] + more, other))
        queue.sort()
    return seen
`,
  },
  {
    name: "the last of a falling list",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    stack = [0.5, 1]
    out = []
    for x in xs:
        stack.append(x)
        stack.sort(reverse=True)
        out.append(stack[-1])
        out.append(stack.pop())
        stack.append(x)
    return out
`,
  },
  {
    name: "the least, which is then removed",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    items = [x for x in xs]
    out = []
    while items:
        least = min(items)
        items.remove(least)
        out.append(least)
        if len(items) == 3 and len(out) < 30:
            items.append(least)
    return out
`,
  },
  {
    name: "the least, by its index",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    items = list(xs)
    out = []
    while len(items) > 1:
        a = items.pop(items.index(min(items)))
        b = items.pop(items.index(min(items)))
        out.append((a, b))
        if a != b:
            items.append(b)
    return out
`,
  },
  {
    name: "the least is looked at, and removed by itself",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    items = [x for x in xs]
    out = []
    while items:
        out.append(min(items))
        items.remove(min(items))
        if items and min(items) == out[0]:
            items.append(len(items) + 7)
    return out
`,
  },
  {
    name: "the least by a key of tuples, which is then removed",
    fixes: 1,
    calls: [...graphs, ...lists, "f([(2, 1), (2.0, True), (1, 5), (1, 5), (0, 9)])"],
    seen: tuples,
    text: `
def f(tasks):
    pending = list(tasks)
    out = []
    while pending:
        task = min(pending, key=lambda t: (t[1], t[0]))
        pending.remove(task)
        out.append(task)
        if len(out) % 3 == 1:
            pending.append((task[0], len(out)))
    return out
`,
  },
  {
    name: "what is put in first is in order",
    fixes: 1,
    calls: graphs,
    seen: tuples,
    text: `
def f(graph, start):
    queue = []
    queue.append((0, start))
    seen = []
    while queue:
        cost, node = queue.pop(0)
        seen.append(node)
        for other, more in graph[node]:
            if cost < 5:
                queue.append((cost + more, other))
        queue = sorted(queue)
    return seen
`,
  },
  {
    name: "a block of nothing but sorts",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = []
    out = []
    for x in xs:
        q.append(x)
        if x:
            q.sort()
            q.sort()
        else:
            q.sort()
        out.append(q.pop(0))
    return out
`,
  },
  {
    name: "by a part of tuples",
    fixes: 1,
    calls: graphs,
    seen: tuples,
    text: `
def f(graph, start):
    queue = [(start, 0)]
    seen = []
    while queue:
        queue.sort(key=lambda pair: pair[1])
        node, cost = queue.pop(0)
        seen.append((node, cost))
        for other, more in graph[node]:
            if cost < 5:
                queue.append((other, cost + more))
    return seen
`,
  },
  {
    name: "where there may be nothing",
    fixes: 1,
    calls: lists.filter((call) => !call.includes("[]")),
    text: `
def f(xs):
    q = list(xs)
    out = []
    for _ in xs:
        q.sort()
        out.append(q.pop(0))
    return out
`,
  },
  {
    name: "what is caught and not looked at",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = list(xs)
    out = []
    for _ in range(9):
        try:
            q.sort()
            out.append(q.pop(0))
        except IndexError:
            break
    return out
`,
  },
  {
    name: "sorted before the loop as well",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    waiting = list(xs)
    waiting.sort()
    out = []
    while waiting:
        waiting.sort()
        x = waiting.pop(0)
        out.append(x)
        if len(out) < 9:
            waiting.append(x)
    return out
`,
  },
];

describe("list-as-heap", () => {
  test.each(cases.map((each) => [each.name, each] as const))("makes a heap: %s", (_, each) => {
    expect(fix(each.text, each.seen).fixes, JSON.stringify(fix(each.text, each.seen))).toBe(each.fixes);
  });

  test("gives the same answers", () => expectSame(cases, listAsHeap, fixListAsHeap));

  test("numbers the elements, so that the first of equals stays the first", () => {
    expect(fix(cases[1]?.text ?? "", tuples).text).toContain(`    queue_turn = itertools.count()
    queue_kinds = {}
    queue = [(in_one_order((0, start), queue_kinds), next(queue_turn))]
    seen = []
    while queue:
        cost, node = heapq.heappop(queue)[0]
`);
    expect(fix(cases.find(({ name }) => name === "by a part of tuples")?.text ?? "", tuples).text)
      .toContain(`    queue_turn = itertools.count()
    queue_kinds = {}
    queue_key = lambda pair: pair[1]
    queue = [(in_one_order(queue_key(item := (start, 0)), queue_kinds), next(queue_turn), item)]
`);
  });
});

const loop = (body: string, start = "[x for x in xs]"): string =>
  `def f(xs, g):\n    q = ${start}\n    while q:\n${body
    .split("\n")
    .map((line) => `        ${line}`)
    .join("\n")}`;

const left: readonly LeftCase[] = [
  ["floats, which may be NaN", ["unordered-elements"], loop("q.sort()\nx = q.pop(0)"), { compared: ["float"] }],
  [
    "dates, whose type the file need not know",
    ["unordered-elements"],
    loop("q.sort()\nx = q.pop(0)"),
    { compared: ["datetime.date"] },
  ],
  ["lists, which may change", ["changing-arguments"], loop("q.sort()\nx = q.pop(0)"), { compared: ["list", "int"] }],
  ["a list that is looked through", ["other-use"], loop("q.sort()\nx = q.pop(0)\nif x in q: break")],
  ["a list that is returned", ["escapes"], `${loop("q.sort()\nx = q.pop(0)")}\n    return q`],
  ["a list that is handed on", ["escapes"], loop("g(q)\nq.sort()\nx = q.pop(0)")],
  ["a list that is not always sorted", ["not-sorted"], loop("if x: q.sort()\nx = q.pop(0)")],
  ["what is put in between", ["not-sorted"], loop("q.sort()\nq.append(1)\nx = q.pop(0)")],
  ["two orders", ["other-use", "changing-arguments"], loop("q.sort()\nx = q.pop(0)\nq.sort(key=len)\nq.pop(0)")],
  ["the other end", ["other-use"], loop("q.sort()\nx = q.pop()")],
  ["a key that may change", ["changing-arguments"], loop("q.sort(key=lambda x: x.cost)\nx = q.pop(0)")],
  [
    "a key of what may be no tuple",
    ["changing-arguments"],
    loop("q.sort(key=lambda x: x[0])\nx = q.pop(0)\nq.append(x)"),
  ],
  ["a parameter", ["crosses-functions"], "def f(q):\n    while q:\n        q.sort()\n        x = q.pop(0)"],
  [
    "an attribute",
    ["crosses-functions"],
    "class C:\n    def f(self):\n        while self.q:\n            self.q.sort()\n            x = self.q.pop(0)",
  ],
  [
    "the least of what may be empty",
    ["beyond-end"],
    "def f(xs):\n    q = list(xs)\n    for x in xs:\n        y = min(q)\n        q.remove(y)",
  ],
  [
    "errors that are caught",
    ["not-sorted", "errors-caught"],
    loop("try: q.sort()\nexcept TypeError: pass\nx = q.pop(0)"),
  ],
  [
    "an IndexError that is shown",
    ["result-used"],
    loop("try:\n    q.sort()\n    x = q.pop(0)\nexcept IndexError as e: print(e)"),
  ],
  ["the least that stays", [], loop("x = min(q)\nq.append(x)\nif x: break")],
  [
    "two that are put in first",
    ["not-sorted"],
    "def f(xs):\n    q = []\n    q.append(2)\n    q.append(1)\n    while q:\n        x = q.pop(0)\n        q.sort()",
  ],
  ["the least by a key that may be anything", ["changing-arguments"], loop("x = min(q, key=g)\nq.remove(x)")],
  ["the least, of which another is removed", [], loop("x = min(q)\nq.remove(x + 1)")],
  ["one sort before a loop", [], "def f(xs):\n    q = list(xs)\n    q.sort()\n    while q:\n        q.pop(0)"],
  ["insertion into a sorted list", [], loop("q.append(1)\nq.sort()\nx = q.pop(0)\nprint(q[3])")],
  ["few elements", [], loop("q.sort()\nx = q.pop(0)"), { size: 50 }],
];

test.each(left.map((each) => [each[0], each] as const))("leaves %s", (_, each) => expectLeft(each, fix));

test("fixtures are fixed or left as they are", () => {
  expectFixtures("list-as-heap", fix, {
    "near-miss-short.py": { size: 20 },
    "near-miss-changing.py": { compared: ["app.Task"] },
  });
});
