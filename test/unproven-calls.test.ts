import { describe, expect, it } from "vitest";
import { fraction } from "../src/base/units.ts";
import { readProbe } from "../src/collect/probe/read-probe.ts";
import type { Evidence } from "../src/diagnose/evidence.ts";
import { instrument } from "../src/diagnose/probe/instrument.ts";
import { repeatedUnproven } from "../src/diagnose/rules/repeated-call/rule.ts";
import { candidatesIn } from "./fixes/old-and-new.ts";
import { pythons } from "./launch/world.ts";
import { sourceOf } from "./probe/every-candidate.ts";
import { runScript } from "./probe/watch-everything.ts";

const namesIn = (text: string): readonly string[] =>
  candidatesIn(text, repeatedUnproven).map(({ candidate }) => candidate.obstacles.map(({ about }) => about).join());

const shown: readonly (readonly [string, string])[] = [
  ["asks what its object holds", "for m in self.all:\n    if m.text.match(x):\n        return m\nreturn None"],
  ["fills a list of its own", "found = []\nfor m in self.all:\n    found.append(m.size * x)\nreturn found"],
  ["fills a dict of its own", "found = {}\nfor m in self.all:\n    found[m.key] = x\nreturn found"],
  ["asks a method of the same kind", "return [self.find(m, x) for m in self.all]"],
  ["fills a table of its own", "found = [[] for m in self.all]\nfor m in self.all:\n    found[m][x] = m\nreturn found"],
  ["asks how a text begins", "return [m for m in self.all if m.startswith(x)]"],
  ["has another module read a text", "return wcwidth.parse_all(x) or sum(self.all)"],
  ["asks a text that stands there", "return '-'.turn(x) or sum(self.all)"],
  ["makes a record of this file", "return [Record(m, x) for m in self.all]"],
  ["notes what is wrong with it", "log.debug(x)\nreturn sum(self.all)"],
  ["asks an imported function", "return wcwidth(x) + sum(self.all)"],
];

const doing: readonly (readonly [string, string])[] = [
  ["writes an attribute", "self.last = x\nreturn sum(self.all)"],
  ["writes one in a loop", "for self.last in self.all: pass\nreturn sum(self.all)"],
  ["writes two", "self.last, y = x, 1\nreturn sum(self.all)"],
  ["fills what it is given", "for m in self.all:\n    x[m] = 1\nreturn sum(self.all)"],
  ["adds to what its object holds", "self.all.append(x)\nreturn sum(self.all)"],
  ["adds to a parameter", "x.extend(self.all)\nreturn sum(self.all)"],
  ["asks a method that moves on", "return [self.turn(x) for m in self.all]"],
  ["asks one of which nothing is known", "return [self.unknown(x) for m in self.all]"],
  ["reads a file", "return len(self.file.read(x))"],
  ["takes the next", "return next(self.all) + sum(x)"],
  ["asks the clock", "return time.time() + sum(x)"],
  ["draws", "return rand.shuffle(self.all) or sum(x)"],
  ["makes an object of this file", "return [Thing(x) for m in self.all]"],
  ["gives nothing", "for m in self.all:\n    if m == x: return"],
  ["has nothing to work out", "return self.all"],
  ["prints", "print(x)\nreturn sum(self.all)"],
  ["gives a generator", "yield sum(self.all)"],
  ["is under a lock", "with self.lock:\n    return sum(self.all)"],
];

function method(body: string): string {
  const others =
    "    def find(self, m, x):\n        return min(m, x)\n    def turn(self, x):\n        self.at += 1\n        return min(x)\n";
  const head =
    "import time\nfrom other import wcwidth, rand\nclass Record: pass\nclass Thing:\n    def __init__(self, x): x.append(self)\nclass Rows(Base):\n";
  return `${head}${others}    def go(self, x):\n${body.replaceAll(/^/gmu, "        ")}\n`;
}

describe("a function that may work out its result from its arguments alone", () => {
  it.each(shown)("is one that %s", (_, body) => {
    expect(namesIn(method(body))).toContain("go");
  });

  it.each(doing)("is none that %s", (_, body) => {
    expect(namesIn(method(body))).not.toContain("go");
  });

  it("is not asked for where it is proven, decorated, or calls are watched", () => {
    const proven = "def f(n):\n    return sum(range(n))\n";
    expect(namesIn(proven)).toEqual([]);
    const unproven = "def f(n):\n    return sum(KNOWN[n])\n";
    expect(namesIn(unproven)).toEqual(["f"]);
    expect(namesIn(`@cache\n${unproven}`)).toEqual([]);
    expect(namesIn(`import sys\nsys.settrace(print)\n${unproven}`)).toEqual([]);
  });
});

const program = `
class Rows:
    def __init__(self, all): self.all = all
    def most(self, x):
        "Says something."
        return max(self.all) + x
    def least(this, x): return min(this.all) + x
one, other = Rows([1, 2]), Rows([3])
def widest(rows, kind): return max(rows.all) + len(kind.__mro__)
print(sum(widest((one, other)[n % 2], Rows) + widest(Rows([n]), Rows) for n in range(60)), sum(one.most(n % 3) + other.most(n % 3) for n in range(60)), one.least(1), other.least(1))
`;

describe.each(pythons)("calls of methods under %s", (python) => {
  it("are repeated where the object is the same", async () => {
    const candidates = candidatesIn(program, repeatedUnproven).map(({ candidate }) => candidate);
    expect(candidates).toHaveLength(3);
    const { text } = instrument(sourceOf(program), candidates);
    const [plain, ran] = [runScript(python, program, false), runScript(python, text, true)];
    expect([ran.stdout, ran.stderr]).toEqual([plain.stdout, ""]);
    const repeats = (await readProbe(ran.folder)).map((record) => record.repeats);
    expect(repeats).toMatchObject([
      { looked: 120, repeated: 114, distinct: 6 },
      { looked: 2, repeated: 0, distinct: 2 },
      // Objects are told by which they are, and those that are gone from those in their place.
      { looked: 120, plain: 0, repeated: 0, same: 58 },
    ]);
  });
});

const evidence = (looked: number, repeated: number, share: number): readonly Evidence[] => [
  { kind: "repeats", function: "go", looked, plain: looked, repeated, distinct: looked - repeated },
  {
    kind: "heat",
    samples: 90,
    share: fraction(share),
    low: fraction(share * 0.8),
    high: fraction(1),
    of: "function",
  },
];

describe("its calls", () => {
  it("are named with objects that are the same, of which nothing is known to stay", () => {
    const [found] = candidatesIn("def f(n):\n    return sum(KNOWN[n])\n", repeatedUnproven);
    const objects = evidence(1000, 0, 0.5).map((each) =>
      each.kind === "repeats" ? { ...each, plain: 0, same: 950 } : each,
    );
    expect(found && repeatedUnproven.judge(found.candidate, objects).kind).toBe("finding");
  });

  const [found] = candidatesIn("def f(n):\n    return sum(KNOWN[n])\n", repeatedUnproven);
  it.each([
    ["nearly all repeated, in much of the time", evidence(1000, 950, 0.6), "finding"],
    ["half of them repeated", evidence(1000, 500, 0.6), "seldom-repeated"],
    ["few", evidence(60, 59, 0.6), "seldom-repeated"],
    ["that take little", evidence(1000, 950, 0.1), "cold"],
    ["of which nothing is known", evidence(1000, 950, 0.6).slice(1), "not-seen"],
  ])("%s", (_, seen, expected) => {
    const judged = found && repeatedUnproven.judge(found.candidate, seen);
    expect(judged?.kind === "harmless" ? judged.because : judged?.kind).toBe(expected);
  });
});
