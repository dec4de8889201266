import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readProfileFile } from "../src/collect/imported/read-profile-file.ts";
import { IMPORTERS } from "../src/profile/import/importers.ts";
import { secondsOf } from "./import/profile-text.ts";
import { makeFolder } from "./launch/world.ts";
import { describedPythons } from "./pythons.ts";

/**
 * Standard library code that nobody wrote for profilers: parsing, recursion in circles, generators. One module with named
 * tuples alone: cProfile takes the constructors of all of them for one function, and mixes up their callers.
 */
const WRITE = `
import cProfile, copy, json, marshal, pstats, re, sys, textwrap, tokenize

def work():
    source = open(textwrap.__file__).read()
    rows = [{"n": n, "words": line.split(), "inner": {"at": [n, n / 7]}} for n, line in enumerate(source.splitlines())]
    json.loads(json.dumps(copy.deepcopy(rows), indent=1))
    re.purge()
    re.compile("(a|b(c|d(e|f)*)+)?" * 20)
    list(tokenize.generate_tokens(iter(source.splitlines(True)).__next__))
    textwrap.fill(source, 40)

profile = cProfile.Profile()
profile.runcall(work)
profile.dump_stats("whole.prof")
stats = pstats.Stats("whole.prof").stats
for version in range(marshal.version + 1):
    with open("v%d.prof" % version, "wb") as file:
        marshal.dump(stats, file, version)
rows = [[key[0], key[1], key[2], tt, ct, key in callers] for key, (cc, nc, tt, ct, callers) in stats.items()]
print(json.dumps({"version": marshal.version, "rows": rows}))
`;

interface Stated {
  readonly version: number;
  readonly rows: readonly (readonly [file: string, line: number, name: string, own: number, inclusive: number])[];
}

const readPstats = (path: string): unknown => IMPORTERS[0]?.read(readFileSync(path));

describe.each(describedPythons())("a file of cProfile on Python $minor", ({ executable }) => {
  const folder = makeFolder();
  writeFileSync(join(folder, "write.py"), WRITE);
  const { version, rows } = JSON.parse(
    execFileSync(executable, ["write.py"], { cwd: folder, encoding: "utf8" }),
  ) as Stated;

  it("has each function's own and inclusive seconds as pstats has them", async () => {
    const { profile } = await readProfileFile("whole.prof", undefined, folder);
    const read = secondsOf(profile);
    const total = rows.reduce((sum, [, , , own]) => sum + own, 0);
    let far = 0;
    for (const [file, line, name, own, inclusive] of rows) {
      if (own <= 0 || file === "~") continue;
      const seconds = read.get(`${name} ${file} ${line}`) ?? { own: 0, inclusive: 0 };
      expect(Math.abs(seconds.own - own), `own time of ${name}`).toBeLessThan(1e-9 + own * 1e-6);
      if (Math.abs(seconds.inclusive - inclusive) > 0.03 * total) far += 1;
    }
    expect([...read.values()].reduce((sum, { own }) => sum + own, 0)).toBeCloseTo(total, 6);
    // Not exact: functions that call each other in circles (deepcopy's).
    expect(far / rows.length).toBeLessThan(0.04);
  });

  it("is the same profile in every version of marshal", () => {
    const first = readPstats(join(folder, "v2.prof"));
    expect(version).toBeGreaterThanOrEqual(4);
    for (let other = 0; other <= version; other += 1) expect(readPstats(join(folder, `v${other}.prof`))).toEqual(first);
  });
});
