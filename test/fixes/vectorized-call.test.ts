import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vectorizedCall } from "../../src/diagnose/rules/vectorized-call/rule.ts";
import { packageFolder } from "../launch/world.ts";
import { candidatesIn } from "./old-and-new.ts";

const aboutIn = (text: string): readonly string[] =>
  candidatesIn(text, vectorizedCall).flatMap(({ candidate }) => candidate.obstacles.map(({ about }) => about));

describe("vectorized-call", () => {
  it("knows what np.vectorize has made, by whatever name it is called", () => {
    const head = "import numpy as np\nfrom numpy import vectorize as each\n";
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ["def f(a):\n    return np.vectorize(g)(a)\n", ["g"]],
      ["def f(a):\n    return each(lambda x: x + 1, otypes=[float])(a, 2)\n", ["lambda"]],
      ["g = np.vectorize(h.k)\ndef f(a):\n    return g(a)\n", ["h.k"]],
      ["@np.vectorize\ndef g(x):\n    return x\ndef f(a):\n    return g(a)\n", ["g"]],
      ["@np.vectorize(otypes=[int])\ndef g(x):\n    return x\ndef f(a):\n    return g(a)\n", ["g"]],
      ["def f(a):\n    return np.vectorize(g)\n", []],
      ["def f(a):\n    return np.vectorize(g)(*a)\n", []],
      ["def f(a):\n    return np.frompyfunc(g, 1, 1)(a)\n", []],
      ["g = np.vectorize(h)\ng = h\ndef f(a):\n    return g(a)\n", []],
    ];
    for (const [text, about] of cases) expect(aboutIn(head + text), text).toEqual(about);
  });

  it("finds its slow fixture alone", () => {
    const folder = join(packageFolder, "fixtures/rules/vectorized-call");
    for (const name of readdirSync(folder)) {
      const found = aboutIn(readFileSync(join(folder, name), "utf8"));
      expect(found, name).toEqual(name === "slow.py" ? ["cooled"] : []);
    }
  });
});
