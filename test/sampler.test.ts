import { describe, expect, it } from "vitest";
import { describedPythons } from "./pythons.ts";
import { isPossible } from "./sampler/possible-flips.ts";
import { sampleProgram, stacksOf } from "./sampler/sampled-program.ts";

const oneInMany = (total: number): number => Math.ceil(total / 5000);

describe.each([...describedPythons()])("the sampler on CPython $minor", { timeout: 60_000 }, ({ executable }) => {
  it("keeps no stack that cannot have existed, and throws few away", async () => {
    const { profile } = await sampleProgram(executable, ["flips.py", "2"], 10_000);
    const own = stacksOf(profile, "flips.py").filter(([names]) => names.includes("main"));
    const total = own.reduce((sum, [, samples]) => sum + samples, 0);
    expect(total).toBeGreaterThan(500);
    const impossible = own.filter(([names]) => !isPossible(names));
    const wrong = impossible.reduce((sum, [, samples]) => sum + samples, 0);
    // On a machine that stops the sampler in the middle of a copy one can slip through.
    expect(wrong, JSON.stringify(impossible)).toBeLessThanOrEqual(oneInMany(total));
    // 0 to 3 % where nobody else wants the cores.
    expect(profile.truth.impossible / total).toBeLessThan(0.25);
  });

  it("shows the shares that a program has by construction, also where it takes turns of 10 ms", async () => {
    const { profile, stdout } = await sampleProgram(executable, ["known_shares.py", "2"], 1000);
    const truth = stdout.trim().split(" ").map(Number);
    const names = ["half", "third", "rest"];
    const cpu = names.map((name) =>
      profile.weights.reduce((sum, weight, index) => {
        const [stack = []] = stacksOf({ ...profile, weights: [weight] }, "known_shares.py")[0] ?? [];
        return stack.includes(name) ? sum + (profile.weights[index]?.cpu ?? 0) : sum;
      }, 0),
    );
    const whole = cpu.reduce((sum, one) => sum + one, 0);
    for (const [index, share] of truth.entries())
      expect(Math.abs((cpu[index] ?? 0) / whole - share)).toBeLessThan(0.08);
  });

  it("tells who holds the GIL, who waits for it, and who sleeps", async () => {
    const { profile } = await sampleProgram(executable, ["two_threads.py", "1.5"], 1000);
    const threads = profile.threads
      .map((_, thread) => {
        const own = profile.weights.filter((weight) => weight.thread === thread);
        const sum = (field: "wall" | "gil" | "gilWait" | "cpu"): number =>
          own.reduce((all, weight) => all + weight[field], 0);
        return { wall: sum("wall"), gil: sum("gil"), gilWait: sum("gilWait"), cpu: sum("cpu") };
      })
      .filter(({ wall }) => wall > 0.5);
    const computing = threads.filter(({ gil, wall }) => gil > 0.25 * wall);
    expect(computing).toHaveLength(2);
    for (const { gilWait, wall } of computing) expect(gilWait).toBeGreaterThan(0.1 * wall);
    expect(threads.filter(({ cpu, wall }) => cpu < 0.1 * wall).length).toBeGreaterThanOrEqual(1);
    const names = profile.threads.map(({ name }) => name).sort();
    expect(names).toEqual(["MainThread", "first", "second", "sleeper"]);
  });

  it("puts a process before those that it started, also where it outlives them", async () => {
    const { profile } = await sampleProgram(executable, ["starts_others.py"], 1000);
    expect(profile.processes.at(0)?.argv.join(" ")).toMatch(/starts_others\.py$/);
    expect(profile.processes.at(-1)?.argv).toContain("-c");
  });
});
