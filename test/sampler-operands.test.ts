import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stackDepths } from "../src/collect/sampler/bytecode/operand-sites.ts";
import { stackEffects } from "../src/collect/sampler/bytecode/stack-effects.ts";
import { describedPythons } from "./pythons.ts";
import { operandsSeen, type OperandsSeen } from "./sampler/operands-seen.ts";

const SCRIPT = join(import.meta.dirname, "sampler/worked_on.py");
const EFFECTS = join(import.meta.dirname, "../scripts/print-stack-effects.py");
const CODES = join(import.meta.dirname, "sampler/code_objects.py");
const lines = readFileSync(SCRIPT, "utf8").split("\n");
const pythons = describedPythons().filter(({ number }) => number <= 315);

/** What the operands of each marked line truly are, by their place: types and sizes. */
const TRUTH: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  contains: { "contains 0": ["str 7"], "contains 1": ["list 20000"], "call 0": ["list 20000"] },
  subscript: { "contains 0": ["int"], "contains 1": ["list 9000", "list 30000"] },
  receiver: { "call -1": ["list 20000"], "call 0": ["str 7", "list 20000"] },
  argument: { "call -1": ["list 20000"], "call 0": ["list 20000"] },
  sorted: {
    "call 0": ["list 20000"],
    "call 1": ["builtin_function_or_method"],
    "call 2": ["bool"],
    "binary 1": ["int"],
  },
  added: { "call 0": ["list 30000"], "binary 1": ["tuple 30000"] },
  alternating: { "contains 0": ["int"], "contains 1": ["list 3", "set 1"], "call 0": ["int"] },
  // 3.9 says that the `with` is left, by a call with three times None, on the line that ran last.
  protected: {
    "call -1": ["tuple 25000"],
    "call 0": ["int", "list 1", "NoneType"],
    "call 1": ["NoneType"],
    "call 2": ["NoneType"],
  },
};

/** What was seen on the marked lines: `contains: contains 1: list 20000`. */
function markedFacts(seen: OperandsSeen): readonly string[] {
  return [...seen].flatMap(([key, facts]) => {
    const [line = "", ...place] = key.split(" ");
    const mark = lines[Number(line) - 1]?.split("# ")[1];
    return mark === undefined ? [] : [...facts.keys()].map((fact) => `${mark}: ${place.join(" ")}: ${fact}`);
  });
}

/** What has to be seen sooner or later. */
const WANTED = [
  "contains: contains 1: list 20000",
  "subscript: contains 1: list 30000",
  "receiver: call -1: list 20000",
  "sorted: call 0: list 20000",
  "alternating: contains 1: list 3",
  "alternating: contains 1: set 1",
];

const trueFacts = new Set(
  Object.entries(TRUTH).flatMap(([mark, places]) =>
    Object.entries(places).flatMap(([place, facts]) => facts.map((fact) => `${mark}: ${place}: ${fact}`)),
  ),
);

describe.runIf(process.platform === "linux" && pythons.length > 0)("operands without a name", () => {
  it.each(pythons)("are seen on $minor with their true types and sizes, and with no others", async (python) => {
    // 3.15 moves the operands of a sum about while it lets go of them: nothing is said of them.
    const wanted = [...WANTED, ...(python.number < 315 ? ["added: binary 1: tuple 30000"] : [])];
    const isEnough = (seen: OperandsSeen): boolean => wanted.every((fact) => markedFacts(seen).includes(fact));
    const seen = markedFacts(await operandsSeen(python.executable, SCRIPT, isEnough));
    expect(seen.filter((fact) => !trueFacts.has(fact))).toEqual([]);
    expect(seen).toEqual(expect.arrayContaining(wanted));
  });

  it.each(pythons)("lie on $minor where its own tables say, and no deeper than its compiler counts", (python) => {
    const [row = "", ...codes] = printedBy(python.executable);
    const minor = python.number % 100;
    const effects: unknown = JSON.parse(row.replace(/^\s*\d+: /u, "").replace(/,\s*$/u, ""));
    expect(stackEffects[minor]).toEqual(effects);
    let [equal, contradicted] = [0, 0];
    for (const code of codes) {
      const [bytes = "", size = "", name = ""] = code.split(" ");
      // Depths within finally clauses of 3.8 are made impossibly great.
      const depths = [...stackDepths(Buffer.from(bytes, "hex"), minor).values()].filter((depth) => depth < 900);
      const deepest = Math.max(...depths);
      expect(deepest, name).toBeLessThanOrEqual(Number(size));
      if (deepest === Number(size)) equal += 1;
      if (depths.includes(-1)) contradicted += 1;
    }
    // What exceptions alone reach is not followed.
    expect(equal / codes.length).toBeGreaterThan(0.7);
    expect(contradicted / codes.length).toBeLessThan(minor === 8 ? 0.02 : 0.0001);
  });
});

function printedBy(python: string): readonly string[] {
  const run = "import runpy, sys; [runpy.run_path(path) for path in sys.argv[1:]]";
  return execFileSync(python, ["-I", "-S", "-c", run, EFFECTS, CODES], { encoding: "utf8" }).trimEnd().split("\n");
}
