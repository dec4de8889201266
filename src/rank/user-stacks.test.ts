import { describe, expect, it } from "vitest";
import type { DrawnSetting } from "./drawn-profile.ts";
import { drawProfile } from "./drawn-profile.ts";
import type { Qualify } from "./functions.ts";
import { readHeat } from "./heat.ts";
import { rank } from "./rank.ts";

/** Each column's steps as `qualname:line,line`, outermost first, then the library in parentheses. */
function columns(text: string, setting?: DrawnSetting, qualify?: Qualify): string[] {
  const heat = readHeat(drawProfile(text, setting), qualify);
  const name = (index: number): string => heat.functions[index]?.qualname ?? "?";
  const textOf = (at: number): string[] => {
    const step = heat.steps[at];
    if (step === undefined) return [];
    return [...textOf(step.caller), `${name(step.function)}:${step.positions.map(({ line }) => line).join()}`];
  };
  return heat.stacks.map(({ innermost, library }) => {
    return [...textOf(innermost), ...(library ? [`(${name(library.outermost)} ${name(library.innermost)})`] : [])].join(
      " ",
    );
  });
}

/** Knows what is on line 7. */
const qualify: Qualify = (_file, line, name) => (line === 7 ? `Cart.${name}` : undefined);

const python39: DrawnSetting = { processes: [{ version: "3.9.18" }] };

describe("the user's stack", () => {
  it("leaves out start-up, imports, runners and event loops", () => {
    const text = `
      <frozen runpy>!_run_module_as_main
      site:_pytest/runner.py!call
      test_it:4
      <frozen importlib._bootstrap>!_load
      lazy.py!<module>:2
      std:asyncio/runners.py!run
      std:asyncio/base_events.py!_run_once
      fetch:9
      std:asyncio/selector_events.py!_read
    `;
    expect(columns(text)).toEqual(["test_it:4 <module>:2 fetch:9"]);
  });

  it("names the library functions that the innermost step called, not those in between", () => {
    const text = `
      main:2                      main:2
      std:functools.py!wrapper    std:json/__init__.py!loads
      key:5                       std:json/decoder.py!JSONDecoder.decode
      -                           std:json/scanner.py!scan
    `;
    expect(columns(text)).toEqual(["main:2 key:5", "main:2 (loads scan)"]);
  });
});

describe("comprehensions", () => {
  it("are part of the function that they are written in", () => {
    const text = `
      f#3:5                      f#3:5
      f.<locals>.<listcomp>#5:6  f.<locals>.<genexpr>#6:7
    `;
    expect(columns(text)).toEqual(["f:5,6", "f:5,7"]);
  });

  it("are part of it too where a library runs them", () => {
    const text = `
      f#3:5
      std:statistics.py!mean
      f.<locals>.<genexpr>#5:5
    `;
    expect(columns(text)).toEqual(["f:5,5"]);
  });

  it("are part of it where they are nested in each other, in a class or in a module", () => {
    const text = `
      f#3:5                                             C#3:4           <module>
      f.<locals>.<listcomp>#5:5                         C.<listcomp>#4  <genexpr>#9:9
      f.<locals>.<listcomp>.<locals>.<genexpr>#5:6      -               -
    `;
    expect(columns(text)).toEqual(["f:5,5,6", "C:4,4", "<module>:1,9"]);
  });

  it("belong to their own function where another one iterates them", () => {
    const text = `
      main#40:44
      consume#3:4
      main.<locals>.<genexpr>#44:45
    `;
    expect(columns(text)).toEqual(["main:44 consume:4 main:45"]);
    const [hot, ...others] = rank(drawProfile(text)).top;
    expect(hot).toMatchObject({ qualname: "main", self: 1, through: [{ function: "__main__.consume" }] });
    expect(others).toEqual([]);
  });

  it("stay rows of their own where their function has returned", () => {
    const text = `
      consume#3:4
      main.<locals>.<genexpr>#44:45
    `;
    expect(columns(text)).toEqual(["consume:4 main.<locals>.<genexpr>:45"]);
  });

  it("of another module's function of the same name are not folded", () => {
    const text = `
      f#3:5
      other.py!f.<locals>.<genexpr>#6:7
    `;
    expect(columns(text)).toEqual(["f:5 f.<locals>.<genexpr>:7"]);
  });

  it("are matched by file and line below Python 3.11", () => {
    const text = `
      <module>:90  <module>:90
      main#40:44   main#40:44
      consume#3:4  <listcomp>#44:44
      <genexpr>#44:45  -
    `;
    expect(columns(text, python39)).toEqual(["<module>:90 main:44 consume:4 main:45", "<module>:90 main:44,44"]);
  });

  it("do not swallow lambdas and inner functions", () => {
    const text = `
      f#3:5                   f#3:5
      f.<locals>.<lambda>#5   f.<locals>.key#6
    `;
    expect(columns(text)).toEqual(["f:5 f.<locals>.<lambda>:5", "f:5 f.<locals>.key:6"]);
  });
});

describe("better names", () => {
  it("are taken where the interpreter gave co_name alone", () => {
    expect(columns("total#7", python39, qualify)).toEqual(["Cart.total:7"]);
    expect(columns("total#8", python39, qualify)).toEqual(["total:8"]);
  });

  it("do not replace what the interpreter knows", () => {
    expect(columns("total#7", {}, qualify)).toEqual(["total:7"]);
  });
});
