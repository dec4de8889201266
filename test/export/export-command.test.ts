import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { EXPORTERS } from "../../src/profile/export/exporters.ts";
import { expectRefusal, makeProject, type Outcome, type Project } from "../command/hasten.ts";
import { drawn } from "./drawn.ts";

const PROGRAM = `import threading


def worker():
    return sum(i * i for i in range(2_000_000))


def main():
    thread = threading.Thread(target=worker, name="squares")
    thread.start()
    total = 0
    for i in range(2_000_000):
        total += i % 7
    thread.join()
    return total


main()
`;

/** As much of a run's record as an export needs. */
const RECORD = JSON.stringify({ schema: "hasten.run-record/1", run: { command: ["app.py"] } });

let project: Project;
const exported = async (...words: string[]): Promise<Outcome> => project.hasten(["export", ...words]);
const bytesOf = (file: string): Buffer => readFileSync(join(project.folder, file));

describe("hasten export", () => {
  beforeAll(async () => {
    project = makeProject({ "app.py": PROGRAM });
    const { status, stderr } = await project.hasten(["run", "app.py"]);
    expect(status, stderr).toBe(0);
  });

  it("writes the last run in every format, told by the file's name", async () => {
    const outcomes = await Promise.all(EXPORTERS.map(async ({ extension }) => exported("-o", `out${extension}`)));
    for (const [index, { id, extension }] of EXPORTERS.entries()) {
      expect(outcomes[index]).toMatchObject({ status: 0, stdout: "" });
      expect(outcomes[index]?.stderr).toContain(`Wrote out${extension} (${id}). Opens in: `);
      expect(bytesOf(`out${extension}`).length).toBeGreaterThan(100);
    }
  });

  it("writes to stdout, byte for byte what it writes to a file", async () => {
    await exported("-o", "app.pb.gz");
    const command = `"$0" "$1" export --format pprof > piped.gz`;
    const bin = join(import.meta.dirname, "../../bin/hasten.js");
    execFileSync("sh", ["-c", command, process.execPath, bin], { cwd: project.folder });
    expect(bytesOf("piped.gz").equals(bytesOf("app.pb.gz"))).toBe(true);
    expect(gunzipSync(bytesOf("piped.gz")).includes("__main__.worker")).toBe(true);
    const { stdout, stderr } = await exported("--format", "collapsed", "-o", "-");
    expect(stdout).toMatch(/^__main__\.<module> \(.*app\.py:1\);__main__\.main \(.*app\.py:8\).* \d+$/mu);
    expect(stderr).toBe("");
  });

  it("takes a run's id, a weight, a thread", async () => {
    const [id = ""] = readdirSync(join(project.folder, ".hasten/runs"));
    const one = await exported(id, "--format", "collapsed", "--thread", "squares", "--mode", "cpu");
    expect(one.stdout).toContain("__main__.worker");
    expect(one.stdout).not.toContain("__main__.main ");
    const counted = await exported("--format", "collapsed", "--mode", "samples");
    const counts = counted.stdout
      .trim()
      .split("\n")
      .map((line) => Number(line.split(" ").at(-1)));
    const profile = JSON.parse(bytesOf(`.hasten/runs/${id}/profile.json`).toString()) as {
      readonly weights: readonly { readonly samples: number }[];
    };
    expect(sum(counts)).toBe(sum(profile.weights.map(({ samples }) => samples)));
  });

  it("keeps threads apart, or merges them, when asked", async () => {
    const apart = await exported("--format", "collapsed", "--threads", "apart");
    expect(apart.stdout).toMatch(/^squares;.*__main__\.worker/mu);
    const merged = await exported("--format", "speedscope", "--threads", "merged");
    expect(JSON.parse(merged.stdout)).toMatchObject({ profiles: [{ name: "all" }] });
  });

  it("refuses binary output to a terminal, and names a file to write", () => {
    const bin = join(import.meta.dirname, "../../bin/hasten.js");
    const command = `'${process.execPath}' '${bin}' export --format pstats; echo "status $?"`;
    const shown = execFileSync("script", ["-qec", command, "/dev/null"], { cwd: project.folder, encoding: "utf8" });
    expect(shown).toContain("pstats is binary, and stdout is a terminal.");
    expect(shown).toContain("hasten export -o profile.pstats");
    expect(shown).toContain("status 2");
  });

  it.each([
    [["-o", "app.json"], /The name app\.json does not tell the format/u],
    [["--format", "pprof", "--mode", "memory"], /--mode takes a weight, not "memory"/u],
    [["--format", "collapsed", "--threads", "all"], /--threads takes apart or merged/u],
    [["--format", "collapsed", "19990101-000000-aaaa"], /There is no run 19990101-000000-aaaa/u],
    [["-o", "none/app.svg"], /none\/app\.svg cannot be written/u],
  ])("refuses %j", async (words, says) => {
    await expectRefusal(project, ["export", ...words], says);
  });

  it("refuses a weight that the run does not have, and a profile that is not ours", async () => {
    const other = makeProject({
      ".hasten/runs/20260101-000000-aaaa/record.json": RECORD,
      ".hasten/runs/20260101-000000-aaaa/profile.json": JSON.stringify(drawn),
      ".hasten/runs/20260101-000001-bbbb/record.json": RECORD,
      ".hasten/runs/20260101-000001-bbbb/profile.json": '{"schema": "hasten.profile/1", "stacks"',
      "empty/.keep": "",
    });
    const asked = ["20260101-000000-aaaa", "--format", "collapsed", "--mode", "gil"];
    await expectRefusal(other, ["export", ...asked], /does not know who held the GIL/u);
    await expectRefusal(other, ["export", "-o", "app.svg"], /profile\.json was not written by this version/u);
    await expectRefusal(other, ["export", "-o", "app.svg"], /Nothing has been profiled/u, { cwd: "empty" });
  });

  it("says in its help which tool opens each format", async () => {
    const { stdout, status } = await project.hasten(["export", "--help"]);
    expect(status).toBe(0);
    for (const { id, extension, opensIn } of EXPORTERS) {
      expect(stdout.replaceAll(/ +/gu, " ")).toContain(`\n ${id} ${extension} ${opensIn}\n`);
    }
  });
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
