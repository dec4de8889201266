import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCalls } from "../src/collect/cprofile/read-calls.ts";
import { readSamples } from "../src/collect/in-process/read-samples.ts";
import { describedPythons, oldPythons } from "./pythons.ts";
import { effectiveSamples, inclusive, runWatched, script } from "./sampled.ts";

const pythons = describedPythons();
const ends = pythons.filter((_, index) => index === 0 || index === pythons.length - 1);

/** Two functions that measure themselves, for the given seconds; prints the first one's share of the time. */
const CALIBRATED = (seconds: number): string => `
import time
def spin(n):
    total = 0
    for i in range(n): total += i
    return total
def heavy(): return spin(30000)
def light(): return spin(10000)
def main():
    spent, end = [0.0, 0.0], time.perf_counter() + ${seconds}
    while time.perf_counter() < end:
        a = time.thread_time(); heavy(); b = time.thread_time(); light(); c = time.thread_time()
        spent[0] += b - a; spent[1] += c - b
    return spent[0] / (spent[0] + spent[1])
if __name__ == "__main__": print(main())
`;

describe.each(pythons)("sampling Python $minor", ({ executable, number }) => {
  it("finds the shares of a program's functions, within the interval", async () => {
    const ran = runWatched(executable, [script(CALIBRATED(1))]);
    expect(ran).toMatchObject({ stderr: "", status: 0 });
    const { profile, notes } = await readSamples(ran.folder);
    expect(notes).toEqual([]);
    const cpu = inclusive(profile, "cpu");
    const share = (cpu.get("heavy") ?? 0) / ((cpu.get("heavy") ?? 0) + (cpu.get("light") ?? 0));
    const truth = Number(ran.stdout);
    const error = Math.sqrt((truth * (1 - truth)) / effectiveSamples(profile));
    expect(profile.truth.samples).toBeGreaterThan(20);
    // 3.5 standard errors: one false alarm in 2,000; a hundredth for the program's own clock reads.
    expect(Math.abs(share - truth)).toBeLessThan(3.5 * error + 0.01);
    const spin = profile.frames.filter(({ function: of }) => profile.functions[of]?.qualname === "spin");
    expect(spin.every(({ position }) => [3, 4, 5, 6].includes(position.line))).toBe(true);
    expect(spin.every(({ position }) => (position.column === undefined) === number < 311)).toBe(true);
  });

  it("changes no lifetime and no value while it looks at operands", async () => {
    const ran = runWatched(executable, ["-X", "dev", "-W", "error", script(LIFETIMES)]);
    expect(ran).toMatchObject({ stderr: "", stdout: "lived as always\n", status: 0 });
    const { operands } = await readSamples(ran.folder);
    expect(operands.map(({ name, type }) => `${name} ${type}`)).toEqual(
      expect.arrayContaining(["big __main__.Big", "data list", "self.items list", "self.slot dict", "TABLE dict"]),
    );
    expect(operands.find(({ name }) => name === "data")).toMatchObject({ size: 1000, elements: ["int", "str", "int"] });
    expect(operands.find(({ name }) => name === "self.items")).toMatchObject({ size: 7 });
    expect(operands.some(({ name }) => name === "self.trap" || name === "hidden")).toBe(false);
  });

  it("forks without a warning, and watches the children", async () => {
    // CPython 3.8 itself crashes in a forked child under -X dev.
    const strict = number === 308 ? ["-W", "error"] : ["-X", "dev", "-W", "error"];
    const ran = runWatched(executable, [...strict, script(FORKS)]);
    expect(ran).toMatchObject({ stderr: "", stdout: "[1, 2, 3]\n", status: 0 });
    const { profile } = await readSamples(ran.folder);
    expect(profile.processes).toHaveLength(4);
    expect(profile.processes.slice(1).map(({ parentPid }) => parentPid)).toEqual(
      Array.from({ length: 3 }, () => profile.processes[0]?.pid),
    );
    expect(inclusive(profile, "cpu").get("in_child")).toBeGreaterThan(0.1);
  });

  it("counts calls exactly, in all threads and children", async () => {
    const ran = runWatched(executable, [script(COUNTED)], { words: ["cprofile"] });
    expect(ran).toMatchObject({ stderr: "", status: 0 });
    const calls = new Map((await readCalls(ran.folder)).map(({ name, calls: count }) => [name, count]));
    expect(calls.get("leaf")).toBe(4 * 5000 + 1000 + 300);
    expect(calls.get("work")).toBe(4);
    expect(calls.get("recurse")).toBe(101);
    expect(calls.get("numbers")).toBe(number < 312 ? undefined : 10);
  });
});

const LIFETIMES = `
import time, weakref
TABLE = {"a": 1}
class Big: pass
class Holder:
    __slots__ = ("slot", "__dict__")
    trap = property(lambda self: 1 / 0)
    def __init__(self): self.items = list(range(7)); self.slot = {}
    def scan(self):
        for _ in range(20000):
            len(self.items); self.slot; TABLE
        return type(self).trap
    def __getattr__(self, name): raise RuntimeError(name)
def alive(dead):
    big = Big()
    watch = weakref.ref(big, lambda _: dead.append(time.perf_counter()))
    data = [1] * 500 + ["x"] * 499 + [2]
    cell = 5
    def closure(): return cell + 1
    for i in range(30000): last = i
    assert not dead and watch() is big
    del big
    assert dead, "a deleted object lived on"
    assert last == i == 29999 and closure() == 6 and len(data) == 1000
    cell = 6
    assert closure() == 7
def aware():
    hidden = 1
    for i in range(20000): pass
    return sorted(locals()) == ["hidden", "i"]
def generate(dead):
    big = Big()
    watch = weakref.ref(big, lambda _: dead.append(1))
    for i in range(5000): pass
    yield 1
    for i in range(5000): pass
    del big
    yield len(dead)
end = time.perf_counter() + 1
while time.perf_counter() < end:
    alive([]); Holder().scan(); assert aware(); assert list(generate([])) == [1, 1]
print("lived as always")
`;

const FORKS = `
import os, sys, time
def in_child():
    end = time.process_time() + 0.1
    while time.process_time() < end: sum(range(100))
statuses = []
for status in (1, 2, 3):
    child = os.fork()
    if not child:
        in_child()
        sys.exit(status)
    statuses.append(os.waitpid(child, 0)[1] >> 8)
print(statuses)
`;

const COUNTED = `
import os, sys, threading, time
def leaf(): return 1
def numbers():
    yield 1
    yield 2
def recurse(n): return n and recurse(n - 1)
def work():
    for _ in range(5000): leaf()
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
for _ in range(1000): leaf()
for _ in range(10): list(numbers())
recurse(100)
time.sleep(0.1)  # joined threads are gone for Python before they are for the system
child = os.fork()
if not child:
    for _ in range(300): leaf()
    sys.exit()
os.waitpid(child, 0)
`;

describe.each(ends)("ways to end, Python $minor", ({ executable }) => {
  const endings: readonly (readonly [string, string, object])[] = [
    ["os._exit", "import os; print('x', flush=True); os._exit(7)", { status: 7, stdout: "x\n" }],
    ["SIGKILL", "import os; os.kill(os.getpid(), 9)", { signal: "SIGKILL" }],
    ["SIGTERM", "import os; os.kill(os.getpid(), 15)", { signal: "SIGTERM" }],
    ["an exit status", "import sys; sys.exit(42)", { status: 42 }],
    ["an exception", "1 / 0", { status: 1 }],
    ["exec", "import os, sys; os.execv(sys.executable, [sys.executable, '-c', 'print(3)'])", { stdout: "3\n" }],
  ];
  it.each(endings)("keeps what was seen before %s", async (_, ending, expected) => {
    const ran = runWatched(executable, [script(`${CALIBRATED(0.5)}\nmain()\n${ending}\n`.replace(/^if .*$/m, ""))]);
    expect(ran).toMatchObject(expected);
    const { profile } = await readSamples(ran.folder);
    // What was not flushed is lost: at most 0.2 s.
    expect(inclusive(profile, "wall").get("main")).toBeGreaterThan(0.25);
  });

  it("reads the records of a process that was killed while it wrote", async () => {
    const ran = runWatched(executable, [script(CALIBRATED(0.3))]);
    const whole = await readSamples(ran.folder);
    for (const name of readdirSync(ran.folder)) appendFileSync(join(ran.folder, name), '["weight",0,1,9');
    expect(await readSamples(ran.folder)).toEqual(whole);
  });

  it("stops when hasten is gone", async () => {
    const text = `import os, subprocess, sys, time
keeper = subprocess.Popen(["sleep", "0.3"], env={})
child = dict(os.environ, HASTEN_PID=str(keeper.pid))
program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1.2)"], env=child)
keeper.wait()
program.wait()`;
    const ran = runWatched(executable, [script(text)]);
    const { profile } = await readSamples(ran.folder);
    const [whole = 0, part = 0] = profile.threads
      .filter(({ isMain }) => isMain)
      .map(({ process }) =>
        profile.weights
          .filter(({ thread }) => profile.threads[thread]?.process === process)
          .reduce((sum, { wall }) => sum + wall, 0),
      );
    expect(part).toBeLessThan(whole * 0.6);
  });
});

describe.skipIf(oldPythons().length === 0).each(oldPythons())("an interpreter that is too old, %s", (python) => {
  it("runs as always and leaves a note", async () => {
    const ran = runWatched(python, ["-c", "import sys; print(len([p for p in sys.path if 'boot' in p]))"]);
    expect(ran).toMatchObject({ stdout: "0\n", stderr: "", status: 0 });
    const { profile, notes } = await readSamples(ran.folder);
    expect(profile.processes).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^(?:C?Python) \d\.\d+\.\d+ ran unwatched/u)]);
  });
});
