// Bundles what bin/hasten.js starts into dist/bin: Node takes four times as long to find and read a thousand small files.
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const target = path.join(dist, "bin");

rmSync(target, { recursive: true, force: true });
await build({
  // Beside one another, as `new URL("./…-worker.js", import.meta.url)` looks for them, and as deep in the package as `cli/`.
  input: {
    main: path.join(dist, "cli", "main.js"),
    "page-worker": path.join(dist, "page-worker.js"),
    "sampling-worker": path.join(dist, "collect", "sampler", "sampling-worker.js"),
  },
  platform: "node",
  external: (id) => !id.startsWith(".") && !path.isAbsolute(id),
  output: { dir: target, format: "esm", chunkFileNames: "[name].js" },
  logLevel: "warn",
});
