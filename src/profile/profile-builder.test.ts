import { describe, expect, it } from "vitest";
import { lineNumber, seconds } from "../base/units.ts";
import { ProfileBuilder } from "./profile-builder.ts";
import { profileFromText } from "./profile-from-text.ts";
import type { Profile } from "./profile.ts";

/** The stacks with their samples, outermost first. */
function linesOf(profile: Profile): string[] {
  return profile.weights.map(({ stack, samples }) => {
    const names: string[] = [];
    for (let node = profile.stacks[stack]; node !== undefined; node = profile.stacks[node.parent]) {
      const frame = profile.frames[node.frame];
      names.unshift(`${profile.functions[frame?.function ?? -1]?.qualname}:${frame?.position.line}`);
    }
    return `${names.join(" ")} ×${samples}`;
  });
}

describe("ProfileBuilder", () => {
  it("sums samples of one stack and keeps calls from different lines apart", () => {
    const profile = profileFromText(`
      main  main  main    main
      load  load  parse:4 parse:5
      -     -     next    next
    `);
    expect(linesOf(profile)).toEqual(["main:1 load:1 ×2", "main:1 parse:4 next:1 ×1", "main:1 parse:5 next:1 ×1"]);
    expect(profile.functions.map(({ qualname }) => qualname)).toEqual(["main", "load", "parse", "next"]);
  });

  it("puts every stack's parent before it", () => {
    const { stacks } = profileFromText("a a b\nb c a\na b c");
    expect(stacks.every(({ parent }, index) => parent < index)).toBe(true);
  });

  it("merges processes that run the same code, and keeps their threads apart", () => {
    const builder = new ProfileBuilder();
    const [process] = profileFromText("main").processes;
    if (process === undefined) throw new Error("a drawn profile has a process");
    for (const pid of [7, 8]) {
      const index = builder.addProcess({ ...process, pid });
      const thread = builder.addThread({ process: index, name: "MainThread", isMain: true });
      const of = { module: "__main__", qualname: "main", file: "/app.py", firstLine: lineNumber(1) };
      const stack = builder.internStack(-1, builder.internFrame(builder.internFunction(of), { line: lineNumber(2) }));
      const spent = {
        wall: seconds(1),
        cpu: seconds(1),
        blocked: seconds(0),
        gil: seconds(0),
        gilWait: seconds(0),
        squares: 1,
      };
      builder.addWeight({ stack, thread, samples: 3, ...spent });
      builder.addTruth({ samples: 3, missed: 1, errors: 0, impossible: 0 });
    }
    const profile = builder.build();
    expect(linesOf(profile)).toEqual(["main:2 ×3", "main:2 ×3"]);
    expect([profile.stacks.length, profile.threads.length, profile.processes.length]).toEqual([1, 2, 2]);
    expect(profile.truth).toEqual({ samples: 6, missed: 2, errors: 0, impossible: 0 });
  });

  it("fails on a weight without a stack", () => {
    const spent = {
      wall: seconds(1),
      cpu: seconds(1),
      blocked: seconds(0),
      gil: seconds(0),
      gilWait: seconds(0),
      squares: 1,
    };
    expect(() => new ProfileBuilder().addWeight({ stack: 0, thread: 0, samples: 1, ...spent })).toThrow("stack");
  });
});
