import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeFolder } from "./launch/world.ts";
import { hasten } from "./loop/hasten.ts";

const LIBRARY = `def count(cells, codes):
    return sum(1 for cell in cells if cell in codes)
`;
const PROGRAM = `from library import count
codes = ["code-%d" % n for n in range(5000)]
cells = ["code-%d" % (n * 2 % 10000) for n in range(20000)]
print(count(cells, codes))
`;

interface Attempts {
  readonly attempts: readonly {
    readonly rule: string;
    readonly verdict: { readonly kind: string; readonly reason: string };
    readonly assumes: readonly { readonly code: string; readonly declared?: readonly object[] }[];
  }[];
}

function fix(...words: readonly string[]): Attempts["attempts"][number] | undefined {
  const folder = makeFolder();
  writeFileSync(join(folder, "library.py"), LIBRARY);
  writeFileSync(join(folder, "app.py"), PROGRAM);
  writeFileSync(join(folder, "other.py"), "import library\nprint(library.count(['a'], [['a'], 'b']))\n");
  const { stdout, stderr } = hasten(["fix", "--json", "--dry-run", ...words, "app.py"], folder);
  const { attempts }: Attempts = JSON.parse(stdout === "" ? "{}" : stdout);
  return attempts?.find(({ rule }) => rule === "list-membership") ?? expect.fail(stderr);
}

it("a fix is not kept where a call elsewhere in the project speaks against what it assumes", () => {
  const attempt = fix();
  expect(attempt?.verdict.kind).toBe("cannot-tell");
  expect(attempt?.verdict.reason).toContain("assumes of `codes` (hashable): call `[['a'], 'b']`, other.py line 2");
  expect(attempt?.assumes[0]?.declared).toContainEqual(
    expect.objectContaining({ says: "contradicts", how: "call", file: "other.py", line: 2 }),
  );
});

it("a fix that assumes anything is not tried under --strict", () => {
  const attempt = fix("--strict");
  expect(attempt?.verdict).toMatchObject({ kind: "not-applicable", reason: expect.stringContaining("--strict") });
});
