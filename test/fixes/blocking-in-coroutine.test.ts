import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import { blockingInCoroutine } from "../../src/diagnose/rules/blocking-in-coroutine/rule.ts";
import { candidatesIn } from "./old-and-new.ts";

const head =
  "import asyncio, os, socket, subprocess, time\nfrom urllib.request import urlopen\ndef plain():\n    time.sleep(1)\n";

/** What blocks, and what is said to stand for it. */
function namesIn(text: string, python?: readonly [number, number]): readonly string[] {
  return candidatesIn(text, blockingInCoroutine, python).map(({ candidate }) =>
    candidate.facts.map((fact) => (fact.kind === "source" ? fact.name : "")).join(" → "),
  );
}

const inCoroutine = (body: string): string => `${head}async def f(self):\n    ${body}\n`;

describe("blocking-in-coroutine", () => {
  test.each([
    ["time.sleep(1)", ["time.sleep → asyncio.sleep(…)"]],
    ["x = urlopen('http://x').read()", ["urllib.request.urlopen → asyncio.to_thread(urlopen, …)"]],
    ["subprocess.run(['x'])", ["subprocess.run → asyncio.create_subprocess_exec(…)"]],
    ["plain()", ["time.sleep → asyncio.to_thread(plain, …)"]],
    ["await asyncio.to_thread(time.sleep, 1)", []],
    ["await asyncio.to_thread(plain)", []],
    ["later = lambda: time.sleep(1)", []],
    ["def later():\n        time.sleep(1)", []],
    ["self.sleep(1)", []],
  ])("%s", (body, names) => {
    expect(namesIn(inCoroutine(body))).toEqual(names);
  });

  test("names what the program's own Python has", () => {
    expect(namesIn(inCoroutine("urlopen('http://x')"), [3, 8])).toEqual([
      "urllib.request.urlopen → loop.run_in_executor(None, urlopen, …)",
    ]);
  });

  test("says nothing of plain functions, nor of what is cold, and never fixes by itself", () => {
    expect(namesIn(`${head}def f():\n    time.sleep(1)\n`)).toEqual([]);
    const [found] = candidatesIn(inCoroutine("time.sleep(1)"), blockingInCoroutine);
    const judged = [0.001, 0.5].map((part) => {
      const share = fraction(part);
      const heat = { kind: "heat", samples: 100, share, low: share, high: share } as const;
      return found && blockingInCoroutine.judge(found.candidate, [heat]).kind;
    });
    expect(judged).toEqual(["harmless", "finding"]);
    expect(found?.candidate.obstacles.map(({ code }) => code)).toEqual(["lets-others-run"]);
  });

  test.each([
    ["slow.py", 1],
    ["fast.py", 0],
    ["near-miss-thread.py", 0],
    ["near-miss-own.py", 0],
  ])("sees %s as it is", (name, places) => {
    const file = join(import.meta.dirname, "../../fixtures/rules/blocking-in-coroutine", name);
    expect(namesIn(readFileSync(file, "utf8"))).toHaveLength(places);
  });
});
