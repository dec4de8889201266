import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSamples } from "../src/collect/in-process/read-samples.ts";
import { describedPythons } from "./pythons.ts";
import { inclusive, namesOf, runBare, runWatched, scratch, script } from "./sampled.ts";

const pythons = describedPythons();
const ends = pythons.filter((_, index) => index === 0 || index === pythons.length - 1);

const JSON_FILE = script(JSON.stringify({ a: [1, 2, { b: "ü" }], c: null }), "data.json");
const facts = "sys.path, sys.flags, sys.argv, __name__, sorted(k for k in sys.path_importer_cache if 'boot' in k)";

/** Programs of the standard library and programs that look at themselves; their output must be what it always is. */
const programs: readonly (readonly [string, readonly string[]])[] = [
  ["json.tool", ["-m", "json.tool", JSON_FILE]],
  ["compileall", ["-m", "compileall", "-q", "-f", dirname(JSON_FILE)]],
  ["site", ["-m", "site"]],
  ["calendar", ["-m", "calendar", "2024"]],
  ["tokenize", ["-m", "tokenize", script("x = [1,\n 2]\n")]],
  ["dis", ["-m", "dis", script("x = [1,\n 2]\n")]],
  ["an isolated Python", ["-I", "-c", `import sys; print(${facts})`]],
  ["a Python without site", ["-S", "-c", "print(1)"]],
  ["its switch interval", ["-c", "import sys, time; time.sleep(0.1); print(sys.getswitchinterval())"]],
  ["what a program knows of its start", ["-c", `import sys; print(${facts})`]],
  [
    "threads",
    [
      "-c",
      "import threading as t; print(t.active_count(), [x.name for x in t.enumerate()], t.main_thread() is t.current_thread())",
    ],
  ],
  ["descriptors", ["-c", "import os; print(os.listdir('/proc/self/fd'), open('/dev/null').fileno())"]],
  ["an error", ["-c", "def f(): raise ValueError('no')\nf()"]],
  ["a syntax error", ["-c", "x ="]],
  ["warnings", ["-X", "dev", "-W", "error", "-c", "import json, threading; print(json.dumps([1]))"]],
  ["imports", ["-c", "import sys; print([m for m in ('threading', 'json', 'random', 'math') if m in sys.modules])"]],
  ["sitecustomize", ["-c", "import sys; print('sitecustomize' in sys.modules)"]],
];

describe.each(ends)("a watched program, Python $minor", ({ executable, number }) => {
  it.each(programs)("prints what it always prints: %s", (_, words) => {
    const { folder: _folder, ...watched } = runWatched(executable, words);
    expect(watched).toEqual(runBare(executable, words));
  });

  it.each([
    ["that prints", "print('hello from site')"],
    ["that fails", "raise RuntimeError('no')"],
    ["that misses a module", "import not_there_at_all"],
    ["that is told to be missing", "raise ImportError('gone', name='sitecustomize')"],
  ])("runs the user's sitecustomize %s", (_, text) => {
    const env = { PYTHONPATH: dirname(script(text, "sitecustomize.py")) };
    const words = ["-c", "import sys; print('sitecustomize' in sys.modules, sys.path[1])"];
    const { folder: _folder, ...watched } = runWatched(executable, words, { env });
    expect(watched).toEqual(runBare(executable, words, { env }));
  });

  it("keeps the meaning of an empty entry of PYTHONPATH", () => {
    const cwd = dirname(script("print('found')", "local_module.py"));
    const other = join(scratch, "other");
    mkdirSync(other, { recursive: true });
    writeFileSync(join(other, "main.py"), "import local_module");
    for (const PYTHONPATH of ["", ":/nowhere", "/nowhere:"]) {
      const options = { env: { PYTHONPATH }, cwd };
      const words = [join(other, "main.py")];
      expect(runWatched(executable, words, options).stdout).toBe(runBare(executable, words, options).stdout);
    }
  });

  it("watches a zipped application", async () => {
    const main = script("import time\ndef spin():\n    while time.process_time() < 0.4: pass\nspin()", "__main__.py");
    const zipped = join(scratch, `app-${number}.pyz`);
    runBare(executable, ["-m", "zipapp", dirname(main), "-o", zipped]);
    const ran = runWatched(executable, [zipped]);
    expect(ran).toMatchObject({ stderr: "", status: 0 });
    expect(inclusive((await readSamples(ran.folder)).profile, "cpu").get("spin")).toBeGreaterThan(0.1);
  });

  it("says when a collector of its own is missing, and runs the program", async () => {
    const ran = runWatched(executable, ["-c", "print(1)"], { words: ["nothing", "sampler"] });
    expect(ran).toMatchObject({ stdout: "1\n", stderr: "", status: 0 });
    const { notes, profile } = await readSamples(ran.folder);
    expect(notes).toEqual([expect.stringContaining("nothing")]);
    expect(profile.processes).toHaveLength(1);
  });

  it("tells threads apart, and who waits for the GIL", async () => {
    const ran = runWatched(executable, ["-W", "error", script(THREADS)]);
    expect(ran).toMatchObject({ stdout: "4 5\n", stderr: "", status: 0 });
    const { profile } = await readSamples(ran.folder);
    const names = profile.threads.map(({ name }) => name).sort();
    expect(names).toEqual(["MainThread", "Thread", "one", "sleeper", "two"]);
    const [process] = profile.processes;
    const cpuOf = (name: string): number =>
      profile.weights
        .filter(({ thread }) => profile.threads[thread]?.name === name)
        .reduce((sum, { cpu }) => sum + cpu, 0);
    expect(cpuOf("one") / (cpuOf("one") + cpuOf("two"))).toBeGreaterThan(0.3);
    expect(cpuOf("one") / (cpuOf("one") + cpuOf("two"))).toBeLessThan(0.7);
    expect(cpuOf("sleeper")).toBeLessThan(0.1 * cpuOf("one"));
    expect((process?.gilWait ?? 0) / (process?.wall ?? 1)).toBeGreaterThan(0.2);
  });

  it("sees waiting as waiting", async () => {
    const ran = runWatched(executable, [script("import time\ndef wait(): time.sleep(0.5)\nwait()")]);
    const { profile } = await readSamples(ran.folder);
    expect(inclusive(profile, "blocked").get("wait")).toBeGreaterThan(0.4);
    expect(inclusive(profile, "cpu").get("wait") ?? 0).toBeLessThan(0.1);
    expect(profile.processes[0]?.computing).toBeLessThan(0.2);
  });

  it.each(["fork", "spawn"])("watches multiprocessing's children: %s", async (method) => {
    const ran = runWatched(executable, ["-W", "error", script(POOL(method))]);
    expect(ran).toMatchObject({ stdout: "[0, 1, 2, 3]\n", stderr: "", status: 0 });
    const { profile } = await readSamples(ran.folder);
    expect(profile.processes.length).toBeGreaterThanOrEqual(3);
    // Four tasks of 0.15 s: little is lost, though the children leave by os._exit.
    expect(inclusive(profile, "cpu").get("task")).toBeGreaterThan(0.45);
  });

  it("watches children started with subprocess", async () => {
    const text =
      "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'def deep():\\n  for i in range(3000000): pass\\ndeep()'], check=True)";
    const { profile } = await readSamples(runWatched(executable, [script(text)]).folder);
    expect(profile.processes.map(({ parentPid }) => parentPid)[1]).toBe(profile.processes[0]?.pid);
    expect(inclusive(profile, "cpu").has("deep")).toBe(true);
  });

  it("cuts a recursion of ten thousand, keeping both ends", async () => {
    const ran = runWatched(executable, [script(DEEP)]);
    expect(ran).toMatchObject({ stdout: "10000\n", stderr: "", status: 0 });
    const { profile } = await readSamples(ran.folder);
    const deep = profile.weights.filter(({ stack }) => namesOf(profile, stack).has("<frames left out>"));
    expect(deep.length).toBeGreaterThan(0);
    for (const { stack } of deep)
      expect([...namesOf(profile, stack)]).toEqual(expect.arrayContaining([expect.stringMatching(/_bootstrap$/)]));
    expect(deep.some(({ stack }) => namesOf(profile, stack).has("bottom"))).toBe(true);
  });

  it("finds coroutines and generators below what runs them", async () => {
    const ran = runWatched(executable, ["-W", "error", script(ASYNC)]);
    expect(ran).toMatchObject({ stdout: "done\n", stderr: "", status: 0 });
    const { profile } = await readSamples(ran.folder);
    const stacks = profile.weights.map(({ stack }) => namesOf(profile, stack));
    expect(stacks.some((names) => names.has("busy") && names.has("main"))).toBe(true);
    expect(stacks.some((names) => names.has("produce") && names.has("busy"))).toBe(true);
  });

  it("leaves signals and the collector's callbacks to the program", async () => {
    const ran = runWatched(executable, ["-W", "error", script(SIGNALS)]);
    expect(ran).toMatchObject({ stdout: "10 14 0\n", stderr: "", status: 0 });
    expect((await readSamples(ran.folder)).notes).toEqual([]);
  });

  it.skipIf(number < 314)("steps back from subinterpreters, whose frames it must not touch", async () => {
    const ran = runWatched(executable, [script(INTERPRETERS)]);
    expect(ran).toMatchObject({ stdout: "328350\n", stderr: "", status: 0 });
    expect((await readSamples(ran.folder)).notes.join(" ")).toContain("subinterpreter");
  });

  it("measures the time in the garbage collector", async () => {
    const { profile } = await readSamples(runWatched(executable, [script(GARBAGE)]).folder);
    const [process] = profile.processes;
    expect((process?.collecting ?? 0) / (process?.wall ?? 1)).toBeGreaterThan(0.2);
  });

  it("sees what happens between reads of a file when it may ask for the GIL sooner", async () => {
    const ran = runWatched(executable, [script(READING)], { env: { HASTEN_SWITCH_US: "20" } });
    const cpu = inclusive((await readSamples(ran.folder)).profile, "cpu");
    expect((cpu.get("parse") ?? 0) / (cpu.get("main") ?? 1)).toBeGreaterThan(0.4);
  });
});

const THREADS = `
import threading, time, _thread
end = time.perf_counter() + 1
def spin():
    while time.perf_counter() < end:
        for i in range(1000): pass
one, two = [threading.Thread(target=spin, name=name) for name in ("one", "two")]
sleeper = threading.Thread(target=time.sleep, args=(0.9,), name="sleeper")
raw = _thread.start_new_thread(lambda: time.sleep(0.9), ())
for thread in (one, two, sleeper): thread.start()
print(threading.active_count(), len(threading.enumerate()) + 1)
for thread in (one, two, sleeper): thread.join()
`;

const POOL = (method: string): string => `
import multiprocessing, time
def task(number):
    end = time.process_time() + 0.15
    while time.process_time() < end: sum(range(100))
    return number
if __name__ == "__main__":
    with multiprocessing.get_context("${method}").Pool(2) as pool:
        print(pool.map(task, range(4), chunksize=1))
        pool.close()
        pool.join()
`;

const DEEP = `
import sys, time
sys.setrecursionlimit(20000)
def bottom():
    end = time.perf_counter() + 0.6
    while time.perf_counter() < end: pass
    return 0
def down(n): return 1 + down(n - 1) if n else bottom()
import threading
threading.stack_size(512 << 20)
thread = threading.Thread(target=lambda: print(down(10000)))
thread.start()
thread.join()
`;

const ASYNC = `
import asyncio
def produce():
    for i in range(3000000): yield i
async def busy():
    for i in produce(): pass
    await asyncio.sleep(0)
async def main():
    for _ in range(8): await busy()
asyncio.run(main())
print("done")
`;

const SIGNALS = `
import gc, os, signal, time
time.sleep(0.1)
gc.callbacks.clear()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
time.sleep(0.1)
os.kill(os.getpid(), signal.SIGUSR1)
got = signal.sigwait({signal.SIGUSR1})
seen = []
signal.signal(signal.SIGALRM, lambda number, frame: seen.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.05)
signal.pause()
gc.collect()
print(int(got), seen[0], len(gc.callbacks))
`;

const INTERPRETERS = `
import time
from concurrent.futures import InterpreterPoolExecutor
if __name__ == "__main__":
    with InterpreterPoolExecutor(4) as pool: print(sum(pool.map(pow, range(100), [2] * 100)))
    time.sleep(0.2)
`;

const GARBAGE = `
import gc, time
keep = [[i] for i in range(300000)]
end = time.perf_counter() + 1.5
while time.perf_counter() < end: gc.collect()
`;

const READING = `
import os, tempfile
def parse(line):
    total = 0
    for char in line: total += ord(char)
    return total
def main(path):
    with open(path) as file:
        for line in file: parse(line)
path = os.path.join(tempfile.mkdtemp(), "lines")
with open(path, "w") as file: file.write("a line of some forty characters, no more\\n" * 200000)
main(path)
`;
