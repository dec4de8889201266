import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { makeProject, processesWith, slowProgram, snapshot, type Project } from "./command/hasten.ts";

const before = slowProgram(9_000);

/** The instants of the kills, as fractions of the time that a whole fix takes; the last ones around its write. */
function drawInstants(): number[] {
  const spread = Array.from({ length: 16 }, (_, index) => (index + Math.random()) / 16);
  return [...spread, ...Array.from({ length: 4 }, () => 0.9 + 0.2 * Math.random())];
}

function source({ folder }: Project): string {
  return readFileSync(join(folder, "app.py"), "utf8");
}

/** A killed process cannot end its children: they notice, and none may stay. */
async function expectNobody(marker: string): Promise<void> {
  for (let look = 0; look < 200 && processesWith(marker).length > 0; look += 1) await sleep(50);
  expect(processesWith(marker)).toEqual([]);
}

/** Kills a fix after that long; gives the source as it is then. */
async function killAfter(project: Project, milliseconds: number): Promise<string> {
  const during = async (pid: number): Promise<void> => {
    await sleep(milliseconds);
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It had ended just before.
    }
  };
  await project.hasten(["fix", "app.py"], { during });
  const left = source(project);
  await expectNobody(project.marker);
  return left;
}

/** A fix that is left alone works; what a killed one left, a write under way too, is finished or gone. */
async function expectWorkingFix(project: Project, after: string): Promise<void> {
  const next = await project.hasten(["fix", "app.py"]);
  if (next.status === 2) {
    // The kill came after the write: the program is as fast as it gets.
    expect(source(project)).toBe(after);
    expect(next.stderr).toMatch(/Ran .+(?:nothing here is worth making faster|too few to rank anything)\./u);
  }
  expect(Object.keys(snapshot(project.folder))).toEqual(["app.py"]);
  expect(readdirSync(join(project.folder, ".hasten"))).not.toContain("pending.json");
  expect(readdirSync(project.temp)).toEqual([]);
  if (source(project) === before) return expect(next.status).toBeLessThanOrEqual(1);
  writeFileSync(join(project.folder, "app.py"), before);
  expect((await project.hasten(["fix", "app.py"])).status).toBeLessThanOrEqual(1);
  expect([before, after]).toContain(source(project));
}

describe("a kill of hasten fix", () => {
  it(
    "at twenty instants leaves the source whole, old or new, and the next fix works",
    { timeout: 300_000 },
    async () => {
      const undisturbed = makeProject({ "app.py": before });
      const startedAt = Date.now();
      expect((await undisturbed.hasten(["fix", "app.py"])).status).toBe(0);
      const duration = Date.now() - startedAt;
      const after = source(undisturbed);
      expect(after).not.toBe(before);
      const instants = drawInstants();
      // Two at a time, on the odd and the even instants: more would only wait for the cores.
      await Promise.all(
        [0, 1].map(async (half) => {
          const project = makeProject({ "app.py": before });
          const mine = instants.filter((_, index) => index % 2 === half);
          for (const [index, instant] of mine.entries()) {
            const left = await killAfter(project, instant * duration);
            expect([before, after]).toContain(left);
            // Where the fix had been written, the next one would have nothing to do.
            if (left === after && index < mine.length - 1) writeFileSync(join(project.folder, "app.py"), before);
            if (index !== 4 || half !== 0) continue;
            await expectWorkingFix(project, after);
            writeFileSync(join(project.folder, "app.py"), before);
          }
          await expectWorkingFix(project, after);
        }),
      );
    },
  );
});
