import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createParser } from "../source/python-parser.ts";
import { parseSource } from "../source/read-source.ts";
import { splitScript } from "./split-script.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));
const GUARD = 'if __name__ == "__main__":\n';

function split(text: string): ReturnType<typeof splitScript> {
  return splitScript(parseSource("/p/app.py", text, parser), "app_native");
}

function codeOf(text: string): string {
  const outcome = split(text);
  return outcome.kind === "none" ? outcome.obstacle.code : "split";
}

describe("a script in two", () => {
  it("keeps its line numbers, its shebang and its future imports", () => {
    const head =
      "#!/usr/bin/env python3\nfrom __future__ import annotations\nimport sys\n\ndef work(n):\n    return n\n\n";
    expect(split(`${head}${GUARD}    print(work(len(sys.argv)))\n`)).toEqual({
      kind: "split",
      module: `${head.trimEnd()}\n`,
      script: `#!/usr/bin/env python3\nfrom __future__ import annotations\nfrom app_native import sys, work\n\n${GUARD}    print(work(len(sys.argv)))\n`,
    });
  });

  it.each([
    ["no-main-guard", "def f(): pass\nf()\n"],
    ["no-main-guard", `def f(): pass\nif __name__ == "__main__" and f:\n    f()\n`],
    ["main-guard-not-last", `def f(): pass\n${GUARD}    f()\nprint(1)\n`],
    ["main-guard-sets-globals", `def f(): return n\n${GUARD}    n = 1\n    f()\n`],
    ["main-guard-sets-globals", `n = 0\ndef f(): return n\n${GUARD}    for n in range(3): f()\n`],
    ["functions-set-names-of-main-guard", `n = 0\ndef f():\n    global n\n    n = 1\n${GUARD}    f()\n    print(n)\n`],
    ["asks-for-main", `import logging\nlog = logging.getLogger(__name__)\n${GUARD}    log.info("")\n`],
    ["asks-for-main", `import os\nhere = os.path.dirname(__file__)\n${GUARD}    print(here)\n`],
    ["star-import", `from math import *\n${GUARD}    print(sin(1))\n`],
    ["dynamic-names", `def f(): return globals()\n${GUARD}    print(f())\n`],
    ["split", `n = 0\ndef f(): return n\n${GUARD}    m = f()\n    print(m, n)\n`],
    ["split", `def f(x):\n    y = x\n    return y\n${GUARD}    y = 1\n    f(y)\n`],
  ])("%s", (code, text) => {
    expect(codeOf(text)).toBe(code);
  });
});
