import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { World } from "../base/world.ts";
import { ask } from "../collect/program/ask.ts";
import type { BuildTools } from "./build-tools.ts";
import { readComplaints, type TypeComplaint } from "./type-errors.ts";

/** A module to be compiled: where it lies below the folder that Python imports it from. */
export interface ModulePath {
  /** `package.module` */
  readonly name: string;
  /** `package/module.py` */
  readonly file: string;
}

/** The extension modules of a build, or what kept them from being built. */
export type Built =
  | { readonly kind: "built"; readonly extensions: readonly BuiltFile[]; readonly seconds: number }
  | { readonly kind: "failed"; readonly complaints: readonly TypeComplaint[]; readonly said: string };

/** One file that has to be shipped. */
export interface BuiltFile {
  /** Below the folder that Python imports from. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** What mypy is told: others' untyped code is no error, and only the compiled modules are judged. */
const FLAGS = ["--ignore-missing-imports", "--follow-imports=silent", "--explicit-package-bases"] as const;
const SHOWN = [
  "--show-column-numbers",
  "--show-error-end",
  "--no-pretty",
  "--hide-error-context",
  "--no-error-summary",
] as const;

/** Lays out the Python files of a folder for building, so that compilers see what the modules import. */
export function layOut(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    filter: (file) => {
      const name = path.basename(file);
      if (file === from) return true;
      return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
        ? !name.startsWith(".") && name !== "node_modules" && name !== "__pycache__"
        : /\.pyi?$/u.test(name);
    },
  });
}

/** What mypy says of the modules; nothing where it has no complaint. */
export async function checkTypes(
  modules: readonly ModulePath[],
  folder: string,
  tools: BuildTools,
  world: World,
): Promise<readonly TypeComplaint[]> {
  const files = modules.map(({ file }) => file);
  const words = ["-m", "mypy", ...FLAGS, ...SHOWN, "--cache-dir", path.join(path.dirname(folder), "mypy"), ...files];
  const { stdout } = await ask([tools.python, ...words], cleaned(world), { cwd: folder, timeoutSeconds: 300 });
  return readComplaints(stdout);
}

const MYPYC = `
import json, sys
from setuptools import setup
from mypyc.build import mypycify
words = json.loads(sys.argv.pop())
extensions = mypycify(words, opt_level="3", debug_level="0")
sys.argv[1:] = ["-q", "build_ext", "--inplace"]
setup(name="native", packages=[], py_modules=[], ext_modules=extensions)
`;

const CYTHON = `
import json, sys
from setuptools import Extension, setup
from Cython.Build import cythonize
modules = json.loads(sys.argv.pop())
extensions = [Extension(name, [file], extra_compile_args=["-O3", "-g0"]) for name, file in modules]
extensions = cythonize(extensions, language_level=3, annotate=True, quiet=True)
sys.argv[1:] = ["-q", "build_ext", "--inplace"]
setup(name="native", packages=[], py_modules=[], ext_modules=extensions)
`;

/** Compiles the modules with mypyc; `folder` is the one that Python imports them from. */
export async function buildWithMypyc(
  modules: readonly ModulePath[],
  folder: string,
  tools: BuildTools,
  world: World,
): Promise<Built> {
  return build(MYPYC, [...FLAGS, ...modules.map(({ file }) => file)], folder, tools, world);
}

/** Compiles the modules with Cython as they are: pure-Python mode. */
export async function buildWithCython(
  modules: readonly ModulePath[],
  folder: string,
  tools: BuildTools,
  world: World,
): Promise<Built> {
  return build(
    CYTHON,
    modules.map(({ name, file }) => [name, file]),
    folder,
    tools,
    world,
  );
}

async function build(code: string, input: unknown, folder: string, tools: BuildTools, world: World): Promise<Built> {
  const started = world.now();
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "build_native.py"), code);
  const command = [tools.python, "build_native.py", JSON.stringify(input)] as const;
  const answer = await ask(command, cleaned(world), { cwd: folder, timeoutSeconds: 900 });
  const extensions = answer.ok ? builtFiles(folder) : [];
  if (extensions.length > 0) return { kind: "built", extensions, seconds: (world.now() - started) / 1000 };
  return { kind: "failed", complaints: readComplaints(answer.stdout), said: answer.complaint };
}

/** A user's PYTHONPATH would let mypy find other modules than the program's. */
function cleaned(world: World): World {
  return { ...world, env: { ...world.env, PYTHONPATH: undefined, MYPYPATH: undefined, PYTHONWARNINGS: "ignore" } };
}

function builtFiles(folder: string): readonly BuiltFile[] {
  const found: BuiltFile[] = [];
  const look = (below: string): void => {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
      const relative = path.join(below, entry.name);
      if (entry.isDirectory()) {
        // setuptools keeps a second copy of everything there.
        if (relative !== "build") look(relative);
      } else if (/\.(?:so|pyd)$/u.test(entry.name)) {
        found.push({ path: relative, content: readFileSync(path.join(folder, relative)) });
      }
    }
  };
  look("");
  return found;
}
