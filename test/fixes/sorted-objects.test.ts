import { expect, test } from "vitest";
import { sortedInsertion } from "../../src/diagnose/rules/sorted-insertion/rule.ts";
import { fixSortedInsertion } from "../../src/fix/fixes/sorted-insertion.ts";
import { expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const event = `
class Event:
    def __init__(self, time, kind):
        self.time = time
        self.kind = kind
    def __repr__(self):
        return "%r %r" % (self.time, self.kind)
class Late(Event):
    @property
    def time(self):
        return -self.at
    @time.setter
    def time(self, at):
        self.at = at
class Other:
    time = 3
    def __repr__(self):
        return "other"
`;

const simulator = `
class Simulator:
    def __init__(self):
        self._events = []
    def schedule(self, event):
        self._events.append(event)
        self._events.sort(key=lambda e: e.time)
    def next(self):
        return self._events.pop(0) if self._events else None
    def shown(self):
        return [repr(each) for each in self._events]
`;

const drive = `
def f(events):
    simulator = Simulator()
    out = []
    for event in events:
        try:
            simulator.schedule(event)
        except (TypeError, AttributeError) as error:
            out.append(str(error))
        if len(out) % 3 == 1:
            out.append(repr(simulator.next()))
        out.append(simulator.shown())
    return out
`;

const local = `
def f(events):
    queue = []
    out = []
    for event in events:
        queue.append(event)
        queue.sort(key=lambda e: e.time)
        out.append(repr(queue[:2]))
        if len(queue) > 4:
            out.append(repr(queue.pop(0)))
    return out
`;

const NAN = "float('nan')";
const calls = [
  "f([Event(n, i) for i, n in enumerate([3, 1, 2, 1, 3.0, 2.5, True, 0, False, 1])])",
  `f([Event(n, i) for i, n in enumerate([3, 1, ${NAN}, 2, 0, ${NAN}, 1])])`,
  "f([Event(n, i) for i, n in enumerate([3, 'a', 1, None, 2])])",
  "f([Event(n, i) for i, n in enumerate('banana')])",
  "f([Event(2, 0), Other(), Event(1, 1), Other(), Event(4, 2)])",
  "f([Event(2, 0), 7, Event(1, 1), 5, Event(4, 2)])",
  "f([Event(2, 0), Late(1, 1), Event(-3, 2), Late(2, 3), Event(-2, 4)])",
  "f([Event((step * 7919) % 11, step) for step in range(60)])",
  "f([Event(10 ** 30 - step, step) for step in range(9)] + [Event(1e30, 9), Event(float('inf'), 0)])",
  "f([])",
];

const seen: Seen = { elements: ["case.Event"], compared: ["int", "float"] };
const texts: Seen = { elements: ["case.Event"], compared: ["str"] };

const cases: readonly Case[] = [
  { name: "an attribute", fixes: 1, calls, text: event + simulator + drive, seen, python: [3, 10] },
  { name: "an attribute, by texts", fixes: 1, calls, text: event + simulator + drive, seen: texts, python: [3, 10] },
  { name: "a list of the function", fixes: 1, calls, text: event + local, seen, python: [3, 10] },
];

test("objects are put in by what never changes of them", () => {
  for (const each of cases) {
    const { fixes, text } = fixAll(each.text, sortedInsertion, fixSortedInsertion, each.seen);
    expect(fixes, each.name).toBe(1);
    expect(text).toContain("if type(event) in (Event,) else None");
  }
});

test("old and new give the same", () => expectSame(cases, sortedInsertion, fixSortedInsertion));

const left: readonly LeftCase[] = [
  [
    "what is set again",
    ["side-effects", "unordered-elements"],
    `${event}${local}\ndef later(e):\n    e.time = 9`,
    seen,
  ],
  [
    "what is read through a property",
    ["side-effects", "unordered-elements"],
    `${event.replace("self.kind = kind", "self.kind = kind\n    @property\n    def when(self):\n        return self.time + 1")}${local.replace("e.time", "e.when")}`,
    seen,
  ],
  [
    "objects of another class",
    ["unordered-elements"],
    event + local,
    { ...seen, elements: ["case.Event", "case.Other"] },
  ],
  ["keys that are no numbers", ["unordered-elements"], event + local, { ...seen, compared: ["int", "NoneType"] }],
];

test.each(left.map((each) => ({ why: each[0], each })))("the sort stays for $why", ({ each }) => {
  expectLeft(each, (text, found) => fixAll(text, sortedInsertion, fixSortedInsertion, found));
});
