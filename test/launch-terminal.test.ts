import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { compileLaunch } from "./launch/compile.ts";
import { makeFolder, packageFolder, python } from "./launch/world.ts";

const folder = makeFolder();
const compiled = compileLaunch();

/** The driver with a script of this text as its program. */
function driver(text: string, options: object = {}): string[] {
  const script = join(folder, "program.py");
  writeFileSync(script, text);
  const request = JSON.stringify({ program: { argv: [python, script] }, options: { mode: "interactive", ...options } });
  return [
    process.execPath,
    join(packageFolder, "test/launch/driver.mjs"),
    compiled,
    packageFolder,
    request,
    join(folder, "ended"),
  ];
}

type Step = readonly [string, string | { readonly signal: number; readonly group: boolean }];

interface Session {
  readonly output: string;
  readonly status: number;
}

/** Runs a command under a terminal, typing at it. */
function atTerminal(steps: readonly Step[], command: readonly string[]): Session {
  const terminal = join(packageFolder, "test/launch/terminal.py");
  const said = execFileSync(python, [terminal, JSON.stringify(steps), ...command], { cwd: folder });
  return JSON.parse(said.toString()) as Session;
}

const COUNT = `
import signal, sys, time
seen = []
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda n, _: seen.append(signal.Signals(n).name))
print("ready", flush=True)
end = time.monotonic() + 20
while not seen and time.monotonic() < end:
    time.sleep(0.01)
time.sleep(0.5)
print("seen", *seen, flush=True)
sys.exit(42)
`;

describe("a program at a terminal", () => {
  it("has the terminal, its size and its process group", () => {
    const text =
      "import os, sys; print([os.isatty(fd) for fd in (0, 1, 2)], os.tcgetpgrp(0) == os.getpgrp(), os.ttyname(0) != '')";
    expect(atTerminal([], driver(text)).output).toContain("[True, True, True] True True");
  });

  it("reads what is typed", () => {
    const session = atTerminal([["name? ", "Ada\n"]], driver("print('hello', input('name? '))"));
    expect(session.output).toContain("hello Ada");
    expect(session.status).toBe(0);
  });

  it("gets Ctrl-C once, handles it, and exits with its own status", () => {
    const session = atTerminal([["ready", "\u0003"]], driver(COUNT));
    expect(session.output).toMatch(/seen SIGINT\r?\n/u);
    expect(session.status >> 8).toBe(42);
    expect(JSON.parse(readFileSync(join(folder, "ended"), "utf8"))).toMatchObject({ interrupted: true, exitCode: 42 });
  });

  it("dies of Ctrl-C as usual when it does not handle it", () => {
    const session = atTerminal(
      [["ready", "\u0003"]],
      driver("import time; print('ready', flush=True); time.sleep(60)"),
    );
    expect(session.output).toContain("KeyboardInterrupt");
    expect(session.status >> 8).toBe(130);
  });

  it("gets one SIGTERM, whether the group or hasten alone was meant", () => {
    for (const group of [true, false]) {
      const session = atTerminal([["ready", { signal: 15, group }]], driver(COUNT));
      expect(session.output).toMatch(/seen SIGTERM\r?\n/u);
      expect(session.status >> 8).toBe(42);
    }
  });

  it("stops with Ctrl-Z and goes on with fg", () => {
    const text = `import signal\nsignal.signal(signal.SIGCONT, lambda *_: print("continued", flush=True))\n${COUNT}`;
    const words = driver(text)
      .map((word) => `'${word}'`)
      .join(" ");
    const steps: Step[] = [
      ["$ ", `${words}\n`],
      ["ready\r\n", "\u001a"],
      ["Stopped", "fg\n"],
      ["continued", "\u0003"],
      ["seen SIGINT", "exit $?\n"],
    ];
    const session = atTerminal(steps, ["env", "PS1=$ ", "bash", "--norc", "--noprofile", "-i"]);
    expect(session.output).toContain("Stopped");
    expect(session.output).toContain("seen SIGINT");
    expect(session.status >> 8).toBe(42);
  });

  it("is ended by a timeout although it shares our process group", () => {
    const session = atTerminal([], driver("import time; time.sleep(60)", { timeoutSeconds: 1 }));
    expect(session.status >> 8).toBe(143);
  });
});

describe("a program without a terminal", () => {
  it("gets the SIGINT that was meant for hasten", async () => {
    const [node = "", ...rest] = driver(COUNT);
    const child = spawn(node, rest, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (part: Buffer) => {
      output += part.toString();
    });
    while (!output.includes("ready")) await sleep(20);
    child.kill("SIGINT");
    while (child.exitCode === null) await sleep(20);
    expect(output).toMatch(/seen SIGINT\n/u);
    expect(child.exitCode).toBe(42);
  });

  it("is killed by a closed pipe as in a shell", () => {
    const text = "import signal; signal.signal(signal.SIGPIPE, signal.SIG_DFL)\nwhile True: print('y')";
    const words = driver(text);
    const said = spawnSync("bash", ["--norc", "-c", `set -o pipefail; "$@" | head -n 1`, "bash", ...words], {
      cwd: folder,
    });
    expect(said.stdout.toString()).toBe("y\n");
    expect(said.status).toBe(141);
  });
});
