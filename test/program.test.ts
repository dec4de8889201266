import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { Refusal } from "../src/base/refusal.ts";
import type { World } from "../src/base/world.ts";
import { describeMachine } from "../src/collect/doctor/describe-machine.ts";
import type { Program, ProgramRequest } from "../src/collect/program.ts";
import { askPython } from "../src/collect/program/ask-python.ts";
import { checkSyntax } from "../src/collect/program/check-syntax.ts";
import { resolveProgram } from "../src/collect/program/resolve-program.ts";
import { makeFolder, makeWorld, oldPython, python, pythons } from "./launch/world.ts";

const PATH = "/usr/bin:/bin";

/** A world in an empty project with no Python but the fake ones that a test puts on its PATH. */
function project(env: Record<string, string> = {}): World {
  const cwd = makeFolder();
  mkdirSync(join(cwd, ".git"));
  mkdirSync(join(cwd, "bin"));
  symlinkSync(python, join(cwd, "bin/python3"));
  return makeWorld({ cwd, env: { PATH: `${join(cwd, "bin")}:${PATH}`, HOME: dirname(cwd), ...env } });
}

function put(world: World, path: string, text: string | Buffer, mode = 0o644): string {
  const file = join(world.cwd, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

/** A virtual environment as `python -m venv --without-pip` makes it. */
function venv(world: World, path: string, base: string = python): string {
  execFileSync(base, ["-m", "venv", "--without-pip", join(world.cwd, path)]);
  return join(world.cwd, path, "bin/python");
}

function resolveScript(world: World, path: string, wanted?: string): Promise<Program> {
  return resolveProgram(
    { kind: "script", script: path, arguments: ["a b"] },
    wanted === undefined ? {} : { python: wanted },
    world,
  );
}

async function refusalOf(request: ProgramRequest, world: World, wanted?: string): Promise<Refusal> {
  try {
    await resolveProgram(request, wanted === undefined ? {} : { python: wanted }, world);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  expect.unreachable("It was not refused.");
}

function script(path: string): ProgramRequest {
  return { kind: "script", script: path, arguments: [] };
}

function module(name: string): ProgramRequest {
  return { kind: "module", module: name, arguments: ["-x"] };
}

function command(...words: string[]): ProgramRequest {
  return { kind: "command", command: words };
}

describe("the Python of a script", () => {
  it("is chosen in this order: --python, VIRTUAL_ENV, shebang, .venv, PATH", async () => {
    const world = project();
    put(world, "src/app.py", "print(1)\n");
    expect(await resolveScript(world, "src/app.py")).toMatchObject({ pythonFrom: "PATH" });
    const local = venv(world, ".venv");
    expect((await resolveScript(world, "src/app.py")).argv).toEqual([local, "src/app.py", "a b"]);
    expect(await resolveScript(world, "src/app.py")).toMatchObject({ pythonFrom: ".venv" });
    venv(world, "other");
    put(world, "src/own.py", `#!${python}\n`);
    expect(await resolveScript(world, "src/own.py")).toMatchObject({
      pythonFrom: "shebang",
      argv: [python, "src/own.py", "a b"],
    });
    const active = { ...world, env: { ...world.env, VIRTUAL_ENV: join(world.cwd, "other") } };
    expect(await resolveScript(active, "src/app.py")).toMatchObject({ pythonFrom: "VIRTUAL_ENV" });
    expect(await resolveScript(active, "src/own.py", python)).toMatchObject({ pythonFrom: "--python" });
    expect((await resolveScript(active, "src/app.py", ".venv")).argv[0]).toBe(local);
  });

  it("is the project's own where the shebang only says `env python3`", async () => {
    const world = project();
    put(world, "app.py", "#!/usr/bin/env python3\n");
    expect(await resolveScript(world, "app.py")).toMatchObject({ pythonFrom: "shebang" });
    venv(world, "venv");
    expect(await resolveScript(world, "app.py")).toMatchObject({ pythonFrom: ".venv" });
  });

  it("is not taken from above the project's root, nor from what is gone", async () => {
    const world = project();
    venv(world, ".venv");
    mkdirSync(join(world.cwd, "inner"));
    put(world, "inner/pyproject.toml", "");
    put(world, "inner/app.py", "#!/no/such/python3\n");
    const inner = { ...world, cwd: join(world.cwd, "inner"), env: { ...world.env, VIRTUAL_ENV: "/no/such" } };
    expect(await resolveScript(inner, "app.py")).toMatchObject({ pythonFrom: "PATH" });
  });

  it("is what poetry says where there is a poetry.lock", async () => {
    const world = project();
    const own = venv(world, "of poetry");
    put(world, "bin/poetry", `#!/bin/sh\n[ "$*" = "env info --executable" ] && echo '${own}'\n`, 0o755);
    put(world, "app.py", "");
    expect(await resolveScript(world, "app.py")).toMatchObject({ pythonFrom: "PATH" });
    put(world, "poetry.lock", "");
    expect(await resolveScript(world, "app.py")).toMatchObject({ pythonFrom: "poetry", python: { executable: own } });
  });

  it("is the real one behind a wrapper", async () => {
    const world = project();
    const wrapper = put(world, "wrapper", `#!/bin/bash\nexec '${python}' "$@"\n`, 0o755);
    expect(await askPython(wrapper, world)).toMatchObject({ executable: python, implementation: "cpython" });
  });

  it.each(pythons)("answers: %s", async (one) => {
    const interpreter = await askPython(one, makeWorld());
    expect(interpreter.version[0]).toBe(3);
    expect(interpreter.version[1]).toBeGreaterThanOrEqual(8);
    expect(interpreter.gil).toBe("on");
  });
});

describe("a Python is refused", () => {
  it.each(["2.7.18", "3.6.15", "3.7.16"])("when it is %s", async (version) => {
    const old = oldPython(version);
    if (old === undefined) return;
    const world = project();
    put(world, "app.py", "");
    const refusal = await refusalOf(script("app.py"), world, old);
    expect(refusal.code).toBe("python-too-old");
    expect(refusal.message).toContain(`Python ${version}`);
  });

  it("when it is PyPy, no Python, broken or missing", async () => {
    const world = project();
    put(world, "app.py", "");
    put(world, "pypy", `#!/bin/sh\nprintf '\\0hasten\\0/opt/pypy\\0003.10.14\\0pypy\\0on\\0'\n`, 0o755);
    put(world, "broken", "#!/bin/sh\necho 'libpython3.so: cannot open shared object' >&2; exit 127\n", 0o755);
    expect((await refusalOf(script("app.py"), world, "./pypy")).message).toContain("PyPy");
    expect((await refusalOf(script("app.py"), world, "./pypy")).code).toBe("not-cpython");
    expect((await refusalOf(script("app.py"), world, "/bin/cat")).code).toBe("not-a-python");
    expect((await refusalOf(script("app.py"), world, "./broken")).message).toContain("cannot open shared object");
    expect((await refusalOf(script("app.py"), world, "./missing")).code).toBe("no-such-file");
    expect((await refusalOf(script("app.py"), world, "./app.py")).code).toBe("not-a-python");
    const empty = { ...world, env: { PATH: "/nowhere" } };
    expect((await refusalOf(script("app.py"), empty)).message).toBe("There is no Python on PATH.");
  });
});

describe("a script", () => {
  it("may be a folder or a zip file with a __main__.py", async () => {
    const world = project();
    put(world, "folder/__main__.py", "print(1)");
    expect((await resolveScript(world, "folder")).argv.slice(1)).toEqual(["folder", "a b"]);
    execFileSync(python, [
      "-m",
      "zipapp",
      join(world.cwd, "folder"),
      "-o",
      join(world.cwd, "app.pyz"),
      "-p",
      "/usr/bin/env python3",
    ]);
    expect((await resolveScript(world, "app.pyz")).argv[1]).toBe("app.pyz");
    execFileSync(python, ["-c", `import py_compile; py_compile.compile("folder/__main__.py", "app.pyc")`], {
      cwd: world.cwd,
    });
    expect((await resolveScript(world, "app.pyc")).argv[1]).toBe("app.pyc");
  });

  it("is refused when it is missing, a bare folder, or cannot be compiled", async () => {
    const world = project();
    put(world, "folder/app.py", "print 'two'\n");
    put(world, "latin.py", Buffer.from("# caf\nx = 'caf\xe9'\n", "latin1"));
    expect((await refusalOf(script("missing.py"), world)).code).toBe("no-such-file");
    expect((await refusalOf(script("folder/app"), world)).hint).toBe("Did you mean folder/app.py?");
    expect((await refusalOf(script("folder"), world)).message).toContain("__main__.py");
    const refusal = await refusalOf(script("folder/app.py"), world);
    expect(refusal.code).toBe("syntax-error");
    expect(refusal.message).toContain("app.py, line 1: Missing parentheses");
    expect((await refusalOf(script("latin.py"), world)).message).toContain("latin.py, line 2:");
  });
});

describe("the syntax check", () => {
  it.each(pythons)("compiles and runs nothing under %s", async (one) => {
    const world = project();
    const trap = put(world, "trap.py", `open(${JSON.stringify(join(world.cwd, "ran"))}, "w")\n`);
    const files = [
      trap,
      put(world, "bom.py", "\uFEFFx = 1\r\ny = 2\r\n"),
      put(world, "cookie.py", Buffer.from("# -*- coding: latin-1 -*-\nx = '\xe9'\n", "latin1")),
      put(world, "warns.py", "if 1 is 1: '\\d'\n"),
      put(world, "return.py", "x = 1\n\nreturn x\n"),
      put(world, "tabs.py", "if 1:\n\tx = 1\n        y = 2\n"),
      put(world, "nul.py", "x = 1\0\n"),
      put(world, "deep.py", `x = ${"(".repeat(5000)}1${")".repeat(5000)}\n`),
      join(world.cwd, "gone.py"),
    ];
    const faults = await checkSyntax(await askPython(one, world), files, world);
    const lines = faults.map((fault) => [fault.file.slice(world.cwd.length + 1), fault.line]);
    expect(lines).toEqual([
      ["return.py", 3],
      ["tabs.py", 3],
      ["nul.py", 1],
      ["deep.py", 1],
      ["gone.py", 1],
    ]);
    expect(readdirSync(world.cwd).filter((name) => name === "ran" || name === "__pycache__")).toEqual([]);
  });

  it("accepts the whole standard library's own sources", async () => {
    const world = makeWorld();
    const library = execFileSync(python, ["-c", "import os; print(os.path.dirname(os.__file__))"]).toString().trim();
    const files = readdirSync(library)
      .filter((name) => name.endsWith(".py"))
      .map((name) => join(library, name));
    expect(files.length).toBeGreaterThan(100);
    expect(await checkSyntax(await askPython(python, world), files, world)).toEqual([]);
  });
});

describe("a module", () => {
  it("is found without running its package", async () => {
    const world = project();
    const trap = `open(${JSON.stringify(join(world.cwd, "ran"))}, "w")\n`;
    put(world, "pack/__init__.py", trap);
    put(world, "pack/__main__.py", trap);
    put(world, "pack/inner/tool.py", "1");
    for (const name of ["pack", "pack.inner.tool", "json.tool", "timeit"]) {
      const program = await resolveProgram(module(name), {}, world);
      expect(program.argv.slice(1)).toEqual(["-m", name, "-x"]);
    }
    expect(readdirSync(world.cwd).filter((name) => name === "ran" || name === "__pycache__")).toEqual([]);
  });

  it("is refused when there is none, nothing to run in it, or it cannot be compiled", async () => {
    const world = project();
    put(world, "empty/__init__.py", "");
    put(world, "bad.py", "x = = 1\n");
    expect((await refusalOf(module("no_such_module"), world)).code).toBe("no-such-file");
    expect((await refusalOf(module("empty"), world)).message).toContain("without a __main__");
    expect((await refusalOf(module("bad"), world)).code).toBe("syntax-error");
  });
});

describe("a stop by the user", () => {
  it("is a refusal, not a failure of the Python that was being asked", async () => {
    const world = project();
    put(world, "app.py", "");
    const controller = new AbortController();
    setTimeout(() => controller.abort("SIGINT"), 5);
    expect((await refusalOf(script("app.py"), { ...world, signal: controller.signal })).code).toBe("interrupted");
  });
});

describe("a command", () => {
  it("is left as it is", async () => {
    const world = project();
    put(world, "manage.py", "#!/usr/bin/env python3\n", 0o755);
    for (const words of [
      ["python3", "-V"],
      ["./manage.py", "x"],
      ["sh", "-c", "exit 3"],
    ]) {
      const program = await resolveProgram(command(...words), {}, world);
      expect(program).toMatchObject({ argv: words, env: {} });
      expect(program.python).toBeUndefined();
    }
  });

  it("is refused with the way to start it", async () => {
    const world = project();
    put(world, "manage.py", "#!/usr/bin/env python3\n");
    put(world, "bare.py", "print(1)\n", 0o755);
    const hintOf = async (word: string): Promise<string> => (await refusalOf(command(word), world)).hint;
    expect(await hintOf("./manage.py")).toContain("chmod +x ./manage.py");
    expect(await hintOf("manage.py")).toBe("Leave out the -- before manage.py to run it with Python.");
    expect(await hintOf("bare.py")).toBe("Give its path: ./bare.py.");
    expect((await refusalOf(command("./bare.py"), world)).message).toContain("no #! line");
    expect((await refusalOf(command("./nothing"), world)).code).toBe("no-such-file");
    expect((await refusalOf(command("nothing-on-path"), world)).code).toBe("cannot-start");
    expect((await refusalOf(command("./bin"), world)).message).toBe("./bin is a folder.");
  });
});

describe("the machine", () => {
  it("is described with every Python, the usable and the others", async () => {
    const world = makeWorld();
    const facts = await describeMachine(world);
    const executables = facts.pythons.map((found) => found.interpreter?.executable ?? found.path);
    expect(new Set(executables).size).toBe(executables.length);
    expect(facts.pythons.some((found) => found.objection === undefined)).toBe(true);
    if (oldPython("3.7.16") !== undefined) {
      const old = facts.pythons.find((found) => found.interpreter?.version.join(".") === "3.7.16");
      expect(old).toMatchObject({ from: "pyenv", objection: { code: "python-too-old" } });
    }
    expect(facts.cores).toBeGreaterThan(0);
    expect(facts.cwd.isWritable).toBe(true);
    expect(facts.collectors).toContainEqual({ id: "in-process", isAvailable: true });
    expect(["yes", "no", "unknown"]).toContain(facts.attaching.attachable);
  });

  it("is described without a Python, too", async () => {
    const facts = await describeMachine(project({ PATH: "/nowhere", HOME: "/nowhere" }));
    expect(facts.pythons).toEqual([]);
    expect(facts.collectors[0]?.isAvailable).toBe(false);
    expect(facts.attaching.attachable).toBe("unknown");
  });
});
