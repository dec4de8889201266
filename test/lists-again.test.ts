import { describe, expect, it } from "vitest";
import { readProbe } from "../src/collect/probe/read-probe.ts";
import { instrument } from "../src/diagnose/probe/instrument.ts";
import { listMembership } from "../src/diagnose/rules/list-membership/rule.ts";
import { candidatesIn } from "./fixes/old-and-new.ts";
import { pythons } from "./launch/world.ts";
import { sourceOf } from "./probe/every-candidate.ts";
import { runScript } from "./probe/watch-everything.ts";

const program = `
def asked(table, key, x):
    return x in table[key]
def shown(table, key, x):
    return x in table[key]
def made(box, n):
    return -1 in box["xs"]
table = {key: ["%s%d" % (key, n) for n in range(60)] for key in "abc"}
for turn in range(40):
    for key in "abc":
        asked(table, key, turn)
        table[key].append(str(turn))
for turn in range(40):
    for key in "abc":
        shown(table, key, turn)
        table[key].pop()
keep = []
for turn in range(40):
    made({"xs": [turn * 1000 + n for n in range(60)]}, turn)
`;

describe.each(pythons)("lists that are asked, under %s", (python) => {
  it("are known when they come again, unless they shrink or are made anew", async () => {
    const candidates = candidatesIn(program, listMembership).map(({ candidate }) => candidate);
    expect(candidates.length).toBe(3);
    const ran = runScript(python, instrument(sourceOf(program), candidates).text, true);
    expect(ran.stderr).toBe("");
    const records = await readProbe(ran.folder);
    const [grown, shrunk, made] = records.map(({ looks, again }) => again / looks);
    expect(grown).toBeGreaterThan(0.6);
    expect(shrunk).toBeLessThan(0.2);
    expect(made).toBeLessThan(0.2);
  });
});
