// Bundles the page's script into dist/web, and puts its style beside it.
import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = path.join(root, "dist", "web");

mkdirSync(target, { recursive: true });
await build({
  input: path.join(root, "web", "main.tsx"),
  platform: "browser",
  tsconfig: path.join(root, "web", "tsconfig.json"),
  output: { file: path.join(target, "page.js"), format: "iife", minify: true },
  logLevel: "warn",
});
copyFileSync(path.join(root, "web", "page.css"), path.join(target, "page.css"));
