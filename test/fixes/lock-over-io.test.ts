import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction, lineNumber } from "../../src/base/units.ts";
import { lockAt } from "../../src/diagnose/lock-at.ts";
import type { Place } from "../../src/diagnose/place.ts";
import { lockOverIo } from "../../src/diagnose/rules/lock-over-io/rule.ts";
import type { Hotspot, HotWait } from "../../src/rank/ranking.ts";
import { candidatesIn } from "./old-and-new.ts";

const folder = join(import.meta.dirname, "../../fixtures/rules/lock-over-io");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

const wait = (kind: HotWait["kind"], line: number, part: number): HotWait => ({
  kind,
  file: "/case.py",
  line: lineNumber(line),
  fraction: fraction(part),
});

/** What is said of the first lock of a file, whose row waited so. */
function judged(text: string, waits: readonly HotWait[]): string | undefined {
  const [found] = candidatesIn(text, lockOverIo);
  if (found === undefined) return undefined;
  const evidence = lockAt(found as unknown as Place, { nature: { waits } } as unknown as Hotspot);
  return lockOverIo.judge(found.candidate, evidence).kind;
}

const asked = [wait("lock", 16, 0.8), wait("subprocess", 11, 0.1)];

describe("lock-over-io", () => {
  test("tells of threads that wait for one that waits for the world", () => {
    const [found] = candidatesIn(read("slow.py"), lockOverIo);
    const evidence = lockAt(found as unknown as Place, { nature: { waits: asked } } as unknown as Hotspot);
    expect(evidence).toEqual([{ kind: "lock", waiting: 0.8, holding: 0.1, for: "subprocess", line: 11 }]);
    expect(judged(read("slow.py"), asked)).toBe("finding");
    expect(found?.candidate.obstacles.map(({ code }) => code)).toEqual(["guards-unknown"]);
  });

  test.each([
    ["nobody waits", [wait("subprocess", 11, 0.9)]],
    ["threads wait for a while", [wait("lock", 16, 0.1), wait("subprocess", 11, 0.5)]],
    ["the holder computes", [wait("lock", 16, 0.8)]],
    ["the holder waits elsewhere", [wait("lock", 16, 0.8), wait("subprocess", 30, 0.1)]],
    ["the holder waits for a thread", [wait("lock", 16, 0.8), wait("queue", 17, 0.1)]],
    ["another line waits for a lock", [wait("lock", 31, 0.8), wait("subprocess", 11, 0.1)]],
  ])("says nothing where %s", (_, waits) => {
    expect(judged(read("slow.py"), waits)).toBe("harmless");
  });

  test.each(readdirSync(folder).filter((name) => name !== "slow.py" && !/one|computing/u.test(name)))(
    "says nothing of what stands outside of the lock in %s",
    (name) => {
      expect(judged(read(name), asked)).not.toBe("finding");
    },
  );

  test("follows methods, and looks at no lock of a loop", () => {
    const text = `class Pages:
    def load(self, url):
        with self.lock:
            return self.fetch(url)

    def fetch(self, url):
        return urlopen(url).read()
`;
    expect(judged(text, [wait("lock", 3, 0.7), wait("socket", 7, 0.1)])).toBe("finding");
    expect(candidatesIn("async def f(lock):\n    async with lock:\n        await g()\n", lockOverIo)).toEqual([]);
  });
});
