import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { makeProject } from "./command/hasten.ts";
import { packageFolder } from "./launch/world.ts";

const HOLDS =
  "data = bytearray(40_000_000)\nfor at in range(0, len(data), 4096): data[at] = 1\nprint(len(data), input())\n";

describe("hasten check", () => {
  it("fails where every run exceeds a budget, and reads stdin for each", async () => {
    const project = makeProject({ "app.py": HOLDS });
    const words = ["check", "--json", "--runs", "2", "--max-memory", "45MB", "--max-held", "60MB", "app.py"];
    const done = await project.hasten(words, { input: "word\n" });
    expect(done.status, done.stderr).toBe(1);
    const document = JSON.parse(done.stdout) as object;
    const schema = JSON.parse(readFileSync(join(packageFolder, "docs/formats/check.schema.json"), "utf8")) as object;
    expect(new Ajv2020({ strict: true }).validate(schema, document)).toBe(true);
    expect(document).toMatchObject({ budgets: [{ verdict: "exceeded" }, { verdict: "within" }] });
    expect(done.stderr).toContain("40000000 word");
  });

  it("passes within a budget, and refuses what did not do its work", async () => {
    const project = makeProject({ "app.py": "print(1)\n", "bad.py": "raise SystemExit(3)\n" });
    const good = await project.hasten(["check", "--runs", "1", "--max-memory", "100MiB", "app.py"]);
    expect([good.status, good.stderr]).toEqual([0, expect.stringMatching(/within: peak memory \d+\.\d MB \(1 run\)/u)]);
    const bad = await project.hasten(["check", "--max-memory", "100MB", "bad.py"]);
    expect([bad.status, bad.stderr]).toEqual([2, expect.stringContaining("--expect-status 3")]);
    const none = await project.hasten(["check", "app.py"]);
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("--max-memory 200MB")]);
    const odd = await project.hasten(["check", "--max-memory", "lots", "app.py"]);
    expect(odd.stderr).toContain("a size with its unit");
  });
});
