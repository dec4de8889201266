import { describe, expect, it } from "vitest";
import { drawProfile } from "./drawn-profile.ts";
import { rank } from "./rank.ts";

describe("whose code is ranked", () => {
  it("is the project's, with library time charged to it", () => {
    const ranking = rank(
      drawProfile(`
        main  <frozen importlib._bootstrap>!_load
        site:numpy/lib.py!fft  std:json/__init__.py!<module>
        cpu  6  4
      `),
    );
    expect(ranking.owned).toBe("project");
    expect(ranking.elsewhere).toBeCloseTo(0.4);
    expect(ranking.top.map((hotspot) => hotspot.function)).toEqual(["__main__.main"]);
  });

  it("is the main module's package where the program is somebody else's", () => {
    const ranking = rank(
      drawProfile(`
        <frozen runpy>!_run_code  <frozen runpy>!_run_code  <frozen runpy>!_run_code
        as __main__:/usr/lib/python3.12/json/tool.py!<module>  as __main__:/usr/lib/python3.12/json/tool.py!<module>  std:site.py!main
        as __main__:/usr/lib/python3.12/json/tool.py!main#9  as __main__:/usr/lib/python3.12/json/tool.py!main#9  -
        std:json/decoder.py!JSONDecoder.decode  std:argparse.py!parse_args  -
        cpu  6  3  1
      `),
    );
    expect(ranking.owned).toBe("main-package");
    expect(ranking.top.map(({ qualname, self }) => [qualname, self])).toEqual([
      ["main", 3],
      ["JSONDecoder.decode", 6],
    ]);
    expect(ranking.top[0]?.libraries.map((library) => library.function)).toEqual(["argparse.parse_args"]);
  });

  it("is the single file of a main module that is no package", () => {
    const ranking = rank(
      drawProfile(`
        as __main__:/usr/lib/python3.12/compileall.py!compile_dir
        std:py_compile.py!compile
      `),
    );
    expect(ranking.top.map(({ qualname, libraries }) => [qualname, libraries.length])).toEqual([["compile_dir", 1]]);
  });

  it("is the package that an installer's console script calls", () => {
    const ranking = rank(
      drawProfile(`
        as __main__:/venv/bin/black!<module>  as __main__:/venv/bin/black!<module>
        site:click/core.py!main               site:click/core.py!main
        site:black/__init__.py!reformat       site:black/__init__.py!reformat
        site:black/linegen.py!visit           site:pathspec/util.py!match
      `),
    );
    expect(ranking.owned).toBe("main-package");
    expect(ranking.top.map(({ qualname }) => qualname)).toEqual(["reformat", "visit"]);
  });

  it("is all libraries' where neither shows, as with threads that run library functions alone", () => {
    const ranking = rank(
      drawProfile(`
        std:threading.py!Thread._bootstrap   main
        std:concurrent/futures/thread.py!_worker  -
        site:pillow/image.py!resize  -
        cpu  99  1
      `),
    );
    expect(ranking.owned).toBe("libraries");
    expect(ranking.top.map(({ qualname }) => qualname)).toEqual(["resize", "main"]);
  });

  it("is that of the command behind a command-line framework", () => {
    const ranking = rank(
      drawProfile(`
        as __main__:/venv/bin/cli!<module>
        site:click/core.py!main
        site:tool/cli.py!command
        std:json/__init__.py!loads
      `),
    );
    expect(ranking.top.map(({ qualname }) => qualname)).toEqual(["command"]);
  });

  it("is no library's where a test runner is the main module", () => {
    const ranking = rank(
      drawProfile(`
        <frozen runpy>!_run_code  <frozen runpy>!_run_code
        as __main__:/venv/lib/python3.12/site-packages/pytest/__main__.py!<module>  as __main__:/venv/lib/python3.12/site-packages/pytest/__main__.py!<module>
        test_it  site:_pytest/python.py!collect
        -  std:ast.py!parse
        cpu  1  99
      `),
    );
    expect(ranking.owned).toBe("libraries");
    expect(ranking.top.map(({ qualname }) => qualname)).toEqual(["parse", "test_it"]);
  });

  it("is a test runner's where it does nothing but run itself", () => {
    const ranking = rank(drawProfile("site:_pytest/main.py!collect"));
    expect(ranking.owned).toBe("everything");
    expect(ranking.top.map(({ qualname }) => qualname)).toEqual(["collect"]);
  });
});
