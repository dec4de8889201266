import { readFileSync, readdirSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { findRuntime } from "../src/collect/sampler/process/find-runtime.ts";
import { kernelIdsOf, threadIdsOf } from "../src/collect/sampler/process/thread-ids.ts";
import { describedPythons } from "./pythons.ts";
import { startProgram, type StartedProgram } from "./sampler/watched-process.ts";
import { threadHandles } from "./sampler/walk-frames.ts";

/** Says of each thread which `pthread_t` and which id the kernel gives it, then keeps them all. */
const PROGRAM = `
import threading, time

def note():
    told.append("%d %d" % (threading.get_ident(), threading.get_native_id()))
    barrier.wait()
    time.sleep(60)

told = []
barrier = threading.Barrier(THREADS)
for _ in range(THREADS - 1):
    threading.Thread(target=note, daemon=True).start()
told.append("%d %d" % (threading.get_ident(), threading.get_native_id()))
barrier.wait()
print(*told, sep=",", flush=True)
time.sleep(60)
`;

/** How long a program may take to get to where it stays. */
const LOADED_MACHINE = { timeout: 10_000 };

const started: StartedProgram[] = [];

afterAll(async () => {
  await Promise.all(started.map((program) => program.stop()));
});

describe.runIf(process.platform === "linux")("the kernel's ids of threads", () => {
  const pythons = describedPythons().filter(({ number }) => number <= 315);

  it.each(pythons.flatMap((python) => [1, 12].map((threads) => ({ ...python, threads }))))(
    "are told for the $threads threads of a $minor",
    async ({ executable, threads }) => {
      const program = await startProgram(executable, "-c", PROGRAM.replaceAll("THREADS", String(threads)));
      started.push(program);
      await vi.waitFor(() => {
        const runtime = findRuntime(program.pid);
        if (runtime.kind !== "found") throw new Error(runtime.kind);
        const handles = threadHandles(runtime);
        const ids = [...threadIdsOf(runtime)].map(([state, id]) => `${handles.get(state)} ${id}`);
        expect(ids.sort()).toEqual(program.firstLine.split(",").sort());
      }, LOADED_MACHINE);
    },
  );

  it.for(pythons)(
    "are those of this namespace where a $minor has a pid namespace of its own",
    async (python, { skip }) => {
      const program = PROGRAM.replaceAll("THREADS", "3");
      const options = ["--map-root-user", "--pid", "--fork", "--kill-child"];
      const unshare = await startProgram("unshare", ...options, python.executable, "-c", program);
      started.push(unshare);
      if (unshare.firstLine === "") skip("no pid namespaces for this user");
      const pid = Number(readFileSync(`/proc/${unshare.pid}/task/${unshare.pid}/children`, "utf8"));
      await vi.waitFor(() => {
        const runtime = findRuntime(pid);
        if (runtime.kind !== "found") throw new Error(runtime.kind);
        const ids = [...threadIdsOf(runtime).values()];
        expect(ids.map(String).sort()).toEqual(readdirSync(`/proc/${pid}/task`).sort());
      }, LOADED_MACHINE);
    },
  );

  it("are none where the process is gone", async () => {
    const program = await startProgram("/bin/sh", "-c", "echo ready; exec /bin/sleep 60");
    expect([...kernelIdsOf(program.pid)]).toEqual([[program.pid, program.pid]]);
    await program.stop();
    expect(kernelIdsOf(program.pid).size).toBe(0);
  });
});
