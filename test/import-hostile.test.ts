import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readProfileFile } from "../src/collect/imported/read-profile-file.ts";
import { rankImported, setParkedAside } from "../src/rank/rank-imported.ts";
import { makeFolder } from "./launch/world.ts";

const folder = makeFolder();

/** What comes of a file of these bytes: the number of its weights, or how it was refused. */
async function importFile(name: string, content: string | Uint8Array, format?: string): Promise<number | string> {
  writeFileSync(join(folder, name), content);
  try {
    const { profile, known } = await readProfileFile(name, format, folder);
    rankImported(setParkedAside(profile, known).profile, known);
    return profile.weights.length;
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return `${code}: ${message}`;
  }
}

const marshalled = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join("");

const gecko = (tables: { readonly prefix: string; readonly stack: string }): string =>
  `{"meta":{"interval":1,"preprocessedProfileVersion":57},"threads":[{"name":"m","samples":{"stack":${tables.stack}},` +
  `"stackTable":{"frame":[0,0],"prefix":${tables.prefix}},"frameTable":{"func":[0]},"funcTable":{"name":[0]},"stringArray":["f"]}]}`;

const speedscope = (profile: string): string =>
  `{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[{"name":"f"},{"name":"g"}]},"profiles":[${profile}]}`;

describe("a hostile file", () => {
  it.each<[what: string, name: string, content: string | Uint8Array, words: RegExp]>([
    ["is empty", "a.prof", "", /is empty/],
    ["is gzipped and cut off", "a.gz", gzipSync("a;b 1\n".repeat(99)).subarray(0, 30), /gzipped and damaged/],
    ["is no profile", "a.bin", Buffer.from([0, 1, 2, 3, 4, 255]), /no format that hasten knows/],
    [
      "names a tuple of two thousand million",
      "a.prof",
      marshalled("{(", [255, 255, 255, 127]),
      /length in it is wrong/,
    ],
    [
      "names a string of minus one",
      "a.prof",
      marshalled("{(", [1, 0, 0, 0], "u", [255, 255, 255, 255]),
      /length in it is wrong/,
    ],
    [
      "names a number of two thousand million digits",
      "a.prof",
      marshalled("{(", [1, 0, 0, 0], "l", [0, 0, 0, 128]),
      /length in it is wrong/,
    ],
    ["nests a million tuples", "a.prof", marshalled("{", ")\x01".repeat(1_000_000)), /nested deeper/],
    ["points at a value that contains it", "a.prof", marshalled("{", [0xa9, 1], "r", [0, 0, 0, 0]), /not before it/],
    ["is code that was marshalled", "a.prof", marshalled("{)\x01c"), /of no known kind/],
    ["is marshalled data of something else", "a.prof", marshalled("{)\x01i", [1, 0, 0, 0], "N0"), /no statistics/],
    ["nests a million arrays", "a.speedscope.json", "[".repeat(1_000_000), /not complete JSON/],
    ["has stacks in a circle", "a.json", gecko({ prefix: "[1,0]", stack: "[0,1]" }), /in a circle/],
    ["points at stacks that are not there", "a.json", gecko({ prefix: "[null,null]", stack: "[2]" }), /not in it/],
    ["points at prefixes that are not there", "a.json", gecko({ prefix: "[null,-7]", stack: "[1]" }), /not in it/],
    [
      "has fewer weights than samples",
      "a.json",
      speedscope('{"type":"sampled","unit":"seconds","samples":[[0],[1]],"weights":[1]}'),
      /2 samples and 1 weights/,
    ],
    [
      "has a weight below zero",
      "a.json",
      speedscope('{"type":"sampled","unit":"seconds","samples":[[0]],"weights":[-1]}'),
      /a weight is -1/,
    ],
    [
      "points at frames that are not there",
      "a.json",
      speedscope('{"type":"sampled","unit":"seconds","samples":[[9]],"weights":[1]}'),
      /a frame that is not in it/,
    ],
    [
      "ends a call that is not open",
      "a.json",
      speedscope(
        '{"type":"evented","unit":"seconds","startValue":0,"endValue":1,"events":[{"type":"O","frame":0,"at":0},{"type":"C","frame":1,"at":1}]}',
      ),
      /not the innermost/,
    ],
    [
      "has time running backwards",
      "a.json",
      speedscope(
        '{"type":"evented","unit":"seconds","startValue":9,"endValue":1,"events":[{"type":"O","frame":0,"at":0}]}',
      ),
      /between two events is -9/,
    ],
    [
      "counts bytes",
      "a.json",
      speedscope('{"type":"sampled","unit":"bytes","samples":[[0]],"weights":[1]}'),
      /counts bytes, not time/,
    ],
    [
      "holds nothing",
      "a.json",
      speedscope('{"type":"sampled","unit":"seconds","samples":[],"weights":[]}'),
      /no samples/,
    ],
    [
      "has a protobuf field longer than itself",
      "a.pprof",
      Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07, 0x08]),
      /length in it is wrong/,
    ],
    [
      "has a number without end",
      "a.pprof",
      Buffer.concat([Buffer.from([0x48]), Buffer.alloc(5_000_000, 0xff)]),
      /no pprof profile/,
    ],
    ["is a picture", "a.svg", '<?xml version="1.0"?><svg></svg>', /no format that hasten knows/],
    ["has a line that is none", "a.txt", "a;b 3\nmain\n", /Line 2 is not of the form/],
  ])("that %s is refused with a sentence", async (_what, name, content, words) => {
    const outcome = await importFile(name, content);
    expect(outcome).toMatch(/^(?:unreadable-data|too-large): [^]*\.$/);
    expect(outcome).toMatch(words);
  });

  it("that unpacks to more than can be read at once is refused before it does", async () => {
    const member = gzipSync(Buffer.alloc(2 ** 26));
    const bomb = Buffer.concat(Array.from({ length: 9 }, () => member));
    expect(await importFile("bomb.gz", bomb)).toMatch(/^too-large/);
  });

  it("of a call as deep as the file is long is read and ranked", async () => {
    expect(await importFile("deep.txt", `${times(40_000, (at) => `f${at} (/p/a.py:${at + 1});`)}end 50\n`)).toBe(1);
  });

  it("of as many functions side by side as it has lines is read and ranked", async () => {
    expect(
      await importFile(
        "wide.txt",
        times(130_000, (at) => `f${at} (/p/a.py:${at + 1}) 1\n`),
      ),
    ).toBe(130_000);
  });

  it("in which everything calls everything is read in time and room that are linear in it", async () => {
    const functions = Array.from({ length: 120 }, (_, at) => at);
    const statistics = functions.map((at) => {
      const callers = functions
        .filter((other) => other !== at)
        .map((other) => `${fileKey(other)})\x04${"i\x01\0\0\0".repeat(2)}${float(1)}${float(2)}`);
      return `${fileKey(at)})\x05${"i\x01\0\0\0".repeat(2)}${float(1)}${float(100)}{${callers.join("")}0`;
    });
    const started = process.cpuUsage();
    expect(await importFile("all.prof", marshalled("{", statistics.join(""), "0"))).toBeGreaterThanOrEqual(120);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(10);
  });
});

const int = (value: number): string => Buffer.from(Int32Array.of(value).buffer).toString("latin1");
const float = (value: number): string => `g${Buffer.from(Float64Array.of(value).buffer).toString("latin1")}`;
const fileKey = (at: number): string => `)\x03z\x05/a.pyi${int(at + 1)}z\x04f${String(at).padStart(3, "0")}`;
