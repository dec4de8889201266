import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageAssets } from "../present/html/page-content.ts";

/** The page's script and style, as they were built. */
export async function readPageAssets(packageFolder: string): Promise<PageAssets> {
  const folder = join(packageFolder, "dist", "web");
  const [script, style] = await Promise.all([
    readFile(join(folder, "page.js"), "utf8"),
    readFile(join(folder, "page.css"), "utf8"),
  ]);
  return { script, style };
}
