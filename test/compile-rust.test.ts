import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { makeProject, type Outcome } from "./command/hasten.ts";
import { packageFolder } from "./launch/world.ts";
import { testPythons } from "./pythons.ts";

const python = testPythons().find((executable) => /3\.1[12]/u.test(executable)) ?? testPythons().at(-1) ?? "python3";
const cache = join(packageFolder, ".cache", "rust-1");

const APP = `def weigh(rows, factor, name):
    total = 0.0
    for row in rows:
        for index, value in enumerate(row):
            total = total * 0.5 + value * factor / (index + 1)
    return total, name.upper()


if __name__ == "__main__":
    rows = [[(a * b) % 17 for a in range(40)] for b in range(60)]
    print([weigh(rows, number / 7, "n")[0] for number in range(2500)][-1])
`;

const BODY = `    let mut total = 0.0;
    for row in &rows {
        for (index, value) in row.iter().enumerate() {
            total = total * 0.5 + *value as f64 * factor / (index as f64 + 1.0);
        }
    }
    Ok((total, name.to_uppercase()))`;

/** cargo is there, and can have PyO3. */
function hasPyO3(): boolean {
  if (spawnSync("cargo", ["--version"]).status !== 0) return false;
  const folder = join(cache, "probe");
  mkdirSync(join(folder, "src"), { recursive: true });
  writeFileSync(join(folder, "src/lib.rs"), "");
  const toml = `[package]\nname = "probe"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\npyo3 = "0.26"\n[workspace]\n`;
  writeFileSync(join(folder, "Cargo.toml"), toml);
  return spawnSync("cargo", ["fetch", "--quiet"], { cwd: folder, timeout: 60_000 }).status === 0;
}

interface RustDocument {
  readonly best: string | null;
  readonly rust: { readonly state: string; readonly recorded: number; readonly replayed?: { differences: unknown[] } };
}

describe("compile --rust", () => {
  it("makes a project, and builds, proves and measures the body that is written there", async ({ skip }) => {
    if (!hasPyO3()) return skip("cargo is not there, or cannot have PyO3");
    const { folder, hasten } = makeProject({ "app.py": APP, "pyproject.toml": "" });
    mkdirSync(join(folder, ".hasten", "native"), { recursive: true });
    symlinkSync(cache, join(folder, ".hasten", "native", "rust"));
    const run = async (): Promise<Outcome> =>
      hasten(["compile", "--rust", "weigh", "--json", "--python", python, "app.py"]);
    const schema = JSON.parse(readFileSync(join(packageFolder, "docs/formats/compile.schema.json"), "utf8")) as object;
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    const told = (done: Outcome): RustDocument => {
      expect(ajv.validate(schema, JSON.parse(done.stdout)), `${ajv.errorsText()} ${done.stderr}`).toBe(true);
      return JSON.parse(done.stdout) as RustDocument;
    };

    const created = await run();
    expect(told(created)).toMatchObject({ best: null, rust: { state: "created" } });
    expect(told(created).rust.recorded).toBeGreaterThan(20);
    expect(created.status).toBe(0);
    const lib = join(folder, "weigh_rs/src/lib.rs");
    const text = readFileSync(lib, "utf8");
    expect(text).toContain("fn weigh(rows: Vec<Vec<i64>>, factor: f64, name: String) -> PyResult<(f64, String)> {");

    const hole = '    Err(PyNotImplementedError::new_err("write the body in src/lib.rs"))';
    writeFileSync(lib, text.replace(hole, BODY));
    expect(told(await run())).toMatchObject({ best: "rust", rust: { replayed: { differences: [] } } });
    expect(readdirSync(folder).sort()).toEqual([".hasten", "app.py", "pyproject.toml", "weigh_rs"]);
    expect(readdirSync(join(folder, "weigh_rs"))).not.toContain("target");
    expect(readFileSync(join(folder, "app.py"), "utf8")).toBe(APP);
  });

  it("tells which recorded calls differ, by value, type and what is done to arguments", () => {
    const { folder } = makeProject({
      "made.py": "def f(x):\n    x.append(0) if x == [3] else None\n    return float(x[0]) if x == [2] else x[0]\n",
      "calls.json": JSON.stringify({
        calls: [
          ["([1],)", "1"],
          ["([2],)", "2"],
          ["([3],)", "3"],
          ["([],)", "0"],
        ],
      }),
    });
    const script = join(packageFolder, "python/check_calls.py");
    const done = spawnSync(python, [script, folder, "made", "f", join(folder, "calls.json")], { encoding: "utf8" });
    expect(JSON.parse(done.stdout)).toMatchObject({
      calls: 4,
      differences: [
        [2, "2", "2.0"],
        [3, "([3],)", "([3, 0],)"],
        [4, "0", "IndexError: list index out of range"],
      ],
    });
  });

  it("says before anything starts that there is no cargo, and how to get one", async () => {
    const { folder, hasten } = makeProject({ "app.py": "open('started', 'w')\n" });
    const words = ["compile", "--rust", "weigh", "--json", "--python", python, "app.py"];
    const refused = await hasten(words, { env: { PATH: "/nowhere" } });
    expect(refused.status).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ schema: "hasten.refusal/1", code: "missing-tool" });
    expect(readdirSync(folder)).toEqual(["app.py"]);
  });
});
