import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loopInvariantCall } from "../../src/diagnose/rules/loop-invariant-call/rule.ts";
import { fixLoopInvariantCall } from "../../src/fix/fixes/loop-invariant-call.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const calls = [
  "f([3, 1, 2])",
  "f([])",
  "f([1, 1.0, True])",
  "f((3, 1))",
  "f(iter([3, 1, 2]))",
  "f('cab')",
  "f({2: 1})",
  "f(None)",
  "f([1, 'a'])",
  "f([NAN, 1.5])",
];

const shapes: readonly (readonly [name: string, text: string])[] = [
  ["the greatest of a list", "def f(xs):\n    return [x * 2 for x in (4, 5) if x > max(xs)]\n"],
  [
    "a function of the file",
    `def mean(values):
    total = 0
    for value in values:
        total += value
    return total / len(values)
def f(xs):
    out = 0
    for x in xs:
        # the distance
        out += abs(x - mean(xs))
    return out
`,
  ],
  [
    "a sorted copy that is only read",
    "def f(xs):\n    out = []\n    for i in range(2):\n        out.append(sorted(xs)[i])\n    return out\n",
  ],
  [
    "a copy made here, in two loops",
    "def f(ys):\n    xs = list(ys)\n    n = 0\n    for a in (1, 2):\n        for b in (1, 2):\n            n += sum(xs) + sum(xs)\n    return n\n",
  ],
  [
    "the same text that is read again",
    "import re\ndef f(xs):\n    out = []\n    for x in 'ab':\n        out.append(re.compile('[a-c]').sub('-', x))\n    return out\n",
  ],
  [
    "what is seldom asked",
    "def f(xs):\n    out = []\n    for x in (0, 1):\n        if x > 5: out.append(min(xs))\n    return out\n",
  ],
  ["a while loop", "def f(xs):\n    n = 0\n    while n < max(xs):\n        n += 1\n    return n\n"],
];

/** What the loop never asks may be said not to be comparable: that is assumed not to be. */
const mixed = "f([1, 'a'])";
const cases = shapes.map(([name, text]): Case => ({
  name,
  text,
  calls: calls.filter((call) => call !== mixed || name !== "what is seldom asked"),
  setup: "NAN = float('nan')",
  fixes: 1,
}));

describe("loop-invariant-call", () => {
  test.each(cases.map((each) => [each.name, each] as const))("works out once %s", (_, each) => {
    const fixed = fixAll(each.text, loopInvariantCall, fixLoopInvariantCall);
    expect(fixed.fixes, `${fixed.obstacles.join("\n")}\n${fixed.text}`).toBe(1);
  });

  test("gives the same answers", () => expectSame(cases, loopInvariantCall, fixLoopInvariantCall));

  test("writes a plain name where nothing can fail, and asks for the type where it can", () => {
    const made = fixAll(shapes[3]?.[1] ?? "", loopInvariantCall, fixLoopInvariantCall).text;
    expect(made).toContain("    xs_sum = sum(xs)\n    for a in (1, 2):");
    expect(made).toContain("n += xs_sum + xs_sum");
    const asked = fixAll(shapes[0]?.[1] ?? "", loopInvariantCall, fixLoopInvariantCall).text;
    expect(asked).toContain("    xs_max = max(xs) if type(xs) is list and xs else None\n");
    expect(asked).toContain("if x > (max(xs) if xs_max is None else xs_max)]");
  });

  test("fixes both calls of the fixture, and prints what it printed", () => {
    const text = readFileSync(join(import.meta.dirname, "../../fixtures/rules/loop-invariant-call/slow.py"), "utf8");
    expect(fixAll(text, loopInvariantCall, fixLoopInvariantCall).fixes).toBe(2);
  });
});

const left: readonly (readonly [why: string, body: string])[] = [
  ["of a list that grows", "for x in range(9):\n  xs.append(max(xs) + 1)"],
  ["of a list that a call may change", "for x in range(9):\n  call(max(xs))"],
  ["of a list bound anew", "for x in range(9):\n  xs = xs[1:]\n  print(max(xs))"],
  ["of the loop's own element", "for row in xs:\n  print(sum(row))"],
  ["of two lists", "for x in range(9):\n  print(max(xs, ys))"],
  ["without a loop", "print(sum(xs))"],
  ["of a function that prints", "for x in range(9):\n  print(shown(xs))"],
  ["of a clock", "for x in range(9):\n  print(time.ctime(5), time.sleep(1))"],
  ["of rows that change", "for x in range(9):\n  xs[0][0] = x\n  print(max(xs))"],
  ["of a list through another name", "ys = xs\n for x in range(9):\n  ys.append(1)\n  print(sum(xs))"],
  ["that a lambda makes later", "return [lambda: sum(xs) for x in range(9)]"],
  ["in a generator that runs later", "return (x + sum(xs) for x in range(9))"],
];

test.each(left)("leaves a call %s", (_, body) => {
  const text = `import time\nfrom m import call\ndef shown(xs):\n print(xs)\n return sum(xs)\ndef f(xs, ys):\n ${body}\n`;
  expect(fixAll(text, loopInvariantCall, fixLoopInvariantCall)).toMatchObject({ fixes: 0, text });
});

const advice: readonly (readonly [why: string, obstacle: string, body: string])[] = [
  ["gives a list that is kept", "shared-result", "for x in range(9):\n  own = sorted(xs)\n  print(own)"],
  ["stands under a try", "errors-caught", "for x in range(9):\n  try: print(max(xs))\n  except ValueError: pass"],
];

test.each(advice)("leaves it to a person where the call %s", (_, obstacle, body) => {
  const done = fixAll(`def f(xs):\n ${body}\n`, loopInvariantCall, fixLoopInvariantCall);
  expect(done.fixes).toBe(0);
  expect(done.obstacles).toContain(obstacle);
});

test("leaves lists whose elements can change without them", () => {
  const text = "def f(xs):\n for x in range(9):\n  print(max(xs))\n";
  const done = fixAll(text, loopInvariantCall, fixLoopInvariantCall, { elements: ["list"] });
  expect(done).toMatchObject({ fixes: 0, obstacles: ["changing-arguments"] });
});
