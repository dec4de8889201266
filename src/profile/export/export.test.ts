import { describe, expect, it } from "vitest";
import { seconds } from "../../base/units.ts";
import { drawProfile } from "../../rank/drawn-profile.ts";
import { frameKindsOf } from "../../rank/frame-kinds.ts";
import { profileFromText } from "../profile-from-text.ts";
import type { Profile } from "../profile.ts";
import { arrangeThreads } from "./arrange-threads.ts";
import { buildCallTree, weightOf } from "./call-tree.ts";
import { collapsed } from "./collapsed.ts";
import { EXPORTERS, chooseExporter } from "./exporters.ts";
import type { Exporter, WeightMode } from "./exporter.ts";
import { layOut } from "./lay-out.ts";
import { TextWriter } from "./text-writer.ts";
import { ticksIn } from "./weigh.ts";

function textOf(exporter: Exporter, profile: Profile, mode: WeightMode = "wall"): string {
  return new TextDecoder().decode(exporter.write(profile, mode, { title: "app.py", kinds: frameKindsOf(profile) }));
}

const threeThreads = drawProfile(
  `
  main#1   main#1  main#1  serve#7         main#1
  load#3   sum#5   load#3  <native>!sleep  sum#5
  -        -       read#9  -               -
  wall     1       2       3               4       5
  cpu      1       0       3               0       5
  samples  10      20      30              40      50
  thread   0       0       0               1       2
  `,
  {
    processes: [{}, {}],
    threads: [
      { process: 0, name: "MainThread", isMain: true },
      { process: 0, name: "worker", isMain: false },
      { process: 1, name: "MainThread", isMain: true },
    ],
  },
);

describe("layOut", () => {
  it("puts the heavier sibling first, and a caller's own weight after what it called", () => {
    const profile = profileFromText("a a a a b\nc d d - -");
    const tree = buildCallTree(profile, profile.weights, ticksIn("samples"));
    const steps: string[] = [];
    const name = (node: number): string => profile.functions[tree.functions[node] ?? -1]?.qualname ?? "";
    layOut(tree, {
      enter: (node, start, depth) => steps.push(`${"·".repeat(depth)}${name(node)} from ${start}`),
      self: (node, start) => steps.push(`${name(node)} itself from ${start}`),
      leave: (node, end) => steps.push(`${name(node)} until ${end}`),
    });
    expect(steps).toEqual([
      "a from 0",
      "·d from 0",
      "d itself from 0",
      "d until 2",
      "·c from 2",
      "c itself from 2",
      "c until 3",
      "a itself from 3",
      "a until 4",
      "b from 4",
      "b itself from 4",
      "b until 5",
    ]);
  });

  it("survives recursion that is deeper than our own stack", () => {
    const deep = profileFromText(Array.from({ length: 20_000 }, () => "fib").join("\n"));
    const tree = buildCallTree(deep, deep.weights, ticksIn("samples"));
    expect([tree.parents.length, weightOf(tree)]).toEqual([20_000, 1]);
    for (const exporter of EXPORTERS) expect(textOf(exporter, deep).length, exporter.id).toBeGreaterThan(100);
  });
});

describe("every format", () => {
  it.each(EXPORTERS)("$id is the same file for the same profile", (exporter) => {
    expect(textOf(exporter, threeThreads)).toBe(textOf(exporter, structuredClone(threeThreads)));
  });

  it.each(EXPORTERS)("$id holds other weights in another mode", (exporter) => {
    expect(textOf(exporter, threeThreads, "cpu")).not.toBe(textOf(exporter, threeThreads, "wall"));
    expect(textOf(exporter, threeThreads, "samples")).not.toBe(textOf(exporter, threeThreads, "wall"));
  });

  it.each(EXPORTERS)("$id takes no more than its share for ten times the stacks", (exporter) => {
    const [small, large] = [wide(4_000), wide(40_000)];
    const context = { title: "app.py", kinds: small.functions.map(() => "project" as const) };
    const least = (profile: Profile): number => {
      const spent = [0, 1, 2].map(() => {
        const from = process.cpuUsage();
        exporter.write(profile, "wall", context);
        return process.cpuUsage(from).user;
      });
      return Math.min(...spent);
    };
    least(small);
    // Linear is 10, quadratic 100; a millisecond's noise apart.
    expect(least(large) / (least(small) + 500)).toBeLessThan(40);
  });
});

describe("collapsed", () => {
  it("merges what only lines tell apart, and adds threads up", () => {
    expect(textOf(collapsed, threeThreads)).toBe(
      [
        "__main__.main (/project/app.py:1);__main__.sum (/project/app.py:5) 7000000",
        "__main__.main (/project/app.py:1);__main__.load (/project/app.py:3);__main__.read (/project/app.py:9) 3000000",
        "__main__.main (/project/app.py:1);__main__.load (/project/app.py:3) 1000000",
        "__main__.serve (/project/app.py:7);sleep (<native>) 4000000\n",
      ].join("\n"),
    );
  });

  it("leaves out stacks without weight", () => {
    expect(textOf(collapsed, threeThreads, "cpu")).not.toContain("serve");
    expect(textOf(collapsed, threeThreads, "gil")).toBe("");
  });

  it("keeps a name from ending its frame or its line", () => {
    const functions = threeThreads.functions.map((each) => {
      return each.qualname === "main" ? { ...each, qualname: "a;b\nc" } : each;
    });
    const odd = { ...threeThreads, functions };
    expect(textOf(collapsed, odd)).toContain("__main__.a:b:c (/project/app.py:1);");
  });
});

const lines = (profile: Profile): string[] => textOf(collapsed, profile, "samples").trim().split("\n");

describe("arrangeThreads", () => {
  it("keeps only threads of a name, in all processes", () => {
    expect(lines(arrangeThreads(threeThreads, { only: "worker", how: "apart" }))).toEqual([
      "__main__.serve (/project/app.py:7);sleep (<native>) 40",
    ]);
    expect(arrangeThreads(threeThreads, { only: "MainThread", how: "apart" }).weights).toHaveLength(4);
  });

  it("puts the names of threads above their stacks", () => {
    const arranged = arrangeThreads(threeThreads, { how: "as-roots" });
    expect(lines(arranged).map((line) => line.split(";")[0])).toEqual([
      "MainThread (process 100)",
      "MainThread (process 100)",
      "MainThread (process 100)",
      "MainThread (process 101)",
      "worker (process 100)",
    ]);
    expect(frameKindsOf(arranged)).toContain("thread");
  });

  it("makes one thread of a process", () => {
    const { threads, weights } = arrangeThreads(threeThreads, { how: "merged" });
    expect(threads.map(({ process, name }) => `${process} ${name}`)).toEqual(["0 all", "1 all"]);
    expect(weights.map(({ thread }) => thread)).toEqual([0, 0, 0, 0, 1]);
  });

  it("refuses a name that no thread has, and says which there are", () => {
    expect(() => arrangeThreads(threeThreads, { only: "main", how: "apart" })).toThrow(
      expect.objectContaining({ code: "usage", hint: "Its threads: MainThread, worker" }),
    );
  });
});

describe("chooseExporter", () => {
  it.each([
    ["out/app.svg", "flamegraph"],
    ["app.speedscope.json", "speedscope"],
    ["app.gecko.json", "gecko"],
    ["APP.PB.GZ", "pprof"],
    ["app.cpuprofile", "cpuprofile"],
    ["app.pstats", "pstats"],
    ["app.trace.json", "chrometrace"],
    ["app.collapsed", "collapsed"],
  ])("knows %s as %s", (file, id) => {
    expect(chooseExporter(undefined, file).id).toBe(id);
  });

  it("lets the name of a format win, and refuses what tells nothing", () => {
    expect(chooseExporter("pstats", "app.svg").id).toBe("pstats");
    expect(() => chooseExporter(undefined, "app.json")).toThrow("does not tell the format");
    expect(() => chooseExporter(undefined, undefined)).toThrow("not said");
    expect(() => chooseExporter("perf", "app.svg")).toThrow('no format "perf"');
  });
});

describe("frameKindsOf", () => {
  it("tells the project from libraries, and frames without a file by their word", () => {
    const profile = drawProfile("main  std:json/decoder.py!decode  site:numpy/core.py!dot  <native>!sum  <GC>!<GC>");
    expect(frameKindsOf(profile)).toEqual(["project", "standard-library", "library", "native", "gc"]);
  });
});

describe("TextWriter", () => {
  it("joins pieces across its buffers", () => {
    const writer = new TextWriter();
    for (let count = 0; count < 3; count += 1) writer.write("é".repeat(600_000));
    expect(writer.finish().length).toBe(3 * 1_200_000);
  });

  it("refuses a file that is too large before it fills the memory", () => {
    const writer = new TextWriter(5_000_000);
    const fill = (): void => {
      for (let count = 0; count < 1000; count += 1) writer.write("x".repeat(100_000));
    };
    expect(fill).toThrow(expect.objectContaining({ code: "too-large" }));
  });
});

/** Many different stacks, some twenty deep. */
function wide(count: number): Profile {
  const drawn = profileFromText(Array.from({ length: 20 }, (_, depth) => `f${depth}:${depth + 1}`).join("\n"));
  const stacks = Array.from({ length: count }, (_, index) => ({
    parent: index === 0 || index % 20 === 0 ? -1 : index - 1 - (index % 7 === 0 ? (index % 20) - 1 : 0),
    frame: (index * 7) % 20,
  }));
  const weights = drawn.weights.flatMap((spent) => {
    return stacks.map((_, stack) => ({ ...spent, stack, wall: seconds(0.001 * (1 + (stack % 5))) }));
  });
  return { ...drawn, stacks, weights };
}
