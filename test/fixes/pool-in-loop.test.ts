import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import { poolInLoop } from "../../src/diagnose/rules/pool-in-loop/rule.ts";
import { fixPoolInLoop } from "../../src/fix/fixes/pool-in-loop.ts";
import { expectFixtures, fixAll, type Seen } from "./old-and-new.ts";

const hot = fraction(0.6);
const fixed = (text: string, seen: Seen = {}) =>
  fixAll(text, poolInLoop, fixPoolInLoop, {
    measured: [{ kind: "heat", samples: 100, share: hot, low: hot, high: hot, of: "function" }],
    ...seen,
  });
const folder = join(import.meta.dirname, "../../fixtures/rules/pool-in-loop");

const loop = (body: string, work = "def work(n):\n    return urlopen(n).read()\n"): string =>
  `from concurrent.futures import ThreadPoolExecutor\nfrom urllib.request import urlopen\n${work}\ndef f(batches, out):\n    for batch in batches:\n        ${body.replaceAll("\n", "\n        ")}\n`;

describe("pool-in-loop", () => {
  test("fixes the slow fixture, and no other, as a person would", () => {
    expectFixtures("pool-in-loop", fixed, {});
    const [slow = "", fast = ""] = ["slow.py", "fast.py"].map((name) => readFileSync(join(folder, name), "utf8"));
    expect(fixed(slow).text.slice(slow.indexOf("\n"))).toBe(fast.slice(fast.indexOf("\n")));
  });

  test("takes threads that ask, and futures", () => {
    const text = loop(
      "with ThreadPoolExecutor() as pool:\n    futures = [pool.submit(work, n) for n in batch]\nout.extend(f.result() for f in futures)",
    );
    expect(fixed(text).text).toContain(
      "    with ThreadPoolExecutor() as pool:\n        for batch in batches:\n            futures = [pool.submit(work, n) for n in batch]\n            out.extend(",
    );
  });

  test.each([
    [
      "a function that may keep something",
      loop(
        "with ThreadPoolExecutor() as pool:\n    out += pool.map(work, batch)",
        "def work(n):\n    return session.get(n)\n",
      ),
    ],
    [
      "what each thread begins with",
      loop("with ThreadPoolExecutor(initializer=print) as pool:\n    out += pool.map(work, batch)"),
    ],
    [
      "a pool in a branch",
      loop("if batch:\n    with ThreadPoolExecutor() as pool:\n        out += pool.map(work, batch)"),
    ],
    [
      "text over several lines",
      loop('out.append("""\n""")\nwith ThreadPoolExecutor() as pool:\n    out += pool.map(work, batch)'),
    ],
    ["a pool without a name", loop("with ThreadPoolExecutor():\n    pass")],
    ["a method", loop("with ThreadPoolExecutor() as pool:\n    out += pool.map(out.index, batch)")],
  ])("leaves %s alone", (_, text) => {
    expect(fixed(text)).toMatchObject({ text, fixes: 0 });
  });

  test("says nothing of what takes next to no time", () => {
    const cold = fraction(0.05);
    const heat = { kind: "heat", samples: 9, share: cold, low: cold, high: cold } as const;
    expect(fixed(readFileSync(join(folder, "slow.py"), "utf8"), { measured: [heat] }).fixes).toBe(0);
  });
});
