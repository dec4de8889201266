import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../src/base/refusal.ts";
import { openBuildTools, requireBuildable } from "../src/native/build-tools.ts";
import { makeProject, type Outcome, type Project } from "./command/hasten.ts";
import { makeWorld, packageFolder } from "./launch/world.ts";
import { testPythons } from "./pythons.ts";

const python = testPythons().find((executable) => /3\.1[12]/u.test(executable)) ?? testPythons().at(-1) ?? "python3";
const cache = join(packageFolder, ".cache", "native-1");

const SCRIPT = `import sys


class Walk:
    def __init__(self):
        self.longest = None
        self.calls = 0

    def steps(self, start):
        self.calls += 1
        count = 0
        while start != 1:
            start = start // 2 if start % 2 == 0 else 3 * start + 1
            count += 1
        if self.longest is None or count > self.longest:
            self.longest = count
        return count


if __name__ == "__main__":
    walk = Walk()
    print(sum(walk.steps(n) for n in range(1, int(sys.argv[1]))), walk.longest, walk.calls)
`;

/** What a round can fix, beside what only a compiler makes faster. */
const MEMBERS = `import sys


def chosen(numbers):
    members = list(range(0, 9000, 2))
    return sum(1 for number in numbers if number in members)


print(chosen(range(11000)))
`;

interface FixDocument {
  readonly written: boolean;
  readonly attempts: readonly { readonly rule: string; readonly verdict: { readonly kind: string } }[];
  readonly native: CompileDocument;
}

interface CompileDocument {
  readonly best: string | null;
  readonly patch: string;
  readonly folder: string;
  readonly modules: readonly { readonly split: boolean; readonly annotations: number }[];
  readonly options: readonly {
    readonly verdict?: { readonly kind: string };
    readonly compared?: { readonly outputs: readonly string[] };
    readonly obstacles: readonly unknown[];
  }[];
}

/** The build tools, installed once and kept; undefined where the registry cannot be reached. */
async function keptTools(): Promise<string | undefined> {
  const world = makeWorld();
  try {
    await openBuildTools(python, await requireBuildable(python, world), cache, world);
    return join(cache, "native");
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "missing-tool") throw error;
    console.log(`Skipped compiling: ${error.message}`);
    return undefined;
  }
}

describe("compile", () => {
  let tools: string | undefined;
  let project: Project;
  let done: Outcome;
  beforeAll(async () => {
    tools = await keptTools();
    project = makeProject({ "app.py": SCRIPT, "pyproject.toml": "" });
    if (tools === undefined) return;
    mkdirSync(join(project.folder, ".hasten"));
    symlinkSync(tools, join(project.folder, ".hasten", "native"));
    done = await project.hasten(["compile", "--only", "mypyc", "--json", "--python", python, "app.py", "90000"]);
  });

  it("types a script by what was measured, builds, proves and measures it", ({ skip }) => {
    if (tools === undefined) return skip("the build tools cannot be installed");
    expect(done.status, done.stderr).toBe(0);
    const schema = JSON.parse(readFileSync(join(packageFolder, "docs/formats/compile.schema.json"), "utf8")) as object;
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    expect(ajv.validate(schema, JSON.parse(done.stdout)), ajv.errorsText()).toBe(true);
    const document = JSON.parse(done.stdout) as CompileDocument;
    expect(document).toMatchObject({ best: "mypyc", modules: [{ split: true }], options: [{ obstacles: [] }] });
    expect(document.options[0]?.compared?.outputs).toContain("stdout");
    expect(document.patch).toContain("+    def steps(self, start: int) -> int:");
    expect(document.patch).toContain('+        self.longest: "int | None" = None');
  });

  it("leaves nothing in the project, and a patch that makes the same program", ({ skip }) => {
    if (tools === undefined) return skip("the build tools cannot be installed");
    expect(readdirSync(project.folder).sort()).toEqual([".hasten", "app.py", "pyproject.toml"]);
    expect(readFileSync(join(project.folder, "app.py"), "utf8")).toBe(SCRIPT);
    expect(readdirSync(project.temp)).toEqual([]);
    const { folder } = JSON.parse(done.stdout) as CompileDocument;
    const before = execFileSync(python, ["app.py", "99"], { cwd: project.folder, encoding: "utf8" });
    execFileSync("git", ["apply", join(folder, "native.patch")], { cwd: project.folder });
    expect(existsSync(join(project.folder, "app_native.py"))).toBe(true);
    expect(execFileSync(python, ["app.py", "99"], { cwd: project.folder, encoding: "utf8" })).toBe(before);
  });

  it("is the last round of fix --native, on what the rounds have left; only what they kept is written", async ({
    skip,
  }) => {
    if (tools === undefined) return skip("the build tools cannot be installed");
    const both = makeProject({ "app.py": SCRIPT.replace("import sys\n", MEMBERS), "pyproject.toml": "" });
    mkdirSync(join(both.folder, ".hasten"));
    symlinkSync(tools, join(both.folder, ".hasten", "native"));
    const words = ["--native", "--rounds", "1", "--json", "--python", python, "--", "app.py", "70000"];
    const fixed = await both.hasten(["fix", ...words]);
    expect(fixed.status, fixed.stderr).toBe(0);
    const document = JSON.parse(fixed.stdout) as FixDocument;
    expect(document.attempts.map(({ rule, verdict }) => [rule, verdict.kind])).toEqual([["list-membership", "kept"]]);
    expect(document.native).toMatchObject({ schema: "hasten.compile/1", modules: [{ split: true }] });
    expect(document.native.best).not.toBeNull();
    expect(document.written).toBe(true);
    // What is compiled is the program as the rounds have left it.
    expect(document.native.patch).toContain("+    def steps(self, start: int) -> int:");
    expect(document.native.patch).toContain("+    members_set = set(members)");
    expect(readdirSync(both.folder).sort()).toEqual([".hasten", "app.py", "pyproject.toml"]);
    expect(readFileSync(join(both.folder, "app.py"), "utf8")).toContain("set(");
    expect(readdirSync(join(both.folder, document.native.folder))).toContain("native.patch");
    expect(readdirSync(both.temp)).toEqual([]);
  }, 300_000);

  it("says before anything starts what is missing, and how to get it", async () => {
    const { folder, hasten } = makeProject({ "app.py": "open('started', 'w')\n" });
    const refused = await hasten(["compile", "--json", "--python", python, "app.py"], { env: { CC: "no-such-cc" } });
    expect(refused.status).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ schema: "hasten.refusal/1", code: "missing-tool" });
    expect(refused.stderr).toContain("no-such-cc");
    const fix = await hasten(["fix", "--native", "--json", "--python", python, "app.py"], {
      env: { CC: "no-such-cc" },
    });
    expect(fix.status).toBe(2);
    expect(readdirSync(folder)).toEqual(["app.py"]);
  });
});
