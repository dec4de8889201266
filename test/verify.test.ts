import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attempt, makeProject, scriptIn, trialOf } from "./verify/attempt.ts";
import { acceptEdit } from "../src/verify/trial.ts";
import { createParser } from "../src/source/python-parser.ts";
import { replayWith } from "../src/verify/border/replay-calls.ts";
import { makeFolder, packageFolder } from "./launch/world.ts";

/** A loop that takes about `share` × 0.15 s, then what the program prints. */
function program(share: number, rest = "print('sum', total)"): string {
  return `import sys, os, time, random\ntotal = 0\nfor i in range(${Math.round(share * 1_500_000)}):\n    total += i % 7\ntotal = 42\n${rest}\n`;
}

async function tryProgram(oldText: string, newText: string, files: Record<string, string> = {}) {
  const folder = makeProject({ "app.py": oldText, ...files });
  const trial = await trialOf(scriptIn(folder, "app.py"));
  return attempt(trial, join(folder, "app.py"), newText);
}

/** 22 MB, written at once: where PYTHONUNBUFFERED is set a print for each line makes 300,000 writes. */
const manyLines = (number: string): string =>
  String.raw`print('\n'.join(f'line {${number}} ' + 'x' * 60 for i in range(300_000)))`;

describe("a faster version that does the same", () => {
  it("is kept, with the interval of the gain and what was compared", async () => {
    const verdict = await tryProgram(program(2), program(0.5));
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(verdict.speedup?.low).toBeGreaterThan(1.05);
    expect(verdict.compared.outputs).toEqual(["stdout", "stderr", "exit status"]);
    expect(verdict.noise).toBeDefined();
  });

  it("is kept although lines of the output differ from run to run, which are named", async () => {
    const rest =
      "print('sum', total)\nprint('at', time.time())\nprint('id', id(object()), random.random())\nprint('done')";
    const verdict = await tryProgram(program(2, rest), program(0.5, rest));
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(verdict.compared.notCompared.join("\n")).toContain("stdout, parts of lines 2, 3");
  });

  it("is kept although it prints its own time with one decimal", async () => {
    const start = "import time\nstarted = time.perf_counter()\n";
    const rest = "print('sum', total)\nprint('took %.1f s' % (time.perf_counter() - started))";
    const verdict = await tryProgram(start + program(3, rest), start + program(1, rest));
    expect(verdict.kind, verdict.reason).toBe("kept");
  });

  it("is kept when all of the program's results go to files", async () => {
    const rest = [
      "os.makedirs('out/deep')",
      "open('out/deep/result.txt', 'w').write('sum %d\\n' % total)",
      "open('out/run.log', 'w').write('%r\\n' % time.time())",
      "os.chmod('out/deep/result.txt', 0o640)",
      "os.remove('old.txt')",
      "open('data.txt', 'a').write('one more\\n')",
    ].join("\n");
    const folder = makeProject({ "app.py": program(2, rest), "old.txt": "old", "data.txt": "data\n" });
    const trial = await trialOf(scriptIn(folder, "app.py"));
    const verdict = await attempt(trial, join(folder, "app.py"), program(0.5, rest));
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(verdict.compared.outputs).toEqual(
      expect.arrayContaining(["file out/deep/result.txt", "file data.txt", "file old.txt"]),
    );
    expect(verdict.compared.notCompared.join("\n")).toContain("file out/run.log");
    expect(readFileSync(join(folder, "data.txt"), "utf8")).toBe("data\n");
    expect(existsSync(join(folder, "out"))).toBe(false);
    expect(existsSync(join(folder, "old.txt"))).toBe(true);
  });
});

/** Adds its list up several times, in one order or the other: what is printed differs, too, in its last digits. */
const sum = (times: number, order: string): string =>
  `def work(xs):\n    if type(xs) is not list:\n        raise TypeError\n    for _ in range(${times}):\n        total = 0.0\n` +
  `        for x in ${order}:\n            total += x\n    return total\n` +
  `print("total", work([0.1 / (n + 1) for n in range(30_000)]), 2**53 + 1)\n`;

describe("a version that adds in another order", () => {
  const loop = sum(400, "xs");
  const backwards = sum(1, "list(xs)[::-1]");
  const fix = { rule: "element-loop", edits: [], assumes: [], changes: "work", reorders: true } as const;

  it("is kept within the tolerance, and says how far floats lay apart; later ones are compared within it too", async () => {
    const folder = makeProject({ "app.py": loop });
    const file = join(folder, "app.py");
    const trial = await trialOf(scriptIn(folder, "app.py"));
    const replay = replayWith(await createParser(packageFolder));
    const small = await attempt(trial, file, backwards, { replay, fix, tolerance: 1e-18 });
    expect(small.kind).toBe("changed-behaviour");
    expect(trial.tolerance).toBeUndefined();
    const verdict = await attempt(trial, file, backwards, { replay, fix, tolerance: 1e-9 });
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(verdict.compared.calls).toBe(1);
    expect(verdict.compared.tolerance?.furthest).toBeGreaterThan(1e-16);
    await acceptEdit(trial, file, Buffer.from(backwards));
    const next = { replay, oldSource: Buffer.from(backwards) };
    // Its own calls have to agree to the last bit. A slow one might not be made in its time on a busy machine.
    const other = await attempt(trial, file, sum(1, "xs"), next);
    expect(other.kind).toBe("changed-behaviour");
    expect(other.reason).toContain("work");
  });
});

describe("a version that does something else", () => {
  const cases: Record<string, [string, string, string]> = {
    "prints something else": ["print('sum', total)", "print('sum', total + 1)", "stdout differs at line 1"],
    "prints less": ["print('a')\nprint('b')", "print('a')", "stdout differs at line 2"],
    "warns on stderr": ["print(1)", "print(1)\nprint('x', file=sys.stderr)", "Stderr differs"],
    "ends with another status": ["print(1)", "print(1)\nsys.exit(3)", "exit status 3"],
    "is ended by a signal": ["print(1)", "print(1, flush=True)\nos.kill(os.getpid(), 11)", "SIGSEGV"],
    "writes another file": ["print(1)", "print(1)\nopen('x', 'w').close()", "writes x"],
    "writes other bytes": ["open('x', 'wb').write(b'\\0a')", "open('x', 'wb').write(b'\\0b')", "file x differs"],
    "does not remove a file": ["print(1)\nos.remove('old.txt')", "print(1)", "removes old.txt"],
    "sets another mode": [
      "open('x','w').write('1')\nos.chmod('x', 0o600)",
      "open('x','w').write('1')\nos.chmod('x', 0o644)",
      "mode",
    ],
    "prints another word beside a random one": [
      "print('answer', total, random.random())\nprint('end')",
      "print('answer', total - 1, random.random())\nprint('end')",
      "stdout differs at line 1",
    ],
  };
  for (const [name, [oldRest, newRest, said]] of Object.entries(cases)) {
    it(`is refused when it ${name}`, async () => {
      const verdict = await tryProgram(program(0.3, oldRest), program(0.1, newRest), { "old.txt": "old" });
      expect(verdict.kind, verdict.reason).toBe("changed-behaviour");
      expect(verdict.reason.toLowerCase()).toContain(said.toLowerCase());
    });
  }
});

describe("a version that is not worth keeping", () => {
  it("is refused when it is slower", async () => {
    const verdict = await tryProgram(program(0.5), program(2));
    expect(verdict.kind, verdict.reason).toBe("slower");
  });

  it("is ended and refused when it takes far longer", async () => {
    const verdict = await tryProgram(program(0.5), program(0.5, "time.sleep(60)\nprint('sum', total)"));
    expect(verdict.kind, verdict.reason).toBe("slower");
  });

  it("is refused when nothing stays the same between two runs", async () => {
    const rest = "print(random.random())";
    const verdict = await tryProgram(program(2, rest), program(0.5, rest));
    expect(verdict.kind, verdict.reason).toBe("cannot-tell");
  });

  it("is refused when the program prints nothing", async () => {
    const verdict = await tryProgram(program(2, ""), program(0.5, ""));
    expect(verdict.kind, verdict.reason).toBe("cannot-tell");
  });

  it("is refused when the program is too short to time", async () => {
    const verdict = await tryProgram("print(1)\n", "print(1) \n");
    expect(["cannot-tell", "within-noise"]).toContain(verdict.kind);
  });

  it("is refused when it does not compile", async () => {
    const verdict = await tryProgram(program(1), "def work(:\n");
    expect(verdict.kind).toBe("not-applicable");
  });

  it("is refused when it takes more than twice the memory", async () => {
    const verdict = await tryProgram(program(4), `block = bytearray(80_000_000)\n${program(0.5)}`);
    expect(verdict.kind, verdict.reason).toBe("slower");
    expect(verdict.reason).toContain("memory");
  });
});

describe("programs of all kinds", () => {
  it("compares a program that fails, though the traceback shows other lines", async () => {
    const rest = "def work():\n    raise ValueError(total)\nprint('x')\nwork()";
    const verdict = await tryProgram(program(2, rest), `# one line more\n${program(0.5, rest)}`);
    expect(verdict.kind, verdict.reason).toBe("kept");
  });

  it("feeds each run what the program read from stdin", async () => {
    const rest = "print(sys.stdin.read().upper())";
    const folder = makeProject({ "app.py": program(2, rest), input: "hello\n" });
    const trial = await trialOf(scriptIn(folder, "app.py"), { stdin: join(folder, "input") });
    const verdict = await attempt(trial, join(folder, "app.py"), program(0.5, rest));
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(readFileSync(trial.references[0]?.stdout.path ?? "", "utf8")).toBe("HELLO\n\n");
  });

  it("compares outputs of many megabytes", async () => {
    const rest = manyLines("i");
    const different = manyLines("i if i != 299_000 else 0");
    const verdict = await tryProgram(program(0.3, rest), program(0.3, different));
    expect(verdict.kind).toBe("changed-behaviour");
    expect(verdict.reason).toContain("line 299001");
  });

  it("runs in a working directory outside the project, and says so", async () => {
    const folder = makeProject({ "app.py": program(2), "setup.py": "" });
    const trial = await trialOf(scriptIn(makeFolder(), join(folder, "app.py")));
    const verdict = await attempt(trial, join(folder, "app.py"), program(0.5));
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(verdict.compared.notCompared.join("\n")).toContain("lies outside the project");
  });

  it("prints paths of the copy as if they were the project's", async () => {
    const rest = "print(os.path.abspath(__file__), os.getcwd(), sys.path[0])";
    const verdict = await tryProgram(program(2, rest), program(0.5, rest));
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(verdict.compared.notCompared.join("\n")).not.toContain("stdout");
  });

  it("asks the user's tests and believes them", async () => {
    const folder = makeProject({
      "app.py": program(2, "def f(): return 1\nprint('sum', total)"),
      "check.py": "import app\nassert app.f() == 1\n",
    });
    const trial = await trialOf(scriptIn(folder, "app.py"));
    const broken = program(0.5, "def f(): return 2\nprint('sum', total)");
    const verdict = await attempt(trial, join(folder, "app.py"), broken, { tests: "python3 check.py" });
    expect([verdict.kind, verdict.compared.tests], verdict.reason).toEqual(["changed-behaviour", "failed"]);
    const useless = await attempt(trial, join(folder, "app.py"), broken, { tests: "false" });
    expect([useless.kind, useless.compared.tests], useless.reason).toEqual(["cannot-tell", "failed-before"]);
    expect(useless.reason).toContain("Your tests fail with the unchanged version");
  });

  it("does not let a program whose folder is linked elsewhere escape from the copy", async () => {
    const real = makeProject({ "app.py": program(2, "open('out.txt', 'w').write('x')\nprint(total)") });
    const link = join(makeFolder(), "link");
    symlinkSync(real, link);
    const trial = await trialOf(scriptIn(link, join(real, "app.py")));
    const verdict = await attempt(
      trial,
      join(real, "app.py"),
      program(0.5, "open('out.txt', 'w').write('x')\nprint(total)"),
    );
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(existsSync(join(real, "out.txt"))).toBe(false);
  });

  it("keeps read-only files and their modes", async () => {
    const rest = "print(oct(os.stat('data.txt').st_mode), open('data.txt').read())";
    const folder = makeProject({ "app.py": program(2, rest), "data.txt": "data" });
    chmodSync(join(folder, "data.txt"), 0o400);
    chmodSync(join(folder, "app.py"), 0o500);
    const trial = await trialOf(scriptIn(folder, "app.py"));
    const verdict = await attempt(trial, join(folder, "app.py"), program(0.5, rest));
    expect(verdict.kind, verdict.reason).toBe("kept");
    expect(statSync(join(trial.new.copy, "app.py")).mode & 0o777).toBe(0o500);
  });
});

describe("A/A", () => {
  it("never keeps a version that is the same program", async () => {
    const folder = makeProject({ "app.py": program(1) });
    const trial = await trialOf(scriptIn(folder, "app.py"));
    for (let repetition = 0; repetition < 4; repetition++) {
      const verdict = await attempt(trial, join(folder, "app.py"), `${program(1)}# ${repetition}\n`);
      expect(verdict.kind, verdict.reason).not.toBe("kept");
    }
  });
});

describe("rounds", () => {
  it("compare later attempts with the program as it was, and know what it took before the first", async () => {
    const folder = makeProject({ "app.py": program(6) });
    const file = join(folder, "app.py");
    const trial = await trialOf(scriptIn(folder, "app.py"));
    const first = await attempt(trial, file, program(3));
    expect(first.kind, first.reason).toBe("kept");
    await acceptEdit(trial, file, Buffer.from(program(3)));
    const wrong = await attempt(trial, file, program(1, "print('sum', 0)"), { oldSource: Buffer.from(program(3)) });
    expect(wrong.kind, wrong.reason).toBe("changed-behaviour");
    const second = await attempt(trial, file, program(1), { oldSource: Buffer.from(program(3)) });
    expect(second.kind, second.reason).toBe("kept");
    await acceptEdit(trial, file, Buffer.from(program(1)));
    // The first round's old runs, and the second round's A/A: the runs of what the first one kept.
    expect(trial.firstTimings).toHaveLength(first.speedup?.pairs ?? 0);
    expect(second.noise).toBeDefined();
    expect(readFileSync(file, "utf8")).toBe(program(6));
  });
});
