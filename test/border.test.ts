import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { collectorEnvironment } from "../src/collect/in-process/environment.ts";
import { createParser, type PythonParser } from "../src/source/python-parser.ts";
import { parseSource } from "../src/source/read-source.ts";
import { writeBorder } from "../src/verify/border/instrument.ts";
import { readReplays } from "../src/verify/border/read-replays.ts";
import { toleranceOf } from "../src/verify/tolerance.ts";
import type { ReplayOutcome } from "../src/verify/border/replay-outcome.ts";
import { makeFolder, makeWorld, packageFolder } from "./launch/world.ts";
import { testPythons } from "./pythons.ts";

let parser: PythonParser;
beforeAll(async () => {
  parser = await createParser(packageFolder);
});

const pythons = testPythons();
const some = [...new Set([pythons[0], pythons[Math.floor(pythons.length / 2)], pythons.at(-1)])].filter(
  (python) => python !== undefined,
);

/** Runs a program whose function `name` stands in both versions, and gives what the replays showed. */
async function replay(old: string, now: string, name: string, python = "python3"): Promise<ReplayOutcome> {
  return readReplays(recordReplays(old, now, name, python));
}

/** The same, up to where the records are read. */
function recordReplays(
  old: string,
  now: string,
  name: string,
  python = "python3",
  more: NodeJS.ProcessEnv = {},
): string {
  const folder = makeFolder();
  const records = join(folder, "records");
  mkdirSync(records);
  const file = join(folder, "program.py");
  const bordered = writeBorder(parseSource(file, old, parser), parseSource(file, now, parser), name);
  if (bordered.kind === "none") throw new Error(bordered.because);
  writeFileSync(file, bordered.text);
  const env = { ...process.env, ...collectorEnvironment(makeWorld({ cwd: folder }), records, ["border"]), ...more };
  execFileSync(python, [file], { env, cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  return records;
}

const swap = (text: string, from: string, to: string): string => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

const PROGRAM = `
import functools

class Base:
    def greet(self, names):
        return len(names)

class Shop(Base):
    seen = []
    def __init__(self):
        self.stock = {"b": 2, "a": 1}

    @functools.lru_cache(maxsize=None)
    def price(self, names):
        total = super().greet(names)
        self.last = names
        return total + sum(self.stock.values())

def unique(items):
    found = []
    for item in items:
        if item not in found:
            found.append(item)
    return found

def drain(queue):
    while queue:
        yield queue.pop(0)

def outer(step):
    def inner(value):
        return value + step
    return [inner(value) for value in range(20)]

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def fill(target, text):
    print(text)
    target.append(text)
    Shop.seen.append(text)
    if text == "bad":
        raise ValueError(text)

shop = Shop()
print(shop.price(("x", "y")), unique([3, 1, 3, 2]), list(drain([1, 2, 3])), outer(2), fib(10))
target = []
for text in ("one", "two", "bad"):
    try:
        fill(target, text)
    except ValueError:
        pass
`;

describe.each(some)("the border on %s", (python) => {
  it.each(["Shop.price", "unique", "drain", "outer", "outer.<locals>.inner", "fib", "fill"])(
    "finds %s the same as itself, and leaves the program as it was",
    async (name) => {
      const outcome = await replay(PROGRAM, PROGRAM, name, python);
      expect(outcome.differences).toEqual([]);
      expect(outcome.loaded).toBe(true);
      expect(outcome.calls).toBeGreaterThan(0);
    },
  );
});

describe("the border", () => {
  it.each([
    ["unique", "return found", "return tuple(found)", "return value"],
    ["unique", "found.append(item)", "found.insert(0, item)", "return value"],
    [
      "unique",
      "    found = []\n",
      "    found = []\n    items.append(0) if len(items) == 4 else None\n",
      "argument items",
    ],
    ["drain", "queue.pop(0)", "queue.pop()", "yielded items"],
    ["drain", "    while queue:", "    for item in list(queue): yield item\n    while False:", "argument queue"],
    ["Shop.price", "self.last = names", "self.last = list(names)", "argument self"],
    ["outer", "value + step", "value + float(step)", "return value"],
    ["fib", "fib(n - 2)", "fib(n - 2) + 0 * fib(n - 2) - (n == 5)", "return value"],
    ["fill", "print(text)", "print(text, end='')", "printed text"],
    ["fill", "raise ValueError(text)", "raise ValueError(text + '!')", "exception"],
    ["fill", "Shop.seen.append(text)", "pass", "global Shop"],
    ["fill", "target.append(text)", "pass", "argument target"],
  ])("sees a change in %s: %s → %s", async (name, from, to, what) => {
    const outcome = await replay(PROGRAM, swap(PROGRAM, from, to), name);
    expect(outcome.differences.map((difference) => difference.what)).toContain(what);
  });

  it("finds by harder calls what the program's own calls do not show", async () => {
    const old = "def first(xs):\n    return [x for x in xs if x != 0]\n\nprint(first([3, 2, 1]))\n";
    const now = swap(old, "[x for x in xs if x != 0]", "sorted((x for x in xs if x != 0), reverse=True)");
    const outcome = await replay(old, now, "first");
    expect(outcome.differences.every(({ harder }) => harder !== undefined)).toBe(true);
    expect(outcome.differences.length).toBeGreaterThan(0);
  });

  it.each([
    [
      "of a generator, from its first elements",
      "first(x for x in [3, 2, 1])",
      "xs = list(xs)\n    return xs",
      "xs = list(xs)\n    return xs if len(set(xs)) == len(xs) else []",
    ],
    [
      "with a size cut to match a list that is",
      "last(list(range(400)), 200)",
      "return [max(xs[i:i + n]) for i in range(len(xs) - n + 1)]",
      "return [xs[i:i + n][-1] for i in range(len(xs) - n + 1)]",
    ],
  ])("makes harder calls %s", async (_, call, from, to) => {
    const name = call.slice(0, call.indexOf("("));
    const given = name === "first" ? "xs" : "xs, n";
    const old = `def ${name}(${given}):\n    ${from}\n\nprint(${call})\n`;
    const outcome = await replay(old, swap(old, from, to), name);
    expect(outcome.differences.length).toBeGreaterThan(0);
    expect(outcome.differences.every(({ harder }) => harder !== undefined)).toBe(true);
  });

  it.each([
    ["their number", "[f(x) for x in xs]", "[f(x) or f(x) for x in xs]"],
    ["their order", "[f(x) for x in xs]", "[f(x) for x in xs[::-1]][::-1]"],
    ["what they are given", "[f(x) for x in xs]", "[f(float(x)) // 1 for x in xs]"],
    ["that each follows an item", "(f(x) for x in xs)", "iter([f(x) for x in xs])"],
  ])("sees in the calls of the program's own callbacks %s", async (_, from, to) => {
    const old = `def each(f, xs):\n    return ${from}\n\ndef seen(x):\n    return x * 0\n\nprint(list(each(seen, [3, 2, 1])))\n`;
    const same = await replay(old, old, "each");
    expect(same.differences).toEqual([]);
    const outcome = await replay(old, swap(old, from, to), "each");
    const found = outcome.differences.filter(({ harder }) => harder === undefined);
    expect(found.map(({ what }) => what)).toContain("calls of callbacks");
  });

  it("ends a child before it writes a file, and says that the call was not compared", async () => {
    const program = "def save(xs):\n    open('out.txt', 'w').write('x')\n    return xs\n\nprint(save([1]))\n";
    const outcome = await replay(program, program, "save");
    expect(outcome.calls).toBe(0);
    expect(outcome.notCompared.join()).toContain("opens a file for writing");
  });

  it("holds a call to a limit of memory: what goes beyond it is not compared, or is refused in the new version", async () => {
    vi.stubEnv("HASTEN_REPLAY_MB", "64");
    onTestFinished(() => void vi.unstubAllEnvs());
    const large = "def make(n):\n    return len(bytearray(n))\n\nprint(make(10))\nprint(make(200 << 20))\n";
    const both = await replay(large, large, "make");
    expect(both.notCompared.join()).toContain("call 2: it takes more memory than a replay may");
    expect(both.calls).toBe(1);
    const small = "def make(n):\n    return n\n\nprint(make(10))\n";
    const outcome = await replay(small, swap(small, "    return n", "    bytearray(200 << 20)\n    return n"), "make");
    expect(outcome.differences).toContainEqual(expect.objectContaining({ what: "end", call: 1 }));
  });

  it("lets floats lie a little apart where that is asked for: in results, texts and arguments, and nothing else", async () => {
    const old = `def total(xs, notes):
    if type(xs) is not list:
        raise TypeError
    made = 0.0
    for x in xs:
        made += x
    notes.append("%r for %d" % (made, len(xs)))
    print("total", made)
    return {"total": made, "count": len(xs)}
total([0.1] * 3 + [0.7] * 3000, [])
`;
    const now = swap(old, "for x in xs:\n", "for x in list(xs)[::-1]:\n");
    const records = recordReplays(old, now, "total", "python3", { HASTEN_REPLAY_WHOLE: "1" });
    const exact = await readReplays(records);
    const parts = ["return value", "argument notes", "printed text"];
    expect(exact.differences.map(({ what }) => what)).toEqual(expect.arrayContaining(parts));
    const tolerance = toleranceOf(1e-9);
    expect((await readReplays(records, undefined, tolerance)).differences).toEqual([]);
    expect(tolerance.furthest).toBeGreaterThan(1e-16);
    expect((await readReplays(records, undefined, toleranceOf(1e-17))).differences).toEqual(exact.differences);
  });

  const CANCELLED = "def total(xs):\n    made = 0.0\n    for x in xs: made += x\n    return made\ntotal(%)\n";
  it.each([
    ["cancels out", "[1e16, 1.0, -1e16, 0.5]", "sum(xs[::-1])"],
    ["is whole", "[2**53, 1, 1]", "float(made)"],
    ["is zero", "[-0.0]", "0.0"],
    ["is no number", "[float('inf'), 1.0]", "1.7e308"],
  ])("does not take another float for one that %s", async (_, given, returned) => {
    const old = CANCELLED.replace("%", given).replace("made = 0.0", given.includes(".") ? "made = -0.0" : "made = 0");
    const records = recordReplays(old, swap(old, "return made", `return ${returned}`), "total", "python3", {
      HASTEN_REPLAY_WHOLE: "1",
    });
    const { differences } = await readReplays(records, undefined, toleranceOf(1e-9));
    expect(differences.map(({ what }) => what)).toContain("return value");
  });

  it("sets aside what differs between two calls of the unchanged function", async () => {
    const program = "import time\ndef stamp():\n    return time.perf_counter_ns()\n\nstamp()\n";
    const outcome = await replay(program, program, "stamp");
    expect(outcome.differences).toEqual([]);
    expect(outcome.notCompared.join()).toContain("differs between two calls of the unchanged function");
  });
});
