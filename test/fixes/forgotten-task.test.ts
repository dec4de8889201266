import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import { forgottenTask } from "../../src/diagnose/rules/forgotten-task/rule.ts";
import { candidatesIn } from "./old-and-new.ts";

const folder = join(import.meta.dirname, "../../fixtures/rules/forgotten-task");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

/** The tasks that nobody keeps, as the source says. */
const told = (text: string): readonly string[] =>
  candidatesIn(text, forgottenTask).flatMap(({ candidate: { facts } }) =>
    facts.map((fact) => (fact.kind === "source" ? fact.name : "")),
  );

describe("forgotten-task", () => {
  test("tells of the slow fixture, at the coroutine that runs", () => {
    expect(told(read("slow.py"))).toEqual(["asyncio.create_task(store(row, kept)) (line 17)"]);
    const [found] = candidatesIn(read("slow.py"), forgottenTask);
    const judged = [0.01, 0.5].map((part) => {
      const share = fraction(part);
      const heat = { kind: "heat", samples: 100, share, low: share, high: share, of: "function" } as const;
      return found && forgottenTask.judge(found.candidate, [heat]).kind;
    });
    expect(judged).toEqual(["harmless", "finding"]);
  });

  test.each(readdirSync(folder).filter((name) => name !== "slow.py"))("says nothing of %s", (name) => {
    expect(told(read(name))).toEqual([]);
  });

  test("sees methods, and not functions of the same name", () => {
    const text = `import asyncio
class Store:
    async def put(self, row):
        await self.send(row)
    async def take(self, rows):
        for row in rows:
            asyncio.ensure_future(self.put(row))
async def put(row):
    pass
`;
    expect(candidatesIn(text, forgottenTask).map(({ context }) => context.function.qualname)).toEqual(["Store.put"]);
  });
});
