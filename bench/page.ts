/**
 * The page in Chromium on profiles of 1,000, 100,000 and 1,000,000 stacks, beside speedscope on the same stacks: seconds to the
 * first picture, memory of the page, and frames a second while it zooms in and out for three seconds.
 * With HASTEN_TACHYON=python3.15 beside Tachyon's page too; with HASTEN_ONLY=1 without speedscope.
 *     npx rolldown bench/page.ts --platform node --external playwright-core --file .cache/page.mjs && node .cache/page.mjs [stacks …]
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Browser, Page } from "playwright-core";
import { median } from "../src/base/statistics.ts";
import type { Profile, StackNode, StackWeight } from "../src/profile/profile.ts";
import { findChromium, startChromium } from "../test/page/chromium.ts";

const HASTEN = join(process.cwd(), "bin/hasten.js");
const SPEEDSCOPE = join(process.cwd(), "node_modules/speedscope/dist/release/index.html");
const FUNCTIONS = 5000;
const RUN = "20260101-000000-figs";

/** A stack trie that branches as programs' do: new stacks share all but the last few frames with one seen lately. */
function makeProfile(stackCount: number): unknown {
  let seed = 7;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * below);
  };
  const depth = new Uint8Array(stackCount);
  const stacks: Pick<StackNode, "parent" | "frame">[] = [];
  for (let at = 0; at < stackCount; at += 1) {
    let parent = at < 3 ? -1 : random(3) === 0 ? random(at) : Math.max(0, at - 1 - random(20));
    while (parent >= 0 && (depth[parent] ?? 0) > 60) parent = stacks[parent]?.parent ?? -1;
    depth[at] = parent < 0 ? 0 : (depth[parent] ?? 0) + 1;
    stacks.push({ parent, frame: random(FUNCTIONS * 4) });
  }
  const weights = stacks.map((_stack, stack) => {
    const wall = (1 + random(1000)) / 1e6;
    return { stack, thread: 0, samples: 1, wall, cpu: wall, blocked: 0, gil: wall, gilWait: 0, squares: wall * wall };
  });
  return {
    schema: "hasten.profile/1",
    functions: range(FUNCTIONS).map((at) => ({
      module: `shop.part${at % 60}`,
      qualname: `Worker${at % 400}.step_${at}`,
      file: `/app/shop/part${at % 60}.py`,
      firstLine: at + 1,
    })),
    frames: range(FUNCTIONS * 4).map((at) => ({
      function: at >> 2,
      position: { line: (at >> 2) + (at & 3) + 1, column: 4, endLine: (at >> 2) + (at & 3) + 1, endColumn: 30 },
    })),
    stacks,
    threads: [{ process: 0, name: "MainThread", isMain: true }],
    weights: weights satisfies Record<Exclude<keyof StackWeight, "bytes" | "waits">, number>[],
    processes: [
      {
        pid: 1,
        parentPid: 0,
        argv: ["app.py"],
        version: "3.12.1",
        executable: "/usr/bin/python3",
        gil: "on",
        libraryFolders: ["/usr/lib/python3.12"],
        wall: 1,
        cpu: 1,
        collecting: 0,
        gilWait: 0,
        computing: 1,
      },
    ],
    truth: { samples: stackCount, missed: 0, errors: 0, impossible: 0 },
  } satisfies Record<Exclude<keyof Profile, "timeline">, unknown>;
}

const range = (count: number): number[] => [...Array(count).keys()];

const RECORD = {
  schema: "hasten.run-record/1",
  run: {
    id: RUN,
    command: ["app.py"],
    cwd: "/app",
    startedAt: "2026-01-01T00:00:00Z",
    python: { version: "3.12.1", executable: "python3", gil: "on" },
    exitCode: 0,
    wall: 1,
    cpu: 1,
    peakRss: 1e6,
    collector: "sampler",
    notes: [],
  },
  timedOut: false,
  truth: { samples: 1, missed: 0, errors: 0, impossible: 0 },
  ranking: {
    schema: "hasten.ranking/1",
    nature: { kind: "computing", computing: 1, waiting: 0, gilWait: 0, allocating: 0 },
    top: [],
    outside: { share: 0, ceiling: 1 },
    owned: "project",
    elsewhere: 0,
    total: 1,
    samples: 1,
  },
  findings: [],
  passedOver: [],
};

function makeRun(stackCount: number): { readonly folder: string; readonly megabytes: number } {
  const folder = mkdtempSync(join(tmpdir(), "hasten-bench-page-"));
  const run = join(folder, ".hasten/runs", RUN);
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, "profile.json"), JSON.stringify(makeProfile(stackCount)));
  writeFileSync(join(run, "record.json"), JSON.stringify(RECORD));
  return { folder, megabytes: statSync(join(run, "profile.json")).size / 1e6 };
}

interface Figures {
  readonly seconds: number;
  readonly megabytes: number;
  readonly frame: number;
  readonly slowFrame: number;
}

async function hastenFigures(browser: Browser, folder: string): Promise<Figures> {
  const started = performance.now();
  const child = spawn(process.execPath, [HASTEN, "open", "--no-browser"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  console.log(`    hasten answers after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(line.toString().trim());
  await page.waitForSelector(".flame canvas", { timeout: 120_000 });
  await drawn(page);
  const figures = await measure(page, ".flame canvas", started);
  child.kill("SIGTERM");
  await once(child, "exit");
  return figures;
}

/** The page of Tachyon on the same stacks; it zooms by a click, with an animation. */
async function tachyonFigures(browser: Browser, folder: string, python: string): Promise<Figures | undefined> {
  const file = join(folder, "tachyon.html");
  const profile = join(folder, ".hasten/runs", RUN, "profile.json");
  if (spawnSync(python, ["bench/tachyon-page.py", profile, file], { stdio: "inherit" }).status !== 0) return undefined;
  console.log(`    Tachyon's page has ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const started = performance.now();
  await page.goto(`file://${file}`);
  await page.waitForSelector("svg g.frame rect", { timeout: 120_000 });
  await drawn(page);
  console.log(`    it draws ${await page.locator("svg g.frame").count()} boxes`);
  return measure(page, "svg >> nth=-1", started, "click");
}

/** Undefined where it could not load the file. */
async function speedscopeFigures(browser: Browser, folder: string): Promise<Figures | undefined> {
  const file = join(folder, "p.speedscope.json");
  spawnSync(process.execPath, [HASTEN, "export", "-o", file], { cwd: folder, stdio: "inherit" });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(`file://${SPEEDSCOPE}`);
  const started = performance.now();
  await page.setInputFiles("input[type=file]", file);
  // It names its page after the profile that it shows. Its canvases are there before, and also when it has failed.
  const end = await page.waitForFunction(
    () => {
      if (document.body.textContent.includes("went wrong")) return "failed";
      return document.title.includes("app.py") ? "shown" : undefined;
    },
    undefined,
    { timeout: 120_000 },
  );
  if ((await end.jsonValue()) !== "shown") {
    await page.close();
    return undefined;
  }
  await drawn(page);
  return measure(page, "canvas >> nth=-1", started);
}

const drawn = async (page: Page): Promise<unknown> =>
  page.evaluate(async () => new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle))));

/** Zooms in and out by the wheel, once a frame; or by clicks on boxes, twice a second. */
async function measure(page: Page, canvas: string, started: number, by: "wheel" | "click" = "wheel"): Promise<Figures> {
  const seconds = (performance.now() - started) / 1000;
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = (await session.send("Runtime.getHeapUsage")) as {
    usedSize: number;
    backingStorageSize: number;
  };
  const times = await page.locator(canvas).evaluate(async (element, how) => {
    const rectangle = element.getBoundingClientRect();
    const frames: number[] = [];
    const from = performance.now();
    let last = from;
    for (let count = 0; last - from < 3000; count += 1) {
      const deltaY = Math.floor(count / 30) % 2 === 0 ? -30 : 30;
      const place = { clientX: rectangle.left + rectangle.width * 0.4, clientY: rectangle.top + 60 };
      const boxes = [...document.querySelectorAll("svg g.frame")];
      if (how === "click" && count % 30 === 0)
        boxes[(count * 7) % boxes.length]?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      if (how === "wheel")
        element.dispatchEvent(
          new WheelEvent("wheel", { ...place, deltaY, ctrlKey: true, bubbles: true, cancelable: true }),
        );
      const now = await new Promise<number>((settle) => requestAnimationFrame(() => settle(performance.now())));
      frames.push(now - last);
      last = now;
    }
    return frames;
  }, by);
  await page.close();
  const sorted = times.toSorted((one, other) => one - other);
  return {
    seconds,
    megabytes: (usedSize + backingStorageSize) / 1e6,
    frame: median(times),
    slowFrame: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
  };
}

const tell = (name: string, figures: Figures | undefined): void => {
  if (figures === undefined) return console.log(`  ${name}: failed to load the file`);
  const { seconds, megabytes, frame, slowFrame } = figures;
  console.log(
    `  ${name}: first picture ${seconds.toFixed(2)} s, memory ${megabytes.toFixed(0)} MB, frame ${frame.toFixed(1)} ms (95 %: ${slowFrame.toFixed(1)}), ${(1000 / frame).toFixed(0)} a second`,
  );
};

const asked = process.argv.slice(2).map(Number);
const executable = findChromium();
if (executable === undefined) process.exit(2);
for (const stackCount of asked.length > 0 ? asked : [1000, 100_000, 1_000_000]) {
  const { folder, megabytes } = makeRun(stackCount);
  console.log(`${stackCount} stacks, ${megabytes.toFixed(0)} MB (${readdirSync(folder).join(" ")})`);
  const browser = await startChromium(executable);
  try {
    tell("hasten", await hastenFigures(browser, folder));
    const python = process.env["HASTEN_TACHYON"];
    if (python !== undefined) tell("Tachyon", await tachyonFigures(browser, folder, python));
    if (process.env["HASTEN_ONLY"] === undefined) tell("speedscope", await speedscopeFigures(browser, folder));
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
