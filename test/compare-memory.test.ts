import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { makeProject } from "./command/hasten.ts";
import { packageFolder } from "./launch/world.ts";

const app = (count: number): string =>
  `def make():\n    return [str(n) * 9 for n in range(${count})]\n\nprint(len(make()))\n`;

it(
  "tells which function of two memory runs takes more, and that a run equals itself",
  { timeout: 60_000 },
  async () => {
    const project = makeProject({ "app.py": app(2000) });
    const measured = async (): Promise<string> => {
      const { stdout } = await project.hasten(["memory", "--json", "--once", "app.py"]);
      return (JSON.parse(stdout) as { readonly run: { readonly id: string } }).run.id;
    };
    const small = await measured();
    writeFileSync(join(project.folder, "app.py"), app(50_000));
    const large = await measured();

    const grown = await project.hasten(["compare", "--memory", "--json", small, large]);
    expect(grown.status, grown.stderr).toBe(1);
    const schema = JSON.parse(
      readFileSync(join(packageFolder, "docs/formats/compare-memory.schema.json"), "utf8"),
    ) as object;
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    expect(ajv.validate(schema, JSON.parse(grown.stdout)) ? [] : ajv.errors).toEqual([]);
    const { functions } = JSON.parse(grown.stdout) as { readonly functions: readonly { readonly name: string }[] };
    expect(functions[0]?.name).toMatch(/make$/u);

    const same = await project.hasten(["compare", "--memory", large, large]);
    expect(same.status).toBe(0);
    expect(same.stdout).toMatch(/Python's peak .*, the same/u);
    const refused = await project.hasten(["compare", small, large]);
    expect(refused).toMatchObject({ status: 2 });
  },
);
