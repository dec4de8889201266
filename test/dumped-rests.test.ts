import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageFolder } from "./launch/world.ts";

const [python = "python3"] = process.env["HASTEN_TEST_PYTHONS"]?.split(":") ?? [];

/** What `front-slicing` writes, and classes that have a pair of their own. */
const classes = `
class Kept:
    def __init__(self, rest, start): self._data_rest = rest, start
    @property
    def data(self):
        rest, start = self._data_rest
        if start:
            rest = rest[start:]
            self._data_rest = rest, 0
        return rest
class Below(Kept): pass
class Own:
    def __init__(self, rest, start): self._data_rest = rest, start
class Other(Own):
    @property
    def data(self): return self._data_rest[0]
class Shown(Own):
    @property
    def data(self):
        rest, start = self._data_rest
        return rest[:start]
`;

it("compares the rest that an object keeps, and not what was cut off before it", () => {
  const code = `import json, sys
sys.path.insert(0, ${JSON.stringify(join(packageFolder, "python/boot"))})
import _hasten_canon
${classes}
def dump(value):
    made = _hasten_canon.Dump({})
    made.add(value)
    return made.text()
def same(kind, one, other): return dump(kind(*one)) == dump(kind(*other))
kept = [(("abc", 1), ("xbc", 1)), (("abc", 1), ("bc", 0)), ((b"abc", 3), (b"", 0)), (("abc", 1), ("abc", 2)), (([1, 2], 1), ([2], 0)), (("abc", 4), ("", 0)), (("a", 1), (b"a", 1))]
print(json.dumps([[same(kind, *pair) for pair in kept] for kind in (Kept, Below, Own, Other, Shown)]))`;
  const done = spawnSync(python, ["-c", code], { encoding: "utf8" });
  expect(done.stderr).toBe("");
  const [first, below, ...others] = JSON.parse(done.stdout) as readonly (readonly boolean[])[];
  expect(first).toEqual([true, true, true, false, false, false, false]);
  expect(below).toEqual(first);
  for (const other of others) expect(other).toEqual([false, false, false, false, false, false, false]);
});
