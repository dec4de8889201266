import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Profile as PprofProfile } from "pprof-format";
import { describe, expect, it } from "vitest";
import { Refusal } from "../src/base/refusal.ts";
import { readProfileFile } from "../src/collect/imported/read-profile-file.ts";
import { IMPORTERS } from "../src/profile/import/importers.ts";
import { profileText } from "./import/profile-text.ts";
import { packageFolder } from "./launch/world.ts";

const fixtures = join(packageFolder, "fixtures/profiles");

/** Files that the tools themselves wrote, with the format that each is to be taken for. */
const written = [
  ["py-spy/shop.raw.txt", "collapsed"],
  ["py-spy/shop.speedscope.json", "speedscope"],
  ["py-spy/shop.chrometrace.json", "chrometrace"],
  ["tachyon/shop.collapsed", "collapsed"],
  ["tachyon/shop.gecko.json", "gecko"],
  ["tachyon/shop.jsonl", "tachyon-jsonl"],
  ["tachyon/shop.pstats", "pstats"],
  ["go/cpu.pprof", "pprof"],
] as const;

const unpacked = (file: string): Uint8Array => {
  const bytes = readFileSync(join(fixtures, file));
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
};

describe("a file that another tool wrote", () => {
  it.each(written)("is read with the stacks that it holds: %s", async (file, format) => {
    const read = await readProfileFile(file, undefined, fixtures);
    expect(read.format).toBe(format);
    await expect(profileText(read.profile)).toMatchFileSnapshot(join(fixtures, `${file}.stacks`));
  });

  it.each(written)("is taken for one format alone, also without its name: %s", (file, format) => {
    const head = unpacked(file).subarray(0, 4096);
    const takers = IMPORTERS.filter(({ looksLikeMine }) => looksLikeMine("profile", head)).map(({ id }) => id);
    expect(takers[0]).toBe(format);
  });

  it("is refused with the tool's own way out where it is Tachyon's binary format", async () => {
    const refused = readProfileFile("tachyon/shop.bin", undefined, fixtures);
    await expect(refused).rejects.toMatchObject({
      code: "unreadable-data",
      hint: expect.stringContaining("replay") as string,
    });
  });
});

describe("a damaged file", () => {
  it.each(written)("is refused or read, and never brings a reader down: %s", (file, format) => {
    const importer = IMPORTERS.find(({ id }) => id === format);
    const whole = unpacked(file);
    const draw = randomOf(file.length);
    const outcomes = { read: 0, refused: 0 };
    for (let round = 0; round < 150; round += 1) {
      const bytes = Uint8Array.from(whole);
      for (let flip = draw(4); flip >= 0; flip -= 1) bytes[draw(bytes.length)] = draw(256);
      const cut = round % 3 === 0 ? bytes.subarray(0, draw(bytes.length)) : bytes;
      try {
        importer?.read(cut);
        outcomes.read += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        expect(error.message).toMatch(/\.$/);
        outcomes.refused += 1;
      }
    }
    expect(outcomes.refused).toBeGreaterThan(20);
  });

  it.each(written.filter(([file]) => !file.endsWith("raw.txt") && !file.endsWith(".collapsed")))(
    "is refused where its second half is missing: %s",
    (file, format) => {
      const importer = IMPORTERS.find(({ id }) => id === format);
      const whole = unpacked(file);
      expect(() => importer?.read(whole.subarray(0, whole.length / 2))).toThrow(Refusal);
    },
  );
});

describe("pprof", () => {
  it("keeps inlined calls apart, outermost first, and takes processor time before wall time", () => {
    const profile = new PprofProfile({
      stringTable: { strings: ["", "wall", "cpu", "nanoseconds", "outer", "inner", "/p/a.py"] } as never,
      sampleType: [
        { type: 1, unit: 3 },
        { type: 2, unit: 3 },
      ] as never,
      function: [
        { id: 1, name: 4, filename: 6, startLine: 10 },
        { id: 2, name: 5, filename: 6, startLine: 20 },
      ] as never,
      location: [
        {
          id: 7,
          line: [
            { functionId: 2, line: 21 },
            { functionId: 1, line: 11 },
          ],
        },
      ] as never,
      sample: [{ locationId: [7], value: [5_000_000, 2_000_000] }] as never,
    });
    profile.stringTable = stringsOf(["", "wall", "cpu", "nanoseconds", "outer", "inner", "/p/a.py"]);
    const read = IMPORTERS.find(({ id }) => id === "pprof")?.read(profile.encode());
    expect(read?.known.clock).toBe("cpu");
    expect(read && profileText(read.profile)).toBe("0.0020 s ×1 MainThread | outer /p/a.py:11 > inner /p/a.py:21\n");
  });
});

function stringsOf(strings: readonly string[]): PprofProfile["stringTable"] {
  const table = new PprofProfile({}).stringTable;
  for (const text of strings) table.dedup(text);
  return table;
}

/** The same numbers in every run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
