import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, makeProject } from "./command/hasten.ts";
import { packageFolder, python } from "./launch/world.ts";
import { startProgram, type StartedProgram } from "./sampler/watched-process.ts";

const PROGRAM = `import sys, time

def find(name, names):
    return name in names

def main(seconds):
    names = ["name%d" % n for n in range(20_000)]
    print("ready", flush=True)
    end = time.time() + seconds
    while time.time() < end:
        find("nobody", names)
    sys.exit(3)

main(float(sys.argv[1]))
`;

type Step = readonly [
  string,
  string | { readonly signal: number; readonly group: boolean } | { readonly size: number[] },
];

interface Session {
  readonly output: string;
  readonly status: number;
  readonly restored: boolean;
}

/** Takes the other screen; gives the terminal back. */
const [ENTERED, LEFT] = ["\u001B[?1049h", "\u001B[?7h\u001B[?25h\u001B[?1049l"];
const SEEN = "self now";

const project = makeProject({ "app.py": PROGRAM });

/** Runs `hasten top` under a terminal, typing at it. */
async function atTerminal(words: readonly string[], steps: readonly Step[]): Promise<Session> {
  const terminal = join(packageFolder, "test/launch/terminal.py");
  const command = [process.execPath, join(packageFolder, "bin/hasten.js"), "top", ...words];
  const options = { cwd: project.folder, env: { ...process.env, TMPDIR: project.temp, NO_COLOR: "1" } };
  const said = await promisify(execFile)(python, [terminal, JSON.stringify(steps), ...command], options);
  return JSON.parse(said.stdout) as Session;
}

describe.runIf(process.platform === "linux")("hasten top in a terminal", () => {
  let watched: StartedProgram;
  beforeAll(async () => {
    watched = await startProgram(python, join(project.folder, "app.py"), "300");
  });
  afterAll(async () => watched.stop());

  it("shows functions live, obeys its keys, and gives the terminal back", async () => {
    const steps: Step[] = [
      [SEEN, "s"],
      ["by cumulative", "f"],
      ["FROZEN", { size: [12, 60] }],
      ["…", "f"],
      [SEEN, "s"],
      ["by self since start", "\r"],
      ["esc back", "\u001B"],
      ["move", "q"],
    ];
    const { output, status, restored } = await atTerminal([String(watched.pid), "--rate", "500"], steps);
    expect([status, restored]).toEqual([0, true]);
    expect(output).toContain(ENTERED);
    expect(output).toMatch(/▶ +\d+ % +\d+ % +│ +\d+ % +\d+ % +__main__\.find +app\.py:3/u);
    expect(output).toMatch(/\d+ % +4 {6}return name in names/u);
    expect(output).toMatch(/computing \d+ %, waiting [\d.]+ %, GC 0 % · GIL held \d+ %, wanted 0 %/u);
    const [shown, after] = output.split(LEFT);
    const frames = shown?.split("\u001B[H") ?? [];
    expect(
      frames
        .at(-1)
        ?.replaceAll(/\p{Cc}\[[A-Z]/gu, "")
        .split(/\r+\n/u)
        .map((line) => line.length),
    ).toSatisfy((lengths: number[]) => lengths.length <= 12 && lengths.every((length) => length <= 60));
    // What was seen last stays on the user's own screen.
    expect(after).toMatch(/^hasten: process \d+ for [\s\S]*__main__\.find/u);
    expect(watched.child.exitCode).toBeNull();
  });

  it("gives it back after Ctrl-C, after a kill, and when the program ends; q ends the program", async () => {
    const pid = String(watched.pid);
    const [interrupted, killed, ended, left] = await Promise.all([
      atTerminal([pid], [[SEEN, "\u0003"]]),
      atTerminal([pid], [[SEEN, { signal: 15, group: false }]]),
      atTerminal(["app.py", "1.5"], []),
      atTerminal(["app.py", "60"], [[SEEN, "q"]]),
    ]);
    for (const { output, status, restored } of [interrupted, killed, ended, left]) {
      expect([status, restored], output).toEqual([0, true]);
      expect(output.split(LEFT)).toHaveLength(2);
    }
    expect(ended.output).toMatch(/hasten: the program has ended with status 3\r?\n$/u);
    expect(left.output.split(LEFT)[1]).toContain("hasten: app.py 60 for");
    expect(readdirSync(project.temp)).toEqual([]);
    expect(watched.child.exitCode).toBeNull();
  });
});

describe.runIf(process.platform === "linux")("hasten top without a terminal", () => {
  it("prints a table once a second until the process ends", async () => {
    const program = await startProgram(python, join(project.folder, "app.py"), "5");
    const { status, stdout, stderr } = await project.hasten(["top", String(program.pid)]);
    expect([status, stderr]).toEqual([0, `hasten: process ${program.pid} has ended\n`]);
    expect(stdout.match(/^hasten: process \d+ for /gmu)?.length).toBeGreaterThan(1);
    expect(stdout).toMatch(/__main__\.find {2}app\.py:3/u);
    expect(stdout).not.toContain("\u001B");
  });

  it.each([
    ["a process that is not there", ["4190000"], /There is no process 4190000/u],
    ["what is no Python", [String(process.pid)], /is no Python/u],
    ["a script that is not there", ["none.py"], /There is no file none\.py/u],
    ["nothing at all", [], /top needs a program/u],
  ])("refuses %s", async (_what, words, says) => {
    await expectRefusal(project, ["top", ...words], says);
  });
});
