import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import { computingInCoroutine } from "../../src/diagnose/rules/computing-in-coroutine/rule.ts";
import { fixComputingInCoroutine } from "../../src/fix/fixes/blocking-in-coroutine.ts";
import { candidatesIn, fixAll, type Seen } from "./old-and-new.ts";

const hot = fraction(0.9);
const heat: Evidence = { kind: "heat", samples: 100, share: hot, low: hot, high: hot, of: "function" };
const blocked: Evidence = { kind: "blocked", times: 8, longest: seconds(0.2) };
const fixed = (text: string, more: Seen = {}) =>
  fixAll(text, computingInCoroutine, fixComputingInCoroutine, {
    module: "__main__",
    measured: [heat, blocked],
    ...more,
  });
const folder = join(import.meta.dirname, "../../fixtures/rules/computing-in-coroutine");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

/** Tasks that are gathered; `work` is what each awaits nothing for. */
const gathering = (work: string, more = ""): string =>
  `import asyncio, hashlib, zlib\n${more}\nasync def answer(text: str):\n    ${work}\n\nasync def main():\n    print(await asyncio.gather(*[answer(str(n)) for n in range(8)]))\n\nasyncio.run(main())\n`;

describe("computing-in-coroutine", () => {
  test("fixes the slow fixture as a person would", () => {
    const code = (name: string): string => read(name).slice(read(name).indexOf("import"));
    const done = fixed(read("slow.py"));
    expect(done.text.slice(done.text.indexOf("import"))).toBe(code("fast.py"));
    expect(done.assumes.map((assumed) => assumed.code)).toEqual(["takes-turns"]);
  });

  test.each(readdirSync(folder).filter((name) => name !== "slow.py" && name !== "near-miss-short.py"))(
    "leaves %s alone",
    (name) => {
      expect(fixed(read(name))).toMatchObject({ text: read(name), fixes: 0 });
    },
  );

  test.each([
    [
      'return hashlib.scrypt(text.encode(), salt=b"salt", n=2, r=8, p=1).hex()',
      'return (await asyncio.to_thread(hashlib.scrypt, text.encode(), salt=b"salt", n=2, r=8, p=1)).hex()',
      [3, 12],
    ],
    [
      'return hashlib.scrypt(text.encode(), salt=b"salt", n=2, r=8, p=1).hex()',
      'return (await asyncio.get_running_loop().run_in_executor(None, lambda: hashlib.scrypt(text.encode(), salt=b"salt", n=2, r=8, p=1))).hex()',
      [3, 8],
    ],
    [
      "packed = zlib.compress(text.encode() * 1000)\n    return len(packed)",
      "packed = await asyncio.to_thread(zlib.compress, text.encode() * 1000)",
      [3, 12],
    ],
  ] as const)("%s → %s", (work, expected, python) => {
    expect(fixed(gathering(work), { python }).text).toContain(expected);
  });

  const score = "def score(text):\n    n = 0\n    for c in text * 9:\n        n += ord(c)\n    return n\n";

  test("says that a thread saves nothing where the GIL is kept, and mends it on a build without", () => {
    const text = gathering("return score(text)", score);
    expect(fixed(text)).toMatchObject({ text, fixes: 0, obstacles: ["holds-gil"] });
    const candidates = (["on", "off"] as const).map((gil) =>
      candidatesIn(text, computingInCoroutine, [3, 14], { gil }),
    );
    expect(candidates.map(([found]) => found?.candidate.obstacles.map(({ code }) => code))).toEqual([
      ["holds-gil"],
      [],
    ]);
  });

  test("looks at what runs while the loop stands still", () => {
    const [found] = candidatesIn(read("slow.py"), computingInCoroutine);
    expect(found?.candidate.runs?.map(({ startLine }) => startLine)).toEqual([12, 7]);
  });

  test.each([
    ["a loop that was not seen to stand still", { measured: [heat] }],
    ["a module that others import", { module: "case" }],
  ])("leaves %s alone", (_, more) => {
    expect(fixed(read("slow.py"), more).fixes).toBe(0);
  });

  test.each([
    [
      "what waits, which is another rule's",
      gathering("return nap(text)", "import time\ndef nap(n):\n    time.sleep(1)\n    return hash(n)\n"),
    ],
    ["what is awaited", gathering("return await asyncio.to_thread(zlib.compress, text.encode())")],
    ["a look-up", gathering("return pick(text)", "def pick(n):\n    return n\n")],
    ["a method", gathering("return text.score(1)")],
  ])("does not look at %s", (_, text) => {
    expect(candidatesIn(text, computingInCoroutine)).toEqual([]);
  });
});
