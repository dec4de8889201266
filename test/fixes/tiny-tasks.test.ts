import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import { tinyTasks } from "../../src/diagnose/rules/tiny-tasks/rule.ts";
import { fixTinyTasks } from "../../src/fix/fixes/tiny-tasks.ts";
import { candidatesIn, expectFixtures, fixAll, type Seen } from "./old-and-new.ts";

const hot = fraction(0.4);
const heat: Evidence = { kind: "heat", samples: 100, share: hot, low: hot, high: hot };
const pace = (items: number, each: number): Evidence => ({ kind: "pace", items, each: seconds(each) });
const fixed = (text: string, seen: Seen = {}) =>
  fixAll(text, tinyTasks, fixTinyTasks, { measured: [heat, pace(5000, 0.0002)], type: "range", elements: [], ...seen });
const folder = join(import.meta.dirname, "../../fixtures/rules/tiny-tasks");

const head = `import multiprocessing
from concurrent.futures import ProcessPoolExecutor

def work(n):
    total = 0
    for k in range(n):
        total += k
    return total

`;
const within = (made: string, body: string): string =>
  `${head}def f(xs, ys):\n    with ${made} as pool:\n        ${body}\n`;

describe("tiny-tasks", () => {
  test("fixes the slow fixture, and no other, as a person would", () => {
    const rows: Seen = { type: "list", elements: ["list"] };
    expectFixtures("tiny-tasks", fixed, { "near-miss-objects.py": rows });
    const [slow = "", fast = ""] = ["slow.py", "fast.py"].map((name) => readFileSync(join(folder, name), "utf8"));
    expect(fixed(slow).text.slice(slow.indexOf("\n"))).toBe(fast.slice(fast.indexOf("\n")));
  });

  test.each([
    [
      "ProcessPoolExecutor(4)",
      "return sum(pool.map(work, xs,))",
      "sum(pool.map(work, xs, chunksize=max(1, len(xs) // 32),))",
    ],
    [
      "ProcessPoolExecutor()",
      "return list(pool.map(work, range(5000)))",
      "list(pool.map(work, range(5000), chunksize=156))",
    ],
    [
      "multiprocessing.Pool()",
      "return set(pool.imap(work, xs))",
      "set(pool.imap(work, xs, chunksize=max(1, len(xs) // 32)))",
    ],
  ])("%s: %s", (made, body, expected) => {
    expect(fixed(within(made, body)).text).toContain(expected);
  });

  test("takes a pool that is no manager's", () => {
    const text = `${head}def f(xs):\n    pool = ProcessPoolExecutor()\n    return list(pool.map(work, xs))\n`;
    expect(fixed(text).text).toContain("pool.map(work, xs, chunksize=");
  });

  test.each([
    ["parcels that are made already", "ProcessPoolExecutor()", "return list(pool.map(work, xs, chunksize=9))"],
    ["parcels by position", "multiprocessing.Pool()", "return list(pool.imap(work, xs, 9))"],
    ["what makes parcels by itself", "multiprocessing.Pool()", "return pool.map(work, xs)"],
    ["a limit of time", "ProcessPoolExecutor()", "return list(pool.map(work, xs, timeout=9))"],
    ["a task that is handed out once", "ProcessPoolExecutor()", "return pool.submit(work, xs).result()"],
    ["another pool", "Pool()", "return list(pool.map(work, xs))"],
  ])("does not look at %s", (_, made, body) => {
    expect(candidatesIn(within(made, body), tinyTasks)).toEqual([]);
  });

  test.each([
    ["any order", "multiprocessing.Pool()", "return list(pool.imap_unordered(work, xs))", "asked-in-order"],
    ["results that are handed on", "ProcessPoolExecutor()", "return pool.map(work, xs)", "asked-in-order"],
    ["a function of who knows what", "ProcessPoolExecutor()", "return list(pool.map(ys, xs))", "not-proven-pure"],
    ["futures", "ProcessPoolExecutor()", "return [pool.submit(work, x) for x in xs]", "result-used"],
    [
      "results of calls",
      "multiprocessing.Pool()",
      "for x in xs:\n            pool.apply_async(work, (x,))",
      "result-used",
    ],
  ])("leaves %s to a person", (_, made, body, because) => {
    const text = within(made, body);
    expect(fixed(text)).toMatchObject({ text, fixes: 0, obstacles: [because] });
  });

  test.each([
    ["few items", [heat, pace(100, 0.0002)], "harmless"],
    ["long ones", [heat, pace(5000, 0.004)], "harmless"],
    ["a pace that nobody knows", [heat], "harmless"],
    ["many tiny ones", [heat, pace(5000, 0.0002)], "finding"],
  ] as const)("judges %s", (_, measured, kind) => {
    const [found] = candidatesIn(within("ProcessPoolExecutor()", "return list(pool.map(work, xs))"), tinyTasks);
    const operand: Evidence = {
      kind: "operand",
      operand: "xs",
      types: ["list"],
      elements: ["int"],
      hashable: "builtin",
      observations: 1,
      by: "probed",
    };
    expect(found && tinyTasks.judge(found.candidate, [operand, ...measured]).kind).toBe(kind);
  });

  test("leaves items alone that nobody has counted", () => {
    const text = within("ProcessPoolExecutor()", "return list(pool.map(work, xs))");
    expect(fixed(text, { type: "generator", size: 0 }).fixes).toBe(0);
  });
});
