import { describe, expect, test } from "vitest";
import { listAsQueue } from "../../src/diagnose/rules/list-as-queue/rule.ts";
import { fixListAsQueue } from "../../src/fix/fixes/list-as-queue.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const cases: readonly Case[] = [
  {
    name: "handed to a function that adds to it",
    fixes: 1,
    calls: ["f({0: [1, 2], 1: [2, 3], 2: [], 3: [0]}, 0)", "f({0: []}, 0)", "f({0: [1]}, 0)", "f({}, 1)", "f(None, 1)"],
    text: `
def put(queue, graph, node, seen=()):
    if len(queue) > 100 or node in queue:
        return
    for each in graph[node]:
        if each not in seen:
            seen.add(each)
            queue.append(each)
    queue += [] if queue else ()
def f(graph, start):
    queue = [start]
    seen = {start}
    order = []
    while queue:
        node = queue.pop(0)
        order.append(node)
        put(queue, graph, node, seen)
    return order
`,
  },
];

/** What the function does with the queue that it is given would differ for a deque, or could. */
const refused: readonly (readonly [why: string, body: string])[] = [
  ...(
    [
      ["keeps it", "SEEN.append(q)"],
      ["takes from it", "q.pop()"],
      ["empties it", "q.clear()"],
      ["gives it back", "return q"],
      ["sorts it", "q.sort()"],
      ["walks through it", "for x in q: print(x)"],
      ["is a generator", "yield len(q)"],
      ["begins anew", "q = [1]"],
      ["has it in a lambda", "SEEN.append(lambda: q)"],
      ["hands it on", "put(q)"],
      ["knows all names", "print(locals())"],
    ] as const
  ).map(
    ([what, does]) =>
      [
        `is handed to what ${what}`,
        `    def put(q):\n        ${does}\n    q = list(xs)\n    while q:\n        q.pop(0)\n        put(q)`,
      ] as const,
  ),
  [
    "is handed on while it is walked through",
    "    def put(q):\n        q.append(1)\n    q = list(xs)\n    for x in q:\n        if len(q) < 9: put(q)\n    while q: q.pop(0)",
  ],
  ["is handed on by name", "    def put(q): pass\n    q = list(xs)\n    while q:\n        q.pop(0)\n        put(q=q)"],
];

describe("list-as-queue, of a list that is handed to a function", () => {
  test("a deque answers as the list did", () => {
    expectSame(cases, listAsQueue, fixListAsQueue);
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text, fixes }) => {
    expect(fixAll(text, listAsQueue, fixListAsQueue).fixes).toBe(fixes);
  });

  test.each(refused)("leaves a list that %s", (_, body) => {
    const text = `SEEN = []\ndef f(xs):\n${body}\n`;
    expect(fixAll(text, listAsQueue, fixListAsQueue)).toMatchObject({ fixes: 0, text });
  });
});
