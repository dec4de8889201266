import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, makeProject, type Outcome, type Project } from "./command/hasten.ts";
import { packageFolder } from "./launch/world.ts";

/** One function grows with the square; another, which may be too short to be seen at the smallest size, with n. */
const CROSSING = `import os, sys

def common(xs, ys):
    hits = 0
    for x in xs:
        if x in ys:
            hits += 1
    return hits

def spread(n):
    total = 0
    for i in range(n * 40):
        total += i * 7 % 11
    return total

n = int(os.environ.get("SIZE") or sys.argv[1])
if n == 13:
    sys.exit("unlucky")
print(spread(n), common(list(range(n)), list(range(n, 2 * n))))
`;

interface Growth {
  readonly kind: string;
  readonly exponent: number;
  readonly low: number;
  readonly high: number;
}

interface ScaleDocument {
  readonly command: readonly string[];
  readonly sizes: readonly { readonly n: number; readonly runs: number }[];
  readonly predicted: readonly number[];
  readonly functions: readonly {
    readonly function: string;
    readonly self: Growth;
    readonly course: readonly { readonly n: number; readonly share: number }[];
  }[];
  readonly findings: readonly { readonly rule: string; readonly share: number; readonly predicted_share: number }[];
}

function faults(printed: string): unknown {
  const schema = JSON.parse(readFileSync(join(packageFolder, "docs/formats/scale.schema.json"), "utf8")) as object;
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  return ajv.validate(schema, JSON.parse(printed)) ? [] : ajv.errors;
}

describe("hasten scale", () => {
  let project: Project;
  let outcome: Outcome;
  let document: ScaleDocument;
  beforeAll(async () => {
    project = makeProject({ "app.py": CROSSING });
    const measure = ["scale", "app.py {n}", "--n", "12000,3000,6000", "--repeat", "3", "--json"];
    outcome = await project.hasten(measure);
    // All tests share the measurement: where the machine was too noisy to tell, retrying one of them would not make it anew.
    for (let again = 0; again < 3 && outcome.status === 1; again += 1) outcome = await project.hasten(measure);
    document = JSON.parse(outcome.stdout) as ScaleDocument;
  });

  it("prints a document as docs/formats describes it", () => {
    expect(outcome.status, outcome.stderr).toBe(0);
    expect(faults(outcome.stdout)).toEqual([]);
    expect(faults('{"schema": "hasten.other/1"}')).not.toEqual([]);
    expect(document).toMatchObject({ command: ["app.py", "{n}"], predicted: [120_000, 1_200_000] });
    expect(document.sizes.map(({ n, runs }) => [n, runs])).toEqual([3000, 6000, 12_000].map((size) => [size, 3]));
  });

  it("puts what grows fastest first, with the square inside its interval", () => {
    const [first] = document.functions;
    expect(first?.function).toBe("__main__.common");
    expect(first?.self).toMatchObject({ kind: "known" });
    // Three sizes on a shared machine: not n, not n³.
    expect(first?.self.exponent).toBeGreaterThan(1.5);
    expect(first?.self.exponent).toBeLessThan(2.5);
    const shares = first?.course.map(({ share }) => share) ?? [];
    expect(shares.at(-1)).toBeGreaterThan(0.9);
    expect(shares.at(-1)).toBeGreaterThanOrEqual(shares[0] ?? 1);
  });

  it("brings the finding there, with the share that it will have", () => {
    const [finding] = document.findings;
    expect(finding?.rule).toBe("list-membership");
    expect(finding?.predicted_share).toBeGreaterThan(0.8);
  });

  it("is told again by show, in words and in JSON", async () => {
    expect((await project.hasten(["show", "--json"])).stdout).toBe(outcome.stdout);
    const { stdout } = await project.hasten(["show"]);
    expect(stdout).toMatch(/Will dominate: __main__\.common \(app\.py:3\)/);
    expect(stdout).toMatch(/~ 1,200,000 {2}█+/);
    expect((await project.hasten(["show", "--list"])).stdout).toMatch(/ scale +__main__\.common +app\.py \{n\}/);
  });

  it("tells the size by a variable, and refuses a program that fails at one", async () => {
    const words = ["scale", "--env", "SIZE", "--n", "13,26,52", "--repeat", "1", "app.py"];
    await expectRefusal(project, words, /With n = 13 the program ended with status 1, not 0/);
  });

  it.each([
    [["scale", "app.py {n}"], /--n takes at least 3 different numbers/],
    [["scale", "app.py {n}", "--n", "10,20,x"], /not "10,20,x"/],
    [["scale", "--n", "1,2,3", "app.py"], /no argument holds \{n\}/],
    [["scale", "--n", "1,2,3", "none.py", "{n}"], /There is no file none\.py/],
  ])("refuses %j", async (words, says) => {
    await expectRefusal(project, words, says);
  });
});
