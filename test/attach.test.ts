import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { requireRuntime } from "../src/collect/require-runtime.ts";
import { makeProject } from "./command/hasten.ts";
import { makeWorld } from "./launch/world.ts";
import { describedPythons } from "./pythons.ts";

const PROGRAM = `import sys, time
def find(name, names):
    return name in names
def main():
    names = ["name%d" % n for n in range(20_000)]
    print("ready", flush=True)
    end = time.time() + float(sys.argv[1])
    while time.time() < end:
        find("nobody", names)
    print("done")
main()
`;

async function startProgram(executable: string, file: string, seconds: number): Promise<ChildProcess> {
  const child = spawn(executable, [file, String(seconds)], { stdio: ["ignore", "pipe", "inherit"] });
  if (child.stdout !== null) await once(child.stdout, "data");
  return child;
}

async function killSoon(pid: number): Promise<void> {
  await new Promise((settle) => setTimeout(settle, 400));
  process.kill(pid, "SIGKILL");
}

/** The three newest and the oldest: each way in which CPython keeps its frames. */
const pythons = [...describedPythons()].filter((_, index, all) => index === 0 || index >= all.length - 3);

describe.each(pythons)("hasten attach on CPython $minor", ({ executable }) => {
  it("ranks what a running process does, with what its operands are, and leaves it running", async () => {
    const project = makeProject({ "app.py": PROGRAM });
    const child = await startProgram(executable, `${project.folder}/app.py`, 60);
    try {
      const done = await project.hasten(["attach", "--json", "--duration", "1.5", String(child.pid)]);
      expect(done.status, done.stderr).toBe(0);
      const document = JSON.parse(done.stdout) as {
        run: Record<string, unknown>;
        top: { function: string; share: number }[];
        findings: { rule: string; evidence: unknown[] }[];
      };
      expect(document.run).toMatchObject({ attached: { pid: child.pid }, exit_code: null, collector: "sampler" });
      expect(document.top.find((row) => row.function === "__main__.find")?.share).toBeGreaterThan(0.8);
      expect(document.findings[0]).toMatchObject({ rule: "list-membership" });
      expect(document.findings[0]?.evidence).toContainEqual(
        expect.objectContaining({ types: ["list"], by: "sampled" }),
      );
      expect(child.exitCode).toBeNull();
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("ends with the process, and a kill of hasten leaves that alone", async () => {
    const project = makeProject({ "app.py": PROGRAM });
    const child = await startProgram(executable, `${project.folder}/app.py`, 4);
    const ended = once(child, "close");
    await project.hasten(["attach", String(child.pid)], { during: killSoon });
    const whole = await project.hasten(["attach", String(child.pid)]);
    expect(whole.status, whole.stderr).toBe(0);
    expect(whole.stdout).toContain(`watched process ${child.pid}`);
    await ended;
    expect(child.exitCode).toBe(0);
  });
});

describe.each(pythons)("a CPython $minor that is only starting", ({ executable }) => {
  it("is waited for", async () => {
    const child = spawn(executable, ["-c", "import time; time.sleep(30)"], { stdio: "ignore" });
    try {
      await once(child, "spawn");
      const { version } = await requireRuntime(child.pid ?? 0, makeWorld());
      expect(version).toHaveLength(3);
    } finally {
      child.kill("SIGKILL");
    }
  });
});

describe("hasten attach refuses", () => {
  it.each([
    ["what is no number", "app.py", /"app\.py" is no process id/u],
    ["a process that is not there", "4190000", /There is no process 4190000/u],
    ["what is no Python", String(process.pid), /is no Python/u],
  ])("%s", async (_what, word, says) => {
    const project = makeProject({});
    const done = await project.hasten(["attach", word]);
    expect(done.status).toBe(2);
    expect(done.stderr).toMatch(says);
    expect(done.stderr).not.toMatch(/^ +at /mu);
  });
});
