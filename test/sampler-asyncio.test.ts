import { afterAll, describe, expect, it } from "vitest";
import { findAsyncio } from "../src/collect/sampler/process/find-asyncio.ts";
import { describedPythons } from "./pythons.ts";
import type { Profile } from "../src/profile/profile.ts";
import { sampleProgram } from "./sampler/sampled-program.ts";
import { startProgram, type StartedProgram } from "./sampler/watched-process.ts";

const PROGRAM = `
import asyncio, time

async def burn():
    print("ready", flush=True)
    time.sleep(60)

async def main():
    await asyncio.create_task(burn(), name="the busy one")

asyncio.run(main())
`;

const started: StartedProgram[] = [];

afterAll(async () => {
  await Promise.all(started.map((program) => program.stop()));
});

const older = describedPythons().filter(({ number }) => number < 314);

describe.runIf(process.platform === "linux" && older.length > 0)("an asyncio without a table", () => {
  it.each(older.slice(-1))("is told from one of $minor", async ({ executable }) => {
    const program = await startProgram(executable, "-c", PROGRAM);
    started.push(program);
    expect(findAsyncio(program.pid)).toBeUndefined();
  });
});

/** The two ways in which tasks are kept, with the oldest frames and the newest. */
const kinds = new Set([describedPythons().at(0), describedPythons().at(-1)]);

/** By coroutine and who called it, the samples: a task by its name in brackets, anything else by the function's. */
function callersOf(
  { functions, frames, stacks, weights }: Profile,
  coroutines: readonly string[],
): Map<string, number> {
  const functionAt = (stack = -1) => functions[frames[stacks[stack]?.frame ?? -1]?.function ?? -1];
  const found = new Map<string, number>();
  for (const { stack, samples } of weights) {
    for (let at = stack; at >= 0; at = stacks[at]?.parent ?? -1) {
      const called = functionAt(at);
      if (called === undefined || called.file === "<task>" || !coroutines.includes(called.qualname)) continue;
      const word = `${called.qualname} in ${callerWord(functionAt(stacks[at]?.parent))}`;
      found.set(word, (found.get(word) ?? 0) + samples);
    }
  }
  return found;
}

function callerWord(caller: Profile["functions"][number] | undefined): string {
  return caller?.file === "<task>" ? `[${caller.qualname}]` : (caller?.qualname.split(".").at(-1) ?? "");
}

describe.runIf(process.platform === "linux")("a recording of asyncio", () => {
  it.each([...kinds].flatMap((python) => python ?? []))(
    "has the names of the tasks of a $minor above what ran in them",
    async ({ executable }) => {
      const { profile } = await sampleProgram(executable, ["named_tasks.py", "0.8"], 2000);
      const seen = callersOf(profile, ["left", "right", "plain", "passing"]);
      const countOf = (word: string): number => seen.get(word) ?? 0;
      for (const word of ["left in [left]", "right in [right]", "plain in _run"])
        expect(countOf(word), word).toBeGreaterThan(5);
      // Where a task ends while its name is read, the name is left out; another one's is never shown.
      for (const word of seen.keys())
        expect(word).toMatch(
          /^(?:left in \[left\]|right in \[right\]|passing in \[passing [012]\]|\w+ in (?:_run|plain))$/u,
        );
      const unmarked = countOf("left in _run") + countOf("right in _run");
      // These tasks last 10 µs: a tenth of them end while their names are read, on a slow machine a third.
      expect(unmarked).toBeLessThan(countOf("left in [left]") + countOf("right in [right]"));
      const names = profile.functions.filter(({ file }) => file === "<task>").map(({ qualname }) => qualname);
      expect(names).toEqual(expect.arrayContaining(["left", "right"]));
      // What nobody named has no mark.
      expect(names.filter((name) => !/^(?:left|right|passing [012])$/u.test(name))).toEqual([]);
    },
  );
});
