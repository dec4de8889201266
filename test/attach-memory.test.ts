import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { makeProject } from "./command/hasten.ts";
import { describedPythons } from "./pythons.ts";

/** Keeps what it is asked for, for ever. At a word on stdin it says what of ours is left, and ends. */
const SERVER = `import gc, select, sys, time, tracemalloc
CACHE = {}
class Row:
    def __init__(self, i):
        self.i, self.name = i, "row%d" % i
old = [Row(i) for i in range(5000)]
def handle(i):
    CACHE[i] = [Row(i + j) for j in range(50)]
print("ready", flush=True)
i = 0
while not select.select([sys.stdin], [], [], 0.002)[0]:
    handle(i)
    i += 1
ours = [name for name in list(sys.modules) + list(globals()) + sys.path if "_hasten" in name or name.endswith("boot")]
print(tracemalloc.is_tracing(), ours, len(gc.callbacks), len(sys._current_frames()))
`;

interface Followed {
  readonly held: readonly { readonly function: string; readonly line: number }[];
  readonly classes: readonly { readonly class: string; readonly count: number }[];
  readonly growing: readonly { readonly function: string; readonly sample: { readonly end: object } | null }[];
}

async function serve(executable: string, folder: string): Promise<ChildProcess> {
  const child = spawn(executable, ["app.py"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  if (child.stdout !== null) await once(child.stdout, "data");
  return child;
}

const isNew = (minor: string): boolean => Number(minor.split(".")[1]) >= 14;

describe("hasten memory --attach", () => {
  it.each(describedPythons().filter(({ minor }) => isNew(minor)))(
    "finds on Python $minor what a running process holds more and more of, and leaves nothing there",
    async ({ executable }) => {
      const project = makeProject({ "app.py": SERVER });
      const child = await serve(executable, project.folder);
      try {
        const words = ["memory", "--attach", String(child.pid), "--duration", "6", "--json"];
        const { status, stdout, stderr } = await project.hasten(words);
        expect(status, stderr).toBe(0);
        const { held, classes, growing } = JSON.parse(stdout) as Followed;
        expect(held.map(({ line }) => line)).toContain(8);
        expect(classes.find((row) => row.class === "__main__.Row")?.count).toBeGreaterThan(5000);
        const leak = growing.find((row) => row.sample !== null);
        expect(leak?.sample?.end, stdout).toMatchObject({ kind: "module", name: "__main__.CACHE" });
        const told = child.stdout === null ? [] : once(child.stdout, "data");
        child.stdin?.end("\n");
        expect(String((await told)[0])).toBe("False [] 0 1\n");
      } finally {
        child.kill("SIGKILL");
      }
    },
  );

  const old = describedPythons().find(({ minor }) => !isNew(minor));

  it.skipIf(old === undefined)("says that an older Python cannot be asked", async () => {
    const project = makeProject({ "app.py": SERVER });
    const child = await serve(old?.executable ?? "python3", project.folder);
    try {
      const { status, stderr } = await project.hasten(["memory", "--attach", String(child.pid), "--duration", "1"]);
      expect([status, stderr]).toEqual([2, expect.stringContaining("only from 3.14 on")]);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
