import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { divideArguments, divideProcess, divideQuoted } from "./program-arguments.ts";

const valued = new Set(["--python", "-o"]);
const divide = (line: string, cwd = "/"): ReturnType<typeof divideArguments> =>
  divideArguments(line.split(" "), valued, cwd);

describe("divideArguments", () => {
  it("gives everything after the script to the program, options of ours included", () => {
    expect(divide("--calls app.py --json --python x")).toEqual({
      own: ["--calls"],
      program: { kind: "script", script: "app.py", arguments: ["--json", "--python", "x"] },
    });
  });

  it("skips the value of an option that takes one", () => {
    expect(divide("--python /usr/bin/python3 -o out.json app.py").program).toEqual({
      kind: "script",
      script: "app.py",
      arguments: [],
    });
  });

  it("ends its own options at -m and leaves the module's alone", () => {
    expect(divide("--json -m unittest -v")).toEqual({
      own: ["--json"],
      program: { kind: "module", module: "unittest", arguments: ["-v"] },
    });
  });

  it("takes a command after -- word by word", () => {
    expect(divide("-- uv run -m x -- y").program).toEqual({
      kind: "command",
      command: ["uv", "run", "-m", "x", "--", "y"],
    });
  });

  it("reads -- -m as a module and -- with a plain script as that script", () => {
    const folder = mkdtempSync(join(tmpdir(), "arguments-"));
    writeFileSync(join(folder, "app.py"), "");
    expect(divide("-- -m mod a").program).toEqual({ kind: "module", module: "mod", arguments: ["a"] });
    expect(divide("-- app.py a", folder).program).toEqual({ kind: "script", script: "app.py", arguments: ["a"] });
    writeFileSync(join(folder, "tool.py"), "#!/usr/bin/env python3\n", { mode: 0o755 });
    expect(divide("-- tool.py a", folder).program?.kind).toBe("command");
  });

  it("has no program where none is named", () => {
    expect(divide("--json").program).toBeUndefined();
    expect(divide("--json --").program).toBeUndefined();
  });

  it("refuses -m without a name, and a program on stdin", () => {
    expect(() => divide("-m")).toThrow("-m needs the name of a module");
    expect(() => divide("-")).toThrow("stdin");
  });
});

describe("divideProcess", () => {
  it("takes a process id with options on both sides of it, and any other program as ever", () => {
    const words = ["--python", "x", "4711", "--children"];
    expect(divideProcess(words, valued, tmpdir())).toEqual({ own: words, program: undefined });
    expect(divideProcess(["--python", "x", "app.py", "4711"], valued, tmpdir())).toEqual({
      own: ["--python", "x"],
      program: { kind: "script", script: "app.py", arguments: ["4711"] },
    });
  });
});

describe("divideQuoted", () => {
  const sized = new Set(["--n", "--env"]);

  it("takes a quoted program with options on both sides of it", () => {
    expect(divideQuoted(["--json", "app.py {n} --fast", "--n", "1,2,3"], sized, "/")).toEqual({
      own: ["--json", "--n", "1,2,3"],
      program: { kind: "script", script: "app.py", arguments: ["{n}", "--fast"] },
    });
  });

  it("takes a quoted module, and any other first word as a command", () => {
    expect(divideQuoted(["-m json.tool {n}.json", "--n", "1"], sized, "/").program).toEqual({
      kind: "module",
      module: "json.tool",
      arguments: ["{n}.json"],
    });
    expect(divideQuoted(["pytest -k {n}"], sized, "/").program).toEqual({
      kind: "command",
      command: ["pytest", "-k", "{n}"],
    });
  });

  it("leaves quoted words that are arguments of the program, or values of options, alone", () => {
    expect(divideQuoted(["--n", "1, 2", "app.py", "a b"], sized, "/")).toEqual({
      own: ["--n", "1, 2"],
      program: { kind: "script", script: "app.py", arguments: ["a b"] },
    });
  });

  it("refuses a program that goes on after its quotes", () => {
    expect(() => divideQuoted(["app.py {n}", "--n", "1,2,3", "more"], sized, "/")).toThrow(/goes on: more/);
  });
});
