import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where projects say what they need. */
const FILES = ["pyproject.toml", "setup.cfg", "setup.py", "requirements.txt", "Pipfile", "environment.yml"];

/** The file in which the project says what it needs, where none of such files names the package; undefined where one does, or there is none. */
export function undeclaredIn(root: string, name: string): string | undefined {
  const there = FILES.filter((file) => existsSync(join(root, file)));
  const isNamed = there.some((file) => new RegExp(`\\b${name}\\b`, "iu").test(readFileSync(join(root, file), "utf8")));
  return isNamed ? undefined : there[0];
}
