import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import { ask, type Answer } from "../collect/program/ask.ts";

/** hasten's own environment of build tools, for one Python. */
export interface BuildTools {
  /** Its interpreter: the program's, in an environment of its own. */
  readonly python: string;
  /** e.g. "3.12" */
  readonly minor: string;
  /** e.g. ["mypy 1.18.2", "setuptools 80.9.0", "Cython 3.1.4"] */
  readonly versions: readonly string[];
}

const PACKAGES = ["mypy", "setuptools", "Cython"] as const;

// Nothing of the user's is imported: -I. The compiler is the one that setuptools would call.
const LOOK = `
import json, os, shlex, shutil, sys, sysconfig
def there(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False
cc = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
print(json.dumps({
    "minor": "%d.%d" % sys.version_info[:2], "abi": sysconfig.get_config_var("SOABI") or "cpython",
    "compiler": shutil.which(cc[0]) is not None, "cc": cc[0],
    "headers": os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")),
    "venv": there("venv") and there("ensurepip"),
}))
`;

// pip's own names; a package that is missing prints nothing.
const VERSIONS = `
from importlib.metadata import version
for name in ("mypy", "setuptools", "Cython"):
    print(name, version(name))
`;

/** A Python that extension modules can be built for. */
export interface Buildable {
  /** e.g. "3.12" */
  readonly minor: string;
  /** e.g. "cpython-312-x86_64-linux-gnu": debug and free-threaded builds have others. */
  readonly abi: string;
}

interface Looked extends Buildable {
  readonly compiler: boolean;
  readonly cc: string;
  readonly headers: boolean;
  readonly venv: boolean;
}

/** Refuses where something is missing that a build needs, with the command that gets it. Runs nothing of the user's. */
export async function requireBuildable(python: string, world: World): Promise<Buildable> {
  const answer = await ask([python, "-I", "-c", LOOK], world);
  if (!answer.ok)
    throw missing(`${python} cannot say how it compiles (${answer.complaint}).`, "Choose another --python.");
  const looked = JSON.parse(answer.stdout) as Looked;
  const { minor } = looked;
  if (!looked.compiler) {
    const install =
      world.platform === "darwin" ? "xcode-select --install" : "sudo apt install gcc (or: dnf install gcc)";
    throw missing(`There is no C compiler ${looked.cc}.`, `Get one with: ${install}`);
  }
  if (!looked.headers) {
    const hint = `Get them with: sudo apt install python${minor}-dev (or: dnf install python3-devel)`;
    throw missing(`The C headers (Python.h) of Python ${minor} are not installed.`, hint);
  }
  if (!looked.venv) {
    const hint = `Get it with: sudo apt install python${minor}-venv (or let --python name another ${minor})`;
    throw missing(`Python ${minor} has no venv and ensurepip, which make an environment for the build tools.`, hint);
  }
  return { minor, abi: looked.abi };
}

/** The environment of build tools in `.hasten/native/`, made where it is not there yet. Nothing is installed anywhere else. */
export async function openBuildTools(
  python: string,
  { minor, abi }: Buildable,
  journalFolder: string,
  world: World,
): Promise<BuildTools> {
  const home = join(journalFolder, "native", `tools-${abi}`);
  const own = join(home, "bin", "python");
  const mark = join(home, "whole");
  if (!existsSync(mark)) {
    world.report({ stage: "tools", detail: `mypy, Cython and setuptools into ${home}` });
    rmSync(home, { recursive: true, force: true });
    mkdirSync(join(journalFolder, "native"), { recursive: true });
    await make(python, home, own, world);
    writeFileSync(mark, "");
  }
  const told = await ask([own, "-I", "-c", VERSIONS], world);
  if (!told.ok) {
    throw missing(
      `The build tools in ${home} do not work (${told.complaint}).`,
      `Remove them, and run it again: rm -r ${home}`,
    );
  }
  return { python: own, minor, versions: told.stdout.trim().split("\n") };
}

async function make(python: string, home: string, own: string, world: World): Promise<void> {
  const fail = (fact: string, { complaint }: Answer, hint: string): Refusal => {
    rmSync(home, { recursive: true, force: true });
    return missing(`${fact} (${complaint}).`, hint);
  };
  // An environment of the user's must not leak into ours.
  const clean = {
    ...world,
    env: { ...world.env, PYTHONPATH: undefined, PYTHONHOME: undefined, VIRTUAL_ENV: undefined },
  };
  const made = await ask([python, "-I", "-m", "venv", home], clean, { timeoutSeconds: 180 });
  if (!made.ok)
    throw fail("No environment could be made for the build tools", made, `Try it yourself: ${python} -m venv ${home}`);
  const pip = [own, "-I", "-m", "pip", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"] as const;
  const got = await ask([...pip, "install", "-q", ...PACKAGES], clean, { timeoutSeconds: 600 });
  const hint = `See whether the package index can be reached: ${python} -m pip download mypy --no-deps -d /tmp`;
  if (!got.ok) throw fail("mypy, Cython and setuptools could not be installed", got, hint);
}

function missing(fact: string, hint: string): Refusal {
  return new Refusal("missing-tool", fact, hint);
}
