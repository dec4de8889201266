import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readMeasuredTypes, type MeasuredTypes } from "../src/native/signature-record.ts";
import { makeFolder, packageFolder } from "./launch/world.ts";
import { testPythons } from "./pythons.ts";

const PROGRAM = `
class Liar:
    def __init__(self):
        self.left = None
        self.items = []
    @property
    def __class__(self):
        return int
    def __getattribute__(self, name):
        if name == "__dict__":
            raise RuntimeError("no")
        return object.__getattribute__(self, name)
    def __len__(self):
        raise SystemExit("asked")
    def fill(self, other):
        self.items.append(1.5)
        self.left = other

def fails(x):
    if x > 1:
        raise ValueError(x)
    return x

def gives(n, start=0.5):
    for i in range(n):
        yield i
        start = "another"

def nested(rows, table, pair, *rest, flag=True, **names):
    return None

class Sub(list):
    def __iter__(self):
        raise SystemExit("walked")

def mixed(value):
    return value

one = Liar()
one.fill(Liar())
for number in (1, 2):
    try:
        fails(number)
    except ValueError:
        pass
assert sum(gives(3)) == 3
assert list(gives(2)) == [0, 1]
nested([[1], []], {"a": (1, "b")}, (1, None), 4, flag=False, k=2)
nested([[2]], {}, (2, 2.5))
mixed(1), mixed(True), mixed(Sub([1]))
try:
    mixed.missing
except AttributeError:
    pass
print("done")
`;

async function measured(python: string): Promise<{ readonly types: MeasuredTypes; readonly printed: string }> {
  const folder = makeFolder();
  const records = join(folder, "records");
  const file = join(folder, "app.py");
  mkdirSync(records);
  writeFileSync(file, PROGRAM);
  const env = {
    ...process.env,
    PYTHONPATH: join(packageFolder, "python/boot"),
    PYTHONDONTWRITEBYTECODE: "1",
    HASTEN_DIR: records,
    HASTEN_COLLECT: "signatures",
    HASTEN_PID: String(process.pid),
    HASTEN_SIGNATURES: file,
  };
  const printed = execFileSync(python, [file], { env, encoding: "utf8" });
  return { types: await readMeasuredTypes(records), printed };
}

describe("types are measured", () => {
  it.each(testPythons())("without a word of the program's own, and merged, by %s", async (python) => {
    const { types, printed } = await measured(python);
    expect(printed).toBe("done\n");
    const of = (name: string): MeasuredTypes["signatures"][number] | undefined =>
      types.signatures.find((seen) => seen.name === name);
    // What is raised is not returned: no None.
    expect(of("fails")).toMatchObject({ calls: 2, given: { x: { int: [] } }, returned: { int: [] } });
    expect(Object.keys(of("fails")?.returned ?? {})).toEqual(["int"]);
    // Resumptions are no calls, and a parameter is what was given, not what became of it.
    expect(of("gives")).toMatchObject({ calls: 2, given: { start: { float: [] } }, returned: { int: [] } });
    expect(Object.keys(of("gives")?.given["start"] ?? {})).toEqual(["float"]);
    expect(of("nested")?.given).toMatchObject({
      rows: { list: [{ list: [{ int: [] }] }] },
      table: { dict: [{ str: [] }, { "tuple/2": [{ int: [] }, { str: [] }] }] },
      pair: { "tuple/2": [{ int: [] }, { NoneType: [], float: [] }] },
      flag: { bool: [] },
    });
    expect(Object.keys(of("mixed")?.given["value"] ?? {}).sort()).toEqual(["__main__.Sub", "bool", "int"]);
    expect(types.classes.get("__main__.Liar")?.attributes).toMatchObject({
      left: { NoneType: [], "__main__.Liar": [] },
      items: { list: [{ float: [] }] },
    });
    expect(types.modules.get("__main__")?.["number"]).toMatchObject({ int: [] });
    expect(types.notes).toEqual([]);
  });
});
