import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dump, type Dump, type DumpedTask, type DumpedThread } from "../src/collect/dump.ts";
import { plain } from "../src/present/format/paint.ts";
import { dumpDocument } from "../src/present/json/dump-document.ts";
import { dumpReport } from "../src/present/text/dump-report.ts";
import { makeWorld } from "./launch/world.ts";
import { describedPythons } from "./pythons.ts";
import { faultsOfDump } from "./sampler/dump-schema.ts";
import { startProgram, type StartedProgram } from "./sampler/watched-process.ts";

const folder = join(import.meta.dirname, "sampler");
const waiting = join(folder, "waiting_tasks.py");
const lines = readFileSync(waiting, "utf8").split("\n");
/** Where the program says so in a comment. */
const lineOf = (word: string): number => lines.findIndex((line) => line.endsWith(`# ${word}`)) + 1;

let program: StartedProgram | undefined;
afterEach(() => program?.stop());

async function start(executable: string, file: string): Promise<number> {
  program = await startProgram(executable, file);
  return program.pid;
}

const look = async (pid: number): Promise<Dump> => dump({ pid, withLocals: false }, makeWorld());
const wordsOf = ({ waitsFor }: DumpedTask): string[] =>
  waitsFor.map((wait) => (wait.kind === "task" ? `"${wait.name}"` : wait.kind === "call" ? wait.function : wait.type));
const ownFrames = ({ frames }: DumpedTask | DumpedThread): string[] =>
  frames
    .filter(({ file }) => file.startsWith(folder))
    .map((frame) => `${frame.function.split(".").at(-1)}:${frame.line}`);

const BUSY = 'a "busy" one\n';
/** How long a program may take to get to where it stays. */
const LOADED_MACHINE = { timeout: 10_000 };
const pythons = describedPythons();
/** The two ways in which tasks are kept, with the oldest frames and the newest. */
const kinds = new Set([pythons.at(0), pythons.at(-1)]);

describe.runIf(process.platform === "linux").each(pythons)("asyncio's tasks in a dump of CPython $minor", (python) => {
  it("are shown with what they wait for, and where", async () => {
    const pid = await start(python.executable, waiting);
    const taken = await vi.waitFor(async () => {
      const seen = await look(pid);
      expect(seen.threads.find(({ isMain }) => isMain)?.task).toBe(BUSY);
      return seen;
    }, LOADED_MACHINE);
    // Below 3.11 a code object knows nothing of its class; below 3.12 `wait_for` makes a task of what it is given.
    const [queueGet, eventWait] = python.number < 311 ? ["get", "wait"] : ["Queue.get", "Event.wait"];
    const hasInner = python.number < 312;
    const limit = hasInner ? "asyncio.tasks.wait_for" : `asyncio.locks.${eventWait}`;
    const tasks = taken.tasks ?? [];
    const shown = tasks.map((task) => [task.name, task.state, wordsOf(task), ownFrames(task)]);
    const gathered = tasks.find((task) => ownFrames(task).includes(`take:${lineOf("take")}`));
    const outer = tasks.find(({ tid }) => tid !== pid);
    expect(outer?.frames.map((frame) => frame.function)).toEqual(["asyncio.tasks.sleep"]);
    expect(taken.threads.find(({ tid }) => tid === outer?.tid)).toMatchObject({ name: "other loop", task: undefined });
    expect(shown).toHaveLength(hasInner ? 11 : 10);
    expect(shown).toEqual(
      expect.arrayContaining([
        [outer?.name, "waiting", ["asyncio.tasks.sleep"], []],
        [gathered?.name, "waiting", [`asyncio.queues.${queueGet}`], [`take:${lineOf("take")}`]],
        ["the group", "waiting", ['"nap"', `"${gathered?.name}"`], [expect.stringMatching(/^grouped:/u)]],
        ["nap", "waiting", ["asyncio.tasks.sleep"], []],
        [
          "iterating",
          "waiting",
          [`asyncio.locks.${eventWait}`],
          [`ticks:${lineOf("ticks")}`, `iterate:${lineOf("iterate")}`],
        ],
        [
          "custom",
          "waiting",
          ["_asyncio.Future"],
          [expect.stringMatching(/^__await__:/u), expect.stringMatching(/^custom:/u)],
        ],
        ["limited", "waiting", [limit], [expect.stringMatching(/^limited:/u)]],
        [BUSY, "running", [], []],
        ["fresh", "ready", [], [expect.stringMatching(/^not_begun:/u)]],
      ]),
    );
    const main = tasks.find((task) => ownFrames(task).includes(`main:${lineOf("main")}`));
    const awaited = python.number < 314 ? [] : ["the group", "iterating", "custom", "limited", BUSY];
    expect(main && wordsOf(main)).toEqual([...awaited.map((name) => `"${name}"`), "asyncio.tasks.wait"]);
    expect(faultsOfDump(JSON.stringify(dumpDocument(taken)))).toEqual([]);
    const told = dumpReport(taken, plain);
    expect(told).toMatch(/^MainThread \(\d+\): .*, in task "a \\"busy\\" one\\n"$/mu);
    expect(told).toMatch(
      /^ {2}"the group" waits for "nap", "Task-\d+"\n {4}__main__\.grouped +\S+:\d+ +await asyncio.gather/mu,
    );
    expect(told).toMatch(/^ {2}"iterating" waits for (?:Event\.)?wait$/mu);
  });

  it.runIf(kinds.has(python))("are never mixed up while they come and go", async () => {
    const pid = await start(python.executable, join(folder, "busy_tasks.py"));
    let seenTasks = 0;
    for (let count = 0; count < 5; count += 1) {
      const { threads, tasks = [], hasAllTasks } = await look(pid);
      expect(hasAllTasks).toBe(true);
      for (const { task, frames } of threads) {
        if (task === undefined || task.startsWith("Task-")) continue;
        const outermost = frames.findLast(({ function: called }) => called.startsWith("__main__.kind_"));
        expect(outermost?.function).toBe(`__main__.${task.split(" ")[0]}`);
      }
      for (const task of tasks.filter(({ name, frames }) => !name.startsWith("Task-") && frames.length > 0)) {
        const [kind, step] = task.frames.map((frame) => frame.function).toReversed();
        expect([`__main__.${task.name.split(" ")[0]}`]).toContain(kind);
        expect([undefined, "asyncio.tasks.sleep", kind?.replace("kind", "step")]).toContain(step);
        seenTasks += 1;
      }
    }
    expect(seenTasks).toBeGreaterThan(20);
  });
});
