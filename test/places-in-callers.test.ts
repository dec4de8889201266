import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lineNumber } from "../src/base/units.ts";
import { placesIn } from "../src/diagnose/examine.ts";
import type { Profiled } from "../src/diagnose/profiled.ts";
import { createSources } from "../src/diagnose/sources.ts";
import type { Hotspot } from "../src/rank/ranking.ts";
import { createParser } from "../src/source/python-parser.ts";
import { makeFolder, packageFolder } from "./launch/world.ts";

const program = `
class Name:
    def __eq__(self, other):
        return self.text == other.text
    def __hash__(self):
        return hash(self.text)
def missing(names, known):
    return [name for name in names if name not in known]
`;

it("searches whose elements compare themselves are found in the caller that only passes its time on", async () => {
  const file = join(makeFolder(), "app.py");
  writeFileSync(file, program);
  const sources = createSources(await createParser(packageFolder));
  const profiled = { observation: { profile: { processes: [] } } } as unknown as Profiled;
  const hotspot = { file, line: lineNumber(3), function: "app.Name.__eq__", qualname: "Name.__eq__" };
  const through = [{ file, line: lineNumber(7), function: "app.missing" }];
  const found = await placesIn({ ...hotspot, through } as unknown as Hotspot, profiled, sources);
  const searches = found.filter(({ rule }) => rule.id === "list-membership");
  expect(searches.map(({ rule, candidate }) => [rule.id, candidate.expression.startLine])).toEqual([
    ["list-membership", 8],
  ]);
});
