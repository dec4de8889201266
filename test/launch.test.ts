import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { bytes } from "../src/base/units.ts";
import { launch } from "../src/collect/launch/launch.ts";
import type { BatchOptions } from "../src/collect/launch/launch-options.ts";
import type { Ended } from "../src/collect/launch/ended.ts";
import type { Program } from "../src/collect/program.ts";
import { compileLaunch } from "./launch/compile.ts";
import { makeFolder, makeWorld, packageFolder, python, pythons } from "./launch/world.ts";

const isLinux = process.platform === "linux";
const folder = makeFolder();
const compiled = compileLaunch();
let number = 0;

function command(...argv: string[]): Program {
  return { request: { kind: "command", command: argv }, argv, cwd: folder, env: {} };
}

/** A program of Python text, which is also the Python that measures it. */
function code(text: string, interpreter: string = python): Program {
  const known = { executable: interpreter, version: [3, 8, 0], implementation: "cpython", gil: "on" } as const;
  return { ...command(interpreter, "-c", text), python: known };
}

/** Options of a batch run with a folder of its own. */
function batch(changes: Partial<BatchOptions> = {}): BatchOptions {
  number += 1;
  return { mode: "batch", folder: join(folder, `run ${number}`), ...changes };
}

function run(program: Program, changes: Partial<BatchOptions> = {}): Promise<Ended> {
  return launch(program, batch(changes), makeWorld());
}

function textOf(ended: Ended): string {
  return readFileSync(ended.stdout?.path ?? "", "utf8");
}

/** Processes whose command line or environment holds a word. */
function processesWith(word: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => /^\d+$/u.test(pid) && pid !== String(process.pid) && holds(pid, word));
}

function holds(pid: string, word: string): boolean {
  try {
    return ["cmdline", "environ"].some((name) => readFileSync(`/proc/${pid}/${name}`).includes(word));
  } catch {
    return false;
  }
}

/** Starts the driver (what the command line does) as a process of its own. */
function driverCommand(program: Partial<Program>, options: object, result: string): string[] {
  return [
    join(packageFolder, "test/launch/driver.mjs"),
    compiled,
    packageFolder,
    JSON.stringify({ program, options }),
    result,
  ];
}

async function until(condition: () => boolean): Promise<void> {
  for (let look = 0; look < 400 && !condition(); look += 1) await sleep(25);
  expect(condition()).toBe(true);
}

describe("a batch run", () => {
  it.each(pythons)("reports status, output and cost under %s", async (interpreter) => {
    const text = "import sys; print('out'); print('err', file=sys.stderr); x = [0] * 10_000_000; sys.exit(3)";
    const ended = await run(code(text, interpreter));
    expect(ended).toMatchObject({ exitCode: 3, timedOut: false, interrupted: false });
    expect(ended.signal).toBeUndefined();
    expect(textOf(ended)).toBe("out\n");
    expect(readFileSync(ended.stderr?.path ?? "", "utf8")).toBe("err\n");
    expect(ended.peakRss).toBeGreaterThan(80e6);
    expect(ended.peakRss).toBeLessThan(160e6);
    expect(ended.cpu).toBeGreaterThan(0);
    expect(ended.cpu).toBeLessThan(ended.wall * 1.5);
  });

  it.each([0, 1, 3, 255])("reports the exit status %d", async (status) => {
    expect((await run(code(`import os; os._exit(${status})`))).exitCode).toBe(status);
  });

  it.each(["SIGSEGV", "SIGKILL", "SIGTERM", "SIGINT"] as const)("reports the end by %s", async (signal) => {
    const ended = await run(
      code(`import os, signal; signal.signal(2, signal.SIG_DFL); os.kill(os.getpid(), signal.${signal})`),
    );
    expect(ended.signal).toBe(signal);
    expect(ended.exitCode).toBe(128 + constants.signals[signal]);
  });

  it("passes stdin and stdout through byte for byte", async () => {
    const input = randomBytes(1 << 20);
    const echo = code("import sys, shutil; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)");
    const ended = await run(echo, { stdin: { bytes: input } });
    const sha256 = createHash("sha256").update(input).digest("hex");
    expect(ended.stdout).toMatchObject({ bytes: 1 << 20, sha256 });
    const file = join(folder, "input");
    writeFileSync(file, input);
    expect((await run(echo, { stdin: { file } })).stdout).toMatchObject({ sha256 });
    expect((await run(echo)).stdout).toMatchObject({ bytes: 0 });
  });

  it("keeps huge output out of memory and says how much there was", async () => {
    const ended = await run(command("head", "-c", "200000000", "/dev/zero"));
    expect(ended.stdout?.bytes).toBe(200_000_000);
  });

  it("ends a program that prints without end", async () => {
    await expect(run(command("yes"), { outputLimit: bytes(1e6) })).rejects.toMatchObject({ code: "too-large" });
  });

  it("does not mind a program that closes its output", async () => {
    expect((await run(code("import os; os.close(1); os.close(2); os._exit(5)"))).exitCode).toBe(5);
  });

  it("runs in the given folder with the given environment", async () => {
    const cwd = join(folder, "else where");
    mkdirSync(cwd);
    const text = "import os; print(os.getcwd(), os.environ.get('GIVEN'), os.environ.get('HOME'))";
    const ended = await run(code(text), { cwd, env: { GIVEN: "ä b", HOME: undefined } });
    expect(textOf(ended)).toBe(`${cwd} ä b None\n`);
  });

  it.runIf(isLinux)("leaves no daemon behind", async () => {
    const text = "import os, time\nif os.fork() == 0:\n os.setsid()\n if os.fork() == 0: time.sleep(300)\n os._exit(0)";
    const ended = await run(code(text), { runId: "leaves-no-daemon" });
    expect(ended.exitCode).toBe(0);
    expect(processesWith("leaves-no-daemon")).toEqual([]);
  });

  it.runIf(isLinux)("ends a program that hangs, with all its children, even those that ignore SIGTERM", async () => {
    const stubborn = `stubborn-child-${process.pid}`;
    const child = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(300)";
    const text = `import subprocess, sys, os
subprocess.Popen([sys.executable, "-c", ${JSON.stringify(child)}, "${stubborn}"], env={}, start_new_session=True)
subprocess.run([sys.executable, "-c", ${JSON.stringify(child)}, "${stubborn}"])`;
    const ended = await run(code(text), { timeoutSeconds: 1.5 });
    expect(ended).toMatchObject({ timedOut: true, signal: "SIGTERM" });
    expect(processesWith(stubborn)).toEqual([]);
  });

  it("kills a program that ignores SIGTERM after the grace", async () => {
    const text = "import signal, time; signal.signal(15, signal.SIG_IGN); print('on', flush=True); time.sleep(300)";
    const ended = await run(code(text), { timeoutSeconds: 0.5 });
    expect(ended).toMatchObject({ timedOut: true, signal: "SIGKILL", exitCode: 137 });
    expect(textOf(ended)).toBe("on\n");
  });

  it.runIf(isLinux)("is refused and cleared away when the measuring process is killed", async () => {
    const text = "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(300)";
    const promise = run(code(text), { runId: "measure-is-killed" });
    await expect(promise).rejects.toMatchObject({ code: "program-failed" });
    expect(processesWith("measure-is-killed")).toEqual([]);
  });

  it("gives a script the path that was typed", async () => {
    writeFileSync(join(folder, "typed"), `#!${python}\nimport sys; print(sys.argv)\n`);
    chmodSync(join(folder, "typed"), 0o755);
    expect(textOf(await run(command("./typed", "x")))).toBe("['./typed', 'x']\n");
    const env = { PATH: `${folder}:${process.env["PATH"]}` };
    expect(textOf(await run(command("typed"), { env }))).toBe(`['${folder}/typed']\n`);
  });

  it("lets a program tidy up on a timeout", async () => {
    const text =
      "import signal, sys, time\ndef bye(*_): print('bye'); sys.exit(7)\nsignal.signal(15, bye)\ntime.sleep(300)";
    const ended = await run(code(text), { timeoutSeconds: 1 });
    expect(ended).toMatchObject({ timedOut: true, exitCode: 7 });
    expect(textOf(ended)).toBe("bye\n");
  });

  it("ends when the user asks to stop", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("SIGINT"), 500);
    const ended = await launch(code("import time; time.sleep(300)"), batch(), makeWorld({ signal: controller.signal }));
    expect(ended).toMatchObject({ interrupted: true, timedOut: false, signal: "SIGTERM" });
  });

  it.runIf(isLinux)("dies with the hasten that started it, even by SIGKILL", async () => {
    const text = "import os, time\nif os.fork() == 0: os.setsid()\ntime.sleep(300)";
    const mark = "dies-with-hasten";
    const options = { ...batch(), runId: mark };
    const argv = driverCommand({ argv: [python, "-c", text] }, options, join(folder, "unused"));
    const driver = spawn(process.execPath, argv, { cwd: folder, stdio: "ignore" });
    await until(() => processesWith(`HASTEN_RUN=${mark}`).length === 2);
    driver.kill("SIGKILL");
    await until(() => processesWith(mark).length === 0);
  });
});

describe("the child's surroundings", () => {
  // What a process inherits: signals, descriptors, limits, environment, and who it runs with.
  const LOOK = `
import os, signal, resource, sys
print([signal.getsignal(n) is signal.SIG_IGN for n in sorted(signal.valid_signals())])
print(sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])))
masks = [line.split() for line in open("/proc/self/status") if line.startswith(("SigBlk", "SigIgn", "SigCgt"))]
# glibc's posix_spawn leaves its own two signals, 32 and 33, ignored; its threads set them when they need them.
print([(name, int(mask, 16) & ~(3 << 31)) for name, mask in masks])
print(sorted(os.listdir("/proc/self/fd")), resource.getrlimit(resource.RLIMIT_NOFILE))
print(sys.argv, sys.flags, sys.path, os.umask(0), os.getcwd())
print(sorted((k, v) for k, v in os.environb.items() if not k.startswith((b"HASTEN_", b"_"))))
`;

  it.runIf(isLinux)("are those of a bare run", () => {
    const script = join(folder, "look.py");
    writeFileSync(script, LOOK);
    const program = { argv: [python, script, "a b", "", "é"] };
    const driver = driverCommand(program, { mode: "interactive" }, join(folder, "looked"));
    // The shell gives a low limit of open files, a C locale, a Latin-1 variable and a broken byte in an argument.
    const shell = (words: readonly string[]): string =>
      execFileSync("bash", ["--norc", "-c", `ulimit -Sn 777; export LATIN=$'caf\\xe9'; "$@"; true`, "bash", ...words], {
        cwd: folder,
        env: { PATH: process.env["PATH"], LC_ALL: "C", PYTHONPATH: "/nowhere" },
      }).toString();
    const observed = shell([process.execPath, ...driver]);
    expect(observed).toBe(shell(program.argv));
    expect(observed).toContain("(777, ");
  });

  it.runIf(isLinux)("include the files that a shell's <(...) opens", () => {
    const script = "import sys; print(open(sys.argv[1]).read())";
    const driver = driverCommand(
      { argv: [python, "-c", script, "/dev/fd/40"] },
      { mode: "interactive" },
      join(folder, "fd"),
    );
    const said = execFileSync("bash", [
      "-c",
      `exec 40< <(echo from a pipe); "$@"`,
      "bash",
      process.execPath,
      ...driver,
    ]);
    expect(said.toString().trim()).toBe("from a pipe");
  });
});

function drive(program: Partial<Program>, options: object, input: string | Buffer = ""): ReturnType<typeof spawnSync> {
  const argv = driverCommand(program, { mode: "interactive", ...options }, join(folder, "driven"));
  return spawnSync(process.execPath, argv, { cwd: folder, input });
}

describe("an interactive run", () => {
  it("leaves stdin to others when the program does not read it", () => {
    const driver = driverCommand({ argv: ["true"] }, { mode: "interactive" }, join(folder, "driven"));
    const said = execFileSync("bash", ["--norc", "-c", `"$@"; cat`, "bash", process.execPath, ...driver], {
      input: "untouched",
    });
    expect(said.toString()).toBe("untouched");
  });

  it("passes bytes through both ways and exits like the program", () => {
    const input = randomBytes(300_000);
    const text = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()); sys.exit(9)";
    const driven = drive({ argv: [python, "-c", text] }, {}, input);
    expect(driven.status).toBe(9);
    expect(input.equals(driven.stdout as Buffer)).toBe(true);
  });

  it("keeps stdout free when asked to", () => {
    const driven = drive({ argv: ["echo", "hello"] }, { stdout: "stderr" });
    expect([driven.stdout.toString(), driven.stderr.toString()]).toEqual(["", "hello\n"]);
  });

  it("keeps a copy of stdin, and ends with the program even when stdin does not", async () => {
    const copy = join(folder, "copy");
    const options = { mode: "interactive", recordStdin: { path: copy } };
    const text = "import sys; print(sys.stdin.readline())";
    const argv = driverCommand({ argv: [python, "-c", text] }, options, join(folder, "recorded"));
    const driver = spawn(process.execPath, argv, { cwd: folder, stdio: ["pipe", "ignore", "inherit"] });
    driver.stdin.write("first line\nsecond");
    await until(() => driver.exitCode !== null);
    expect(driver.exitCode).toBe(0);
    expect(readFileSync(copy, "utf8")).toBe("first line\nsecond");
    expect(JSON.parse(readFileSync(join(folder, "recorded"), "utf8"))).toMatchObject({
      stdinRecord: { path: copy, bytes: 17, complete: true },
    });
  });

  it("copies a whole file without reading it away", () => {
    const [file, copy] = [join(folder, "file in"), join(folder, "file copy")];
    writeFileSync(file, randomBytes(200_000));
    const text = "import sys; sys.stdin.buffer.read(10); print(sys.stdin.seekable())";
    const options = { mode: "interactive", recordStdin: { path: copy } };
    const driver = driverCommand({ argv: [python, "-c", text] }, options, join(folder, "driven"));
    const said = execFileSync("bash", ["--norc", "-c", `"$@" < "$0"`, file, process.execPath, ...driver]);
    expect(said.toString()).toBe("True\n");
    expect(readFileSync(copy).equals(readFileSync(file))).toBe(true);
  });

  it.runIf(isLinux)("lets daemons live, and a run whose hasten was killed", async () => {
    const file = join(folder, "outlived");
    const text = `import os, time\nif os.fork() == 0:\n time.sleep(1.5); open(${JSON.stringify(file)}, "w")`;
    expect(drive({ argv: [python, "-c", text] }, {}).status).toBe(0);
    const second = join(folder, "outlived too");
    const argv = driverCommand(
      { argv: [python, "-c", `import time; time.sleep(1.5); open(${JSON.stringify(second)}, "w")`, "outlives-hasten"] },
      { mode: "interactive", runId: "outlives" },
      join(folder, "driven"),
    );
    const driver = spawn(process.execPath, argv, { cwd: folder, stdio: "ignore" });
    await until(() => processesWith("HASTEN_RUN=outlives").length === 1);
    driver.kill("SIGKILL");
    await until(() => existsSync(file) && existsSync(second));
  });
});

describe("a program that cannot be started", () => {
  it("is refused with what is wrong with it", async () => {
    const file = join(folder, "broken");
    writeFileSync(file, "#!/no/such/interpreter\n");
    chmodSync(file, 0o755);
    await expect(run(command(file))).rejects.toMatchObject({
      code: "cannot-start",
      message: expect.stringContaining("/no/such/interpreter"),
    });
    await expect(run(command("no-such-command-anywhere"))).rejects.toMatchObject({ code: "cannot-start" });
    await expect(run(command("true"), { cwd: join(folder, "missing") })).rejects.toMatchObject({
      code: "cannot-start",
    });
    await expect(run(command("true", "x".repeat(3e6)))).rejects.toMatchObject({ code: "cannot-start" });
  });

  it("is not one that merely lacks a #! line", async () => {
    const file = join(folder, "plain");
    writeFileSync(file, 'echo "$1"; exit 4\n');
    chmodSync(file, 0o755);
    const ended = await run(command(file, "as a shell does"));
    expect([ended.exitCode, textOf(ended)]).toEqual([4, "as a shell does\n"]);
  });
});
