import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import type { Evidence, OperandEvidence } from "../../src/diagnose/evidence.ts";
import { walkedAgain } from "../../src/diagnose/rules/walked-again/rule.ts";
import { python } from "../launch/world.ts";
import { probe } from "../probe/watch-everything.ts";
import { candidatesIn } from "./old-and-new.ts";

function placesIn(text: string): readonly string[] {
  return candidatesIn(text, walkedAgain).map(({ context, candidate: { watch } }) => {
    const { text: all } = context.source;
    const operand = all.slice(watch.operand.start, watch.operand.end);
    const expression = all.slice(watch.expression.start, watch.expression.end);
    return `${watch.isNegated === true ? "not " : ""}${expression} of ${operand}`;
  });
}

function inLoop(body: string): string {
  return `def f(xs, texts, self):\n    for n in range(9):\n${body.replaceAll(/^/gmu, "        ")}\n`;
}

describe("what goes through everything", () => {
  test.each([
    ["for x in xs:\n    if x.start <= n < x.end:\n        print(x)", ["x.start <= n < x.end of xs"]],
    ["for x in xs.items():\n    if x[0] > n: continue\n    print(x)", ["not x[0] > n of xs"]],
    ["at = 0\nfor x in xs:\n    at += x.size\n    if at > n:\n        print(x)\n        break", ["at > n of xs"]],
    ["i = 0\nwhile i < 9 and xs[i] <= n: i += 1", ["not i < 9 and xs[i] <= n of xs"]],
    ["y = any(x.fits(n) for x in self.parts.all[n:])", ["x.fits(n) of self.parts.all"]],
    ["y = all(x < n for x in xs)", ["not x < n of xs"]],
    ["y = next((x for x in xs if x.fits(n)), None)", ["x.fits(n) of xs"]],
    ["xs = [x for x in xs if x is not n]", ["not x is not n of xs"]],
    ["xs[:] = [x for x in xs if x is not n]", ["not x is not n of xs"]],
    ["y = sum(map(len, xs))", ["sum(map(len, xs)) of xs"]],
    ["y = max(x.end for x in xs)", ["max(x.end for x in xs) of xs"]],
    ["texts = texts.replace(n, str(n))", ["texts.replace(n, str(n)) of texts"]],
    ["y = PATTERN.search(texts, n)", ["PATTERN.search(texts, n) of texts"]],
    ["y = PATTERN.sub(n, texts)", ["PATTERN.sub(n, texts) of texts"]],
  ])("%s", (body, places) => {
    expect(placesIn(inLoop(body))).toEqual(places);
  });

  test.each([
    ["works on all of it", "for x in xs:\n    x.move()"],
    ["works on the way to where it stops", "for x in xs:\n    x.move()\n    if x.old: break"],
    ["does one thing or the other", "for x in xs:\n    if x.old: a(x)\n    else: b(x)"],
    ["goes through what a call gives", "for x in self.of(n):\n    if x.old: a(x)"],
    ["waits in the condition", "for x in xs:\n    if (yield x): a(x)"],
    ["compares two values", "y = max(xs, n)"],
    ["hides the built-in", "sum = n\ny = sum(xs)"],
  ])("is not what %s", (_, body) => {
    expect(placesIn(inLoop(body))).toEqual([]);
  });

  test("is looked for outside loops where it lives longer than the call", () => {
    expect(placesIn("def f(self, n): return sum(self.parts)")).toHaveLength(1);
    expect(placesIn("PARTS = []\ndef f(n): return sum(PARTS)")).toHaveLength(1);
    expect(placesIn("def f(self, n):\n    parts = self.parts\n    return sum(parts)")).toHaveLength(1);
    expect(placesIn("def f(parts): return sum(parts)")).toEqual([]);
  });
});

interface Seen {
  readonly size?: number;
  readonly same?: number;
  readonly executions?: number;
  readonly exact?: boolean;
  readonly wanted?: number;
  readonly share?: number;
}

/** A list of 1,000 that was walked 500 times for 2 elements each, seen at 2,000 steps of the walks. */
function seen({
  size = 1000,
  same = 1990,
  executions = 500_000,
  exact = true,
  wanted = 4,
  share = 0.6,
}: Seen): readonly Evidence[] {
  const operand: OperandEvidence = {
    kind: "operand",
    operand: "xs",
    types: ["list"],
    sizes: { min: size, median: size, max: size },
    elements: ["Span"],
    hashable: "builtin",
    observations: 2000,
    by: "probed",
    same,
  };
  const heat = { samples: 500, share: fraction(share), low: fraction(share), high: fraction(share) };
  return [
    operand,
    { kind: "count", executions, exact },
    { kind: "answers", condition: "x.start <= n < x.end", asked: 2000, wanted },
    { kind: "heat", ...heat },
  ];
}

describe("a walk is named", () => {
  const [found] = candidatesIn(
    readFileSync(join(import.meta.dirname, "../../fixtures/rules/walked-again/slow.py"), "utf8"),
    walkedAgain,
  );
  const judge = (evidence: readonly Evidence[]) => found && walkedAgain.judge(found.candidate, evidence);

  test("where it takes much of the time, through the same elements, for few of them", () => {
    expect(judge(seen({}))).toEqual({ kind: "finding", obstacles: [] });
    expect(found?.candidate.obstacles).toEqual([{ code: "what-to-keep", about: "spans" }]);
  });

  test.each([
    ["short", "the list is short", { size: 20 }],
    ["cold", "it takes little of the time", { share: 0.1 }],
    ["cold", "there were few walks", { executions: 9000 }],
    ["cold", "one walk was seen until the probe switched itself off", { executions: 1500, exact: false }],
    ["seldom-repeated", "most elements are wanted", { wanted: 1500 }],
    ["seldom-repeated", "each walk is through another list", { same: 1550 }],
  ] as const)("not (%s) where %s", (because, _, changed) => {
    expect(judge(seen(changed))).toEqual({ kind: "harmless", because });
  });

  test("not where a method of the same name is another's than a text's", () => {
    const [other] = candidatesIn("def f(self, n): return self.store.find(n)\n", walkedAgain);
    const evidence = seen({}).filter(({ kind }) => kind !== "answers");
    expect(other && walkedAgain.judge(other.candidate, evidence)).toEqual({
      kind: "harmless",
      because: "already-fast",
    });
  });

  test("not where no probe looked", () => {
    expect(judge(seen({}).slice(0, 1))).toEqual({ kind: "harmless", because: "not-seen" });
  });
});

test("the probe tells what a condition wants without asking the program's own code for its truth", async () => {
  const program = [
    "class Odd:",
    "    def __bool__(self):",
    "        times.append(1)",
    "        return False",
    "times = []",
    "def rare(x, n): return x == n",
    "xs = list(range(200))",
    "for n in range(100):",
    "    y = [x for x in xs if rare(x, n)]",
    "odd = [Odd() for x in xs]",
    "z = [o for o in odd if o]",
    "assert len(times) == 200",
  ].join("\n");
  const [found, odd] = await probe(python, program, "if rare(x, n)", "if o");
  expect(found?.answers?.asked).toBe(found?.looks);
  expect(found?.answers?.held).toBeLessThan((found?.looks ?? 0) / 10);
  expect(odd?.answers?.held).toBe(odd?.looks);
});
