import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { makeProject } from "./command/hasten.ts";
import { packageFolder } from "./launch/world.ts";
import { describedPythons } from "./pythons.ts";

/** 4,000 points that stay, 8 MB that come and go within one line, and 4 MB that are freed again and again. */
const KNOWN = `class Point:
    def __init__(self, x):
        self.x, self.y, self.label = x, float(x), "p%d" % x

def build():
    return [Point(x) for x in range(4000, 8000)]

def brief(n):
    row = [0] * n
    return len(row + row + row)

def churn():
    for at in range(1000):
        scratch = bytearray(4000)

numbers = [x / 3 for x in range(5000)]
records = [{"id": x, "name": str(x)} for x in range(2000)]
points = build()
churn()
print(len(points), brief(200_000))
`;

interface MemoryDocument {
  readonly run: { readonly slowdown: number; readonly id: string };
  readonly peak: {
    readonly bytes: number;
    readonly seen_bytes: number;
    readonly exact: { readonly line: number; readonly bytes: number; readonly stack: readonly { function: string }[] };
  };
  readonly resident: { readonly peak_bytes: number };
  readonly held: readonly { readonly line: number; readonly bytes: number }[];
  readonly churn: {
    readonly sees_within_lines: boolean;
    readonly lines: readonly { readonly line: number; readonly bytes: number; readonly kept_bytes: number }[];
  };
  readonly classes: readonly {
    readonly class: string;
    readonly count: number;
    readonly each_bytes: number;
    readonly slotted_each_bytes: number;
    readonly attributes: readonly string[];
  }[];
  readonly numbers: readonly {
    readonly line: number;
    readonly elements: number;
    readonly array_bytes: number;
    readonly bytes: number;
  }[];
  readonly records: readonly {
    readonly keys: readonly string[];
    readonly count: number;
    readonly bytes: number;
    readonly slotted_bytes: number;
  }[];
  readonly growing: readonly {
    readonly function: string;
    readonly sample: { readonly kind: string; readonly end: { readonly kind: string; readonly name: string } } | null;
  }[];
}

function faults(printed: string): unknown {
  const schema = JSON.parse(readFileSync(join(packageFolder, "docs/formats/memory.schema.json"), "utf8")) as object;
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  return ajv.validate(schema, JSON.parse(printed)) ? [] : ajv.errors;
}

/** The list of thirds, and the dicts with two keys. */
function expectShapes({ numbers, records }: MemoryDocument): void {
  expect(numbers).toMatchObject([{ line: 16, lists: 1, elements: 5000 }]);
  expect(numbers[0]?.array_bytes).toBeLessThan(0.3 * (numbers[0]?.bytes ?? 0));
  expect(records).toMatchObject([{ keys: ["id", "name"], count: 2000 }]);
  expect(records[0]?.slotted_bytes).toBeLessThan(0.5 * (records[0]?.bytes ?? 0));
}

describe.each(describedPythons())("hasten memory on Python $minor", ({ executable }) => {
  it("finds the line of a peak that lasts one instruction, what is held, what is freed again, and how small objects could be", async () => {
    const project = makeProject({ "app.py": KNOWN });
    const { stdout, stderr, status } = await project.hasten(["memory", "--json", "--python", executable, "app.py"]);
    expect({ status, faults: faults(stdout) }).toEqual({ status: 0, faults: [] });
    expect(stderr).toContain("4000 600000");
    const document = JSON.parse(stdout) as MemoryDocument;
    const { peak, held, churn, classes, resident } = document;
    // row, row + row, and the sum of all three: 6 words for each of 200,000.
    expect(peak.bytes).toBeGreaterThan(6 * 8 * 200_000);
    expect(peak.bytes).toBeLessThan(1.3 * 6 * 8 * 200_000);
    expect(resident.peak_bytes).toBeGreaterThan(peak.bytes);
    expect(peak.exact).toMatchObject({ line: 10, stack: [{ function: "brief" }, {}] });
    expect(held.map(({ line }) => line)).toContain(3);
    const points = classes.find((row) => row.class === "__main__.Point");
    expect(points?.attributes).toEqual(["x", "y", "label"]);
    // The child that tells may have stood still shortly before the last of them was made.
    expect(points?.count).toBeGreaterThan(0.9 * 4000);
    expect(points?.count).toBeLessThanOrEqual(4000);
    expect(points?.slotted_each_bytes).toBeLessThan(points?.each_bytes ?? 0);
    expectShapes(document);
    const scratch = churn.lines.find(({ line }) => line === 14);
    if (churn.sees_within_lines) {
      expect(scratch?.bytes).toBeGreaterThan(0.9 * 4_000_000);
      expect(scratch?.bytes).toBeLessThan(1.3 * 4_000_000);
    }
  });
});

/** The same work four ways: with `leaks`, what it makes stays. */
const LEAKY = `import gc, sys, time
LEAKS = "leaks" in sys.argv
CACHE = {}

class Bus:
    listeners = []

class Widget:
    def __init__(self):
        self.buffer = bytearray(6000)

    def changed(self):
        return self.buffer

def look_up(key):
    if key not in CACHE:
        CACHE[key] = ["%d" % key] * 600
    return CACHE[key]

def make_handler():
    rows = list(range(600))

    def handler():
        return rows

    return handler

class Node:
    def __init__(self):
        self.pad, self.other = [0] * 600, None

    def __del__(self):
        pass

def main():
    if LEAKS:
        gc.disable()
    handlers = []
    end = time.monotonic() + 4
    turn = 0
    while time.monotonic() < end:
        turn += 1
        look_up(turn if LEAKS else turn % 10)
        Bus.listeners.append(Widget().changed)
        handlers.append(make_handler())
        one, other = Node(), Node()
        one.other, other.other = other, one
        if not LEAKS:
            one.other = None
            del Bus.listeners[:-10], handlers[:-10]
        time.sleep(0.0005)

main()
`;

describe("hasten memory on what grows", () => {
  const [python] = describedPythons().slice(-1);
  const project = makeProject({ "app.py": LEAKY });
  const measure = async (word: string): Promise<MemoryDocument> => {
    const words = ["memory", "--once", "--json", "--python", python?.executable ?? "python3", "app.py", word];
    const { stdout } = await project.hasten(words);
    expect(faults(stdout)).toEqual([]);
    return JSON.parse(stdout) as MemoryDocument;
  };

  it("names the holders of a cache, a list of listeners, closures and cycles with __del__", async () => {
    const { growing } = await measure("leaks");
    const found = growing.flatMap(({ function: name, sample }) => (sample === null ? [] : [{ name, ...sample }]));
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "look_up", kind: "cache", end: { kind: "module", name: "__main__.CACHE" } }),
        expect.objectContaining({ name: "Widget.__init__", kind: "list of listeners" }),
        expect.objectContaining({
          name: "make_handler",
          kind: "closure",
          end: { kind: "local", name: "handlers in main" },
        }),
        expect.objectContaining({ name: "Node.__init__", kind: "cycle with __del__" }),
      ]),
    );
  });

  it("reports nothing of the same work where all of it is let go, and shows the run again", async () => {
    const { growing, run } = await measure("steady");
    expect(growing).toEqual([]);
    const shown = await project.hasten(["show", run.id]);
    expect(shown.stdout).toContain("no line holds more and more");
    const exported = await project.hasten(["export", run.id, "--format", "collapsed"]);
    expect(exported.stdout).toMatch(/main \(.*\).* \d+/);
    const refused = await project.hasten(["export", run.id, "--format", "pstats"]);
    expect(refused).toMatchObject({ status: 2, stdout: "" });
  });
});
