import { join } from "node:path";
import { expect, it } from "vitest";
import { hasNumpy, runWithNumpy } from "./fixes/with-numpy.ts";
import { packageFolder } from "./launch/world.ts";

/** Two of each, made apart, so that nothing in them lies at the same address. */
const ARRAYS = [
  "np.array([Fraction(1, 3), 'ab', [1, 2.5], None], dtype=object)",
  "np.array([Fraction(1, 4), 'ab', [1, 2.5], None], dtype=object)",
  "np.array([(1, 'x' * 3)], dtype=[('n', '<i8'), ('text', object)])",
  "np.arange(6.0).reshape(2, 3)",
];

it("compares what arrays of objects hold, and not where it lies", ({ skip }) => {
  if (!hasNumpy()) return skip("numpy cannot be installed");
  const code = `import json, sys
sys.path.insert(0, ${JSON.stringify(join(packageFolder, "python/boot"))})
from fractions import Fraction
import numpy as np
import _hasten_canon
def dump(value):
    made = _hasten_canon.Dump({})
    made.add(value)
    return made.text()
print(json.dumps([[dump(eval(each)), dump(eval(each))] for each in ${JSON.stringify(ARRAYS)}]))`;
  const dumps = JSON.parse(runWithNumpy(["-c", code], "")) as readonly (readonly [string, string])[];
  for (const [one, other] of dumps) expect(one).toBe(other);
  expect(new Set(dumps.map(([one]) => one)).size).toBe(ARRAYS.length);
  expect(dumps[0]?.[0]).toMatch(/^.*object \(4,\) \[.*'ab'.*2\.5/u);
});
