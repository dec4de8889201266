import { describe, expect, it } from "vitest";
import { seconds } from "../base/units.ts";
import { drawProfile } from "./drawn-profile.ts";
import { isBrief, rank } from "./rank.ts";
import type { Ranking } from "./ranking.ts";

const names = ({ top }: Ranking): string[] => top.map((hotspot) => hotspot.function);

/** `name cumulative/self` in seconds. */
function summary({ top }: Ranking): string[] {
  return top.map(({ qualname, cumulative, self, isWorst }) => {
    return `${qualname} ${cumulative.toFixed(1)}/${self.toFixed(1)}${isWorst ? " worst" : ""}`;
  });
}

/** Seven calls of what begins on line 3. */
const calls = (file: string, line: number): number | undefined =>
  file.endsWith("app.py") && line === 3 ? 7 : undefined;

describe("the top five", () => {
  it("are the functions with the most cumulative time, the worst is the one that does the most itself", () => {
    const ranking = rank(
      drawProfile(`
        main  main  main  main
        load  load  -     report
        parse  -    -     -
        cpu  5  2  1  2
      `),
    );
    expect(summary(ranking)).toEqual(["main 10.0/1.0", "load 7.0/2.0", "parse 5.0/5.0 worst", "report 2.0/2.0"]);
    expect(ranking.top.map(({ rank: place }) => place)).toEqual([1, 2, 3, 4]);
    expect(ranking.total).toBe(10);
  });

  it("have shares with an interval that knows the number of samples", () => {
    const [main, hot] = rank(
      drawProfile(`
        main  main
        hot  -
        cpu  3  7
      `),
    ).top;
    expect(main?.share.value).toBe(1);
    expect(hot?.share.value).toBeCloseTo(0.3);
    expect(hot?.share.low).toBeLessThan(0.27);
    expect(hot?.share.high).toBeGreaterThan(0.33);
    expect(hot?.selfShare).toEqual(hot?.share);
  });

  it("count a recursive function once a stack", () => {
    const ranking = rank(
      drawProfile(`
        walk  walk  other
        walk  walk  -
        walk  -     -
        cpu  4  4  2
      `),
    );
    expect(summary(ranking)).toEqual(["walk 8.0/8.0 worst", "other 2.0/2.0"]);
  });

  it("have exactly one worst where two do the same, the one with more cumulative time", () => {
    const ranking = rank(
      drawProfile(`
        first  first  second
        third  -      -
        cpu  1  4  4
      `),
    );
    expect(summary(ranking)).toEqual(["first 5.0/4.0 worst", "second 4.0/4.0", "third 1.0/1.0"]);
  });

  it("say how little the functions outside could bring", () => {
    const ranking = rank(
      drawProfile(`
        a  b  c  d  e  f  g
        cpu  30  20  15  14  11  8  2
      `),
    );
    expect(ranking.top).toHaveLength(5);
    expect(ranking.outside.share).toBeCloseTo(0.08);
    expect(ranking.outside.ceiling).toBeCloseTo(1 / 0.92);
    expect(rank(drawProfile("a  b")).outside).toEqual({ share: 0, ceiling: 1 });
  });

  it("keep the ceiling a number that JSON can carry", () => {
    const ranking = rank(
      drawProfile(`
        a  a  a  a  a  a
        -  b  b  b  b  b
        -  -  c  c  c  c
        -  -  -  d  d  d
        -  -  -  -  e  e
        -  -  -  -  -  f
        cpu  1  1  1  1  1  1000000
      `),
    );
    expect(Number.isFinite(ranking.outside.ceiling)).toBe(true);
  });

  it("take the same function in several processes and threads for one, and __mp_main__ for __main__", () => {
    const ranking = rank(
      drawProfile(
        `
          hot#3  as __mp_main__:/project/app.py!hot#3  cold
          thread  0  1  1
          cpu  2  3  1
        `,
        { processes: [{}, { wall: seconds(10) }] },
      ),
    );
    expect(summary(ranking)).toEqual(["hot 5.0/5.0 worst", "cold 1.0/1.0"]);
    expect(names(ranking)[0]).toBe("__main__.hot");
  });

  it("keep functions of one name on different lines apart", () => {
    expect(rank(drawProfile("run#3  run#9")).top).toHaveLength(2);
  });

  it("carry exact numbers of calls where they were counted", () => {
    const { top } = rank(drawProfile("hot#3  cold#9"), { calls });
    expect(top.map((hotspot) => hotspot.calls)).toEqual([7, undefined]);
  });
});

describe("a hotspot's lines, expressions and libraries", () => {
  it("charge library time to the user's line that called it, and name the library", () => {
    const [hot] = rank(
      drawProfile(`
        load:7  load:7  load:9  load:8
        std:json/__init__.py!loads  std:json/__init__.py!loads  std:re/__init__.py!sub  -
        std:json/decoder.py!JSONDecoder.decode  -  -  -
        cpu  6  1  2  1
      `),
    ).top;
    expect(hot?.self).toBe(10);
    expect(hot?.lines.map(({ line, share, samples }) => [line, share, samples])).toEqual([
      [7, 0.7, 200],
      [9, 0.2, 100],
      [8, 0.1, 100],
    ]);
    expect(hot?.libraries).toEqual([
      { function: "json.loads", share: 0.7, hottest: { function: "json.decoder.JSONDecoder.decode", share: 0.6 } },
      { function: "re.sub", share: 0.2 },
    ]);
  });

  it("do not count what other functions of the user's did for a line", () => {
    const top = rank(
      drawProfile(`
        main:2  main:3
        hot:9  -
      `),
    ).top;
    expect(top.map(({ lines }) => lines.map(({ line }) => line))).toEqual([[3], [9]]);
  });

  it("give the heat by expression where the interpreter tells columns", () => {
    const [hot] = rank(
      drawProfile(`
        hot:7:11-25  hot:7:11-25  hot:7:30-40  hot:8
        cpu  4  3  2  1
      `),
    ).top;
    expect(hot?.expressions).toEqual([
      { position: { line: 7, column: 11, endLine: 7, endColumn: 25 }, share: 0.7, samples: 200 },
      { position: { line: 7, column: 30, endLine: 7, endColumn: 40 }, share: 0.2, samples: 100 },
    ]);
  });

  it("name ten lines at most", () => {
    const [hot] = rank(drawProfile(Array.from({ length: 14 }, (_, line) => `hot:${line + 2}`).join("  "))).top;
    expect(hot?.lines).toHaveLength(10);
  });
});

describe("too little to rank", () => {
  const short = { processes: [{ wall: seconds(0.1) }] };

  it("is a program shorter than 0.2 s, even with samples", () => {
    const ranking = rank(drawProfile("main", short));
    expect(ranking.tooLittle).toBe("too-short");
    expect(names(ranking)).toEqual(["__main__.main"]);
  });

  it("is a program with fewer than 20 samples: nothing is listed", () => {
    const ranking = rank(
      drawProfile(`
        main
        samples  19
      `),
    );
    expect(ranking.tooLittle).toBe("too-few-samples");
    expect(ranking.top).toEqual([]);
  });

  it.each([
    ["brief below a tenth of a second of the program's own", "frozen!start  main\n  cpu  5  0.09", true],
    ["worth a look above", "frozen!start  main\n  cpu  5  0.11", false],
  ])("what is left after a fix is %s", (_what, drawn, expected) => {
    expect(isBrief(drawProfile(drawn))).toBe(expected);
  });

  it("is a profile without anything in it", () => {
    const ranking = rank(drawProfile(""));
    expect(ranking).toMatchObject({ tooLittle: "too-few-samples", top: [], total: 0, elsewhere: 0 });
    expect(JSON.stringify(ranking)).not.toContain("null");
  });

  it("is not a program that runs long enough", () => {
    expect(rank(drawProfile("main")).tooLittle).toBeUndefined();
  });
});
