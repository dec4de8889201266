import { describe, expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { candidatesIn } from "./old-and-new.ts";

const slicesIn = (text: string): readonly string[] =>
  candidatesIn(text, frontSlicing).map(({ context, candidate: { expression } }) =>
    context.source.text.slice(expression.start, expression.end),
  );

describe("a rest that is returned beside something else", () => {
  test.each([
    ["where it is returned", "return data[0], data[1:]", ["data[1:]"]],
    ["in parentheses", "return (data[0], data[n:])", ["data[n:]"]],
    ["under a name", "rest = data[n:]\n    return n, rest", ["data[n:]"]],
    ["under one of several names", "a, rest = data[:n], data[n + 1 :]\n    return int(a), rest", ["data[n + 1 :]"]],
    ["after the parameter became a part", "n, data = data.split(b':', 1)\n    return n, data[2:]", ["data[2:]"]],
  ])("is named %s", (_, body, slices) => {
    expect(slicesIn(`def take(data, n):\n    ${body}\n`)).toEqual(slices);
  });

  test.each([
    ["it is all that is asked for", "return data[1:]"],
    ["it is of something else", "made = n.read()\n    return n, made[1:]"],
    ["it is a part", "return n, data[1:n]"],
    ["it stays here", "rest = data[1:]\n    return n, len(rest)"],
  ])("is not named where %s", (_, body) => {
    expect(slicesIn(`def take(data, n):\n    ${body}\n`)).toEqual([]);
  });

  test.each([
    ["a part by its length", "head = self.data[:n]\n        self.data = self.data[n:]", ["self.data[n:]"]],
    ["a pair", "head, self.data = self.data[:n], self.data[n:]", ["self.data[n:]"]],
    ["what a separator ends", "line, self.data = self.data.split(self.end, 1)", ["self.data.split(self.end, 1)"]],
    ["the three parts", "a, b, self.data = self.data.partition(n)", ["self.data.partition(n)"]],
    ["all pieces", "a, self.data = self.data.split(n)", []],
    ["another attribute's", "a, self.data = self.more.split(n, 1)", []],
    ["the front", "self.data, a = self.data.split(n, 1)", []],
  ])("is named where an object keeps it beside %s", (_, body, slices) => {
    const text = `class C:\n    def __init__(self, data): self.data = data\n    def take(self, n):\n        ${body}\n        return n\n`;
    expect(slicesIn(text)).toEqual(slices);
  });

  test.each([
    ["often, of long bytes", 1000, 0.4, 100_000, "finding"],
    ["seldom", 10, 0.4, 100_000, "harmless"],
    ["in little time", 1000, 0.01, 100_000, "harmless"],
    ["of short bytes", 1000, 0.4, 1000, "harmless"],
  ] as const)("counts where it is cut %s", (_, executions, share, size, kind) => {
    const [found] = candidatesIn("def take(data): return data[0], data[1:]\n", frontSlicing);
    const evidence: readonly Evidence[] = [
      {
        kind: "operand",
        operand: "data",
        types: ["bytes"],
        sizes: { min: size, median: size, max: size },
        observations: executions,
        elements: [],
        hashable: "builtin",
        by: "probed",
      },
      { kind: "count", executions, exact: true },
      { kind: "time", total: seconds(1), share: fraction(share) },
    ];
    const judged = found === undefined ? undefined : frontSlicing.judge(found.candidate, evidence);
    expect(judged?.kind).toBe(kind);
  });
});
