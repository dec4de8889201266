import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeProject } from "../command/hasten.ts";
import { packageFolder, python } from "../launch/world.ts";
import { seriousFaults } from "./axe.ts";
import { findChromium, startChromium } from "./chromium.ts";

const PROGRAM = `import time

def find(name, names):
    return name in names

names = ["name%d" % n for n in range(20_000)]
end = time.time() + 7
while time.time() < end:
    find("<script>nobody", names)
`;

const executable = process.platform === "linux" ? findChromium() : undefined;

describe.skipIf(executable === undefined)("hasten top --web", () => {
  const project = makeProject({ "app.py": PROGRAM });
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(executable ?? "");
  });
  afterAll(async () => browser?.close());

  test("streams a program into the page, freezes, follows the source, and keeps what was seen when it ends", async () => {
    const words = ["top", "--web", "--no-browser", "--python", python, "app.py"];
    const child = spawn(process.execPath, [join(packageFolder, "bin/hasten.js"), ...words], {
      cwd: project.folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = once(child, "exit");
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(line.toString().trim());
    await page.waitForSelector(".flame canvas");
    const facts = async (): Promise<string> => (await page.textContent("#live .facts")) ?? "";
    const first = await facts();
    await page.getByRole("button", { name: "Sandwich" }).click();
    await page.locator(".functions button", { hasText: "find" }).first().click();
    await expect.poll(facts, { timeout: 15_000 }).not.toBe(first);
    expect(await page.textContent(".live tbody")).toContain("__main__.find");
    expect(await page.textContent(".source-panel")).toContain("return name in names");
    await page.keyboard.press("f");
    expect(await page.textContent(".live-state")).toBe("frozen");
    expect(await seriousFaults(page)).toEqual([]);
    await expect.poll(() => page.textContent(".live-state"), { timeout: 20_000 }).toMatch(/ended with status 0/u);
    expect(complaints).toEqual([]);
    child.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
  });
});
