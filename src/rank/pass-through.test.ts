import { describe, expect, it } from "vitest";
import { drawProfile } from "./drawn-profile.ts";
import { rank } from "./rank.ts";

/** Rows as `outermost > … > row`. */
function rows(text: string): string[] {
  return rank(drawProfile(text)).top.map(({ qualname, through }) => {
    return [...through.map((caller) => caller.function.replace(/^__main__\./, "")), qualname].join(" > ");
  });
}

describe("callers that pass their time on", () => {
  it("are folded into the row that they lead to, outermost first", () => {
    const text = `
      <module>  <module>
      main  main
      run  run
      hot  cold
      cpu  97  3
    `;
    expect(rows(text)).toEqual(["<module> > main > run > hot", "cold"]);
  });

  it("stay rows where the callee carries less than 95 %", () => {
    const text = `
      main  main
      hot  cold
      cpu  94  6
    `;
    expect(rows(text)).toEqual(["main", "hot", "cold"]);
  });

  it("stay rows where they keep 5 % to themselves", () => {
    const text = `
      main  main
      hot  -
      cpu  95  5
    `;
    expect(rows(text)).toEqual(["main", "hot"]);
  });

  it("are counted as keeping the library time that they spend", () => {
    const text = `
      main  main
      hot  std:json/__init__.py!loads
      cpu  95  5
    `;
    expect(rows(text)).toEqual(["main", "hot"]);
  });

  it("are seen through libraries, runners and start-up", () => {
    const text = `
      <frozen runpy>!_run_code  <frozen runpy>!_run_code
      site:_pytest/main.py!pytest_main  site:_pytest/main.py!pytest_main
      test_a  test_a
      site:pluggy/_hooks.py!call  std:functools.py!wrapper
      hot  hot
    `;
    expect(rows(text)).toEqual(["test_a > hot"]);
  });

  it("are ordered by the chain, also where the row has other callers", () => {
    const text = `
      main    main    main
      outer   -       rest
      inner   inner   -
      hot     hot     -
      cpu  40  30  30
    `;
    expect(rows(text)).toEqual(["main", "outer > inner > hot", "rest"]);
  });

  it("are not named where they are a small part of the row, and are no rows either", () => {
    const text = `
      main  tiny
      hot  hot
      cpu  99  1
    `;
    expect(rows(text)).toEqual(["main > hot"]);
  });
});

describe("recursion", () => {
  it("folds a recursive caller into the one function that it calls", () => {
    const text = `
      walk  walk  walk
      walk  hash  walk
      hash  -     walk
      -     -     hash
    `;
    expect(rows(text)).toEqual(["walk > hash"]);
  });

  it("does not fold a recursive function into itself", () => {
    const text = `
      fib  fib
      fib  fib
      fib  -
    `;
    expect(rows(text)).toEqual(["fib"]);
  });

  it("leaves one row of functions that only call each other", () => {
    const text = `
      even  even
      odd  odd
      even  even
      odd  odd
      -  even
      cpu  98  2
    `;
    expect(rows(text)).toEqual(["even > odd"]);
  });

  it("leaves both rows of functions that call each other and work", () => {
    const text = `
      even  even
      odd  odd
      even  -
    `;
    expect(rows(text)).toEqual(["even", "odd"]);
  });

  it("folds functions that call each other into the one that does the work", () => {
    const text = `
      a  a
      b  b
      a  leaf
      b  -
      leaf  -
    `;
    expect(rows(text)).toEqual(["a > b > leaf"]);
  });
});
