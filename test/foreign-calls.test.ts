import { describe, expect, it } from "vitest";
import { fraction, seconds } from "../src/base/units.ts";
import { readProbe } from "../src/collect/probe/read-probe.ts";
import type { Evidence } from "../src/diagnose/evidence.ts";
import { instrument } from "../src/diagnose/probe/instrument.ts";
import { repeatedLibrary } from "../src/diagnose/rules/repeated-call/library.ts";
import { repeatedForeign } from "../src/diagnose/rules/repeated-call/foreign.ts";
import { textOf } from "../src/source/navigate.ts";
import { candidatesIn } from "./fixes/old-and-new.ts";
import { pythons } from "./launch/world.ts";
import { sourceOf } from "./probe/every-candidate.ts";
import { runScript } from "./probe/watch-everything.ts";

const callsIn = (text: string): readonly string[] =>
  candidatesIn(text, repeatedForeign).map(({ context, candidate }) => textOf(context.source, candidate.expression));

const head =
  "from wcwidth import wcwidth\nimport parsing, time, random\nfrom .near import width\nfrom parsing import Rule\n";

describe("a call of another package's function", () => {
  it.each([
    ["for each character", "return sum(max(0, wcwidth(c)) for c in xs)", ["wcwidth(c)"]],
    ["in a loop", "for x in xs:\n        y = parsing.width(x, 3)", ["parsing.width(x, 3)"]],
    ["once", "return wcwidth(xs)", []],
    ["with the same constant", "return [wcwidth('x') for _ in xs]", []],
    ["by keyword", "return [wcwidth(c=x) for x in xs]", []],
    ["with what is not counted", "return [wcwidth(*x) for x in xs]", []],
    ["that reads", "return [parsing.read_line(x) for x in xs]", []],
    ["that draws", "return [random.gauss(x, 1) for x in xs]", []],
    ["that waits", "return [time.sleep(x) for x in xs]", []],
    ["beside this file", "return [width(x) for x in xs]", []],
    ["that is a class", "return [Rule(x) for x in xs]", []],
    ["that is this file's", "return [f(x) for x in xs]", []],
  ])("%s", (_, body, expected) => {
    expect(callsIn(`${head}def f(xs):\n    ${body}\n`)).toEqual(expected);
  });
});

const program = `
import re
from inspect import currentframe, cleandoc
from textwrap import dedent, indent
def texts(xs):
    return [indent(dedent(x), "-") for x in xs]
def frames(xs):
    return [cleandoc(currentframe().f_code.co_name + x) for x in xs]
def failing(xs):
    found = []
    for x in xs:
        try:
            found.append(dedent(x))
        except (TypeError, AttributeError) as error:
            found.append(type(error).__name__)
    return found
def patterns(xs):
    return [re.findall(x + "a", "xAa", flags=re.I) for x in xs]
print(failing(["x", 1, " y", None] * 10)[:4], patterns(["x", "y", "("[:0]] * 40)[:3], texts([" a", " b"] * 300)[:3], frames("ab"))
`;

describe.each(pythons)("such calls under %s", (python) => {
  it("are counted and timed with their arguments, and nothing else changes", async () => {
    const source = sourceOf(program);
    const [foreign, library] = [repeatedForeign, repeatedLibrary].map((rule) =>
      candidatesIn(program, rule).map(({ candidate }) => candidate),
    );
    const patterns = library?.filter(({ expression }) => expression.kind === "binary_operator") ?? [];
    const candidates = [...(foreign ?? []), ...patterns];
    const { text, watches } = instrument(source, candidates);
    const [plain, ran] = [runScript(python, program, false), runScript(python, text, true)];
    expect([ran.stdout, ran.stderr]).toEqual([plain.stdout, ""]);
    const found = new Map(
      (await readProbe(ran.folder)).map((record) => {
        const at = watches.get(record.watch)?.expression;
        return [at === undefined ? "" : `${at.startLine} ${textOf(source, at)}`, record] as const;
      }),
    );
    // Where the probe takes too large a part of the time, on a busy machine, it lets calls pass and tells their number from the pace.
    const told = (call: string): readonly (number | undefined)[] => {
      const record = found.get(call);
      return [record?.repeats?.distinct, Math.min(100, record?.executions ?? 0)];
    };
    expect(told("6 dedent(x)")).toEqual([2, 100]);
    expect(told('6 indent(dedent(x), "-")')).toEqual([2, 100]);
    // Asked first, while looking costs nothing yet.
    expect(told("13 dedent(x)")).toEqual([4, expect.toSatisfy((calls: number) => calls > 10 && calls <= 40)]);
    // Of a pattern's call only the pattern is looked at, and what is given by name stays so.
    expect(told('18 x + "a"')).toEqual([3, 100]);
    const [inner, outer] = [found.get("6 dedent(x)")?.time ?? 0, found.get('6 indent(dedent(x), "-")')?.time ?? 0];
    expect(inner).toBeGreaterThan(100 * 0.2e-6);
    // What its arguments take is no part of a call.
    expect(outer).toBeGreaterThan(100 * 0.2e-6);
  });
});

const evidence = (looked: number, repeated: number, total: number, executions = 10_000): readonly Evidence[] => [
  { kind: "count", executions, exact: true },
  { kind: "time", total: seconds(total), share: fraction(total / 10) },
  { kind: "repeats", function: "width(x)", looked, plain: looked, repeated, distinct: looked - repeated },
];

describe("of such calls is named", () => {
  const [found] = candidatesIn(`${head}def f(xs):\n    return [wcwidth(x) for x in xs]\n`, repeatedForeign);
  it.each([
    ["what is mostly repeated and takes much of the time", evidence(1000, 950, 6), "finding"],
    ["not what is half repeated", evidence(1000, 500, 6), "seldom-repeated"],
    ["not what was seldom called", evidence(60, 59, 6), "seldom-repeated"],
    ["not what takes little", evidence(1000, 950, 1), "cold"],
    ["not what is as quick as a look for its result", evidence(1000, 950, 6, 1e8), "cold"],
    ["not what was not timed", evidence(1000, 950, 6).slice(2), "not-seen"],
  ])("%s", (_, seen, expected) => {
    const judged = found && repeatedForeign.judge(found.candidate, seen);
    expect(judged?.kind === "harmless" ? judged.because : judged?.kind).toBe(expected);
  });
});
