import { describe, expect, it } from "vitest";
import { fraction, seconds } from "../src/base/units.ts";
import { readProbe } from "../src/collect/probe/read-probe.ts";
import type { Evidence } from "../src/diagnose/evidence.ts";
import { instrument } from "../src/diagnose/probe/instrument.ts";
import { copiedMembership } from "../src/diagnose/rules/copied-membership/rule.ts";
import { listMembership } from "../src/diagnose/rules/list-membership/rule.ts";
import { candidatesIn } from "./fixes/old-and-new.ts";
import { pythons } from "./launch/world.ts";
import { sourceOf } from "./probe/every-candidate.ts";
import { runScript } from "./probe/watch-everything.ts";

const program = `
class View:
    def __getitem__(self, part): return iter([1, part.start])
def places(xs, x):
    at, found = 0, []
    while x in xs[at + 0:]:
        at = xs.index(x, at) + 1
        found.append(at)
    return found
def tail(view, at):
    return 1 in view[at:], at not in view[at:]
print(len(places(([1, 2] * 5 + [1, 3]) * 500, 3)), places("abcabc", "c"), tail(View(), 3), tail((1, 2), 1))
try:
    places(None, 1)
except TypeError as error:
    print(error)
`;

describe.each(pythons)("membership in a slice, under %s", (python) => {
  it("is timed with the copy, and nothing else changes", async () => {
    const candidates = candidatesIn(program, copiedMembership).map(({ candidate }) => candidate);
    expect(candidates.map(({ obstacles }) => obstacles.map(({ code }) => code))).toEqual(
      candidates.map(() => ["rest-used"]),
    );
    expect(candidatesIn(program, listMembership)).toEqual([]);
    const { text } = instrument(sourceOf(program), candidates);
    const [plain, ran] = [runScript(python, program, false), runScript(python, text, true)];
    expect([ran.stdout, ran.stderr]).toEqual([plain.stdout, ""]);
    const [walk, ...others] = await readProbe(ran.folder);
    // The copy that raises is counted only where it is let pass. Looks at 500 walks cost less than the 5 ms that the probe has free.
    expect([504, 505]).toContain(walk?.executions);
    // 6,000 elements at first, then fewer; the test itself is over at the twelfth of them: 0.1 µs.
    expect(walk?.time).toBeGreaterThan(501 * 0.3e-6);
    expect(others.map(({ executions }) => executions)).toEqual([2, 2]);
  });
});

const seen = (type: string, size: number, share: number): readonly Evidence[] => [
  {
    kind: "operand",
    operand: "xs",
    types: [type],
    sizes: { min: 0, median: size, max: size },
    elements: ["int"],
    hashable: "builtin",
    observations: 900,
    by: "probed",
  },
  { kind: "count", executions: 900, exact: true },
  { kind: "time", total: seconds(share), share: fraction(share) },
];

describe("a slice that is made for a membership test", () => {
  const [found] = candidatesIn("def f(x, xs, at):\n    return x in xs[at:]\n", copiedMembership);
  it.each([
    ["a long list", seen("list", 5000, 0.5), "finding"],
    ["a short list", seen("list", 5, 0.5), "short"],
    ["a copy that takes next to no time", seen("list", 5000, 0.01), "cold"],
    ["a view of an array", seen("numpy.ndarray", 5000, 0.5), "already-fast"],
    ["a test that was not timed", seen("list", 5000, 0.5).slice(0, 2), "cold"],
  ])("of %s", (_, evidence, expected) => {
    const judged = found && copiedMembership.judge(found.candidate, evidence);
    expect(judged?.kind === "harmless" ? judged.because : judged?.kind).toBe(expected);
  });
});
