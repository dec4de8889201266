import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeProject, type Project } from "../command/hasten.ts";
import { packageFolder } from "../launch/world.ts";
import { testPythons } from "../pythons.ts";
import { seriousFaults } from "./axe.ts";
import { findChromium, startChromium } from "./chromium.ts";

// Names that no honest program has: markup in a function's and a file's name, a turned direction of writing in a thread's.
const HOSTILE_FILE = "<img src=x onerror=document.title=1>.py";
const PROGRAM = `import sys, threading


def make(n):
    return ["reader%d@example" % (i * 7) for i in range(n)]


def common(xs, ys):
    hits = 0
    for x in xs:
        if x in ys:
            hits += 1
    return hits


def hidden(xs):
    total = 0
    for x in xs:
        total += len(x) * 2
    return total


evil = hidden.__code__.replace(co_name="<script>document.title='owned'</script>\\x07\\u202eevil")
if hasattr(evil, "co_qualname"):
    evil = evil.replace(co_qualname="<script>document.title='owned'</script>\\x07\\u202eevil")
hidden.__code__ = evil
source = "def outer(call, xs):\\n    return [call(xs) for _ in range(40)]\\n"
space = {}
exec(compile(source, "</script><script>document.title='file'</script>", "exec"), space)


def work(n):
    print(common(make(n), make(n // 3)))
    print(sum(space["outer"](hidden, make(n))))


thread = threading.Thread(target=work, args=(int(sys.argv[1]),), name="\\u202e<b>worker</b>")
thread.start()
thread.join()
`;

const executable = findChromium();
const python = testPythons().at(-1) ?? "python3";

describe.skipIf(executable === undefined)("a page in Chromium", () => {
  let project: Project;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    project = makeProject({ [HOSTILE_FILE]: PROGRAM });
    for (const size of ["12000", "8000"]) {
      const { stderr } = await project.hasten(
        ["run", "--python", python, "--report", `${size}.html`, `./${HOSTILE_FILE}`, size],
        {},
      );
      expect(stderr).toContain(`wrote ${size}.html`);
    }
    const { stdout } = await project.hasten(["show", "--list"]);
    const [later = "", earlier = ""] = stdout.split("\n").map((line) => line.split(" ")[0] ?? "");
    const { status } = await project.hasten(["report", earlier, later, "-o", "both.html"]);
    expect(status).toBe(0);
    browser = await startChromium(executable ?? "");
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!/^(?:file|data|blob):/u.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
  });

  afterAll(async () => browser?.close());

  const show = async (file: string): Promise<void> => {
    await page.goto(`file://${join(project.folder, file)}`);
    await page.waitForSelector(".flame canvas");
  };

  test("tells the story without its script, from a file that needs nothing else", async () => {
    const file = join(project.folder, "12000.html");
    expect(statSync(file).size).toBeLessThan(1_500_000);
    expect(readFileSync(file, "utf8")).not.toMatch(/<script>document|<img src=x|\u202e|https?:\/\/(?!www\.w3\.org)/u);
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(`file://${file}`);
    expect(await plain.textContent("h1")).toMatch(/common takes \d+\s% of/u);
    expect(await plain.locator(".top tbody tr").count()).toBeGreaterThan(1);
    expect(await plain.locator(".source mark").count()).toBeGreaterThan(0);
    expect(await plain.textContent(".card")).toContain("Membership test scans a list");
    expect(await plain.textContent("noscript")).toContain("JavaScript");
    await plain.close();
  });

  test("draws the profile, and nothing in a name comes to life", async () => {
    await show("12000.html");
    expect(await inked(page)).toBeGreaterThan(2);
    expect(await page.title()).toContain("hasten");
    expect(await page.locator("main img").count()).toBe(0);
    await page.getByRole("button", { name: "Call tree" }).click();
    const rows = await page.locator(".tree tbody").textContent();
    expect(rows).toContain("common");
    await page.getByRole("button", { name: "Sandwich" }).click();
    expect(await page.locator(".functions").textContent()).toContain(
      "<script>document.title='owned'</script>\\u0007\\u202eevil",
    );
    expect(complaints).toEqual([]);
  });

  test("searches, walks by keys, zooms and follows a frame to its source and back", async () => {
    await show("12000.html");
    await page.keyboard.press("/");
    await page.keyboard.type("common");
    expect(await page.textContent(".search output")).toMatch(/1 found · \d+ %/u);
    await page.locator(".flame").focus();
    const whole = await picture(page);
    for (let step = 0; step < 12; step += 1) await page.keyboard.press("ArrowDown");
    const deepest = await page.textContent(".told");
    await page.keyboard.press("Enter");
    await expect.poll(async () => picture(page)).not.toBe(whole);
    await page.keyboard.press("Escape");
    for (let step = 0; step < 8 && !(await told(page)).includes("common"); step += 1)
      await page.keyboard.press("ArrowUp");
    expect(deepest).toMatch(/ · /u);
    expect(await told(page)).toMatch(/common · .*:8 · \d/u);
    expect(await page.textContent(".source-panel h3")).toContain("common");
    await page.locator(".source-panel .line", { hasText: "if x in ys:" }).click();
    await page.locator(".neighbours button", { hasText: "work" }).first().click();
    expect(await page.textContent(".source-panel h3")).toContain("work");
    await page.locator(".top button", { hasText: "common" }).first().click();
    expect(await page.textContent(".source-panel h3")).toContain("common");
    expect(complaints).toEqual([]);
  });

  test("shows other ways to look, each with a picture of its own", async () => {
    await show("both.html");
    const pictures = new Set([await picture(page)]);
    await page.getByRole("button", { name: "Time order" }).click();
    pictures.add(await settled(page, pictures));
    await page.locator(".flame").focus();
    await page.keyboard.press("ArrowDown");
    expect(await told(page)).toMatch(/seen from .+ on, for /u);
    await page.getByRole("button", { name: "Timeline" }).click();
    expect(await page.locator(".lanes li").count()).toBeGreaterThan(2);
    expect(await page.locator(".lanes li", { hasText: "\\u202e<b>worker</b>" }).count()).toBe(1);
    await page.getByRole("button", { name: "Inverted" }).click();
    pictures.add(await settled(page, pictures));
    await page.getByLabel("Profile", { exact: true }).selectOption("difference-before");
    pictures.add(await settled(page, pictures));
    expect(await page.textContent(".legend")).toBeTruthy();
    await page.locator(".flame").focus();
    await page.keyboard.press("ArrowDown");
    expect(await told(page)).toMatch(/ → /u);
    expect(pictures.size).toBe(4);
    expect(complaints).toEqual([]);
  });

  test.each([
    ["light", ["Flame graph", "Call tree"]],
    ["dark", ["Sandwich", "Timeline"]],
  ] as const)("has no serious fault that axe knows of (%s)", async (colorScheme, modes) => {
    await page.emulateMedia({ colorScheme });
    await show("12000.html");
    const faults: string[] = [];
    for (const mode of modes) {
      await page.getByRole("button", { name: mode }).click();
      await page.locator(".top button", { hasText: "common" }).first().click();
      faults.push(...(await seriousFaults(page)));
    }
    expect(faults).toEqual([]);
  });

  test("opens by its address, stays with a reload, and ends when it is told to", async () => {
    const child = spawn(process.execPath, [join(packageFolder, "bin/hasten.js"), "open", "--no-browser"], {
      cwd: project.folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = once(child, "exit");
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const address = line.toString().trim();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/u);
    const visitor = await browser.newPage();
    const refused: string[] = [];
    visitor.on("console", (message) => refused.push(message.text()));
    await visitor.goto(address);
    await visitor.waitForSelector(".flame canvas");
    await visitor.reload();
    await visitor.waitForSelector(".flame canvas");
    expect(visitor.url()).not.toContain("token");
    expect(refused).toEqual([]);
    expect((await visitor.goto(address))?.status()).toBe(403);
    await visitor.close();
    child.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
    await expect(fetch(address)).rejects.toThrow("fetch failed");
  });
});

const told = async (page: Page): Promise<string> => (await page.textContent(".told")) ?? "";

/** What the canvas shows, once the frame that was asked for is drawn. */
async function picture(page: Page): Promise<string> {
  return page.evaluate(async () => {
    await new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle)));
    return document.querySelector<HTMLCanvasElement>(".flame canvas")?.toDataURL() ?? "";
  });
}

/** The first picture that was not seen before. */
async function settled(page: Page, known: ReadonlySet<string>): Promise<string> {
  await expect.poll(async () => known.has(await picture(page)), { timeout: 15_000 }).toBe(false);
  return picture(page);
}

/** How many different colours the canvas shows. */
async function inked(page: Page): Promise<number> {
  await picture(page);
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".flame canvas");
    const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const colours = new Set<number>();
    for (let at = 0; at < data.length; at += 4)
      colours.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    return colours.size;
  });
}
