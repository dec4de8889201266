import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A Python of this machine. */
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
 * colons), or of pyenv, /usr/bin and PATH.
 */
export function findPythons(): readonly TestPython[] {
  const candidates = process.env["HASTEN_TEST_PYTHONS"]?.split(":") ?? discover();
  const byMinor = new Map<string, TestPython>();
  for (const python of candidates.flatMap(describe)) {
    if (!byMinor.has(python.minor)) byMinor.set(python.minor, python);
  }
  return [...byMinor.values()].sort((one, other) => one.number - other.number);
}

/** Every Python that pyenv has installed. */
export function pyenvPythons(): string[] {
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
