import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seconds } from "../src/base/units.ts";
import { probeEvidence } from "../src/diagnose/probe/probe-evidence.ts";
import { makeFolder, python, pythons } from "./launch/world.ts";
import { everyCandidate, sourceOf, watchEverything } from "./probe/every-candidate.ts";
import { compileErrors, probe, probeOnly, runScript } from "./probe/watch-everything.ts";

const semantics = readFileSync(join(import.meta.dirname, "probe/semantics.py"), "utf8");

/** The last line of a traceback: its frames name other lines and functions. */
function lastLine(text: string): string | undefined {
  return text.trimEnd().split("\n").at(-1);
}

describe.each(pythons)("an instrumented file under %s", (executable) => {
  const { text, watches, skipped } = watchEverything(semantics);

  it("does what the original does, with the probe and where it is not found", () => {
    const original = runScript(executable, semantics, false);
    expect(original.stderr).toContain("ValueError: the end");
    for (const isProbed of [true, false]) {
      const ran = runScript(executable, text, isProbed);
      expect(ran.stdout).toBe(original.stdout);
      expect(lastLine(ran.stderr)).toBe(lastLine(original.stderr));
      expect(ran.status).toBe(original.status);
    }
    expect(watches.size).toBeGreaterThan(100);
    expect(skipped.map(({ because }) => because)).toContain("it stands inside an f-string");
  });

  it("counts exactly what costs more than watching it, and times it", async () => {
    const program = "xs = list(range(20000))\nfound = 0\nfor n in range(300):\n    found += (n + 15000) in xs\n";
    const [record] = await probe(executable, program, "(n + 15000) in xs");
    expect(record).toMatchObject({ executions: 300, exact: true, least: 20000, most: 20000, changes: false });
    expect(record?.operand).toEqual({ types: [["list", record?.looks]], hashable: "unhashable", partial: false });
    expect(record?.elements).toMatchObject({ types: [["int", expect.anything()]], hashable: "builtin" });
    expect(record?.needle.types[0]?.[0]).toBe("int");
    expect((record?.time ?? 0) / (record?.processWall ?? 1)).toBeGreaterThan(0.2);
  });

  it("follows a list that grows to its end although cheap tests come first", async () => {
    const program =
      "def f():\n    seen = []\n    for n in range(8000):\n        if n not in seen:\n            seen.append(n)\nf()\n";
    const [record] = await probe(executable, program, "n not in seen");
    expect(record?.changes).toBe(true);
    expect(record?.least).toBeLessThan(50);
    expect(record?.most).toBeGreaterThan(6000);
    expect(record?.estimated).toBeGreaterThanOrEqual(record?.executions ?? Infinity);
  });

  it("tells one call's list that changes from another call's list", async () => {
    const program = [
      "def steady(xs):",
      "    return [n for n in range(5) if n in xs]",
      "def moving(xs):",
      "    out = []",
      "    for n in range(5):",
      "        out.append((n) in xs)",
      "        xs = list(xs)",
      "    return out",
      "for size in range(20):",
      "    steady(list(range(size))); moving([1])",
    ].join("\n");
    const [steady, moving] = await probeOnly(executable, program, "n in xs", "(n) in xs");
    expect(steady).toMatchObject({ changes: false, executions: 100 });
    expect(steady?.compared).toBeGreaterThan(30);
    expect(moving).toMatchObject({ changes: true, executions: 100 });
  });

  it("keeps the records of forked children, threads, and of a process that leaves by os._exit", async () => {
    const program = [
      "import os, threading",
      "xs = list(range(3000))",
      "def work(count):",
      "    for n in range(count):",
      "        -1 in xs",
      "work(10)",
      "child = os.fork()",
      "if child == 0:",
      "    work(30)",
      "    os._exit(0)",
      "os.waitpid(child, 0)",
      "threads = [threading.Thread(target=work, args=(10,)) for _ in range(3)]",
      "[thread.start() for thread in threads]; [thread.join() for thread in threads]",
      "os._exit(0)",
    ].join("\n");
    const [record] = await probe(executable, program, "-1 in xs");
    expect(record).toMatchObject({ executions: 70, processes: 2 });
  });
});

/** Classes whose hash agrees with their equality, and such as look much like them and where it does not, or may not. */
const classesWithEquality = `
import dataclasses
class Guarded:
    def __init__(self, a, b): self.a, self.b = a, b
    def __eq__(self, other):
        if not isinstance(other, Guarded): return NotImplemented
        return self.a == other.a and self.b == other.b
    def __hash__(self): return hash((self.a, self.b))
@dataclasses.dataclass(frozen=True)
class Frozen:
    x: object
    y: str = "q"
class One:
    def __init__(self, a): self.a = self.k = self.b = a
class Looser(One):
    def __eq__(self, other): return isinstance(other, Looser) and self.a.lower() == other.a.lower()
    def __hash__(self): return hash(self.a)
class Stepwise(One):
    def __eq__(self, other):
        "Field by field."
        if type(self) is not type(other): return False
        if self.a != other.a or self.b != other.b: return False
        return True
    def __hash__(self): return 31 * hash(self.a) + hash(self.b)
class Stranger(One):
    def __eq__(self, other):
        if isinstance(other, int): return self.a == other
        return isinstance(other, Stranger) and self.b == other.b
    def __hash__(self): return hash(self.b)
class Either(One):
    def __eq__(self, other): return isinstance(other, Either) and (self.a == other.a or self.b == other.b)
    def __hash__(self): return hash(self.a)
class Wider(One):
    def __eq__(self, other): return isinstance(other, Wider) and self.a == other.a
    def __hash__(self): return hash((self.a, self.b))
class Moving(One):
    def __eq__(self, other): return isinstance(other, Moving) and self.moved == other.moved
    def __hash__(self): return hash(self.moved)
    def __init__(self, a): self.move(a)
    def move(self, a): self.moved = a
class Computed(One):
    @property
    def p(self): raise SystemExit("asked for a property")
    def __eq__(self, other): return isinstance(other, Computed) and self.p == other.p
    def __hash__(self): return hash(self.p)
class AnyClass(One):
    def __eq__(self, other): return self.a == other.a
    def __hash__(self): return hash(self.a)
class Below(Guarded):
    def __eq__(self, other): return isinstance(other, Below) and self.a == other.a
    def __hash__(self): return hash(self.a)
`;

describe("what the probe says of elements", () => {
  const cases: readonly (readonly [list: string, hashable: string])[] = [
    ["['a', 'b']", "builtin"],
    ["[1, 2.5, True, None, b'x', (1, ('a', frozenset([2])))]", "builtin"],
    ["[object(), len, int, Plain()]", "builtin"],
    ["[Text('a'), Point(1, 2), Colour.RED, datetime.date(2020, 1, 1)]", "builtin"],
    ["[Point(1, [])]", "unhashable"],
    ["['a', []]", "unhashable"],
    ["[OnlyEqual()]", "unhashable"],
    ["[1, Both()]", "custom"],
    ["[Guarded(1, 'a'), Guarded((1, Guarded(2, 3)), 'b'), Frozen(1), Stepwise(1)]", "proven"],
    ["[Stranger(1)]", "custom"],
    ["[Guarded(1, [])]", "unhashable"],
    ["[Guarded(1, Both())]", "custom"],
    ["[Frozen(Wider(1))]", "custom"],
    ["[Looser('a')]", "custom"],
    ["[Either(1)]", "custom"],
    ["[Wider(1)]", "custom"],
    ["[Moving(1)]", "custom"],
    ["[Computed(1)]", "custom"],
    ["[AnyClass(1)]", "custom"],
    ["[Below(1, 2)]", "custom"],
    ["[(1, (2, Both()))]", "custom"],
    ["[]", "unknown"],
  ];
  const setup = [
    "import collections, datetime, enum",
    // A file of its own, in which nothing is watched.
    `open('shapes.py', 'w').write(${JSON.stringify(classesWithEquality)})`,
    "from shapes import *",
    "class Plain: pass",
    "class Text(str): pass",
    "class OnlyEqual:",
    "    def __eq__(self, other): return self is other",
    "class Both(OnlyEqual):",
    "    def __hash__(self): raise SystemExit('asked for a hash')",
    "class Trap(type):",
    "    def __eq__(self, other): raise SystemExit('asked a class')",
    "    def __hash__(self): raise SystemExit('asked a class for its hash')",
    "    def __getattribute__(self, name): raise SystemExit('asked a class for ' + name)",
    "class Trapped(metaclass=Trap): pass",
    "Point = collections.namedtuple('Point', 'x y')",
    "Colour = enum.Enum('Colour', 'RED GREEN')",
  ];

  it.each(cases)("%s is %s", async (list, hashable) => {
    const program = [...setup, `xs = ${list}`, "for _ in range(3): xs + xs"].join("\n");
    const [record] = await probe(python, program, "xs + xs");
    expect(record?.elements.hashable).toBe(hashable);
  });

  it("is found out without running any of the program's own code", async () => {
    const program = [...setup, "xs = [Trapped()]", "for _ in range(3): xs + xs"].join("\n");
    const [record] = await probe(python, program, "xs + xs");
    expect(record?.elements.types).toEqual([["__main__.Trapped", 3]]);
  });
});

it("writes evidence in the terms of rules", async () => {
  const text = "names = ['a', 'b', 'c']\nfor _ in range(9):\n    'c' in names\n";
  const source = sourceOf(text);
  const candidate = everyCandidate(source).find(({ watch }) => watch.kind === "contains");
  const [record] = await probe(python, text, "'c' in names");
  if (candidate === undefined || record === undefined) throw new TypeError("no candidate or no record");
  const sizes = { min: 3, median: 3, max: 3 };
  expect(probeEvidence(record, candidate.watch, source, seconds(1))).toMatchObject([
    { operand: "names", types: ["list"], sizes, elements: ["str"], hashable: "builtin", changes: false },
    { operand: "'c'", types: ["str"], hashable: "builtin" },
    { kind: "count", executions: 9, exact: true },
    { kind: "time" },
  ]);
});

describe("the standard library with a watch at every place", () => {
  const ask = "import os; print(os.path.dirname(os.__file__))";
  const folder = execFileSync(python, ["-c", ask], { encoding: "utf8" }).trim();

  it("compiles", () => {
    const target = makeFolder();
    let watches = 0;
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".py"))) {
      const instrumented = watchEverything(readFileSync(join(folder, name), "utf8"));
      watches += instrumented.watches.size;
      writeFileSync(join(target, name), instrumented.text);
    }
    expect(watches).toBeGreaterThan(10_000);
    expect(compileErrors(python, target)).toBe("");
  });
});
