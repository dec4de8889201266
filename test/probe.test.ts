import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { collectorEnvironment } from "../src/collect/in-process/environment.ts";
import { readProbe } from "../src/collect/probe/read-probe.ts";
import { findPlaces } from "../src/diagnose/place.ts";
import { instrument } from "../src/diagnose/probe/instrument.ts";
import { RULES } from "../src/diagnose/rules.ts";
import { listFunctions } from "../src/source/functions.ts";
import { createParser, type PythonParser } from "../src/source/python-parser.ts";
import { parseSource } from "../src/source/read-source.ts";
import { scopesOf } from "../src/source/scopes.ts";
import type { ProbeRecord } from "../src/collect/probe/probe-record.ts";
import { makeFolder, makeWorld, packageFolder } from "./launch/world.ts";
import { testPythons } from "./pythons.ts";

let parser: PythonParser;
beforeAll(async () => {
  parser = await createParser(packageFolder);
});

interface Probed {
  readonly records: readonly ProbeRecord[];
  readonly printed: string;
  readonly bare: string;
}

/** Runs a program bare and with a watch at every place that some rule recognises. */
async function probe(program: string, python: string): Promise<Probed> {
  const folder = makeFolder();
  const records = join(folder, "records");
  mkdirSync(records);
  const file = join(folder, "program.py");
  const source = parseSource(file, program, parser);
  const unit = { source, scopes: scopesOf(source), functions: listFunctions(source) };
  const located = unit.functions.map((one) => ({ unit, function: one }));
  const candidates = findPlaces(located, RULES, [3, 12]).map(({ candidate }) => candidate);
  writeFileSync(file, program);
  const bare = execFileSync(python, [file], { cwd: folder, encoding: "utf8" });
  writeFileSync(file, instrument(source, candidates).text);
  const env = { ...process.env, ...collectorEnvironment(makeWorld({ cwd: folder }), records, ["probe"]) };
  const printed = execFileSync(python, [file], { cwd: folder, encoding: "utf8", env });
  return { records: await readProbe(records), printed, bare };
}

const MEMBERSHIP = `
def common(wanted, names):
    return [name for name in names if name in wanted]

words = [str(number) for number in range(20000)]
print(len(common(words, words[-300:] + ["x"] * 100)))
`;

const SORTS = `
def least(rows, words):
    found = [[1, None], [1]]
    found.sort(reverse=False)
    return sorted(rows)[0], sorted(words, key=str.lower)[-1], found[0]

def deepest(rows):
    return sorted(rows)[-1]

print(least([(3, 1.5), (2, 2)] * 40, {"b", "A", "c"}), deepest([(((((1.5,),),),),)] * 3))
`;

const pythons = testPythons();

describe.each([...new Set([pythons[0] ?? "python3", pythons.at(-1) ?? "python3"])])("the probe on %s", (python) => {
  it("sees what a sort compares: the elements, what is in them, or what the key gives", async () => {
    const { records, printed, bare } = await probe(SORTS, python);
    expect(printed).toBe(bare);
    const compared = records.map(({ needle }) =>
      needle.types
        .map(([name]) => name)
        .toSorted()
        .join(" "),
    );
    expect(compared.filter(Boolean).toSorted()).toEqual(["NoneType int list", "float int tuple", "str", "tuple"]);
    // What lies too deep to be looked at is not passed over in silence.
    expect(records.filter(({ needle }) => needle.partial).map(({ needle }) => needle.types)).toEqual([[["tuple", 12]]]);
  });

  it("counts the executions and knows the operand's type, size and elements", async () => {
    const { records, printed, bare } = await probe(MEMBERSHIP, python);
    expect(printed).toBe(bare);
    const [record] = records;
    expect(record).toMatchObject({ executions: 400, exact: true, least: 20000, most: 20000, changes: false });
    expect(record?.operand.types.map(([name]) => name)).toEqual(["list"]);
    expect(record?.elements).toMatchObject({ hashable: "builtin" });
    expect(record?.time).toBeGreaterThan(0);
  });

  it.each([
    ["unhashable", "[[number] for number in range(50)]"],
    ["custom", "[Key(number) for number in range(50)]"],
    ["builtin", "[(number, str(number)) for number in range(50)]"],
    ["builtin", "[Plain() for number in range(50)]"],
  ])("tells %s elements: %s", async (hashable, items) => {
    const program = `
class Key:
    def __init__(self, number): self.number = number
    def __eq__(self, other): return self.number == other.number
    def __hash__(self): raise SystemExit("the probe ran the user's code")
class Plain: pass
items = ${items}
for item in items * 3:
    if item in items:
        pass
`;
    const { records } = await probe(program, python);
    expect(records[0]?.elements.hashable).toBe(hashable);
  });
});

describe("the probe", () => {
  it("sees that a list changes between two executions of one call", async () => {
    const program = `
def unique(items):
    found = []
    for item in items:
        if item not in found:
            found.append(item)
    return found
print(len(unique([n % 2000 for n in range(6000)])))
`;
    const { records } = await probe(program, "python3");
    expect(records[0]).toMatchObject({ executions: 6000, exact: true, changes: true });
  });

  it("times what is made of a list in vain, and leaves alone what is asked to its end", async () => {
    const program = [
      "def ask(xs, limit):",
      "    early = any([x >= limit for x in xs])",
      "    late = any([x < 0 for x in xs])",
      "    return early, late, [x for x in xs if x >= limit][0], list(xs)[0]",
      "print([ask(list(range(20000)), limit) for limit in range(30)])",
    ].join("\n");
    const { records, printed, bare } = await probe(program, pythons.at(-1) ?? "python3");
    expect(printed).toBe(bare);
    const made = records.filter(({ repeats }) => repeats === undefined);
    const [early, late, found, first] = made.map(({ time }) => time ?? Number.NaN);
    expect(made.map(({ operand }) => operand.types[0]?.[0])).toEqual(["list", "list", "list", "list"]);
    expect(late).toBe(0);
    expect(early).toBeGreaterThan((found ?? 0) / 3);
    expect(found).toBeGreaterThan((first ?? 0) / 3);
    expect(first).toBeGreaterThan(0);
  });

  it("times the texts that a logger does not want, whoever set its level", async () => {
    const program = [
      "import io, logging",
      "class Own(logging.Logger): pass",
      "def tell(log, quiet, own, x):",
      "    log.info(f'{x}'); quiet.debug('%s' % x); own.debug(str(x))",
      "root = logging.getLogger()",
      "root.addHandler(logging.StreamHandler(io.StringIO()))",
      "root.setLevel(logging.INFO)",
      "for number in range(50): tell(logging.getLogger('a.b'), logging.getLogger('a.c'), Own('d', 50), list(range(900)))",
      "print(number)",
    ].join("\n");
    const { records, printed, bare } = await probe(program, pythons.at(-1) ?? "python3");
    expect(printed).toBe(bare);
    const [heard, unheard, own] = records.filter(
      ({ operand }) => operand.types[0]?.[0].endsWith("Logger") || operand.types[0]?.[0].endsWith("Own"),
    );
    expect(heard?.time).toBe(0);
    expect(own?.time).toBe(0);
    expect(unheard?.operand.types[0]?.[0]).toBe("logging.Logger");
    expect(unheard?.time).toBeGreaterThan(0);
  });

  it("lets exceptions through with their type and arguments", async () => {
    const program = `
for item in range(3):
    try:
        if item in 5:
            pass
    except TypeError as error:
        print(error)
    try:
        [].pop(0)
    except IndexError as error:
        print(error)
`;
    const { printed, bare } = await probe(program, "python3");
    expect(printed).toBe(bare);
  });
});
