import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Layout } from "../../src/collect/sampler/layout/layout.ts";

const SOURCE = fileURLToPath(new URL("../../src/collect/sampler/layout/print-layout.c", import.meta.url));
const ASK = "import sysconfig as s; print(s.get_path('include')); print(s.get_path('platinclude'))";
/** The initialiser of 3.13's table names functions of the interpreter, which are not at hand and never called. */
const COMPILE = ["-w", "-no-pie", "-fno-pie", "-Wl,--unresolved-symbols=ignore-all"];

/** The folders of a Python's headers; undefined, and a line that says so, where they or a compiler are missing. */
export function headersOf(executable: string): string[] | undefined {
  const [include = "", platform = ""] = execFileSync(executable, ["-c", ASK], { encoding: "utf8" }).trim().split("\n");
  // A Python that was moved names the folder in which it was built.
  const moved = join(executable, "../../include", include.slice(include.lastIndexOf("/") + 1));
  const found = [include, moved].find((folder) => existsSync(join(folder, "internal/pycore_pystate.h")));
  if (found === undefined || !hasCompiler()) {
    console.log(`${executable}: not compared, for want of ${found === undefined ? "its internal headers" : "cc"}`);
    return undefined;
  }
  return [found, join(found, "internal"), join(found, ".."), platform];
}

function hasCompiler(): boolean {
  try {
    execFileSync("cc", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What `print-layout.c` says of the headers in some folders: the layout, and the table of offsets (3.13 and newer). */
export function printedLayout(
  headers: readonly string[],
  ...defines: string[]
): { readonly layout: Layout; readonly table: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), "hasten-layout-"));
  try {
    const program = join(folder, "print-layout");
    const options = [...headers.map((path) => `-I${path}`), ...defines.map((name) => `-D${name}=1`)];
    execFileSync("cc", [...COMPILE, ...options, SOURCE, "-o", program]);
    const layout: Layout = JSON.parse(execFileSync(program, { encoding: "utf8" }));
    return { layout, table: execFileSync(program, ["table"]) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
