import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { makeProject, processesWith, slowProgram, snapshot, type Project } from "./command/hasten.ts";

const before = slowProgram(12_000);

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

/** A fix that is left alone: it works, and what a killed one left is gone. */
async function expectWorkingFix(project: Project, after: string): Promise<void> {
  const { status, stderr } = await project.hasten(["fix", "app.py"]);
  expect(stderr).not.toContain("bug of ours");
  expect(status).toBeLessThanOrEqual(1);
  expect([before, after]).toContain(source(project));
  expect(Object.keys(snapshot(project.folder))).toEqual(["app.py"]);
  expect(readdirSync(join(project.folder, ".hasten"))).not.toContain("pending.json");
  expect(readdirSync(project.temp)).toEqual([]);
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
            if (index === 4 && half === 0) await expectWorkingFix(project, after);
          }
          await expectWorkingFix(project, after);
        }),
      );
    },
  );
});
