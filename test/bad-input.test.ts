import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  expectNothingLeft,
  expectRefusal,
  makeProject,
  processesWith,
  slowProgram,
  snapshot,
} from "./command/hasten.ts";
import { oldPython } from "./launch/world.ts";

const spin = "def spin(n):\n    for i in range(n):\n        i * i\n\nspin(8_000_000)\n";
const both = ["run", "fix"];

/** Fails a test that waits for something that never comes. */
async function until(condition: () => boolean): Promise<void> {
  for (let look = 0; look < 1200 && !condition(); look += 1) await sleep(25);
  expect(condition()).toBe(true);
}

describe.each(both)("hasten %s refuses", (verb) => {
  it.each<[string, string[], RegExp]>([
    ["a file that is not there", ["none.py"], /There is no file none\.py/u],
    ["a folder", ["folder"], /folder is a folder without a __main__\.py/u],
    ["a module that is not there", ["-m", "nowhere.at_all"], /no module named nowhere\.at_all/u],
    ["a command that is not there", ["--", "no-such-command-here"], /no(?:-such-command-here| command)/u],
    ["no program at all", [], new RegExp(`hasten ${verb} needs a program`, "u")],
    ["a script from stdin", ["-"], /cannot be read from stdin/u],
    ["a syntax error", ["broken.py"], /broken\.py, line 2: /u],
    ["a --python that is not there", ["--python", "./none", "app.py"], /There is no Python at/u],
    ["a --python that is none", ["--python", "/bin/true", "app.py"], /^hasten: .*\/bin\/true/mu],
    ["a PyPy", ["--python", "./pypy", "app.py"], /PyPy/iu],
    ["a --timeout of 0", ["--timeout", "0", "app.py"], /--timeout takes a number above 0/u],
  ])("%s", async (_what, words, says) => {
    const pypy = "#!/bin/sh\nprintf '\\0hasten\\0/opt/pypy\\0003.10.14\\0pypy\\0on\\0'\n";
    const project = makeProject({ "app.py": spin, "broken.py": "x = 1\ndef f(:\n", "folder/x.txt": "", pypy });
    chmodSync(join(project.folder, "pypy"), 0o755);
    await expectRefusal(project, [verb, ...words], says);
  });

  const olds = ["2.7.18", "3.7.16"].map((version) => ({ version, old: oldPython(version) ?? "" }));
  it.for(olds)("a Python $version", async ({ version, old }, { skip }) => {
    if (old === "") skip("this machine has no such Python");
    const project = makeProject({ "app.py": spin });
    await expectRefusal(project, [verb, "--python", old, "app.py"], new RegExp(version.replaceAll(".", "\\."), "u"));
  });

  it("an option that it does not know, and names it", async () => {
    const project = makeProject({ "app.py": spin });
    const { status, stderr } = await project.hasten([verb, "--frobnicate", "app.py"]);
    expect(status).toBe(2);
    expect(stderr).toContain("unknown option '--frobnicate'");
    expect(existsSync(join(project.folder, ".hasten"))).toBe(false);
  });

  it("a folder that cannot be written", async ({ skip }) => {
    const project = makeProject({ "app.py": spin });
    if (process.getuid?.() === 0 && !existsSync("/usr/bin/setpriv"))
      skip("needs setpriv: the super-user may write anywhere");
    chmodSync(project.folder, 0o555);
    await expectRefusal(project, [verb, "app.py"], /\.hasten cannot be written/u, { prefix: asAnybody() });
  });
});

/** The super-user without the right to write everything; anybody else needs nothing. */
function asAnybody(): string[] {
  return process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : [];
}

describe("hasten fix refuses", () => {
  it.each<[string, string, string[], RegExp]>([
    ["that fails", "import sys\nsys.exit(3)\n", [], /ended with status 3, not 0\.\n.*--expect-status 3/u],
    ["that raises", "1 / 0\n", [], /ended with status 1, not 0/u],
    ["that does not fail as expected", spin, ["--expect-status", "4"], /ended with status 0, not 4/u],
    ["that a signal kills", "import os\nos.kill(os.getpid(), 9)\n", [], /ended by SIGKILL \(status 137\), not 0/u],
    ["that hangs", "while True:\n    pass\n", ["--timeout", "1"], /did not end within 1 s/u],
    ["too short to rank", "print('done')\n", [], /Ran \d\.\d\d s: nothing here is worth making faster\./u],
  ])("a program %s", async (_what, text, options, says) => {
    const project = makeProject({ "app.py": text });
    await expectRefusal(project, ["fix", ...options, "app.py"], says);
  });

  it("to change a read-only source, before any work goes into a fix", async () => {
    const project = makeProject({ "app.py": slowProgram(9_000) });
    chmodSync(join(project.folder, "app.py"), 0o444);
    await expectRefusal(project, ["fix", "app.py"], /app\.py or its folder is read-only/u);
  });

  it("to write when the source changed during the run", async () => {
    const project = makeProject({ "app.py": slowProgram(9_000) });
    const changed = `${slowProgram(9_000)}# edited\n`;
    const during = async (): Promise<void> => {
      await until(() =>
        readdirSync(project.temp).some((name) => existsSync(join(project.temp, name, "runs/profile-0"))),
      );
      writeFileSync(join(project.folder, "app.py"), changed);
    };
    const { status, stderr } = await project.hasten(["fix", "app.py"], { during });
    expect(stderr).toMatch(/app\.py changed while hasten was working on it\.\n {2}Nothing was written/u);
    expect(status).toBe(2);
    expect(snapshot(project.folder)).toEqual({ "app.py": changed });
    await expectNothingLeft(project);
  });
});

describe("hasten show refuses", () => {
  it.each<[string, string[], RegExp]>([
    ["where nothing has been run", ["show"], /Nothing has been run in this folder yet/u],
    ["a run that does not exist", ["show", "20200101-000000-none"], /There is no run 20200101-000000-none here/u],
    ["an id that leaves the store", ["show", "../../x"], /There is no run/u],
  ])("%s", async (_what, words, says) => {
    const project = makeProject({});
    await expectRefusal(project, words, says);
    expect(existsSync(join(project.folder, ".hasten"))).toBe(false);
  });
});

describe("hasten run passes through", () => {
  it.each<[string, string, number, RegExp]>([
    ["a status", "import sys\nsys.exit(3)\n", 3, /exit status 3/u],
    ["an exception", "1 / 0\n", 1, /ZeroDivisionError/u],
    ["a signal", "import os\nos.kill(os.getpid(), 11)\n", 139, /exit status 139/u],
    ["a kill", "import os, time\ntime.sleep(0.5)\nos.kill(os.getpid(), 9)\n", 137, /exit status 137/u],
    ["os._exit", "import os, time\ntime.sleep(0.5)\nos._exit(7)\n", 7, /exit status 7/u],
    ["the end of what is too short", "pass\n", 0, /Ran \d.*: nothing here is worth making faster\./u],
  ])("%s", async (_what, text, status, says) => {
    const project = makeProject({ "app.py": text });
    const outcome = await project.hasten(["run", "app.py"]);
    expect(outcome.stderr).toMatch(says);
    expect(outcome.stderr).not.toContain("bug of ours");
    expect(outcome).toMatchObject({ status, stdout: "" });
    expect(snapshot(project.folder)).toEqual({ "app.py": text });
    await expectNothingLeft(project);
  });

  it("stdin and bytes that are no text", async () => {
    const text = "import sys\nsys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])\n";
    const project = makeProject({ "app.py": text });
    const outcome = await project.hasten(["run", "app.py"], { input: "\u0000\u0001\tabc" });
    expect(outcome).toMatchObject({ status: 0, stdout: "cba\t\u0001\u0000" });
    await expectNothingLeft(project);
  });

  it("a daemon, which outlives it", async () => {
    const text = `import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)\n    os._exit(0)\nos.wait()\n${spin}`;
    const project = makeProject({ "app.py": text });
    expect(await project.hasten(["run", "app.py"])).toMatchObject({ status: 0 });
    const alive = processesWith(project.marker);
    expect(alive).toHaveLength(1);
    for (const id of alive) process.kill(id, "SIGKILL");
    await expectNothingLeft(project);
  });

  it("nothing of a program that --timeout ended: the report tells of what was seen, and the status is 2", async () => {
    const project = makeProject({ "app.py": "def hang():\n    while True:\n        pass\n\nhang()\n" });
    const outcome = await project.hasten(["run", "--timeout", "2", "app.py"]);
    expect(outcome.stderr).toContain("The program was ended by --timeout after 2 s; this is what was seen until then.");
    expect(outcome.stderr).toContain("hang");
    expect(outcome.status).toBe(2);
    await expectNothingLeft(project);
  });
});

describe("Ctrl-C", () => {
  it.each(both)("ends hasten %s with 130: nothing written, nobody left", async (verb) => {
    const hang = 'import os\nopen(os.environ["STARTED"], "w").close()\nwhile True:\n    pass\n';
    const project = makeProject({ "app.py": hang });
    const before = snapshot(project.folder);
    const started = `${project.folder} started`;
    const during = async (pid: number): Promise<void> => {
      await until(() => existsSync(started));
      process.kill(-pid, "SIGINT");
    };
    const { status, stderr } = await project.hasten([verb, "app.py"], { during, env: { STARTED: started } });
    expect(stderr).not.toContain("bug of ours");
    expect(status).toBe(130);
    expect(snapshot(project.folder)).toEqual(before);
    await expectNothingLeft(project);
  });
});

describe("hasten fix", () => {
  it("fixes a program that reads stdin, prints bytes and leaves a daemon, and leaves none itself", async () => {
    const daemon = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(300)\n    os._exit(0)\n";
    const bytes = 'sys.stdout.buffer.write(b"\\xff\\x00" + sys.stdin.buffer.read())\n';
    const project = makeProject({ "app.py": `${daemon}${slowProgram(9_000)}${bytes}` });
    const outcome = await project.hasten(["fix", "--json", "app.py"], { input: "the same for all" });
    expect(outcome.status).toBe(0);
    const document = JSON.parse(outcome.stdout) as {
      attempts: { verdict: { kind: string }; compared: { outputs: string[] } }[];
    };
    expect(document).toMatchObject({ written: true, attempts: [{ verdict: { kind: "kept" } }] });
    expect(document.attempts[0]?.compared.outputs).toContain("stdout");
    await expectNothingLeft(project);
  });

  const windows = slowProgram(9_000).replaceAll("    ", "\t").replace("\n\n\ndef common", "\n\f\n\ndef common");
  it.each<[string, Buffer]>([
    [
      "Latin-1, CRLF, tabs and a form feed",
      Buffer.from(`# coding: latin-1\n# caf\u00e9\n${windows}`.replaceAll("\n", "\r\n"), "latin1"),
    ],
    ["a BOM and no last line break", Buffer.from(`\uFEFF# café\n${slowProgram(9_000).trimEnd()}`)],
  ])("keeps every other byte of a source with %s", async (_what, before) => {
    const project = makeProject({ "app.py": before });
    const { status } = await project.hasten(["fix", "app.py"]);
    expect(status).toBe(0);
    const old = before.toString("latin1").split("\n");
    const now = readFileSync(join(project.folder, "app.py")).toString("latin1").split("\n");
    const isCrlf = before.includes("\r\n");
    const added = now.filter((line) => !old.includes(line));
    expect(added.length).toBeGreaterThan(0);
    expect(added.every((line) => line.endsWith("\r") === isCrlf)).toBe(true);
    expect(now.filter((line) => !added.includes(line))).toEqual(old.filter((line) => !line.includes("if x in ys")));
    await expectNothingLeft(project);
  });
});
