import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeFolder, packageFolder, python } from "./launch/world.ts";
import { hasten, run, type RunDocument } from "./loop/hasten.ts";

const folder = makeFolder();
const library = run(python, ["-c", "import os; print(os.path.dirname(os.__file__))"], folder).stdout.trim();

const rows = Array.from({ length: 4_000 }, (_, number) => ({
  number,
  name: `row ${number}`,
  parts: [number % 7, null],
}));

const compareScript = `import difflib, sys
old, new = (open(name, encoding="utf-8").read().splitlines() for name in sys.argv[1:])
print(len(list(difflib.unified_diff(old, new))), round(difflib.SequenceMatcher(None, old, new).ratio(), 9))
print(difflib.get_close_matches("pars_argument", " ".join(old).split(), n=5, cutoff=0.4))
`;

/** What the programs read: sources of the standard library, copied so that nothing is written beside the originals. */
function prepare(): void {
  for (const name of ["argparse.py", "optparse.py", "_pydecimal.py", "email", "json"])
    cpSync(join(library, name), join(folder, "lib", name), { recursive: true });
  writeFileSync(join(folder, "big.json"), JSON.stringify(rows));
  writeFileSync(join(folder, "broken.json"), '{"a": [1, 2}');
  writeFileSync(join(folder, "compare.py"), compareScript);
}

/** Each is a program on all supported Pythons; `ast` does nothing before 3.9. */
const programs: readonly (readonly [string, readonly string[]])[] = [
  ["compileall", ["-m", "compileall", "-f", "lib"]],
  ["py_compile", ["-m", "py_compile", "lib/_pydecimal.py"]],
  ["pydoc", ["-m", "pydoc", "decimal"]],
  ["tokenize", ["-m", "tokenize", "lib/argparse.py"]],
  ["ast", ["-m", "ast", "lib/argparse.py"]],
  ["dis", ["-m", "dis", "lib/argparse.py"]],
  ["tabnanny", ["-m", "tabnanny", "-v", "lib"]],
  ["json.tool", ["-m", "json.tool", "big.json"]],
  ["json.tool on a broken file", ["-m", "json.tool", "broken.json"]],
  ["zipfile", ["-m", "zipfile", "-c", "out.zip", "lib"]],
  ["tarfile", ["-m", "tarfile", "-v", "-c", "out.tar", "lib"]],
  ["gzip", ["-m", "gzip", "big.json"]],
  ["base64", ["-m", "base64", "-e", "lib/argparse.py"]],
  ["calendar", ["-m", "calendar", "2024"]],
  ["pyclbr", ["-m", "pyclbr", "lib/_pydecimal.py"]],
  ["modulefinder", ["-m", "modulefinder", "compare.py"]],
  ["timeit", ["-m", "timeit", "-n", "20000", "-r", "3", "'-'.join(map(str, range(20)))"]],
  ["difflib", ["compare.py", "lib/argparse.py", "lib/optparse.py"]],
  ["unittest", ["-m", "unittest", "-v", "test.test_textwrap"]],
  ["http.server, asked for help", ["-m", "http.server", "--help"]],
];

/** The addresses and times that no two runs share. */
function steady(text: string): string {
  return text.replace(/0x[\da-f]+/g, "0x").replace(/\d+(?:\.\d+)? ?[mnu]?sec/g, "0 sec");
}

/** One document of the right shape, the program's own status, and no fix offered for code that needs none. */
function expectHarmless(done: ReturnType<typeof hasten>, status: number | null): RunDocument {
  expect(done.status, done.stderr.slice(-2_000)).toBe(status);
  const document = JSON.parse(done.stdout) as RunDocument;
  expect(document).toMatchObject({ schema: "hasten.run/1", run: { exit_code: status, errors: 0 } });
  expect(document.findings.filter(({ automatic }) => automatic)).toEqual([]);
  return document;
}

beforeAll(prepare);

describe("a module of the standard library, used as a program", () => {
  it.each(programs)("is profiled and does what it always does: %s", (_, words) => {
    const bare = run(python, words, folder);
    const [first = "", ...rest] = words;
    const done = hasten(["run", "--json", "--python", python, first, ...rest], folder);
    expectHarmless(done, bare.status);
    const hasAll = steady(done.stderr).includes(steady(bare.stdout));
    expect(hasAll, `${bare.stdout.slice(0, 500)}\n---\n${done.stderr.slice(0, 500)}`).toBe(true);
  });
});

/** Source packages whose sdist has its tests, and how its authors' tests are started. */
const packages: readonly (readonly [string, string, readonly string[]])[] = [
  ["toolz==0.12.1", "toolz-0.12.1", ["python", "-m", "pytest", "-q", "toolz"]],
  ["more-itertools==10.5.0", "more-itertools-10.5.0", ["python", "-m", "pytest", "-q", "tests/test_recipes.py"]],
  ["idna==3.10", "idna-3.10", ["pytest", "-q", "tests"]],
];
const tools = ["pytest==8.3.4", "setuptools==75.3.0", "wheel==0.45.1", "flit_core==3.10.1"];

/** A venv with pytest beside the packages' sources, made once and kept; undefined where the registry cannot be reached. */
function fetchPackages(): { readonly sources: string; readonly env: NodeJS.ProcessEnv } | undefined {
  const version = run(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], folder).stdout.trim();
  const kept = join(packageFolder, ".cache", `packages-1-${version}`);
  if (!existsSync(join(kept, "whole"))) {
    rmSync(kept, { recursive: true, force: true });
    mkdirSync(kept, { recursive: true });
    const problem = install(kept);
    if (problem !== undefined) {
      console.log(`Skipped the packages' test suites: ${problem}`);
      rmSync(kept, { recursive: true, force: true });
      return undefined;
    }
    writeFileSync(join(kept, "whole"), "");
  }
  const VIRTUAL_ENV = join(kept, "venv");
  const env = { ...process.env, VIRTUAL_ENV, PATH: `${join(VIRTUAL_ENV, "bin")}:${process.env["PATH"] ?? ""}` };
  return { sources: kept, env };
}

/** The last line of what went wrong, if anything did. */
function install(kept: string): string | undefined {
  const pip = ["-m", "pip", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"];
  const own = join(kept, "venv/bin/python");
  const sdists = ["download", "-q", "--no-deps", "--no-binary=:all:", "--no-build-isolation"];
  const unpack = "import glob, tarfile\nfor name in glob.glob('*.tar.gz'): tarfile.open(name).extractall()";
  const steps: readonly (readonly [string, ...string[]])[] = [
    [python, "-m", "venv", "venv"],
    [own, ...pip, "install", "-q", ...tools],
    [own, ...pip, ...sdists, ...packages.map(([pinned]) => pinned)],
    [own, "-W", "ignore", "-c", unpack],
  ];
  for (const [file, ...words] of steps) {
    const { status, stderr } = run(file, words, kept);
    if (status !== 0) return stderr.trim().split("\n").at(-1) ?? `${file} ended with ${status}`;
  }
  return undefined;
}

describe("the test suite of a package that others wrote", () => {
  let fetched: ReturnType<typeof fetchPackages>;
  beforeAll(() => {
    fetched = fetchPackages();
  });

  it.for(packages)("is profiled and passes as it does alone: %s", ([, name, command], { skip }) => {
    if (fetched === undefined) return skip("the registry cannot be reached");
    const cwd = join(fetched.sources, name);
    const [file, ...words] = [...command, "-p", "no:cacheprovider"];
    const bare = run(join(fetched.env["VIRTUAL_ENV"] ?? "", "bin", file), words, cwd, fetched.env);
    expect(bare.status, bare.stdout).toBe(0);
    const done = hasten(["run", "--json", "--", file, ...words], cwd, fetched.env);
    const { run: seen } = expectHarmless(done, 0);
    expect(seen.samples).toBeGreaterThan(10);
    expect(countOf(done.stderr)).toBe(countOf(bare.stdout));
    rmSync(join(cwd, ".hasten"), { recursive: true, force: true });
  });
});

/** pytest's own sum: `663 passed, 1 skipped`. */
function countOf(text: string): string | undefined {
  return /\d+ passed(?:, \d+ skipped)?/.exec(text)?.[0];
}
