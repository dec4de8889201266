import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import type { TestPython } from "../pythons.ts";

/** A Python's executable and its library, copied to a folder, with all else left where it is. */
export interface CopiedPython {
  readonly folder: string;
  readonly executable: string;
  /** The copies: the executable, and libpython where there is one. */
  readonly files: readonly string[];
  /** Leads the copy to its library and to the standard library. */
  readonly environment: NodeJS.ProcessEnv;
}

const ASK = `
import sys
libraries = [line.split()[-1] for line in open("/proc/self/maps") if "libpython" in line]
print(sys.base_prefix, *libraries[:1], sep="\\n")
`;

export function copiedPython({ executable }: TestPython, folder: string): CopiedPython {
  const [home = "", library] = execFileSync(executable, ["-c", ASK], { encoding: "utf8" }).trim().split("\n");
  mkdirSync(folder, { recursive: true });
  const files = [realExecutable(executable), ...(library === undefined ? [] : [library])].map((path) => {
    const copy = join(folder, basename(path));
    copyFileSync(path, copy);
    return copy;
  });
  const environment = { ...process.env, PYTHONHOME: home, LD_LIBRARY_PATH: folder };
  return { folder, executable: files[0] ?? "", files, environment };
}

/** The file behind links and behind PATH. */
export function realExecutable(executable: string): string {
  const asked = execFileSync(executable, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
  return realpathSync(asked.trim());
}
