import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeProject } from "../command/hasten.ts";
import { python } from "../launch/world.ts";
import { renderPage } from "../../src/present/html/page.tsx";
import type { PageContent } from "../../src/present/html/page-content.ts";
import { seriousFaults } from "./axe.ts";
import { findChromium, startChromium } from "./chromium.ts";

const PROGRAM = `import sys

def rows(n):
    return ["row %d" % i for i in range(n)]

kept = rows(int(sys.argv[1]))
`;

const executable = findChromium();

describe.skipIf(executable === undefined)("a page of memory in Chromium", () => {
  const project = makeProject({ "app.py": PROGRAM });
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(executable ?? "");
  });
  afterAll(async () => browser?.close());

  test("draws what was held, and the difference of two runs, by bytes", async () => {
    for (const size of ["20000", "40000"])
      await project.hasten(["memory", "--once", "--python", python, "app.py", size], {});
    const { stdout } = await project.hasten(["show", "--list"]);
    const [later = "", earlier = ""] = stdout.split("\n").map((line) => line.split(" ")[0] ?? "");
    expect((await project.hasten(["report", earlier, later, "-o", "both.html"])).status).toBe(0);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`file://${join(project.folder, "both.html")}`);
    await page.waitForSelector(".flame canvas");
    expect(await page.textContent("h1")).toMatch(/rows holds \d+ % of the peak of \d+ MB/u);
    expect(await page.textContent("select[aria-label=Weight]")).toBe("bytesblocks");
    await page.locator(".flame").focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.textContent(".told")).toMatch(/ \d+ MB/u);
    await page.getByLabel("Profile", { exact: true }).selectOption("difference-after");
    await page.locator(".flame").focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.textContent(".told")).toMatch(/ MB → \d+ MB/u);
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

const EVIL = "</script><script>evil()</script>\u202e\u0007";
const interval = (value: number): object => ({ value, low: value / 2, high: value * 2 });
const growth = { kind: "known", exponent: interval(2), shape: "power", fitsNLogN: false, constant: 0, points: 9 };
const course = [10, 20, 200].map((size) => ({
  size,
  predicted: size > 20,
  self: interval(size),
  share: interval(0.3),
}));
const part = { self: growth, cumulative: growth, selfTime: 1, cumulativeTime: 1, course };
const common = { id: "x", command: ["app.py", EVIL], cwd: "/", notes: [EVIL] };
const assets = { script: "1", style: "a{}" };

function rendered(record: object): string {
  return renderPage({ record, profiles: [] } as unknown as PageContent, assets, "server").html;
}

test("a page of a scale draws how functions grow, and nothing in a name comes to life", () => {
  const html = rendered({
    ...common,
    schema: "hasten.scale-record/1",
    python: { version: "3.12.1", executable: "python3", gil: "on" },
    sizes: [10, 20].map((size) => ({ size, runs: 3, wall: 1, cpu: 1, samples: 100 })),
    predicted: [200],
    growth: {
      program: growth,
      functions: [{ ...part, function: EVIL, file: `/${EVIL}.py`, line: 1 }],
      others: { ...part, course: [] },
      known: 1,
    },
    findings: [],
    passedOver: [],
  });
  expect(html).toMatch(/<path class="line line-0 dashed"/u);
  expect(html).not.toMatch(/<script>evil|\u202e/u);
  expect(html).not.toContain('id="explorer"');
});

test("a page of a verify tells how sure it is", () => {
  const html = rendered({
    ...common,
    schema: "hasten.verify-record/1",
    old: "old.py",
    new: EVIL,
    place: "/app.py",
    files: [],
    outcome: {
      kind: "kept",
      reason: EVIL,
      speedup: { ratio: 2, low: 1.8, high: 2.2, pairs: 9 },
      times: { old: [2, 2.1], new: [1, 1.1] },
      compared: { calls: 3, harderCalls: 1, outputs: [], notCompared: [EVIL], setAside: [] },
    },
    isReplayOnly: false,
    runs: { made: 9, most: 20 },
  });
  expect(html).toContain("same behaviour, 2.0× as fast");
  expect(html).toMatch(/class="interval"/u);
  expect(html).not.toMatch(/<script>evil|\u202e|predicted/u);
});

test("a line of 10 MB and a name of 3,000 letters make no large page", async () => {
  const long = `import time
data = "${"x".repeat(10_000_000)}"
def spin(n):
    return sum(i * i for i in range(n))
code = spin.__code__.replace(co_name="n" * 3000)
spin.__code__ = code.replace(co_qualname="q" * 3000) if hasattr(code, "co_qualname") else code
end = time.time() + 1.2
while time.time() < end:
    spin(3000)
`;
  const project = makeProject({ "long.py": long });
  const { status } = await project.hasten(["run", "--python", python, "--report", "long.html", "long.py"], {});
  expect(status).toBe(0);
  const html = readFileSync(join(project.folder, "long.html"), "utf8");
  expect(html.length).toBeLessThan(300_000);
  expect(html).toContain("qqqqqq");
});
