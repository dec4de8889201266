import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeProject } from "./command/hasten.ts";
import { describedPythons } from "./pythons.ts";

const GRID = `class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
        self.weight = (x * 31 + y * 17) % 101

def make(side):
    return [Point(x, y) for x in range(side) for y in range(side)]

def spread(points):
    return sum([point.x * point.y + 1000 for point in points])

def main():
    points = make(300)
    print(len(points), spread(points), max(point.weight for point in points))

main()
`;

const EXPERT = GRID.replace("class Point:\n", 'class Point:\n    __slots__ = ("x", "y", "weight")\n\n')
  .replace("sum([", "sum(")
  .replace("points])", "points)");

/** Reads its own peak, in kilobytes. */
const PEAK =
  "import resource, runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__'); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)";

function peakOf(python: string, file: string): number {
  return Number(execFileSync(python, ["-c", PEAK, file], { encoding: "utf8" }).trim().split("\n").at(-1));
}

interface Document {
  readonly written: boolean;
  readonly attempts: readonly {
    readonly rule: string;
    readonly together: { readonly rule: string; readonly function: string; readonly line: number } | null;
    readonly verdict: { readonly kind: string; readonly reason: string };
  }[];
}

/** A function that takes the largest of what it makes. */
const largestOf = (name: string, factor: number): string =>
  `def ${name}(n):\n    return max([(i * ${factor}) % 1000003 + 1000 for i in range(n)])\n\n`;

const [python] = describedPythons().slice(-1);

describe("hasten fix --memory", () => {
  it("fixes what holds most, proves it, and comes to an expert's peak", async () => {
    const executable = python?.executable ?? "python3";
    const project = makeProject({ "app.py": GRID });
    const done = await project.hasten(["fix", "--memory", "--json", "--python", executable, "app.py"]);
    expect(done.status, done.stderr).toBe(0);
    const document = JSON.parse(done.stdout) as Document;
    const kept = document.attempts.filter(({ verdict }) => verdict.kind === "kept").map(({ rule }) => rule);
    expect(kept.toSorted(), done.stdout).toEqual(["class-without-slots", "list-for-sum"]);
    expect(document.written).toBe(true);
    const file = join(project.folder, "app.py");
    expect(readFileSync(file, "utf8")).toContain("__slots__");
    const expert = join(project.folder, "expert.py");
    writeFileSync(expert, EXPERT);
    const [ours, theirs] = [peakOf(executable, file), peakOf(executable, expert)];
    expect(ours / theirs).toBeLessThan(1.15);
    const shown = await project.hasten(["show"]);
    expect(shown.stdout).toMatch(/peak memory \d+ MB → \d+ MB/u);
  });

  it("fixes two places together whose peaks are alike", async () => {
    const code = `${largestOf("first", 7919)}${largestOf("second", 104729)}print(first(200000), second(200000))\n`;
    const project = makeProject({ "app.py": code });
    const executable = python?.executable ?? "python3";
    const done = await project.hasten(["fix", "--memory", "--json", "--python", executable, "app.py"]);
    expect(done.status, done.stderr).toBe(0);
    const { attempts } = JSON.parse(done.stdout) as Document;
    expect(attempts.map(({ verdict }) => verdict.kind)).toEqual(["within-noise", "kept"]);
    // Which of two that are alike is the first is a matter of some bytes.
    const { rule, function: other, line } = attempts[1]?.together ?? {};
    expect([rule, other?.split(".").at(-1), line]).toBeOneOf([
      ["list-for-sum", "first", 2],
      ["list-for-sum", "second", 5],
    ]);
    expect(readFileSync(join(project.folder, "app.py"), "utf8")).not.toContain("[");
  });
});
