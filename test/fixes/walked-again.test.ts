import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
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
    ["y = '.'.join(xs[n:]) in self.all", ["'.'.join(xs[n:]) of xs"]],
    ["y = 0\nfor x, w in zip(xs, self.of(n)):\n    y += x * w", ["x of xs", "w of xs"]],
    ["texts = texts.replace(n, str(n))", ["texts.replace(n, str(n)) of texts"]],
    ["y = PATTERN.search(texts, n)", ["PATTERN.search(texts, n) of texts"]],
    ["y = PATTERN.sub(n, texts)", ["PATTERN.sub(n, texts) of texts"]],
    ["for x in xs:\n    x.names.discard(n)\n    if not x.names: print(x)", ["not x.names of xs"]],
    ["for x in xs:\n    if x.at > n: break\n    if x.a: b(x)\n    elif x.end > n: a(x)", ["x.end > n of xs"]],
    ["del xs[n]", ["del xs[n] of xs"]],
    ["y = xs.pop(n - 1)", ["xs.pop(n - 1) of xs"]],
    ["xs.insert(n, 1)", ["xs.insert(n, 1) of xs"]],
    ["self.parts[n + 1 : n + 1] = b'0'", ["self.parts[n + 1 : n + 1] = b'0' of self.parts"]],
    ["self.parts.sort()", ["self.parts.sort() of self.parts"]],
    ["self.by[n] = self.by[n] + ', ' + str(n)", ["self.by[n] + ', ' of self.by[n]"]],
    ["self.by[n] = (text(self[n]) + ', ' + str(n))", ["text(self[n]) + ', ' of text(self[n])"]],
    ["y = [x for row in self.rows for x in row.xs if x.a == n]", ["x.a == n of self.rows"]],
    ["y = {x for some in xs.values() for x in some if x.a is n}", ["x.a is n of xs"]],
    ["y = any(x > n for row in xs for x in row)", ["x > n of xs"]],
    ["y = [x for row in xs if row for x in row if x > n]", ["row of xs"]],
    ["for row in xs:\n    for x in row.items():\n        if x.a > n: print(x)", ["x.a > n of xs"]],
    ["y = any(x.kind in KINDS for x in self.root.walk())", ["x.kind in KINDS of self.root"]],
  ])("%s", (body, places) => {
    expect(placesIn(inLoop(body))).toEqual(places);
  });

  test.each([
    ["works on all of it", "for x in xs:\n    x.move()"],
    ["works on the way to where it stops", "for x in xs:\n    x.move()\n    if x.old: break"],
    ["does one thing or the other", "for x in xs:\n    if x.old: a(x)\n    else: b(x)"],
    ["goes through what a call gives", "for x in self.of(n):\n    if x.old: a(x)"],
    ["waits in the condition", "for x in xs:\n    if (yield x): a(x)"],
    ["takes the first or the last", "del xs[0]\nxs.pop()\nxs.pop(-1)\ndel xs[-1]"],
    ["adds without a weight", "for x in xs:\n    y += x"],
    ["weighs everything alike", "for x in xs:\n    y += self.of(x) * n"],
    ["takes a slice", "del xs[1:n]"],
    [
      "puts other parts in a part's place, or at an end",
      "xs[n:n + 1] = b'0'\nxs[0:0] = xs\nxs.insert(0, n)\nxs.insert(n)",
    ],
    ["adds to another value", "self.by[n] = self.by[n - 1] + str(n)"],
    ["reads from another mapping", "self.by[n] = self.of[n] + str(n)"],
    ["does something else for the others", "for x in xs:\n    if x.at > n: break\n    if x.a: b(x)\n    else: a(x)"],
    ["joins two collections", "y = [x for row in xs for x in texts if x > row]"],
    ["works for all of them first", "for x in xs:\n    x.move(n)\n    if not x.names: print(x)"],
    ["asks a tree for something", "y = any(x.kind for x in self.root.walk(n))"],
    ["compares two values", "y = max(xs, n)"],
    ["joins what was gathered", "y = '.'.join(xs)\nxs.clear()"],
    ["joins by something else", "y = self.at.join(xs[n:])"],
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

  test.each([
    ["a dict of what an object has", "{x.name: x for x in self.files}", "self.files"],
    ["a dict of two others", "{**self.own, **self.more}", "self.own", "self.more"],
    ["a dict of keys and values", "dict(zip(self.keys, self.values))", "self.keys"],
    ["a list under a name for the attribute", "[KINDS[x] for x in files.items()]", "files"],
  ])("is %s, made whole at each call", (_, made, ...operands) => {
    const method = `def f(self, key):\n        files = self.files\n        return ${made}.get(key)`;
    expect(placesIn(`class C:\n    ${method}\n`)).toEqual(operands.map((operand) => `${made} of ${operand}`));
    // What is asked of each element depends on the call, or the whole is another function's.
    expect(placesIn(`class C:\n    ${method.replace("self, key", "self, key, x")}\n`)).toHaveLength(operands.length);
    const varied = method.replaceAll(/x\.name: x|KINDS\[x\]/gu, "key").replaceAll("self.", "key.");
    expect(placesIn(`class C:\n    ${varied}\n`)).toEqual([]);
  });
});

describe("a copy made at each call", () => {
  const search = "    for row in rows:\n        if row.key == key:\n            return row\n";

  test.each([
    ["rows = list(self)", "self"],
    ["rows = self.table[:]", "self.table"],
    ["rows = [r for r in self if not r.old]", "self"],
    ["rows = self[:] if key else [r for r in self if r]", undefined],
    ["rows = self[:]\n    if key: rows = [r for r in self if r]", "self"],
    ["rows = self[:]\n    if key: rows = [r for r in key if r]", undefined],
    ["rows = [r.name for r in self]", undefined],
    ["self = self.table\n    rows = self[:]", undefined],
  ])("%s", (made, original) => {
    const places = placesIn(`def find(self, key):\n    ${made}\n${search}`);
    expect(places).toEqual(original === undefined ? [] : [`row.key == key of ${original}`]);
  });
});

describe("membership in an object of its own class", () => {
  const asked = "    def add(self, x):\n        if x not in self:\n            self.xs.append(x)\n";
  const head = "import collections.abc\nfrom typing import MutableSequence\n";

  test("is a walk where the class leaves it to a sequence's", () => {
    for (const base of ["collections.abc.Sequence", "MutableSequence[int]"])
      expect(placesIn(`${head}class Args(${base}):\n${asked}`), base).toEqual(["x not in self of self"]);
  });

  test.each([
    [
      "it has its own",
      "class Args(collections.abc.Sequence):\n    def __contains__(self, x): return x in self.known\n",
    ],
    ["it is a mapping", "class Args(collections.abc.Mapping):\n"],
    ["it is derived from a class of the program's", "class Args(Base):\n"],
  ])("is none where %s", (_, owner) => {
    expect(placesIn(`${head}${owner}${asked}`)).toEqual([]);
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

function lengthless({
  kind,
  operand,
  types,
  elements,
  hashable,
  observations,
  by,
  same = 0,
}: OperandEvidence): Evidence {
  return { kind, operand, types, elements, hashable, observations, by, same };
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

  test.each([
    ["del xs[n]", "a short list is moved", { size: 900 }, [], "short"],
    ["del xs[n]", "another sequence is", { size: 5000 }, ["array"], "already-fast"],
    ["xs.sort()", "something else is sorted", { size: 5000 }, ["Table"], "already-fast"],
    ["xs[n] = xs[n] + 'x'", "it is no text", { size: 5000 }, ["tuple"], "already-fast"],
  ] as const)("not at `%s` where %s", (statement, _, changed, types, because) => {
    const [other] = candidatesIn(inLoop(statement), walkedAgain);
    const evidence = seen(changed)
      .filter(({ kind }) => kind !== "answers")
      .map((each) => (each.kind === "operand" && types.length > 0 ? { ...each, types } : each));
    expect(other && walkedAgain.judge(other.candidate, evidence)).toEqual({ kind: "harmless", because });
  });

  test("of what has no length by the time of an answer, or by whose elements were asked for", () => {
    const sequence = "from typing import Sequence\nclass A(Sequence):\n    def f(self, x): return x in self\n";
    const tree = "def f(root): return any(x.kind for x in root.walk())\n";
    const judged = (text: string, changed: Seen, total: number) => {
      const [other] = candidatesIn(text, walkedAgain);
      const evidence = seen(changed).map((each) => (each.kind === "operand" ? lengthless(each) : each));
      const time = { kind: "time" as const, total: seconds(total), share: fraction(changed.share ?? 0.6) };
      const added = text === tree ? evidence : [...evidence, time];
      const judgement = other && walkedAgain.judge(other.candidate, added);
      return judgement?.kind === "harmless" ? judgement.because : judgement?.kind;
    };
    expect(judged(sequence, { executions: 3000 }, 0.5)).toBe("finding");
    expect(judged(sequence, { executions: 500_000 }, 0.5)).toBe("short");
    expect(judged(sequence, { executions: 3000, share: 0.1 }, 0.5)).toBe("cold");
    expect(judged(tree, {}, 0)).toBe("finding");
    expect(judged(tree, { same: 1800 }, 0)).toBe("seldom-repeated");
    expect(judged(tree, { wanted: 1500 }, 0)).toBe("seldom-repeated");
    expect(judged(tree, { executions: 1000 }, 0)).toBe("cold");
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

test("the probe knows an object without a length again, and does not keep it alive", async () => {
  const program = [
    "class Root:",
    "    kind = 1",
    "    def __del__(self): gone.append(1)",
    "gone = []",
    "def rare(root):",
    "    if root.kind > 3: return 1",
    "root = Root()",
    "for n in range(100): rare(root)",
    "def other(root):",
    "    if root.kind > 4: return 1",
    "for n in range(100):",
    "    other(Root())",
    "    assert len(gone) == n + 1",
  ].join("\n");
  const [one, many] = await probe(python, program, "if root.kind > 3: return 1", "if root.kind > 4: return 1");
  expect(one?.same).toBe((one?.looks ?? 9) - 1);
  expect(many?.looks).toBeGreaterThan(5);
  expect(many?.same).toBe(0);
});
