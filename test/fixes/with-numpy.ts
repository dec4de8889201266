import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { packageFolder } from "../launch/world.ts";
import { testPythons } from "../pythons.ts";

const python = testPythons().find((executable) => /3\.1[12]/u.test(executable)) ?? testPythons().at(-1) ?? "python3";
const numpyFolder = join(packageFolder, ".cache", `numpy-${/3\.\d+/u.exec(python)?.[0] ?? "1"}`);

/** Prints, as JSON, what old and new answer to each call. */
export const RUN_BOTH = `
import json, sys, warnings
import numpy as np
np.set_printoptions(floatmode="unique", threshold=10**6)
codes = {}
def outcome(text, call):
    names = {"np": np}
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            if text not in codes:
                codes[text] = compile(text, "case.py", "exec")
            exec(codes[text], names)
            value = eval(call, names)
            made = [type(value).__name__, str(getattr(value, "dtype", "")), repr(value), getattr(value, "shape", None)]
        except Exception as error:
            made = [type(error).__name__, str(error)]
    return made + [str(each.message) for each in warned if each.category is RuntimeWarning]
print(json.dumps([[outcome(text, call) for text in (old, new)] for old, new, call in json.load(sys.stdin)]))
`;

/** Installed once and kept; false where the registry cannot be reached. */
export function hasNumpy(): boolean {
  if (existsSync(numpyFolder)) return true;
  // Put in its place whole, and once: another test may be at it too.
  const own = `${numpyFolder}-${process.pid}`;
  mkdirSync(own, { recursive: true });
  const pip = ["-m", "pip", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"];
  const done = spawnSync(python, [...pip, "install", "-q", "--target", own, "numpy"], { encoding: "utf8" });
  if (done.status !== 0) console.log(`Skipped numpy: ${done.stderr.trim().split("\n").at(-1) ?? ""}`);
  else if (!existsSync(numpyFolder)) renameSync(own, numpyFolder);
  rmSync(own, { recursive: true, force: true });
  return existsSync(numpyFolder);
}

/** Runs a Python that has numpy. */
export function runWithNumpy(words: readonly string[], input: string): string {
  const env = { ...process.env, PYTHONPATH: numpyFolder, PYTHONDONTWRITEBYTECODE: "1" };
  const done = spawnSync(python, words, { input, env, encoding: "utf8" });
  expect(done.stderr).toBe("");
  return done.stdout;
}
