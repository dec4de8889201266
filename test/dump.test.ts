import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { dump } from "../src/collect/dump.ts";
import { dumpDocument } from "../src/present/json/dump-document.ts";
import { expectRefusal, makeProject } from "./command/hasten.ts";
import { makeWorld } from "./launch/world.ts";
import { describedPythons, oldPythons } from "./pythons.ts";
import { faultsOfDump } from "./sampler/dump-schema.ts";
import { isPossible } from "./sampler/possible-flips.ts";
import { startProgram, type StartedProgram } from "./sampler/watched-process.ts";

/** Computes in the main thread, computes in another, sleeps many calls deep in a third, and parks many more. */
const PROGRAM = `import sys, threading, time

class Shelf:
    pass

def search(names, shelf):
    wanted = "nobody"
    counts = {1: 2, 3: 4}
    print("ready", flush=True)
    while True:
        wanted in names

def spin():
    while True:
        sum(range(1000))

def descend(depth):
    if depth > 0:
        return descend(depth - 1)
    deep.set()
    time.sleep(60)

sys.setrecursionlimit(20_000)
deep = threading.Event()
threading.stack_size(256 << 20)
threading.Thread(target=descend, args=(DEPTH,), name="deep one", daemon=True).start()
threading.stack_size(256 << 10)
deep.wait()
threading.Thread(target=spin, name="spinner", daemon=True).start()
for number in range(PARKED):
    threading.Thread(target=time.sleep, args=(60,), name="parked %d" % number, daemon=True).start()
search(["name%d" % n for n in range(20_000)], Shelf())
`;

/** Runs a script after a line that says that it begins. */
/** Any Python, also one of before 3.8. */
const WAITS = "import sys, time; sys.stdout.write('ready\\n'); sys.stdout.flush(); time.sleep(60)";
const FLIPS =
  "import runpy, sys; print('ready', flush=True); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')";

interface Frame {
  readonly function: string;
  readonly line: number;
  readonly column: number | null;
  readonly source: string | null;
  readonly locals: readonly { readonly name: string }[];
}

interface Thread {
  readonly name: string;
  readonly state: string;
  readonly gil: string;
  readonly settled: boolean;
  readonly frames: readonly Frame[];
}

const started: StartedProgram[] = [];
afterAll(async () => {
  await Promise.all(started.map((program) => program.stop()));
});

const pythons = describedPythons();
/** Each way in which CPython keeps its frames. */
const kinds = pythons.filter(({ number }, at) => at === 0 || number === 311 || at === pythons.length - 1);
const project = makeProject({
  "app.py": PROGRAM.replace("PARKED", "4").replace("DEPTH", "10_000"),
  "small.py": PROGRAM.replace("PARKED", "4").replace("DEPTH", "100"),
  "crowd.py": PROGRAM.replace("PARKED", "200").replace("DEPTH", "10_000"),
});

const descentsOf = (file: string): number => (file === "small.py" ? 101 : 10_001);

/** What the two computing threads have to do with the GIL. */
async function locksOf(pid: number): Promise<string[]> {
  const { threads } = await dump({ pid, withLocals: false }, makeWorld());
  return threads.filter(({ name }) => name === "MainThread" || name === "spinner").map(({ gil }) => gil);
}

async function start(executable: string, file: string): Promise<StartedProgram> {
  const program = await startProgram(executable, join(project.folder, file));
  started.push(program);
  return program;
}

describe.runIf(process.platform === "linux").each(pythons)(
  "hasten dump on CPython $minor",
  ({ executable, number }) => {
    const isOfKind = kinds.some((kind) => kind.number === number);
    const file = number === pythons.at(-1)?.number ? "crowd.py" : isOfKind ? "app.py" : "small.py";
    const threads = file === "crowd.py" ? 203 : 7;

    it("shows every thread with its stack, its state, and what its names hold", async () => {
      const program = await start(executable, file);
      const { pid } = program;
      const printed = JSON.stringify(dumpDocument(await dump({ pid, withLocals: true }, makeWorld())));
      // Who has let go of the GIL and not taken it yet neither holds it nor waits for it.
      await vi.waitFor(async () => expect(await locksOf(pid)).toContain("holds"));
      expect(program.child.exitCode).toBeNull();
      await program.stop();
      expect(faultsOfDump(printed)).toEqual([]);
      const document = JSON.parse(printed) as { process: object; threads: readonly Thread[] };
      expect(document.process).toMatchObject({ pid, command: [executable, join(project.folder, file)] });
      expect(document.threads).toHaveLength(threads);
      expect(document.threads.filter(({ settled }) => !settled)).toEqual([]);

      const [main] = document.threads;
      expect(main?.name).toBe("MainThread");
      const [searching, module] = main?.frames ?? [];
      expect([searching?.function, module?.function]).toEqual(["__main__.search", "__main__.<module>"]);
      expect(searching?.source).toMatch(/wanted in names|while True|print/u);
      expect(searching?.column === null).toBe(number < 311);
      expect(searching?.locals).toEqual(
        expect.arrayContaining([
          { name: "names", type: "list", size: 20_000, elements: ["str", "str", "str"] },
          { name: "shelf", type: "__main__.Shelf", size: null, elements: [] },
          { name: "wanted", type: "str", size: 6, elements: [] },
          { name: "counts", type: "dict", size: 2, elements: [] },
        ]),
      );

      const sleeper = document.threads.find(({ name }) => name === "deep one");
      expect(sleeper).toMatchObject({ state: "waiting", gil: "free" });
      const descents = sleeper?.frames.filter((frame) => frame.function === "__main__.descend");
      expect(descents).toHaveLength(descentsOf(file));
      expect(descents?.[0]).toMatchObject({ source: "    time.sleep(60)", locals: [{ name: "depth", type: "int" }] });
    });
  },
);

describe.runIf(process.platform === "linux")("hasten dump", () => {
  it.each(kinds)("shows no stack of a busy $minor that cannot have existed", async ({ executable }) => {
    const program = await startProgram(executable, "-c", FLIPS, join(import.meta.dirname, "sampler/flips.py"), "30");
    for (let count = 0; count < 60; count += 1) {
      const { threads } = await dump({ pid: program.pid, withLocals: true }, makeWorld());
      const [thread] = threads;
      expect(thread?.isSettled).toBe(true);
      const own = thread?.frames.filter(({ file }) => file.endsWith("flips.py")) ?? [];
      const names = own.map((frame) => frame.function.split(".").at(-1) ?? "").reverse();
      expect(isPossible(names), names.join(" ")).toBe(true);
      const argument = own.find((frame) => frame.function.endsWith("common"))?.locals?.find(({ name }) => name === "n");
      expect(argument?.type ?? "int").toBe("int");
    }
    await program.stop();
  });

  it("prints what it saw: a document, words, words in colour", async () => {
    const program = await start(pythons.at(-1)?.executable ?? "python3", "app.py");
    const { pid } = program;
    const words = ["dump", String(pid)];
    const wanted = { FORCE_COLOR: "1", NO_COLOR: undefined };
    const [document, told, coloured, plain] = await Promise.all([
      project.hasten(["dump", "--locals", "--json", String(pid)]),
      project.hasten(words),
      project.hasten(words, { env: wanted }),
      project.hasten(words, { env: { ...wanted, NO_COLOR: "1" } }),
    ]);
    await program.stop();
    expect(document.status, document.stderr).toBe(0);
    expect(faultsOfDump(document.stdout)).toEqual([]);
    expect(faultsOfDump('{"schema": "hasten.other/1"}')).not.toEqual([]);
    expect(told.stdout).toMatch(/^MainThread \(\d+\): (?:running|waiting|waits for the GIL)/mu);
    expect(told.stdout).toMatch(/__main__\.search +app\.py:\d+ +\S/u);
    expect(told.stdout).toMatch(/… 9,96\d frames left out; --json has all of them …/u);
    expect(coloured.stdout).toContain("\u001B[1mMainThread");
    for (const { stdout } of [document, told, plain]) expect(stdout).not.toContain("\u001B");
  });

  it.each([
    ["what is no number", "app.py", /"app\.py" is no process id/u],
    ["a process that is not there", "4190000", /There is no process 4190000/u],
    ["what is no Python", String(process.pid), /is no Python/u],
  ])("refuses %s", async (_what, word, says) => {
    await expectRefusal(project, ["dump", word], says);
  });

  it("refuses a file that cannot be written", async () => {
    const program = await startProgram(pythons[0]?.executable ?? "", "-c", WAITS);
    started.push(program);
    const words = ["dump", String(program.pid), "-o", "none/dump.json"];
    await expectRefusal(project, words, /none\/dump\.json cannot be written/u);
  });

  it.each(oldPythons().slice(0, 1))("refuses %s", async (executable) => {
    const program = await startProgram(executable, "-c", WAITS);
    started.push(program);
    await expectRefusal(project, ["dump", String(program.pid)], /runs CPython (?:2|3\.[0-7])\b/u);
  });
});

/** A coroutine with more variables than are copied with it holds what it awaits behind them. */
const WIDE = `import asyncio, time

async def slow():
    print("ready", flush=True)
    time.sleep(60)

async def wide():
${Array.from({ length: 80 }, (_, at) => `    v${at} = ${at}`).join("\n")}
    await slow()
    return v0

asyncio.run(wide())
`;

describe.runIf(process.platform === "linux").each(pythons)("hasten dump on CPython $minor", ({ executable }) => {
  it("shows who awaits in a coroutine with many variables", async () => {
    const { folder } = makeProject({ "wide.py": WIDE });
    const program = await startProgram(executable, join(folder, "wide.py"));
    started.push(program);
    const printed = JSON.stringify(dumpDocument(await dump({ pid: program.pid, withLocals: false }, makeWorld())));
    await program.stop();
    const [main] = (JSON.parse(printed) as { threads: readonly Thread[] }).threads;
    expect(main?.settled).toBe(true);
    expect(main?.frames.slice(0, 2).map((frame) => frame.function)).toEqual(["__main__.slow", "__main__.wide"]);
  });
});
