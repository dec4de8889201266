import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export interface TestPython {
  readonly executable: string;
  /** e.g. 3.12 */
  readonly minor: string;
  /** e.g. 312 */
  readonly number: number;
}

const ASK = "import sys; print(sys.implementation.name, *sys.version_info[:2])";

/**
 * One CPython 3.8 or newer for each minor version found, oldest first: those of HASTEN_TEST_PYTHONS (separated by
 * colons), or of pyenv, /usr/bin and PATH. Says once which they are.
 */
export function describedPythons(): readonly TestPython[] {
  if (found === undefined) {
    const candidates = process.env["HASTEN_TEST_PYTHONS"]?.split(":") ?? discover();
    const byMinor = new Map<string, TestPython>();
    for (const python of candidates.flatMap(describe)) {
      if (!byMinor.has(python.minor)) byMinor.set(python.minor, python);
    }
    found = [...byMinor.values()].sort((one, other) => one.number - other.number);
    console.log(`Pythons: ${found.map(({ minor, executable }) => `${minor} ${executable}`).join(", ")}`);
  }
  return found;
}

let found: readonly TestPython[] | undefined;

/** The executables of `describedPythons`. */
export function testPythons(): string[] {
  return describedPythons().map(({ executable }) => executable);
}

/** Pythons that hasten does not watch, for the tests of how it says so. */
export function oldPythons(): string[] {
  return pyenvPythons().filter((executable) => /\/versions\/(?:2\.7|3\.[0-7])\./.test(executable));
}

function pyenvPythons(): string[] {
  const versions = join(homedir(), ".pyenv/versions");
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .map((version) => join(versions, version, "bin/python"))
    .filter((executable) => existsSync(executable));
}

function discover(): string[] {
  const system = readdirSync("/usr/bin").filter((name) => /^python3\.\d+$/.test(name));
  return [...pyenvPythons(), ...system.map((name) => join("/usr/bin", name)), "python3"];
}

function describe(executable: string): TestPython[] {
  try {
    const answer = execFileSync(executable, ["-c", ASK], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const [implementation, major, minor] = answer.trim().split(" ");
    const number = Number(major) * 100 + Number(minor);
    if (implementation !== "cpython" || number < 308) return [];
    return [{ executable, minor: `${major}.${minor}`, number }];
  } catch {
    return [];
  }
}
