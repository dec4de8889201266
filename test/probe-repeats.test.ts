import { describe, expect, it } from "vitest";
import { readProbe } from "../src/collect/probe/read-probe.ts";
import { instrument } from "../src/diagnose/probe/instrument.ts";
import type { Candidate } from "../src/diagnose/rule.ts";
import { descendants, field, namedChildren } from "../src/source/navigate.ts";
import { pythons } from "./launch/world.ts";
import { sourceOf } from "./probe/every-candidate.ts";
import { runScript } from "./probe/watch-everything.ts";

const program = `import sys
class Thing: pass
def plain(x, y=1, *more, z=2):
    """Says something."""
    return x
def looped(x):
    for each in 1, 2:
        x += each
    return x
def tested(x):
    if (x in [1, 2, 3]
        or x > 5): return 1
    return 2
def tried(x):
    try: return 1 // x
    except ZeroDivisionError: return 0
def on_one_line(x): return x
def waiting(x):
    while x: x -= 1
def objects(x):
    return x
def deep(n):
    return n if n < 2 else deep(n - 1) + deep(n - 2)
for i in range(60):
    plain(i % 3, y="a", z=(i % 2, b"b")), looped(1), tested(i), tried(i % 2), on_one_line("%d" % (i % 4)), objects(Thing())
    objects((1, [2])), objects(Thing)
waiting(3)
print(deep(9), looped(1), tested(6), tried(0))
`;

/** A look at the calls of every function, and at the membership test in one of them. */
function candidates(source: ReturnType<typeof sourceOf>): readonly Candidate[] {
  return [...descendants(source.root)].flatMap((node): readonly Candidate[] => {
    const [name, list] = [field(node, "name"), field(node, "parameters")];
    const rest = { facts: [], obstacles: [] };
    if (node.kind === "comparison_operator" && namedChildren(node).length === 2) {
      const [needle, operand] = namedChildren(node);
      if (operand?.kind !== "list" || needle === undefined) return [];
      const watch = { kind: "contains" as const, expression: node, operand, needle };
      return [{ rule: "list-membership", expression: node, watch, ...rest }];
    }
    const parameter = list === undefined ? undefined : namedChildren(list)[0];
    if (node.kind !== "function_definition" || name === undefined || parameter === undefined) return [];
    return [
      {
        rule: "repeated-call",
        expression: name,
        watch: { kind: "entry", expression: name, operand: parameter },
        ...rest,
      },
    ];
  });
}

/** What the probe may cost would end it early on a slow machine, and the counts are to be exact. */
const PATIENT = "import _hasten_probe as probe; probe.GRACE = 10**10; del probe\n";

describe.each(pythons)("calls under %s", (executable) => {
  it("are counted with how many had arguments seen before, and nothing else changes", async () => {
    const source = sourceOf(program);
    const { text, watches, skipped } = instrument(source, candidates(source));
    expect(text.split("\n").length).toBe(program.split("\n").length);
    expect(skipped.map(({ because }) => because)).toEqual(["its body has no place for it"]);
    const plainly = runScript(executable, program, false);
    for (const [isProbed, before] of [
      [true, PATIENT],
      [false, ""],
    ] as const) {
      const ran = runScript(executable, before + text, isProbed);
      expect([ran.stdout, ran.stderr]).toEqual([plainly.stdout, ""]);
      if (!isProbed) continue;
      const records = new Map(
        (await readProbe(ran.folder)).map((record) => {
          const at = watches.get(record.watch)?.expression;
          return [program.slice(at?.start, at?.end), record] as const;
        }),
      );
      expect(records.get("plain")).toMatchObject({
        executions: 60,
        repeats: { looked: 60, repeated: 54, distinct: 6 },
      });
      expect(
        records
          .get("plain")
          ?.elements.types.map(([name]) => name)
          .toSorted(),
      ).toEqual(["bytes", "int", "str", "tuple"]);
      expect(records.get("looped")).toMatchObject({ executions: 61, repeats: { repeated: 60 } });
      expect(records.get("tested")?.repeats).toMatchObject({ repeated: 1, distinct: 60 });
      expect(records.get("tried")?.repeats).toMatchObject({ distinct: 2 });
      expect(records.get("on_one_line")?.repeats).toMatchObject({ distinct: 4 });
      expect(records.get("objects")?.repeats).toMatchObject({ looked: 180, plain: 0, repeated: 0, same: 59 });
      expect(records.get("deep")?.repeats?.distinct).toBe(10);
      expect(records.get("deep")?.executions).toBe(109);
      expect(records.get("x in [1, 2, 3]")?.executions).toBe(61);
    }
  });
});
