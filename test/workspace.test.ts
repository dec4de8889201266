import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findProject } from "../src/fix/project.ts";
import { removeStaleWorkspaces } from "../src/fix/stale-workspaces.ts";
import { createWorkspace, type Workspace } from "../src/fix/workspace.ts";
import type { Program } from "../src/collect/program.ts";
import { observeRun } from "../src/verify/observe-run.ts";
import { makeFolder, makeWorld, python } from "./launch/world.ts";
import { makeProject, scriptIn } from "./verify/attempt.ts";

async function workspaceOf(program: Program, world = makeWorld()): Promise<Workspace> {
  const workspace = await createWorkspace(program, findProject(program, world), world);
  onTestFinished(workspace.dispose);
  return workspace;
}

/** Every path with its mode, content or target: what `reset` must bring back. */
function picture(folder: string): string {
  return execFileSync("find", [".", "-printf", "%p %M %l %T@\n", "-type", "f", "-exec", "sha256sum", "{}", ";"], {
    cwd: folder,
  })
    .toString()
    .split("\n")
    .toSorted()
    .join("\n");
}

describe("the project folder", () => {
  const places: [string, Record<string, string>, string, string, string][] = [
    ["has a marker", { "p/pyproject.toml": "", "p/src/app.py": "" }, "p/src", "app.py", "p"],
    ["is the script's own without a marker", { "p/app.py": "", "q/x": "" }, "q", "../p/app.py", "p"],
    ["is the working directory that the script lies below", { "p/scripts/app.py": "" }, "p", "scripts/app.py", "p"],
  ];
  for (const [name, files, cwd, script, root] of places) {
    it(name, () => {
      const folder = makeProject(files);
      expect(findProject(scriptIn(join(folder, cwd), script), makeWorld()).root).toBe(join(folder, root));
    });
  }

  it("is not the home folder, whatever lies in it", () => {
    const home = makeProject({ ".git/config": "", "p/app.py": "" });
    const world = makeWorld({ env: { ...process.env, HOME: home } });
    expect(findProject(scriptIn(join(home, "p"), "app.py"), world).root).toBe(join(home, "p"));
  });

  it("is refused when it is too large", async () => {
    const folder = makeProject({ "app.py": "", a: "1", b: "2" });
    const program = scriptIn(folder, "app.py");
    const making = createWorkspace(program, findProject(program, makeWorld()), makeWorld(), { bytes: 1e9, files: 2 });
    await expect(making).rejects.toMatchObject({ code: "too-large" });
  });
});

describe("a copy", () => {
  it("has modes, times and links, but no caches, and links environments", async () => {
    const outside = makeProject({ "data.txt": "outside" });
    const folder = makeProject({
      "app.py": "",
      "tool.sh": "",
      ".git/config": "",
      "pkg/__pycache__/x.pyc": "",
      "node_modules/x": "",
      ".venv/pyvenv.cfg": "",
      "pkg/mod.py": "",
    });
    chmodSync(join(folder, "tool.sh"), 0o751);
    utimesSync(join(folder, "app.py"), 1_500_000_000, 1_500_000_000.25);
    symlinkSync("mod.py", join(folder, "pkg/inside.py"));
    symlinkSync(join(folder, "pkg"), join(folder, "absolute"));
    symlinkSync(join(outside, "data.txt"), join(folder, "far"));
    symlinkSync("nowhere", join(folder, "dangling"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    chmodSync(join(folder, "pkg"), 0o555);
    onTestFinished(() => chmodSync(join(folder, "pkg"), 0o755));
    const { copy, root } = await workspaceOf(scriptIn(folder, "app.py"));
    expect(root).toBe(folder);
    expect(readdirSync(copy).toSorted()).toEqual([".venv", "absolute", "app.py", "dangling", "far", "pkg", "tool.sh"]);
    expect(readdirSync(join(copy, "pkg")).toSorted()).toEqual(["inside.py", "mod.py"]);
    expect(statSync(join(copy, "tool.sh")).mode & 0o777).toBe(0o751);
    expect(statSync(join(copy, "pkg")).mode & 0o777).toBe(0o555);
    expect(statSync(join(copy, "app.py")).mtimeMs).toBe(1_500_000_000_250);
    expect(readlinkSync(join(copy, ".venv"))).toBe(join(folder, ".venv"));
    expect(readlinkSync(join(copy, "pkg/inside.py"))).toBe("mod.py");
    expect(readlinkSync(join(copy, "absolute"))).toBe(join(copy, "pkg"));
    expect(readlinkSync(join(copy, "far"))).toBe(join(outside, "data.txt"));
    expect(readlinkSync(join(copy, "dangling"))).toBe("nowhere");
  });

  it("has a path as long as any other's and is gone after dispose, read-only folders included", async () => {
    const folder = makeProject({ "app.py": "", "closed/x": "" });
    chmodSync(join(folder, "closed"), 0o555);
    onTestFinished(() => chmodSync(join(folder, "closed"), 0o755));
    const one = await workspaceOf(scriptIn(folder, "app.py"));
    const other = await workspaceOf(scriptIn(folder, "app.py"));
    expect(one.copy.length).toBe(other.copy.length);
    await one.dispose();
    expect(existsSync(one.copy)).toBe(false);
  });

  it("is where arguments, the search path and other paths in the environment lead", async () => {
    const folder = makeProject({
      "setup.py": "",
      "sub/app.py": "",
      "in.txt": "",
      ".venv/pyvenv.cfg": "",
      ".venv/x": "",
    });
    const far = makeProject({ "far.txt": "" });
    const program = scriptIn(join(folder, "sub"), "app.py", "../in.txt", `--out=${folder}/o.txt`, join(far, "far.txt"));
    const withMore = {
      ...program,
      argv: [...program.argv, `${folder}x`, `${folder}/.venv/x`],
      env: { PYTHONPATH: `${folder}/sub:${far}`, CONFIG: `${folder}/in.txt` },
    };
    const { program: mapped, copy } = await workspaceOf(withMore);
    const [, script, ...rest] = mapped.argv;
    expect([script, ...rest]).toEqual([
      "app.py",
      "../in.txt",
      `--out=${copy}/o.txt`,
      join(far, "far.txt"),
      `${folder}x`,
      `${folder}/.venv/x`,
    ]);
    expect(mapped.cwd).toBe(join(copy, "sub"));
    expect(mapped.env["PYTHONPATH"]).toBe(`${copy}/sub:${far}`);
    expect(mapped.env["CONFIG"]).toBe(`${copy}/in.txt`);
  });

  it("does not send ../ into the temporary folder", async () => {
    const folder = makeProject({ "data/in.txt": "seen", "p/setup.py": "", "p/app.py": "" });
    const { program } = await workspaceOf(scriptIn(join(folder, "p"), "app.py", "../data/in.txt"));
    expect(program.argv.at(-1)).toBe(join(folder, "data/in.txt"));
  });
});

describe("a reset", () => {
  it("undoes everything that a program can do to its folder", async () => {
    const folder = makeProject({
      "app.py": "",
      "data.txt": "data",
      "d/e/f.txt": "f",
      "g/h.txt": "h",
      "same.txt": "abcd",
    });
    symlinkSync("data.txt", join(folder, "link"));
    const workspace = await workspaceOf(scriptIn(folder, "app.py"));
    const { copy } = workspace;
    const before = picture(copy);
    appendFileSync(join(copy, "data.txt"), "more");
    const times = statSync(join(copy, "same.txt"));
    writeFileSync(join(copy, "same.txt"), "dcba");
    utimesSync(join(copy, "same.txt"), times.atimeMs / 1000, times.mtimeMs / 1000);
    rmSync(join(copy, "d"), { recursive: true });
    writeFileSync(join(copy, "d"), "now a file");
    renameSync(join(copy, "g"), join(copy, "renamed"));
    symlinkSync(folder, join(copy, "g"));
    rmSync(join(copy, "link"));
    mkdirSync(join(copy, "new/deep"), { recursive: true });
    writeFileSync(join(copy, "new/deep/x"), "x");
    chmodSync(join(copy, "new/deep"), 0o500);
    chmodSync(join(copy, "app.py"), 0o777);
    const changes = await workspace.takeChanges(join(workspace.scratch, "taken"));
    expect(picture(copy)).toBe(before);
    expect(changes.map(({ path, change }) => `${change} ${path}`)).toEqual([
      "changed app.py",
      "changed d",
      "removed d/e",
      "removed d/e/f.txt",
      "changed data.txt",
      "changed g",
      "removed g/h.txt",
      "removed link",
      "added new",
      "added new/deep",
      "added new/deep/x",
      "added renamed",
      "added renamed/h.txt",
      "changed same.txt",
    ]);
    expect(readFileSync(join(folder, "g/h.txt"), "utf8")).toBe("h");
    expect(await workspace.takeChanges(join(workspace.scratch, "taken"))).toEqual([]);
  });

  it("keeps edits, and takes them back when asked", async () => {
    const folder = makeProject({ "app.py": "print(1)\n" });
    const workspace = await workspaceOf(scriptIn(folder, "app.py"));
    const file = workspace.locate(join(folder, "app.py")) ?? "";
    await workspace.write(file, Buffer.from("print(2)\n"));
    await workspace.write(join(workspace.copy, "extra.py"), Buffer.from(""));
    rmSync(file);
    await workspace.reset();
    expect(readFileSync(file, "utf8")).toBe("print(2)\n");
    await workspace.discardEdits();
    expect(readFileSync(file, "utf8")).toBe("print(1)\n");
    expect(readdirSync(workspace.copy)).toEqual(["app.py"]);
  });

  it("refuses to restore a file that the user changed meanwhile", async () => {
    const folder = makeProject({ "app.py": "", "data.txt": "data" });
    const workspace = await workspaceOf(scriptIn(folder, "app.py"));
    writeFileSync(join(folder, "data.txt"), "other data");
    writeFileSync(join(workspace.copy, "data.txt"), "by the program");
    await expect(workspace.reset()).rejects.toMatchObject({ code: "source-changed" });
  });
});

describe("a run in a copy", () => {
  it("never uses bytecode of an earlier edit of the same size", async () => {
    const folder = makeProject({ "app.py": "import mod\nprint(mod.x)\n", "mod.py": "x = 0\n" });
    const workspace = await workspaceOf(scriptIn(folder, "app.py"));
    for (const value of [1, 2, 3, 4]) {
      await workspace.write(join(workspace.copy, "mod.py"), Buffer.from(`x = ${value}\n`));
      const run = await observeRun(workspace, {}, makeWorld());
      expect(readFileSync(run.stdout.path, "utf8")).toBe(`${value}\n`);
      expect(run.files).toEqual([]);
    }
  });

  it("finds the bytecode that the user's own runs find, and compiles what those compile", async () => {
    const folder = makeProject({
      "app.py": "import sys, json, mod, pkg.inner\nfor m in (json, mod, pkg.inner):\n    print(m.__loader__.seen)\n",
      "mod.py": "",
      "pkg/__init__.py": "",
      "pkg/inner.py": "import csv\n",
      "sitecustomize.py":
        "import importlib.machinery as m\nold = m.SourceFileLoader.source_to_code\n" +
        "m.SourceFileLoader.seen = 'found'\n" +
        "def note(self, *rest, **more):\n    self.seen = 'compiled'\n    return old(self, *rest, **more)\n" +
        "m.SourceFileLoader.source_to_code = note\n",
    });
    execFileSync(python, ["-c", "import mod"], { cwd: folder, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "" } });
    const env = { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" };
    const world = makeWorld({ env });
    const run = await observeRun(await workspaceOf(scriptIn(folder, "app.py"), world), {}, world);
    expect(readFileSync(run.stdout.path, "utf8")).toBe("found\nfound\ncompiled\n");
    const writing = makeWorld({ env: { ...env, PYTHONDONTWRITEBYTECODE: "" } });
    const first = await observeRun(await workspaceOf(scriptIn(folder, "app.py"), writing), {}, writing);
    expect(readFileSync(first.stdout.path, "utf8")).toBe("found\nfound\nfound\n");
  });

  it("loads editable installs from the copy, by path and by finder, and leaves sitecustomize to the user", async () => {
    const folder = makeProject({
      "setup.py": "",
      "src/byp.py": "where = __file__\n",
      "lib/byf/__init__.py": "from . import deep\nwhere = deep.__file__\n",
      "lib/byf/deep.py": "",
      "app/app.py":
        "import byp, byf, sys, user_was_here\nprint(byp.where)\nprint(byf.where)\nprint([p for p in sys.path if 'redirect' in p])\n",
    });
    const environment = join(folder, ".venv");
    execFileSync(python, ["-m", "venv", "--without-pip", environment]);
    const packages = join(environment, "lib/python3.11/site-packages");
    writeFileSync(join(packages, "p.pth"), `${folder}/src\n`);
    writeFileSync(join(packages, "f.pth"), "import editable_finder\n");
    writeFileSync(join(packages, "sitecustomize.py"), "import sys, types\nsys.modules['user_was_here'] = types\n");
    const finder = `import sys, importlib.util
class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == 'byf':
            folder = ${JSON.stringify(join(folder, "lib/byf"))}
            return importlib.util.spec_from_file_location(name, folder + '/__init__.py', submodule_search_locations=[folder])
sys.meta_path.append(Finder)
`;
    writeFileSync(join(packages, "editable_finder.py"), finder);
    const executable = join(environment, "bin/python");
    const base = scriptIn(join(folder, "app"), "app.py");
    const program: Program = {
      ...base,
      argv: [executable, "app.py"],
      python: { executable, version: [3, 11, 7], implementation: "cpython", gil: "on" },
    };
    const workspace = await workspaceOf(program);
    const run = await observeRun(workspace, {}, makeWorld());
    const lines = readFileSync(run.stdout.path, "utf8").split("\n");
    expect(readFileSync(run.stderr.path, "utf8")).toBe("");
    expect(lines).toEqual([join(workspace.copy, "src/byp.py"), join(workspace.copy, "lib/byf/deep.py"), "[]", ""]);
  });
});

describe("workspaces of killed runs", () => {
  it("are removed at the next start, those of running ones are not", async () => {
    const base = makeFolder();
    const world = makeWorld({ env: { ...process.env, TMPDIR: base } });
    const sleeper = spawn("sleep", ["100"]);
    const folder = makeProject({ "app.py": "" });
    const program = scriptIn(folder, "app.py");
    await createWorkspace(program, findProject(program, world), { ...world, pid: sleeper.pid ?? 0 });
    const alive = await createWorkspace(program, findProject(program, world), world);
    await removeStaleWorkspaces(world);
    expect(readdirSync(base)).toHaveLength(2);
    const gone = new Promise((resolve) => sleeper.once("exit", resolve));
    sleeper.kill();
    await gone;
    await removeStaleWorkspaces(world);
    expect(readdirSync(base)).toHaveLength(1);
    expect(lstatSync(alive.copy).isDirectory()).toBe(true);
  });
});
