import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import type { Interpreter } from "../program.ts";
import { ask } from "./ask.ts";

// Python 2 has no -I. With -E and -S nothing of the user's is imported: `sys` is built in, and the working
// directory joins sys.path only after the start.
const QUESTION = [
  "import sys",
  "name = getattr(getattr(sys, 'implementation', None), 'name', None)",
  "name = name or ('pypy' if hasattr(sys, 'pypy_version_info') else 'cpython')",
  "gil = getattr(sys, '_is_gil_enabled', lambda: True)()",
  "version = '.'.join(map(str, sys.version_info[:3]))",
  "sys.stdout.write('\\0'.join(['', 'hasten', sys.executable or '', version, name, 'on' if gil else 'off', '']))",
].join("\n");

/** What an executable said about itself: a Python of any kind, or why it is none. */
export type Introduction =
  | { readonly kind: "python"; readonly python: Interpreter }
  | { readonly kind: "not-a-python"; readonly complaint: string };

/** Asks an executable which Python it is, without running anything of the user's. */
export async function introduce(executable: string, world: World): Promise<Introduction> {
  const answer = await ask([executable, "-E", "-S", "-B", "-c", QUESTION], world);
  const [mark, itself, version, implementation, gil] = answer.stdout.split("\0").slice(1);
  const match = /^(\d+)\.(\d+)\.(\d+)$/u.exec(version ?? "");
  if (!answer.ok || mark !== "hasten" || implementation === undefined || match === null) {
    return { kind: "not-a-python", complaint: answer.complaint };
  }
  const python: Interpreter = {
    // A Python that was started through a wrapper (pyenv's shims) names the real one; a venv's names the venv's.
    executable: itself === undefined || itself === "" ? executable : itself,
    version: [Number(match[1]), Number(match[2]), Number(match[3])],
    implementation,
    gil: gil === "off" ? "off" : "on",
  };
  return { kind: "python", python };
}

/** Why this Python cannot be observed, if so. */
export function objectionTo(python: Interpreter): Refusal | undefined {
  const version = python.version.join(".");
  if (python.implementation !== "cpython") {
    return new Refusal(
      "not-cpython",
      `${python.executable} is ${nameOf(python.implementation)}, and hasten reads CPython only.`,
      "Choose a CPython with --python PATH.",
    );
  }
  const [major, minor] = python.version;
  if (major > 3 || (major === 3 && minor >= 8)) return undefined;
  return new Refusal(
    "python-too-old",
    `${python.executable} is Python ${version}, and hasten needs 3.8 or later.`,
    "Choose a newer one with --python PATH.",
  );
}

/** The interpreter behind an executable, or a refusal. */
export async function askPython(executable: string, world: World): Promise<Interpreter> {
  const introduction = await introduce(executable, world);
  if (introduction.kind === "not-a-python") {
    const said = introduction.complaint === "" ? "" : ` (${introduction.complaint})`;
    throw new Refusal(
      "not-a-python",
      `${executable} does not answer as a Python${said}.`,
      "Choose a working interpreter with --python PATH.",
    );
  }
  const objection = objectionTo(introduction.python);
  if (objection !== undefined) throw objection;
  return introduction.python;
}

const NAMES: Readonly<Record<string, string>> = { pypy: "PyPy", graalpy: "GraalPy", ironpython: "IronPython" };

function nameOf(implementation: string): string {
  return NAMES[implementation] ?? implementation;
}
