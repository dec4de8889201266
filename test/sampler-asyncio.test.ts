import { afterAll, describe, expect, it, vi } from "vitest";
import { findAsyncio } from "../src/collect/sampler/process/find-asyncio.ts";
import { describedPythons } from "./pythons.ts";
import { runningTaskName } from "./sampler/running-task.ts";
import { startProgram, type StartedProgram } from "./sampler/watched-process.ts";

const PROGRAM = `
import asyncio, time

async def burn():
    print("ready", flush=True)
    time.sleep(60)

async def main():
    await asyncio.create_task(burn(), name="the busy one")

asyncio.run(main())
`;

const started: StartedProgram[] = [];

afterAll(async () => {
  await Promise.all(started.map((program) => program.stop()));
});

const pythons = describedPythons().filter(({ number }) => number >= 314 && number <= 315);

describe.runIf(process.platform === "linux" && pythons.length > 0)("asyncio's own table", () => {
  it.each(pythons)("leads to the running task of a $minor", async ({ executable }) => {
    const program = await startProgram(executable, "-c", PROGRAM);
    started.push(program);
    await vi.waitFor(() => expect(runningTaskName(program.pid)).toBe("the busy one"), { timeout: 10_000 });
  });
});

const older = describedPythons().filter(({ number }) => number < 314);

describe.runIf(process.platform === "linux" && older.length > 0)("an asyncio without a table", () => {
  it.each(older.slice(-1))("is told from one of $minor", async ({ executable }) => {
    const program = await startProgram(executable, "-c", PROGRAM);
    started.push(program);
    expect(findAsyncio(program.pid)).toBeUndefined();
  });
});
