import { describe, expect, test } from "vitest";
import { listAsQueue } from "../../src/diagnose/rules/list-as-queue/rule.ts";
import { fixListAsQueue } from "../../src/fix/fixes/list-as-queue.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const body = `
    def put(self, x):
        self.queue.append(x)
    def take(self):
        if self.queue:
            return self.queue.pop(0)
`;
const made = `
class Box:
    def __init__(self, xs=()):
        self.queue: list = list(xs)
`;
const drive = `
def f(xs):
    box = Box(xs)
    out = []
    for x in xs:
        box.put(x)
        out.append((box.take(), len(box.queue), [y for y in box.queue]))
    return out
`;

const cases: readonly Case[] = [
  {
    name: "an attribute that methods and a function use",
    fixes: 1,
    calls: ["f([3, 1, 2])", "f([])", "f('ab')", "f(None)", "f([[1], 1.0, True])"],
    text: made + body + drive,
  },
  {
    name: "an attribute that a derived class uses too, beside another class's of that name",
    fixes: 0,
    calls: ["f([3, 1, 2])", "f([])", "f('ab')"],
    text: `
class Other:
    def __init__(self):
        self.queue = ()
    def show(self):
        return repr(self.queue), self.queue[:1]
${made.slice(1)}${body}
class Longer(Box):
    def longest(self):
        return max(self.queue, default=None), self.queue[:2], str(self.queue)
${drive.replace("Box(xs)", "Longer(xs)").replace("box.take(),", "box.take(), box.longest(), Other().show(),")}`,
  },
  {
    name: "an attribute whose methods say whether it is empty",
    fixes: 1,
    calls: ["f([3, 1, 2])", "f([])", "f('ab')"],
    text: `
class Queue:
    def __init__(self):
        self.items = []
    def is_empty(self):
        return self.items == []
    def flags(self):
        return [] != self.items, [self.items == [], (self.items != []) is True], not self.items == []
    def enqueue(self, item):
        self.items.insert(0, item)
    def dequeue(self):
        return self.items.pop()
def f(xs):
    queue = Queue()
    out = [queue.is_empty(), queue.flags()]
    for x in xs:
        queue.enqueue(x)
        out.append((queue.is_empty(), queue.flags()))
    while not queue.is_empty():
        out.append((queue.dequeue(), queue.flags()))
    return out
`,
  },
];

/** What a deque in the attribute would change for somebody. */
const refused: readonly (readonly [why: string, text: string])[] = [
  ["gives it away", `${made}${body}    def all(self):\n        return self.queue\n`],
  ["cuts it", `${made}${body}    def less(self):\n        del self.queue[1:]\n`],
  ["is derived from by one that has its own", `${made}${body}class Other(Box):\n    queue = None\n`],
  [
    "is derived from by one that gives it away",
    `${made}${body}class Other(Box):\n    def all(self):\n        return self.queue\n`,
  ],
  ["is known by another name", `${made}${body}Other = Box\n`],
  ["derives from what is not known", `from m import Base\n${made.replace("Box", "Box(Base)")}${body}`],
  ["is reached by name", `${made}${body}def g(box):\n    return getattr(box, "queue")\n`],
  ["is reached through another object", `${made}${body}def g(box):\n    return box.queue[0]\n`],
  ["shows its attributes", `${made}${body}    def __repr__(self):\n        return str(self.__dict__)\n`],
  ["was given it", `${made.replace("list(xs)", "xs")}${body}`],
  [
    "walks over it through calls",
    `${made}${body}    def tell(self):\n        for x in self.queue:\n            self.put(x)\n`,
  ],
  ["hands out a walk over it", `${made}${body}    def walk(self):\n        return (x for x in self.queue)\n`],
  ["starts threads", `import threading\n${made}${body}`],
  ["has a property of that name", `${made}${body}    @property\n    def queue(self):\n        return self._queue\n`],
];

describe("list-as-queue on an attribute", () => {
  test("a deque answers as the list did, in every method", () => {
    expectSame(cases, listAsQueue, fixListAsQueue);
    const fixed = fixAll(cases[0]?.text ?? "", listAsQueue, fixListAsQueue);
    expect(fixed).toMatchObject({ fixes: 1, assumes: [{ code: "not-empty" }] });
    expect(fixed.text).toContain("self.queue: deque = deque(xs)");
    expect(fixed.text).toContain("self.queue.popleft()");
  });

  test.each(refused)("is left to a person where the class %s", (_, text) => {
    const { fixes, obstacles } = fixAll(text, listAsQueue, fixListAsQueue);
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });
});
