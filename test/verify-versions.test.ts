import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { expectNothingLeft, expectRefusal, makeProject, snapshot } from "./command/hasten.ts";
import { verifyDocument } from "../src/present/json/verify-document.ts";
import type { VerifyOptions } from "../src/prove-versions.ts";
import { createSession } from "../src/session.ts";
import { makeWorld, packageFolder } from "./launch/world.ts";

const SHOP = `LIMIT = 3

def helper(xs):
    return list(xs)


def common(xs, ys):
    ys = helper(ys)
    hits = 0
    for x in xs:
        if x in ys:
            hits += 1
    return hits


class Shop:
    def names(self, n):
        return ["r%d" % (i * 7) for i in range(n)]

    def never(self):
        return 1
`;
const APP = `import sys
from shop import Shop, common

shop = Shop()
print(common(shop.names(int(sys.argv[1])), shop.names(4000)))
`;
const QUEUE = `import asyncio
class Queue:
    def __init__(self, items):
        self.items = list(items)

    def take(self):
        return self.items.pop(0)

async def later(x):
    return x

print(Queue([2, 1]).take(), asyncio.run(later(1)))
`;
const FAST = SHOP.replace("ys = helper(ys)", "ys = set(ys)").replace(/def helper[^]*?\n\n\n/u, "");

/** A document of `verify --json`, as far as the tests look at it. */
interface Printed {
  readonly proven: boolean;
  readonly verdict: {
    readonly kind: string;
    readonly speedup: { readonly ratio: number } | null;
    readonly reason: string;
  };
  readonly compared: { readonly calls: number; readonly not_compared: readonly string[] };
  readonly files: readonly unknown[];
  readonly runs: { readonly made: number; readonly most: number };
}

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(join(packageFolder, "docs/formats/verify.schema.json"), "utf8")) as object,
);

const project = makeProject({
  "app.py": APP,
  "shop.py": SHOP,
  "fast.py": FAST,
  // Never another answer in what the program prints: `3` is no number of hits there.
  "wrong.py": FAST.replace("return hits", "return hits if xs else None"),
  "uncalled.py": FAST.replace("return 1", "return 2"),
  "other-limit.py": FAST.replace("LIMIT = 3", "LIMIT = 4"),
  "waiting.py": QUEUE,
  "deque.py": QUEUE.replace("return x", "return 0 + x")
    .replace("list(items)", "deque(items)")
    .replace("pop(0)", "popleft()")
    .replace("import asyncio", "import asyncio\nfrom collections import deque"),
  "failing.py": "import shop\nimport not_installed\n",
  "elsewhere.py": "print(1)\n",
  "broken.py": "def common(:\n",
  "before/app.py": APP,
  "before/shop.py": SHOP,
  "after/app.py": APP.replace("from shop import Shop, common", "from shop import Shop\nfrom counting import common"),
  "after/shop.py": SHOP.replace(/def common[^]*?\n\n\n/u, ""),
  "after/counting.py": "def common(xs, ys):\n    ys = set(ys)\n    return sum(x in ys for x in xs)\n",
});

const session = createSession(makeWorld({ cwd: project.folder, env: { ...process.env, TMPDIR: project.temp } }));

/** `verify` in this process, with defaults; the document is checked against its schema. */
async function verify(old: string, now: string, words: readonly string[], more: Partial<VerifyOptions> = {}) {
  const [script = "", ...rest] = words;
  const record = await session.verify(
    { kind: "script", script, arguments: rest },
    {
      python: undefined,
      versions: { old, new: now, at: undefined },
      minGain: 0.05,
      test: undefined,
      timeoutSeconds: undefined,
      maxRuns: undefined,
      isReplayOnly: false,
      tradesMemory: false,
      announce: () => undefined,
      ...more,
    },
  );
  return checked(JSON.stringify(verifyDocument(record)));
}

function checked(printed: string): Printed {
  const document = JSON.parse(printed) as Printed;
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  return document;
}

describe("two versions of a file", () => {
  it("are proven, say so with status 0, and leave the project as it was", async () => {
    const before = snapshot(project.folder);
    const { stdout, stderr, status } = await project.hasten([
      "verify",
      "--json",
      "shop.py",
      "fast.py",
      "--",
      "app.py",
      "8000",
    ]);
    const found = checked(stdout);
    expect(found.verdict.kind, found.verdict.reason).toBe("proven");
    expect(status).toBe(0);
    expect(found.files).toMatchObject([{ file: "shop.py", functions: { changed: ["common"], removed: ["helper"] } }]);
    expect(found.compared.calls).toBeGreaterThan(0);
    expect(found.verdict.speedup?.ratio).toBeGreaterThan(1.5);
    expect(stderr).toContain("at most 69 times");
    expect(snapshot(project.folder)).toEqual(before);
    await expectNothingLeft(project);
  });

  it("are not proven where only a harder call shows the difference", async () => {
    const found = await verify("shop.py", "wrong.py", ["app.py", "20"], { isReplayOnly: true });
    expect(found.proven).toBe(false);
    expect(found.verdict.reason).toMatch(/Return value of `common`, call 1 made harder/u);
    expect(found.runs).toEqual({ made: 1, most: 2 });
  });

  it("are not proven where a changed function is never called", async () => {
    const found = await verify("shop.py", "uncalled.py", ["app.py", "20"], { isReplayOnly: true });
    expect(found.verdict).toMatchObject({ kind: "cannot-tell" });
    expect(found.verdict.reason).toContain("never calls `Shop.never`");
  });

  it("are not proven by a program that fails before it comes so far, and one that never loads them: that is said", async () => {
    const failing = await verify("shop.py", "uncalled.py", ["failing.py"], { isReplayOnly: true });
    expect(failing.verdict.reason).toContain("ends with status 1 and has not called `common`, `Shop.never` before");
    expect(failing.verdict.reason).toContain("No module named 'not_installed'");
    const elsewhere = await verify("shop.py", "uncalled.py", ["elsewhere.py"], { isReplayOnly: true });
    expect(elsewhere.verdict.reason).toContain("never loaded the file that holds `common`, `Shop.never`");
  });

  it("are not proven by calls alone where code outside of functions changed, and say so", async () => {
    const found = await verify("shop.py", "other-limit.py", ["app.py", "20"], { isReplayOnly: true });
    expect(found.proven).toBe(false);
    expect(found.compared.not_compared.join("\n")).toContain("code outside of functions changed in shop.py");
  });

  it("are not judged by calls of coroutines, which are named, nor by functions that count on each other's state", async () => {
    const found = await verify("waiting.py", "deque.py", ["waiting.py"], { maxRuns: 6 });
    expect(found.verdict.kind).toBe("cannot-tell");
    expect(found.verdict.reason).toContain("More than that function changed");
    expect(found.compared.not_compared.join("\n")).toContain("`later` is a coroutine");
    expect(found.files).toMatchObject([{ functions: { changed: ["Queue.__init__", "Queue.take", "later"] } }]);
  });

  it("stop at --max-runs, and are not proven then", async () => {
    const found = await verify("shop.py", "fast.py", ["app.py", "20"], { maxRuns: 3 });
    expect(found.runs).toEqual({ made: 3, most: 3 });
    expect(found.verdict).toMatchObject({ kind: "cannot-tell" });
  });
});

describe("two folders", () => {
  it("are compared with their added files and removed functions", async () => {
    const found = await verify("before", "after", ["before/app.py", "20"], { maxRuns: 5 });
    expect(found.files).toMatchObject([
      { file: "before/app.py", top_level: "changed" },
      { file: "before/counting.py", change: "added" },
      { file: "before/shop.py", functions: { removed: ["common"] } },
    ]);
    expect(found.verdict.kind, found.verdict.reason).toBe("cannot-tell");
  });
});

describe("what is refused", () => {
  it("says so with status 2, and runs nothing", async () => {
    await expectRefusal(project, ["verify", "shop.py", "fast.py"], /needs a program/u);
    const refusals: readonly [old: string, now: string, says: RegExp][] = [
      ["shop.py", "none.py", /no none\.py/u],
      ["shop.py", "before", /a file and a folder/u],
      ["shop.py", "before/shop.py", /same code/u],
      ["shop.py", "broken.py", /NEW has a syntax error in shop\.py/u],
      ["../old.py", "../new.py", /Neither OLD nor NEW lies/u],
    ];
    writeFileSync(join(project.folder, "..", "old.py"), SHOP);
    writeFileSync(join(project.folder, "..", "new.py"), FAST);
    for (const [old, now, says] of refusals) {
      await expect(verify(old, now, ["app.py"]), `${old} ${now}`).rejects.toThrow(says);
    }
    await expectNothingLeft(project);
  });
});
