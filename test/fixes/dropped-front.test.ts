import { describe, expect, test } from "vitest";
import { listAsQueue } from "../../src/diagnose/rules/list-as-queue/rule.ts";
import { fixListAsQueue } from "../../src/fix/fixes/list-as-queue.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const fix = (text: string) => fixAll(text, listAsQueue, fixListAsQueue);

const graphs = ["f({0: [1, 2], 1: [2, 3], 2: [], 3: [0]}, 0)", "f({0: []}, 0)", "f({}, 0)", "f({0: [9]}, 0)"];
const lists = ["f([3, 1, 2])", "f([])", "f([1])", "f([1, 1.0, True])", "f('abc')", "f(None)", "f(range(9))"];

const cases: readonly Case[] = [
  {
    name: "breadth first",
    fixes: 1,
    calls: graphs,
    text: `
def f(graph, start):
    queue, seen = [start], [start]
    while queue:
        node = queue[0]
        queue = queue[1:]  # the first is done
        for n in graph[node]:
            if n not in seen:
                seen.append(n); queue += [n]
    return seen
`,
  },
  {
    name: "taken in pairs, with children put behind",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = [x for x in xs]
    out = []
    while len(q) > 0:
        x, q = q[0], q[1:]
        out.append((x, len(q)))
        if q and len(out) < 5:
            q = q[1:] + [q[0], len(out)]
    return out, 1
`,
  },
  {
    name: "where there may be nothing",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    q = list(xs)
    for _ in range(4):
        q = q[1:]
        if not q:
            q = q[1:]
    return q
`,
  },
  {
    name: "what is caught half-way",
    fixes: 1,
    calls: [...lists, "f([1, 0, 2, 0])"],
    text: `
def f(xs):
    q = list(xs)
    out = []
    while q and len(out) < 9:
        try:
            q = q[1:] + [1 / q[0]]
        except ZeroDivisionError:
            out.append(0)
            q = q[1:]
        out.append(len(q))
    return out
`,
  },
  {
    name: "an object's list",
    fixes: 1,
    calls: lists,
    text: `
class Line:
    def __init__(self):
        self.waiting = []
    def run(self, xs):
        for x in xs:
            self.waiting.append(x)
            if len(self.waiting) > 2:
                self.waiting = self.waiting[1:]
        return [x for x in self.waiting]
def f(xs):
    return Line().run(xs)
`,
  },
];

describe("a list whose front is cut off by slices", () => {
  test("becomes a deque that answers alike", () => {
    expect(cases.map((each) => [each.name, fix(each.text).fixes])).toEqual(
      cases.map(({ name, fixes }) => [name, fixes]),
    );
    expectSame(cases, listAsQueue, fixListAsQueue);
  });

  test("is asked whether there is something only where that is open", () => {
    expect(fix(cases[0]?.text ?? "").text).toContain("        queue.popleft()  # the first is done\n");
    expect(fix(cases[1]?.text ?? "").text).toContain("        x = q.popleft()\n");
    expect(fix(cases[2]?.text ?? "").text).toContain("        if q:\n            q.popleft()\n        if not q:\n");
    expect(fix(cases[0]?.text ?? "").assumes).toEqual([]);
  });

  test.each([
    ["a parameter", "def f(q):\n    while q:\n        q = q[1:]"],
    [
      "an old list that is kept",
      "def f(xs):\n    q = list(xs)\n    old = []\n    while q:\n        old.append(q)\n        q = q[1:]",
    ],
    ["a list that is walked through meanwhile", "def f(xs):\n    q = list(xs)\n    for x in q:\n        q = q[1:]"],
    ["a text", "def f(xs):\n    q = str(xs)\n    while q:\n        q = q[1:]"],
    ["other slices of it", "def f(xs):\n    q = list(xs)\n    while q:\n        print(q[2:])\n        q = q[1:]"],
    ["two names", "def f(xs):\n    q = list(xs)\n    while q:\n        p = q = q[1:]"],
    ["what may be no list", "def f(xs, ys):\n    q = list(xs)\n    while q:\n        q = q[1:] + ys"],
  ])("stays as it is: %s", (_, code) => {
    expect(fix(`${code}\n`)).toMatchObject({ fixes: 0, text: `${code}\n`, obstacles: [] });
  });

  test("stays as it is where two statements share a line", () => {
    const text = "def f(xs):\n    q = list(xs)\n    for x in xs: q = q[1:]\n";
    expect(fix(text)).toMatchObject({ fixes: 0, obstacles: ["other-use"] });
  });
});
