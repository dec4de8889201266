import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium: HASTEN_TEST_CHROMIUM, or one on PATH. Says once where there is none. */
export function findChromium(): string | undefined {
  const given = process.env["HASTEN_TEST_CHROMIUM"];
  if (given !== undefined) return given;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
  if (found === undefined) {
    console.log("No Chromium on PATH and no HASTEN_TEST_CHROMIUM: what a page does in a browser is not tested here.");
  }
  return found;
}

/** Starts it without a window. */
export async function startChromium(executablePath: string): Promise<Browser> {
  // A container has no namespaces for the sandbox to use, and what is opened here is ours.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
