import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { findRuntime } from "../src/collect/sampler/process/find-runtime.ts";
import type { RuntimeOutcome } from "../src/collect/sampler/process/runtime-outcome.ts";
import { describedPythons, oldPythons } from "./pythons.ts";
import { startProgram, type StartedProgram } from "./sampler/watched-process.ts";
import { functionNames } from "./sampler/walk-frames.ts";

const PROGRAM = `
import sys, threading, time

def inner(seconds):
    time.sleep(seconds)

def outer(seconds):
    inner(seconds)

def waiting(event):
    event.wait()

threading.Thread(target=waiting, args=(threading.Event(),), daemon=True).start()
print(*sys.version_info[:3], flush=True)
outer(60)
`;

/** How long a program may take to get to where it stays. */
const LOADED_MACHINE = { timeout: 10_000 };

const started: StartedProgram[] = [];

async function start(command: string, ...programArguments: string[]): Promise<number> {
  const program = await startProgram(command, ...programArguments);
  started.push(program);
  return program.pid;
}

afterAll(async () => {
  await Promise.all(started.map((program) => program.stop()));
});

function found(outcome: RuntimeOutcome): Extract<RuntimeOutcome, { kind: "found" }> {
  if (outcome.kind !== "found") throw new Error(`expected a runtime, got ${JSON.stringify(outcome)}`);
  return outcome;
}

describe.runIf(process.platform === "linux")("finding a running Python", () => {
  it.each(describedPythons().filter(({ number }) => number <= 315))(
    "tells what every thread of a $minor does",
    async ({ executable, number }) => {
      const runtime = found(findRuntime(await start(executable, "-c", PROGRAM)));
      expect(runtime.version.slice(0, 2)).toEqual([3, number - 300]);
      // The line is printed before both threads are where they stay.
      await vi.waitFor(() => {
        const stacks = functionNames(runtime);
        expect(stacks).toHaveLength(2);
        expect(stacks).toContainEqual(["inner", "outer", "<module>"]);
        expect(stacks.find((stack) => stack.includes("waiting"))?.slice(0, 3)).toEqual(["wait", "wait", "waiting"]);
      }, LOADED_MACHINE);
    },
  );

  it.each(oldPythons())("says which version %s is, and that it is not read", async (executable) => {
    const [, major, minor, micro] = /(\d+)\.(\d+)\.(\d+)/.exec(executable)?.map(Number) ?? [];
    const outcome = findRuntime(await start(executable, "-uc", "import time; print(1); time.sleep(60)"));
    expect(outcome).toMatchObject({ kind: "unsupported-python", version: [major, minor, micro] });
  });

  it("does not take another program for one", async () => {
    const pid = await start("/bin/sh", "-c", "echo ready; exec /bin/sleep 60");
    expect(findRuntime(pid).kind).toBe("not-python");
    expect(findRuntime(process.pid).kind).toBe("not-python");
  });

  it("says so where a program is of another architecture", async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), "hasten-foreign-"));
    const program = join(folder, "pause");
    writeFileSync(program, pausing32BitProgram(), { mode: 0o755 });
    // The shell says that it is ready, and then becomes the program; where the kernel cannot run it, it ends.
    const pid = await start("/bin/sh", "-c", `echo ready; exec ${program}`);
    await vi.waitFor(
      () => expect(findRuntime(pid)).not.toMatchObject({ executable: realpathSync("/bin/sh") }),
      LOADED_MACHINE,
    );
    const outcome = findRuntime(pid);
    rmSync(folder, { recursive: true });
    if (outcome.kind === "no-such-process" || outcome.kind === "exiting") skip("no 32-bit programs here");
    expect(outcome).toEqual({ kind: "foreign-architecture", executable: program, machine: undefined });
  });

  it("knows a process that is not there", () => {
    expect(findRuntime(2 ** 30)).toEqual({ kind: "no-such-process" });
  });
});

/** An ELF file for 32-bit x86 of nothing but `pause()`, again and again. */
function pausing32BitProgram(): Buffer {
  const code = Buffer.from("b81d000000cd80ebf7", "hex");
  const [base, size] = [0x8048000, 84 + code.length];
  const header = Buffer.alloc(84);
  header.write("\u007FELF\u0001\u0001\u0001", "latin1");
  // `e_type` executable, `e_machine` 386, `e_version`, `e_entry`, `e_phoff`; sizes and number of the headers.
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(3, 18);
  [1, base + 84, 52].forEach((value, index) => header.writeUInt32LE(value, 20 + index * 4));
  [52, 32, 1].forEach((value, index) => header.writeUInt16LE(value, 40 + index * 2));
  // One segment: loaded, from the start of the file, readable and executable.
  [1, 0, base, base, size, size, 5, 4096].forEach((value, index) => header.writeUInt32LE(value, 52 + index * 4));
  return Buffer.concat([header, code]);
}
