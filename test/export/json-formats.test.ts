import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { WEIGHT_MODES } from "../../src/profile/export/exporter.ts";
import { exportedText } from "./drawn.ts";

const require = createRequire(import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

describe("speedscope", () => {
  const schema = readJson(require.resolve("speedscope/dist/release/file-format-schema.json")) as object;
  const isValid = new Ajv({ strict: false, allErrors: true }).compile(schema);

  it.each(WEIGHT_MODES)("is what speedscope's own schema describes, by %s", (mode) => {
    isValid(JSON.parse(exportedText("speedscope", mode)));
    expect(isValid.errors ?? []).toEqual([]);
  });

  it("has a profile a thread, in which every frame that opens closes again in order", () => {
    const file = JSON.parse(exportedText("speedscope")) as SpeedscopeFile;
    expect(file.profiles.map(({ name, endValue }) => [name, endValue])).toEqual([
      ["MainThread (process 100)", 3.25e9],
      ["pool-1 (process 100)", 4e9],
      ["MainThread (process 101)", 0.5e9],
    ]);
    for (const { events, endValue } of file.profiles) expect(leftOpen(events, endValue)).toEqual([]);
    const spent = selfTimes(file.profiles[0]?.events ?? []);
    const named = Object.fromEntries([...spent].map(([frame, time]) => [file.shared.frames[frame]?.name, time]));
    expect(named).toEqual({ "__main__.fib": 1e9, "json.a.<b>&\"'": 2e9, "<GC>": 0.25e9, "__main__.main": 0 });
  });
});

describe("cpuprofile", () => {
  const isValid = new Ajv({ strict: false, allErrors: true }).compile(protocolSchema());

  it.each(WEIGHT_MODES)("is a Profiler.Profile of the DevTools protocol, by %s", (mode) => {
    isValid(JSON.parse(exportedText("cpuprofile", mode)));
    expect(isValid.errors ?? []).toEqual([]);
    expect(isValid({ nodes: [{}], startTime: 0 })).toBe(false);
  });

  it("gives the same self times whichever sample a reader adds a delta to", () => {
    const { nodes, samples, timeDeltas, endTime } = JSON.parse(exportedText("cpuprofile")) as CpuProfile;
    const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
    const selfWith = (deltaOf: (index: number) => number): Record<string, number> => {
      const self: Record<string, number> = {};
      for (const [index, id] of samples.entries()) {
        const name = names.get(id) ?? "";
        self[name] = (self[name] ?? 0) + deltaOf(index);
      }
      return self;
    };
    const expected = {
      acquire: 4e6,
      "json.a.<b>&\"'": 2e6,
      "__main__.fib": 1e6,
      "np.x.dot": 0.5e6,
      "<GC>": 0.25e6,
    };
    // DevTools and speedscope; beside it; VS Code.
    for (const offset of [1, 0, -1]) expect(selfWith((index) => timeDeltas[index + offset] ?? 0)).toEqual(expected);
    expect(endTime).toBe(7.75e6);
    // VS Code looks nodes up by id, and numbers them again in the order in which it meets children.
    expect(nodes.map(({ id }) => id)).toEqual(nodes.map((_, index) => index + 1));
    expect(nodes.flatMap(({ children }) => children)).toEqual(nodes.slice(1).map(({ id }) => id));
  });

  it("knows the lines, and where files are", () => {
    const { nodes } = JSON.parse(exportedText("cpuprofile")) as CpuProfile;
    const deepest = nodes.findLast(({ callFrame }) => callFrame.functionName === "__main__.fib");
    expect(deepest).toMatchObject({
      callFrame: { url: "file:///project/app.py", lineNumber: 2 },
      hitCount: 1e6,
      positionTicks: [{ line: 6, ticks: 1e6 }],
    });
  });
});

describe("gecko", () => {
  const file = JSON.parse(exportedText("gecko")) as GeckoFile;
  const { stackTable, frameTable, funcTable, sources, stringArray } = file.shared;

  it("has tables whose columns are as long as they say, and whose indexes hit", () => {
    for (const table of Object.values(file.shared)) {
      if (Array.isArray(table)) continue;
      for (const column of Object.values(table)) if (Array.isArray(column)) expect(column).toHaveLength(table.length);
    }
    expect(Math.max(...stackTable.frame)).toBeLessThan(frameTable.length);
    expect(Math.max(...frameTable.func)).toBeLessThan(funcTable.length);
    expect(Math.max(...funcTable.name, ...sources.filename)).toBeLessThan(stringArray.length);
    expect(Math.max(...frameTable.category)).toBeLessThan(file.meta.categories.length);
    expect(stackTable.prefix.every((prefix, index) => prefix === null || prefix < index)).toBe(true);
  });

  it("keeps threads, lines, columns and kinds of code", () => {
    const stacks = file.threads.map(({ samples }) =>
      samples.stack.map((stack, index) => `${framesOf(stack).join(" ")} ${samples.weight[index]}`),
    );
    expect(stacks).toEqual([
      ["main:21 <b>&\"':2 2000", "main:20:5 fib:4 fib:5 fib:6 1000", "main:1 <GC> 250", " 0"],
      ["serve:7 wait:30 acquire 4000", " 0"],
      ["main:1 dot:1 500", " 0"],
    ]);
    expect(file.threads.map(({ pid, name, isMainThread }) => [pid, name, isMainThread])).toEqual([
      ["100", "MainThread", true],
      ["100", "pool-1", false],
      ["101", "MainThread", true],
    ]);
    expect(file.threads[0]?.samples.time).toEqual([0, 2000, 3000, 3250]);
    expect(file.meta).toMatchObject({ preprocessedProfileVersion: 60, importedFrom: "hasten" });
  });

  function framesOf(stack: number | null): string[] {
    const frames: string[] = [];
    for (let at = stack; at !== null; at = stackTable.prefix[at] ?? null) {
      const frame = stackTable.frame[at] ?? -1;
      const place = [frameTable.line[frame], frameTable.column[frame]].filter((part) => part !== null);
      const func = frameTable.func[frame] ?? -1;
      const name = (stringArray[funcTable.name[func] ?? -1] ?? "").split(".").at(-1) ?? "";
      const isNative = funcTable.source[func] === null;
      frames.unshift(isNative ? name : [name, ...place].join(":"));
    }
    return frames;
  }
});

describe("chrometrace", () => {
  it("has complete events that nest within their thread, and names for processes and threads", () => {
    const { traceEvents, otherData } = JSON.parse(exportedText("chrometrace")) as TraceFile;
    const calls = traceEvents.filter(({ ph }) => ph === "X");
    const inMain = calls.filter(({ pid, tid }) => pid === 100 && tid === 100);
    expect(inMain.map(({ name, ts, dur, cat }) => [name, ts, dur, cat])).toEqual([
      ["__main__.main", 0, 3_250_000, "project"],
      ["json.a.<b>&\"'", 0, 2_000_000, "standard-library"],
      ["__main__.fib", 2_000_000, 1_000_000, "project"],
      ["__main__.fib", 2_000_000, 1_000_000, "project"],
      ["__main__.fib", 2_000_000, 1_000_000, "project"],
      ["<GC>", 3_000_000, 250_000, "gc"],
    ]);
    const named = traceEvents.filter(({ ph }) => ph === "M").map(({ name, pid, args }) => [name, pid, args.name]);
    expect(named).toEqual([
      ["process_name", 100, "python app.py"],
      ["process_name", 101, "python worker.py"],
      ["thread_name", 100, "MainThread"],
      ["thread_name", 100, "pool-1"],
      ["thread_name", 101, "MainThread"],
    ]);
    expect(new Set(calls.map(({ pid, tid }) => `${pid} ${tid}`)).size).toBe(3);
    expect(otherData["note"]).toMatch(/not the order/u);
  });
});

interface SpeedscopeFile {
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly { name: string; endValue: number; events: readonly SpeedscopeEvent[] }[];
}

interface SpeedscopeEvent {
  readonly type: "O" | "C";
  readonly frame: number;
  readonly at: number;
}

interface CpuProfile {
  readonly nodes: readonly { id: number; callFrame: { functionName: string }; children: readonly number[] }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
  readonly endTime: number;
}

interface GeckoFile {
  readonly meta: { readonly categories: readonly object[] };
  readonly shared: {
    readonly stackTable: { length: number; frame: number[]; prefix: (number | null)[] };
    readonly frameTable: {
      length: number;
      func: number[];
      category: number[];
      line: (number | null)[];
      column: (number | null)[];
    };
    readonly funcTable: { length: number; name: number[]; source: (number | null)[] };
    readonly sources: { length: number; filename: number[] };
    readonly stringArray: string[];
  };
  readonly threads: readonly {
    pid: string;
    name: string;
    isMainThread: boolean;
    samples: { stack: (number | null)[]; weight: number[]; time: number[] };
  }[];
}

interface TraceFile {
  readonly traceEvents: readonly {
    ph: string;
    name: string;
    cat?: string;
    pid: number;
    tid?: number;
    ts?: number;
    dur?: number;
    args: { name?: string };
  }[];
  readonly otherData: Readonly<Record<string, string>>;
}

function leftOpen(events: readonly SpeedscopeEvent[], end: number): readonly number[] {
  const open: number[] = [];
  let last = 0;
  for (const { type, frame, at } of events) {
    expect(at).toBeGreaterThanOrEqual(last);
    last = at;
    if (type === "O") open.push(frame);
    else expect(open.pop()).toBe(frame);
  }
  expect(last).toBe(end);
  return open;
}

function selfTimes(events: readonly SpeedscopeEvent[]): ReadonlyMap<number, number> {
  const self = new Map<number, number>();
  const open: number[] = [];
  let last = 0;
  for (const { type, frame, at } of events) {
    const top = open.at(-1);
    if (top !== undefined) self.set(top, (self.get(top) ?? 0) + at - last);
    last = at;
    if (type === "O") open.push(frame);
    else open.pop();
  }
  return self;
}

/** The protocol's own description of `Profiler.Profile`, as a JSON schema. */
function protocolSchema(): object {
  interface Type {
    readonly id?: string;
    readonly name?: string;
    readonly type?: string;
    readonly $ref?: string;
    readonly optional?: boolean;
    readonly items?: Type;
    readonly properties?: readonly Type[];
  }
  const { domains } = readJson(require.resolve("devtools-protocol/json/js_protocol.json")) as {
    readonly domains: readonly { readonly domain: string; readonly types?: readonly Type[] }[];
  };
  const schemaOf = ({ $ref, type, items, properties }: Type, domain: string): object => ({
    ...($ref !== undefined && { $ref: `#/definitions/${$ref.includes(".") ? $ref : `${domain}.${$ref}`}` }),
    ...(type !== undefined && type !== "any" && { type }),
    ...(items !== undefined && { items: schemaOf(items, domain) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(properties.map((property) => [property.name, schemaOf(property, domain)])),
      required: properties.filter(({ optional }) => optional !== true).map(({ name }) => name),
    }),
  });
  const definitions = domains.flatMap(({ domain, types = [] }) =>
    types.map((type) => [`${domain}.${type.id}`, schemaOf(type, domain)] as const),
  );
  return { $ref: "#/definitions/Profiler.Profile", definitions: Object.fromEntries(definitions) };
}
