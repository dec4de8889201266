import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import { computingInThreads } from "../../src/diagnose/rules/computing-in-threads/rule.ts";
import { fixComputingInThreads } from "../../src/fix/fixes/computing-in-threads.ts";
import { expectFixtures, fixAll, type Seen } from "./old-and-new.ts";

const python = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";
const hot = fraction(0.9);
const seen: Seen = {
  module: "__main__",
  measured: [{ kind: "heat", samples: 100, share: hot, low: hot, high: hot, of: "function" }],
};
const fixed = (text: string, more: Seen = {}) =>
  fixAll(text, computingInThreads, fixComputingInThreads, { ...seen, ...more });

const script = (body: string, head = "from concurrent.futures import ThreadPoolExecutor"): string => `${head}

def work(n, step=1):
    total = 0
    for i in range(0, n, step):
        total += i * i
    return total

def main(numbers):
    ${body.replaceAll("\n", "\n    ")}

if __name__ == "__main__":
    print(main([30, 20, 10]))
`;
const mapping = "with ThreadPoolExecutor(4) as pool:\n    return list(pool.map(work, numbers))";

describe("computing-in-threads", () => {
  test("fixes the slow fixture, and no other", () => {
    expectFixtures("computing-in-threads", fixed, {});
  });

  test.each([
    [script(mapping), "from concurrent.futures import ProcessPoolExecutor\n"],
    [
      script(
        "with ThreadPoolExecutor() as pool:\n    futures = [pool.submit(work, n, 2) for n in numbers]\nreturn [f.result() for f in futures]",
      ),
      "    with ProcessPoolExecutor() as pool:\n",
    ],
    [
      script(mapping.replace("ThreadPoolExecutor", "cf.ThreadPoolExecutor"), "import concurrent.futures as cf"),
      "with cf.ProcessPoolExecutor(4) as pool:",
    ],
  ])("gives the same: %s", (text, expected) => {
    const done = fixed(text);
    expect(done.text).toContain(expected);
    const folder = mkdtempSync(join(tmpdir(), "computing-"));
    try {
      const [old, now] = [text, done.text].map((code, index) => {
        const file = join(folder, `${index}.py`);
        writeFileSync(file, code);
        return spawnSync(python, [file], { encoding: "utf8" });
      });
      expect(now?.stderr).toBe("");
      expect(now?.stdout).toBe(old?.stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each<[string, string, Seen]>([
    ["a module that others import", script(mapping), { module: "case" }],
    ["objects", script(mapping), { elements: ["__main__.Row"] }],
    [
      "threads of another kind",
      script(mapping, "import threading\nfrom concurrent.futures import ThreadPoolExecutor"),
      {},
    ],
    ["a second pool", script(`${mapping}\nother = ThreadPoolExecutor()`), {}],
    [
      "a pool with more to do",
      script(
        "with ThreadPoolExecutor(4) as pool:\n    pool.submit(print, 1)\n    return list(pool.map(work, numbers))",
      ),
      {},
    ],
    [
      "a pool that is handed on",
      script("with ThreadPoolExecutor(4) as pool:\n    help(pool)\n    return list(pool.map(work, numbers))"),
      {},
    ],
    ["what each thread begins with", script(mapping.replace("(4)", "(4, initializer=print)")), {}],
    [
      "processes",
      script(mapping.replaceAll("Thread", "Process"), "from concurrent.futures import ProcessPoolExecutor"),
      {},
    ],
  ])("leaves %s alone", (_, text, more) => {
    expect(fixed(text, more)).toMatchObject({ text, fixes: 0 });
  });
});
