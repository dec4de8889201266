import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { makeProject } from "./command/hasten.ts";
import { packageFolder } from "./launch/world.ts";

const fixtures = join(packageFolder, "fixtures/profiles");
const fixture = (name: string): Buffer => readFileSync(join(fixtures, name));
const schema = JSON.parse(readFileSync(join(packageFolder, "docs/formats/run.schema.json"), "utf8")) as object;
const isRun = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

describe("hasten import", () => {
  it("ranks a profile, keeps it as a run, and shows the same again", async () => {
    const project = makeProject({ "shop.speedscope.json": fixture("py-spy/shop.speedscope.json") });
    const { stdout, stderr, status } = await project.hasten(["import", "shop.speedscope.json"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("imported shop.speedscope.json (speedscope)");
    expect(stdout).toMatch(/▶ +stock\.Stock\.missing/);
    expect(stdout).toContain("no finding is claimed");
    expect(stdout).not.toMatch(/peak|CPU \d/);
    expect((await project.hasten(["show"])).stdout).toBe(stdout);
    expect((await project.hasten(["show", "--list"])).stdout).toContain("import shop.speedscope.json");
  });

  it.each([
    ["py-spy/shop.raw.txt", { clock: "unknown", stacks: "whole", seconds: "assumed" }],
    ["tachyon/shop.gecko.json", { stacks: "whole", seconds: "stated", paths: "base-name" }],
    ["tachyon/shop.jsonl", { clock: "wall", stacks: "none" }],
    ["tachyon/shop.pstats", { stacks: "reconstructed", observed: "samples" }],
    ["go/cpu.pprof", { clock: "cpu", stacks: "whole", lines: "running" }],
  ])("says in JSON what is known of %s and nothing more", async (file, known) => {
    const project = makeProject({ profile: fixture(file) });
    const { stdout } = await project.hasten(["import", "--json", "profile"]);
    const document = JSON.parse(stdout) as { run: { imported: object }; top: { worst: boolean }[]; findings: object[] };
    expect([isRun(document), isRun.errors]).toEqual([true, null]);
    expect(document.run).toMatchObject({ exit_code: null, cpu_s: null, peak_rss_bytes: null, python: { gil: null } });
    expect(document.run.imported).toMatchObject(known);
    expect(document).toMatchObject({ nature: { kind: "unknown" }, findings: [] });
    expect(document.top.filter(({ worst }) => worst)).toHaveLength(1);
  });

  it("looks paths up where the program ran, and takes the standard library's short ones for what they are", async () => {
    const stacks =
      "<module> (app.py:3);load (shop/stock.py:4);dumps (json/__init__.py:230);spin (numpy/core/x.py:9) 60\n";
    const project = makeProject({ "far/app.py": "", "far/shop/stock.py": "", "stacks.txt": stacks });
    const { stdout } = await project.hasten(["import", "--json", "stacks.txt", "--cwd", "far"]);
    const { top } = JSON.parse(stdout) as { top: { function: string; file: string; libraries: object[] }[] };
    expect(top.map(({ function: name, file }) => `${name} ${file}`)).toEqual(["shop.stock.load shop/stock.py"]);
    expect(top[0]?.libraries).toMatchObject([{ function: "json.dumps" }]);
  });

  it("does not count threads that are parked beside others", async () => {
    const parked = "T1:1;run (/p/app.py:9);wait (/usr/lib/python3.12/threading.py:355)";
    const project = makeProject({ "stacks.txt": `${parked} 900\nT1:2;main (/p/app.py:2);work (/p/app.py:5) 100\n` });
    const { stdout } = await project.hasten(["import", "stacks.txt"]);
    expect(stdout).toContain("app.work");
    expect(stdout).not.toContain("app.run");
    expect(stdout).toContain("90 % of the samples are of threads parked");
  });

  it.each<[what: string, words: readonly string[], said: RegExp]>([
    ["a file that is not there", ["none.prof"], /no file none\.prof/],
    ["a folder", ["."], /is not a file/],
    ["a format that does not exist", ["--format", "perf", "app.py"], /no format "perf"[^]*pstats/],
    ["a program", ["app.py"], /no format that hasten knows[^]*--format/],
    ["no file at all", [], /missing required argument/],
  ])("refuses %s with a hint, status 2 and nothing written", async (_what, words, said) => {
    const project = makeProject({ "app.py": "print(1)\n" });
    const { stdout, stderr, status } = await project.hasten(["import", ...words]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect((await project.hasten(["show", "--list"])).stdout).not.toContain("import");
  });
});
