import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { makeProject, slowProgram, type Project } from "./command/hasten.ts";
import { packageFolder } from "./launch/world.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });

/** What is wrong with a printed document; the text must be exactly one. */
function faults(format: string, printed: string): unknown {
  const schema = JSON.parse(readFileSync(join(packageFolder, `docs/formats/${format}.schema.json`), "utf8")) as object;
  const isValid = ajv.getSchema(format) ?? ajv.addSchema(schema, format).getSchema(format);
  return isValid?.(JSON.parse(printed)) === true ? [] : isValid?.errors;
}

describe("the documents that --json prints", () => {
  let project: Project;
  let run: string;
  let fix: string;
  beforeAll(async () => {
    project = makeProject({ "app.py": slowProgram(14_000) });
    run = (await project.hasten(["run", "--json", "--calls", "app.py"])).stdout;
    fix = (await project.hasten(["fix", "--json", "--dry-run", "app.py"])).stdout;
  });

  it("are as docs/formats describes them for run, with a finding in it", () => {
    expect(faults("run", run)).toEqual([]);
    expect(JSON.parse(run)).toMatchObject({ findings: [{ rule: "list-membership" }] });
  });

  it("are as docs/formats describes them for fix, with an attempt in it", () => {
    expect(faults("fix", fix)).toEqual([]);
    expect(JSON.parse(fix)).toMatchObject({ attempts: [{ rule: "list-membership" }], written: false });
  });

  it("are the same again from show", async () => {
    const { stdout } = await project.hasten(["show", "--json"]);
    expect(faults("fix", stdout)).toEqual([]);
    expect(stdout).toBe(fix);
    const { id } = (JSON.parse(run) as { run: { id: string } }).run;
    expect((await project.hasten(["show", "--json", id])).stdout).toBe(run);
  });

  it("are as docs/formats describes them for doctor", async () => {
    expect(faults("doctor", (await project.hasten(["doctor", "--json"])).stdout)).toEqual([]);
  });

  it("are as docs/formats describes them for a refusal, also after an option with a value", async () => {
    const { stdout, status } = await project.hasten(["run", "--timeout", "9", "--json", "none.py"]);
    expect(faults("refusal", stdout)).toEqual([]);
    expect(status).toBe(2);
  });

  it.each(["run", "fix", "doctor", "refusal"])("are told apart: nothing else passes for a %s", (format) => {
    expect(faults(format, '{"schema": "hasten.other/1"}')).not.toEqual([]);
  });
});
