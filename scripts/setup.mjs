// Installs what package-lock.json names and builds, each only when it is needed. Both of the README's commands start here.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command in the repository, its output where ours goes; ends this process when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`hasten needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(2);
}

const lock = readFileSync(path.join(root, "package-lock.json"));
const stamp = path.join(root, "node_modules", ".hasten-installed");
const wanted = `${createHash("sha256").update(lock).digest("hex")} ${process.platform} ${process.arch}`;
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  // Not `npm ci`: it wants every optional binary of every platform in the lock file, and a registry may not carry them all.
  run("npm", ["install", "--no-save", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]);
  writeFileSync(stamp, wanted);
}
run(process.execPath, [path.join("node_modules", "typescript", "bin", "tsc"), "-b", "src"]);
run(process.execPath, [path.join("scripts", "build-web.mjs")]);
run(process.execPath, [path.join("scripts", "build-bin.mjs")]);
