import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import { computingInSequence } from "../../src/diagnose/rules/computing-in-sequence/rule.ts";
import { fixComputingInSequence } from "../../src/fix/fixes/computing-in-sequence.ts";
import { expectFixtures, fixAll, type Seen } from "./old-and-new.ts";

const pythons = process.env["HASTEN_TEST_PYTHONS"]?.split(":") ?? ["python3"];
const hot = fraction(0.9);
const heat = { kind: "heat", samples: 100, share: hot, low: hot, high: hot, of: "function" } as const;
const fixed = (text: string, seen: Seen = {}) =>
  fixAll(text, computingInSequence, fixComputingInSequence, {
    module: "__main__",
    size: 40,
    ...seen,
    measured: seen.measured ?? [heat],
  });

const work = `def work(n, step=1):
    total = 0
    for i in range(0, n, step):
        total += i * i
    return total

`;
const script = (body: string, more = ""): string =>
  `${more}${work}def main(numbers):\n    ${body.replaceAll("\n", "\n    ")}\n\nif __name__ == "__main__":\n    print(main([1, 2, 3]))\n`;

describe("computing-in-sequence", () => {
  test("fixes the slow fixture, and no other", () => {
    expectFixtures("computing-in-sequence", fixed, { "near-miss-objects.py": { elements: ["__main__.Limit"] } });
  });

  test.each<[string, string, Seen]>([
    [
      "squares = [work(n) for n in numbers]\nreturn squares",
      "with ProcessPoolExecutor() as pool:\n        squares = list(pool.map(work, numbers))\n",
      {},
    ],
    ["return sum(work(n, 2) for n in numbers)", "        return sum(pool.map(work, numbers, repeat(2)))\n", {}],
    [
      "return [work(n) for n in numbers]",
      "list(pool.map(work, numbers, chunksize=max(1, len(numbers) // 32)))",
      { size: 1000 },
    ],
    [
      "return [work(n) for n in range(640)]",
      "list(pool.map(work, range(640), chunksize=20))",
      { size: 640, type: "range" },
    ],
    [
      "found = {}\nfor n in numbers:\n    square = work(n)\n    found[n] = square\nreturn found",
      "        for n, square in zip(numbers, pool.map(work, numbers)):\n            found[n] = square\n",
      {},
    ],
  ])("%s", (body, expected, seen) => {
    const done = fixed(script(body), seen);
    expect(done.text).toContain(expected);
    expect(done.assumes.map(({ code }) => code)).toEqual(["asks-ahead"]);
  });

  test("gives the same results and the first error of the items, forked or not", () => {
    const program = `import sys

def work(n):
    total = 0
    for i in range(n * 10):
        total += i % (n - 7)
    return {"n": n, "text": "x" * n, "total": total}

def main(numbers):
    found = [work(n) for n in numbers]
    return found

if __name__ == "__main__":
    print(main(range(8, 40)))
    try:
        main(range(3, 12))
    except ZeroDivisionError as error:
        print(repr(error))
`;
    const { text, fixes } = fixed(program, { type: "range" });
    expect(fixes).toBe(1);
    const folder = mkdtempSync(join(tmpdir(), "computing-"));
    try {
      for (const [name, code] of [
        ["old.py", program],
        ["new.py", text],
      ] as const)
        writeFileSync(join(folder, name), code);
      for (const python of pythons) {
        const [old, now] = ["old.py", "new.py"].map((name) =>
          spawnSync(python, [join(folder, name)], { encoding: "utf8" }),
        );
        expect(now?.stderr).toBe("");
        expect(now?.stdout).toBe(old?.stdout);
        expect(now?.stdout).toContain("ZeroDivisionError(");
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each<[string, string, Seen]>([
    ["a module that others import", script("return [work(n) for n in numbers]"), { module: "case" }],
    ["an iterator", script("return [work(n) for n in numbers]"), { type: "generator" }],
    ["lists", script("return [work(n) for n in numbers]"), { elements: ["list"] }],
    [
      "what takes a small part",
      script("return [work(n) for n in numbers]"),
      { measured: [{ ...heat, share: fraction(0.2) }] },
    ],
    [
      "a loop that is come to often",
      script("return [work(n) for n in numbers]"),
      { measured: [heat, { kind: "count", executions: 50, exact: true }] },
    ],
    [
      "code that runs at once",
      script("return [work(n) for n in numbers]").replace('if __name__ == "__main__":\n    ', ""),
      {},
    ],
    ["a statement beside", script("return [work(n) for n in numbers]", "print('begun')\n"), {}],
    ["a pool of processes", script("return [work(n) for n in numbers]", "import multiprocessing\n"), {}],
    [
      "a count of its own calls",
      script("return [work(n) for n in numbers]", "import sys\ndef watch(f): sys.setprofile(f)\n"),
      {},
    ],
    ["a lazy generator", script("return (work(n) for n in numbers)"), {}],
    ["a first answer", script("return next(work(n) for n in numbers)"), {}],
    ["a condition", script("return [work(n) for n in numbers if n]"), {}],
    [
      "what is filled",
      script(
        "out = {}\nreturn [work2(n, out) for n in numbers]",
        "def work2(n, out):\n    for i in range(n):\n        out[i] = n\n    return n\n\n",
      ),
      {},
    ],
    [
      "a file that is read",
      script("return [read(n) for n in numbers]", "def read(n):\n    return len(open(n).read())\n\n"),
      {},
    ],
    [
      "a clock",
      script(
        "return [when(n) for n in numbers]",
        "import time\ndef when(n):\n    return time.time() + sum(range(n))\n\n",
      ),
      {},
    ],
    ["a decorated function", script("return [work(n) for n in numbers]").replace("def work", "@print\ndef work"), {}],
    [
      "a function that is replaced",
      script("return [work(n) for n in numbers]").replace("def main", "work = len\n\ndef main"),
      {},
    ],
    [
      "sets on a Python that does not fork",
      script("return [words(n) for n in numbers]", "def words(n):\n    return list(set(str(i) for i in range(n)))\n\n"),
      { python: [3, 14] },
    ],
    ["a coroutine", script("return [work(n) for n in numbers]").replace("def main", "async def main"), {}],
    [
      "what needs the one before",
      script("last = 1\nout = []\nfor n in numbers:\n    last = work(n, last)\n    out.append(last)\nreturn out"),
      {},
    ],
  ])("leaves %s alone", (_, text, seen) => {
    expect(fixed(text, seen)).toMatchObject({ text, fixes: 0 });
  });
});
