import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Profile as ProfProfile } from "pprof-format";
import { describe, expect, it } from "vitest";
import { seconds } from "../../src/base/units.ts";
import { makeFolder } from "../launch/world.ts";
import { describedPythons } from "../pythons.ts";
import { drawn, exportDrawn } from "./drawn.ts";

describe("pprof", () => {
  const zipped = exportDrawn("pprof", "cpu");
  const decoded = ProfProfile.decode(gunzipSync(zipped));
  const text = (index: number | bigint): string => decoded.stringTable.strings[Number(index)] ?? "?";

  it("has no time and no system in its header, so that it is the same anywhere", () => {
    expect([...zipped.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, expect.any(Number), 255]);
  });

  it("holds every weight of every stack, with its thread and process", () => {
    expect(decoded.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`)).toEqual([
      "wall/nanoseconds",
      "cpu/nanoseconds",
      "gil/nanoseconds",
      "samples/count",
    ]);
    expect(text(decoded.defaultSampleType)).toBe("cpu");
    const samples = decoded.sample.map(({ locationId, value, label }) => {
      const frames = locationId.map((id) => frameText(Number(id)));
      const labels = label.map(({ key, str, num }) => `${text(key)}=${str === 0 ? num : text(str)}`);
      return [frames.reverse().join(" "), value.join(" "), labels.join(" ")];
    });
    expect(samples).toEqual([
      ["__main__.main:20:5 __main__.fib:4:0 __main__.fib:5:0 __main__.fib:6:0", "1000000000 1000000000 0 10", main],
      ["__main__.main:21:0 json.a.<b>&\"':2:0", "2000000000 1000000000 0 20", main],
      ["__main__.main:1:0 <GC>:1:0", "250000000 250000000 0 3", main],
      ["__main__.serve:7:0 threading.wait:30:0 acquire:1:0", "4000000000 0 0 40", "thread=pool-1 pid=100"],
      ["__main__.main:1:0 np.x.dot:1:0", "500000000 500000000 0 5", "thread=MainThread pid=101"],
    ]);
  });

  const main = "thread=MainThread pid=100";

  function frameText(id: number): string {
    const [line] = decoded.location.find((location) => location.id === id)?.line ?? [];
    const called = decoded.function.find((one) => one.id === line?.functionId);
    return `${text(called?.name ?? -1)}:${line?.line}:${line?.column}`;
  }
});

const READ = `
import json, pstats, sys
stats = pstats.Stats(sys.argv[1])
stats.calc_callees()
text = lambda key: "%s:%d(%s)" % key
print(json.dumps({
  "total": stats.total_tt,
  "rows": {text(key): row[:4] for key, row in stats.stats.items()},
  "callers": {text(key): {text(caller): edge for caller, edge in row[4].items()} for key, row in stats.stats.items()},
}))
`;

describe("pstats", () => {
  const file = join(makeFolder(), "app.pstats");
  const fib = "/project/app.py:3(fib)";
  const main = "/project/app.py:1(main)";

  it.each(describedPythons())("is read by Python $minor", ({ executable }) => {
    writeFileSync(file, exportDrawn("pstats"));
    const read = JSON.parse(execFileSync(executable, ["-c", READ, file], { encoding: "utf8" })) as {
      readonly total: number;
      readonly rows: Readonly<Record<string, readonly number[]>>;
      readonly callers: Readonly<Record<string, unknown>>;
    };
    expect(read.total).toBe(7.75);
    // Samples once a stack, samples once a frame, own seconds, seconds with callees.
    expect(read.rows).toEqual({
      [main]: [38, 38, 0, 3.75],
      [fib]: [10, 30, 1, 1],
      "/usr/lib/python3.12/json/a.py:2(<b>&\"')": [20, 20, 2, 2],
      "/project/app.py:7(serve)": [40, 40, 0, 4],
      "/usr/lib/python3.12/threading.py:30(wait)": [40, 40, 0, 4],
      "~:0(<acquire>)": [40, 40, 4, 4],
      "/venv/lib/python3.12/site-packages/np/x.py:1(dot)": [5, 5, 0.5, 0.5],
      "~:0(<GC>)": [3, 3, 0.25, 0.25],
    });
    expect(read.callers[fib]).toEqual({ [main]: [10, 10, 0, 1], [fib]: [20, 10, 1, 1] });
    expect(read.callers[main]).toEqual({});
  });

  it("prints names in a reader's way, and holds numbers beyond 32 bits", () => {
    const [python] = describedPythons();
    const [first, ...rest] = drawn.weights;
    if (python === undefined || first === undefined) throw new Error("no Python, no weights");
    const long = { ...drawn, weights: [{ ...first, samples: 2 ** 40 + 3, wall: seconds(1e9) }, ...rest] };
    writeFileSync(file, exportDrawn("pstats", "wall", long));
    const code = "import pstats, sys; pstats.Stats(sys.argv[1]).print_stats()";
    const printed = execFileSync(python.executable, ["-c", code, file], { encoding: "utf8" });
    expect(printed).toContain("3298534883337/1099511627779 1000000000");
    expect(printed).toContain("{GC}");
    expect(printed).toContain("{acquire}");
  });
});
