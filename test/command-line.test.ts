import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNothingLeft, makeProject, type Outcome, type Project } from "./command/hasten.ts";
import { packageFolder, python } from "./launch/world.ts";

const work = `def spin(n):
    total = 0
    for i in range(n):
        total += i * i
    return total
`;
const app = `import sys
${work}
for _ in range(7):
    spin(1_200_000)
print(repr(sys.argv[1:]))
print(__name__)
`;
const children = `import multiprocessing, subprocess, sys
${work}
if __name__ == "__main__":
    subprocess.run([sys.executable, "other.py"], check=True)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(spin, [8_000_000]))
`;
const other = `def elsewhere(n):
    total = 0
    for i in range(n):
        total += i * i
    return total

elsewhere(8_000_000)
`;

let project: Project;
beforeAll(() => {
  project = makeProject({
    "app.py": app,
    "run me": `#!${python}\n${app}`,
    "shop/__init__.py": "",
    "shop/report.py": app,
    "children.py": children,
    "other.py": other,
    "deep/down/empty.txt": "",
  });
  chmodSync(join(project.folder, "run me"), 0o755);
});

/** The function that a report calls the worst. */
function worstOf({ stderr }: Outcome): string | undefined {
  return /^The worst: (\S+)/mu.exec(stderr)?.[1];
}

describe("help", () => {
  it.each(["run", "fix", "show", "doctor"])("of %s has examples and names every option once", async (verb) => {
    const { stdout, stderr, status } = await project.hasten([verb, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/\nExamples:\n {2}hasten /u);
    expect(stdout).toContain(`  hasten ${verb}`);
    expect(stdout).toContain("--json");
  });

  it("of hasten itself names every verb and the exit statuses, and comes without words too", async () => {
    const { stdout, status } = await project.hasten(["--help"]);
    expect(status).toBe(0);
    for (const word of ["run", "fix", "show", "doctor", "0 done, 1 found or not proven, 2 refused, 3 our bug"]) {
      expect(stdout).toContain(word);
    }
    expect((await project.hasten([])).stdout).toBe(stdout);
    expect((await project.hasten(["help", "fix"])).stdout).toContain("--dry-run");
  });

  it("is not taken from the program's own words", async () => {
    const outcome = await project.hasten(["run", "app.py", "--help", "--json", "--version"]);
    expect(outcome.stdout).toBe("['--help', '--json', '--version']\n__main__\n");
  });

  it("prints the version of package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };
    expect(await project.hasten(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("the streams", () => {
  it("keep stdout for the program, and the report on stderr without colours in a pipe", async () => {
    const outcome = await project.hasten(["run", "app.py"]);
    expect(outcome).toMatchObject({ status: 0, stdout: "[]\n__main__\n" });
    expect(outcome.stderr).toContain("Top five by cumulative time");
    expect(outcome.stderr).not.toContain("\u001B");
  });

  it("colour on demand, but never against NO_COLOR", async () => {
    const colourful = await project.hasten(["show"], { env: { FORCE_COLOR: "1", NO_COLOR: undefined } });
    expect(colourful.stdout).toContain("\u001B[");
    const plain = await project.hasten(["show"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain("\u001B");
  });

  it("give stdout to the one document with --json", async () => {
    const { stdout, stderr } = await project.hasten(["run", "--json", "app.py"]);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "hasten.run/1" });
    expect(stderr).toContain("__main__");
  });

  it("survive a reader that goes away", async () => {
    const line = `"${process.execPath}" "${join(packageFolder, "bin/hasten.js")}" --help | head -n 1`;
    const shown = execFileSync("bash", ["-o", "pipefail", "-c", line], { stdio: ["ignore", "pipe", "pipe"] });
    expect(shown.toString()).toMatch(/^Usage: hasten/u);
  });
});

describe("a program", () => {
  const words = ["a b", "", "--", "-m", "'\"$x", "--json", "ü"];
  const printed = `['a b', '', '--', '-m', '\\'"$x', '--json', 'ü']\n__main__\n`;

  it.each<[string, string[]]>([
    ["a script", ["app.py"]],
    ["a script after --", ["--", "app.py"]],
    ["a module", ["-m", "shop.report"]],
    ["a module after --", ["--", "-m", "shop.report"]],
    ["a command", ["--", python, "app.py"]],
    ["a command in a shell", ["--", "bash", "-c", `true; exec "${python}" app.py "$@"`, "bash"]],
    ["a shell that stays", ["--", "bash", "-c", `"${python}" app.py "$@"; exit $?`, "bash"]],
    ["a script with a shebang", ["--", "./run me"]],
  ])("may be %s, and gets its arguments untouched", async (_what, program) => {
    const outcome = await project.hasten(["run", ...program, ...words]);
    expect(outcome).toMatchObject({ status: 0, stdout: printed });
    expect(worstOf(outcome)).toMatch(/(?:^|\.)spin$/u);
  });

  it("may lie in another folder", async () => {
    const outcome = await project.hasten(["run", "../../app.py"], { cwd: "deep/down" });
    expect(outcome).toMatchObject({ status: 0, stdout: "[]\n__main__\n" });
    expect(outcome.stderr).toContain("../../app.py:");
  });

  it("runs in the venv that is active, or that lies beside it", async () => {
    execFileSync(python, ["-m", "venv", "--without-pip", join(project.folder, ".venv")]);
    const executable = join(project.folder, ".venv/bin/python");
    mkdirSync(join(project.folder, "deep"), { recursive: true });
    const beside = await project.hasten(["run", "--json", "app.py"]);
    expect(JSON.parse(beside.stdout)).toMatchObject({ run: { python: { executable } } });
    const env = {
      VIRTUAL_ENV: join(project.folder, ".venv"),
      PATH: `${join(project.folder, ".venv/bin")}:${process.env["PATH"]}`,
    };
    const active = await project.hasten(["run", "--json", "--", "python", "app.py"], { env });
    expect(JSON.parse(active.stdout)).toMatchObject({ run: { python: { executable } } });
  });

  it("has its calls counted exactly with --calls", async () => {
    const { stdout } = await project.hasten(["run", "--json", "--calls", "app.py"]);
    const { top } = JSON.parse(stdout) as { top: { function: string; calls: number }[] };
    expect(top.find((row) => row.function.endsWith("spin"))?.calls).toBe(7);
  });

  it("is seen with its children of subprocess and multiprocessing", async () => {
    const { stdout } = await project.hasten(["run", "--json", "children.py"]);
    const { top } = JSON.parse(stdout) as { top: { function: string; self_s: number }[] };
    const found = top.filter((row) => row.self_s > 0.1).map((row) => row.function.split(".").at(-1));
    expect(found).toEqual(expect.arrayContaining(["spin", "elsewhere"]));
    await expectNothingLeft(project);
  });
});
