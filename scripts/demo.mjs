// The main job on the slow program that ships with the repository, on a copy, so that it can be run again and again.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root, run } from "./setup.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "hasten-demo-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
cpSync(path.join(root, "fixtures", "programs", "warehouse-report"), folder, { recursive: true });

const hasten = path.join(root, "bin", "hasten.js");
for (const verb of ["run", "fix"]) {
  console.log(`\n$ hasten ${verb} report.py`);
  run(process.execPath, [hasten, verb, "report.py"], { cwd: folder });
}
console.log("\n$ python3 report.py    # what it prints now, and how fast");
console.time("report.py");
run("python3", ["report.py"], { cwd: folder });
console.timeEnd("report.py");
