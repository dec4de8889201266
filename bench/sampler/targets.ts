import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Threads that recurse to a depth and call a small function there, until their time is over. */
const DEEP = `import sys, threading, time
depth, threads, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
sys.setrecursionlimit(10_000)
end = time.time() + seconds
def step(i):
    return i * i % 7
def work():
    total = 0
    while time.time() < end:
        for i in range(2000):
            total += step(i)
    return total
def down(n):
    return down(n - 1) if n else work()
others = [threading.Thread(target=down, args=(depth - 3,)) for _ in range(threads - 1)]
for thread in others:
    thread.start()
down(depth - 3)
for thread in others:
    thread.join()
`;

/** Some work of fixed size, printed with the time that it took. */
const FIXED = `import sys, time
def step(i):
    return i * i % 7
def work(n):
    total = 0
    for i in range(n):
        total += step(i)
    return total
work(100_000)
begun = time.perf_counter()
work(int(sys.argv[1]))
print(time.perf_counter() - begun)
`;

export const folder: string = mkdtempSync(join(tmpdir(), "sampler-bench-"));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

export const deep: string = written("deep.py", DEEP);
export const fixed: string = written("fixed.py", FIXED);

/** A live target; it is ended by `kill`. */
export async function startTarget(python: string, words: readonly string[]): Promise<ChildProcess & { pid: number }> {
  const child = spawn(python, words, { stdio: ["ignore", "ignore", "inherit"] });
  await once(child, "spawn");
  // Until its threads are where they stay.
  await sleep(700);
  return Object.assign(child, { pid: child.pid ?? 0 });
}
