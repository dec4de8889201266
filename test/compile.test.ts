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
