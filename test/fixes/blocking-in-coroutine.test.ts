import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Code } from "../../src/diagnose/analysis/code.ts";
import { fraction } from "../../src/base/units.ts";
import { blockingInCoroutine } from "../../src/diagnose/rules/blocking-in-coroutine/rule.ts";
import { fixBlockingInCoroutine } from "../../src/fix/fixes/blocking-in-coroutine.ts";
import { candidatesIn, fixAll, type Seen } from "./old-and-new.ts";

const interpreter = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";
const hot = fraction(0.9);
const seen: Seen = {
  module: "__main__",
  measured: [{ kind: "heat", samples: 100, share: hot, low: hot, high: hot }],
};
const fixed = (text: string, more: Seen = {}) =>
  fixAll(text, blockingInCoroutine, fixBlockingInCoroutine, { ...seen, ...more });
const folder = join(import.meta.dirname, "../../fixtures/rules/blocking-in-coroutine");

const head =
  "import asyncio, os, socket, subprocess, time\nfrom urllib.request import urlopen\ndef plain():\n    time.sleep(1)\n";

/** The file is served, and a module of that name is the project's. */
const withOwn = (own: string): Seen => ({
  module: "service",
  program: {
    served: new Set(["app"]),
    modules: (_, name) => (name === own ? ({} as unknown as Code) : undefined),
  },
});

/** What blocks, and what is said to stand for it. */
function namesIn(text: string, python?: readonly [number, number]): readonly string[] {
  return candidatesIn(text, blockingInCoroutine, python).map(({ candidate }) =>
    candidate.facts.map((fact) => (fact.kind === "source" ? fact.name : "")).join(" → "),
  );
}

const inCoroutine = (body: string): string => `${head}async def f(self):\n    ${body}\n`;

describe("blocking-in-coroutine", () => {
  test.each([
    ["time.sleep(1)", ["time.sleep → asyncio.sleep(…)"]],
    ["x = urlopen('http://x').read()", ["urllib.request.urlopen → asyncio.to_thread(urlopen, …)"]],
    ["subprocess.run(['x'])", ["subprocess.run → asyncio.create_subprocess_exec(…)"]],
    ["plain()", ["time.sleep → asyncio.to_thread(plain, …)"]],
    ["await asyncio.to_thread(time.sleep, 1)", []],
    ["await asyncio.to_thread(plain)", []],
    ["later = lambda: time.sleep(1)", []],
    ["def later():\n        time.sleep(1)", []],
    ["self.sleep(1)", []],
  ])("%s", (body, names) => {
    expect(namesIn(inCoroutine(body))).toEqual(names);
  });

  test("names what the program's own Python has", () => {
    expect(namesIn(inCoroutine("urlopen('http://x')"), [3, 8])).toEqual([
      "urllib.request.urlopen → loop.run_in_executor(None, urlopen, …)",
    ]);
  });

  test.each([
    ["trio", "time.sleep → trio.sleep(…)", "urllib.request.urlopen → trio.to_thread.run_sync(urlopen, …)"],
    ["anyio", "time.sleep → anyio.sleep(…)", "urllib.request.urlopen → anyio.to_thread.run_sync(urlopen, …)"],
  ])("names what %s has, and mends nothing there", (library, ...names) => {
    const text = gathering("time.sleep(1)\n    urlopen('http://x')").replaceAll("asyncio", library);
    expect(namesIn(text)).toEqual(names);
    expect(fixed(text)).toMatchObject({ text, fixes: 0 });
  });

  test("says nothing of plain functions, nor of what is cold", () => {
    expect(namesIn(`${head}def f():\n    time.sleep(1)\n`)).toEqual([]);
    const [found] = candidatesIn(inCoroutine("time.sleep(1)"), blockingInCoroutine);
    const judged = [0.001, 0.5].map((part) => {
      const share = fraction(part);
      const heat = { kind: "heat", samples: 100, share, low: share, high: share } as const;
      return found && blockingInCoroutine.judge(found.candidate, [heat]).kind;
    });
    expect(judged).toEqual(["harmless", "finding"]);
    expect(found?.candidate.obstacles.map(({ code }) => code)).toEqual(["lets-others-run"]);
  });

  test.each([
    ["slow.py", 1],
    ["fast.py", 0],
    ["near-miss-thread.py", 0],
    ["near-miss-own.py", 0],
  ])("sees %s as it is", (name, places) => {
    expect(namesIn(readFileSync(join(folder, name), "utf8"))).toHaveLength(places);
  });

  test.each(readdirSync(folder).filter((name) => name !== "slow.py" && name !== "near-miss-short.py"))(
    "leaves %s alone",
    (name) => {
      const text = readFileSync(join(folder, name), "utf8");
      expect(fixed(text)).toMatchObject({ text, fixes: 0 });
    },
  );
});

/** Says on stderr how long the loop ran. */
const timed = (code: string) =>
  code.replace(
    "asyncio.run(main())",
    "t = time.time()\nasyncio.run(main())\nprint(time.time() - t, file=__import__('sys').stderr)",
  );

/** Tasks that are gathered; `body` is a task's. */
const gathering = (body: string, more = ""): string =>
  `${head}${more}async def answer(number):\n    ${body}\n\nasync def main():\n    print(await asyncio.gather(*[answer(n) for n in range(8)]))\n\nasyncio.run(main())\n`;

describe("blocking-in-coroutine, fixed", () => {
  test.each([
    ["time.sleep(0.05)\n    return number", "    await asyncio.sleep(0.05)\n"],
    ["time.sleep(number / 100)\n    return number", "    await asyncio.to_thread(time.sleep, number / 100)\n"],
    ["time.sleep(-1)\n    return number", "    await asyncio.to_thread(time.sleep, -1)\n"],
    [
      "return urlopen(f'data:,{number}').read()",
      "return await asyncio.to_thread(lambda: urlopen(f'data:,{number}').read())",
    ],
    ["time.sleep(0.05)\n    return sorted([number, 1], reverse=True)", "    await asyncio.sleep(0.05)\n"],
    ["x = 1, nap(number)\n    return x", "x = 1, (await asyncio.to_thread(nap, number))\n"],
  ])("%s", (body, expected) => {
    const done = fixed(gathering(body, "def nap(n):\n    time.sleep(0.05)\n    return n\n"));
    expect(done.text).toContain(expected);
    expect(done.assumes.map(({ code }) => code)).toEqual(["takes-turns"]);
  });

  test("takes the loop of uvloop for one like asyncio's own", () => {
    const text = `import uvloop\n${gathering("time.sleep(0.05)")}`.replace("asyncio.run(main())", "uvloop.run(main())");
    expect(fixed(text).text).toContain("    await asyncio.sleep(0.05)\n");
  });

  test("gives the same results, side by side, on a Python without `to_thread` too", () => {
    const text = gathering(
      "nap(number)\n    time.sleep(0.05)\n    return number",
      "def nap(n):\n    time.sleep(0.05)\n",
    );
    const changed = fixed(text, { python: [3, 8] });
    expect(changed.fixes).toBe(2);
    const [old, now] = [text, changed.text].map((code) =>
      spawnSync(interpreter, ["-"], { input: timed(code), encoding: "utf8" }),
    );
    expect(now?.stdout).toBe(old?.stdout);
    expect(now?.stdout).toBe("[0, 1, 2, 3, 4, 5, 6, 7]\n");
    expect(Number(old?.stderr) / Number(now?.stderr)).toBeGreaterThan(1.5);
  });

  test("lets a server answer others meanwhile", () => {
    const text = `${head}async def serve(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        time.sleep(0.05)
        writer.write(line.upper())
        await writer.drain()
    writer.close()

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 8000)
    async with server:
        await server.serve_forever()

try:
    asyncio.run(main())
except KeyboardInterrupt:
    pass
`;
    expect(fixed(text).text).toContain("        await asyncio.sleep(0.05)\n");
  });

  test.each([
    ["module that others import", gathering("time.sleep(1)"), { module: "case" }],
    ["list that is filled", gathering("time.sleep(1)\n    found.append(number)", "found = []\n"), {}],
    ["list that is read", gathering("time.sleep(1)\n    return len(found)", "found = []\n"), {}],
    ["key that is asked", gathering("time.sleep(1)\n    return sorted(number, key=seen)"), {}],
    ["clock", gathering("time.sleep(1)\n    return time.time()"), {}],
    ["caught error", gathering("try:\n        time.sleep(1)\n    except ValueError:\n        pass"), {}],
    ["command", gathering("subprocess.run(['ls'])"), {}],
    ["comprehension", gathering("return [time.sleep(1) for _ in range(number)]"), {}],
    ["timeout", gathering("time.sleep(1)").replace("answer(n) for", "asyncio.wait_for(answer(n), 2) for"), {}],
    [
      "object of who knows what class",
      gathering("time.sleep(1)\n    return number + 1").replace("range(8)", "made()"),
      {},
    ],
    [
      "loop of its own",
      gathering("time.sleep(1)").replace("asyncio.run(main())", "asyncio.get_event_loop().run_until_complete(main())"),
      {},
    ],
    ["function that is handed on", `${gathering("time.sleep(1)")}callback = answer\n`, {}],
    ["wrapped function", gathering("time.sleep(1)").replace("async def answer", "@print\nasync def answer"), {}],
    ["task of its own", `${head}async def main():\n    time.sleep(1)\n\nasyncio.run(main())\n`, {}],
    [
      "manager that may swallow errors",
      gathering("time.sleep(1)").replace("    print(await", "    with guard():\n      print(await"),
      {},
    ],
    ["global that is counted", gathering("global n\n    n += 1\n    time.sleep(1)", "n = 0\n"), {}],
  ])("leaves a %s alone", (_, text, more) => {
    expect(fixed(text, more)).toMatchObject({ text, fixes: 0 });
  });
});

const fastapi = (body: string, more = ""): string => `import time, uvicorn
from fastapi import FastAPI

app = FastAPI()
seen = []
${more}
@app.get("/items/{number}")
async def item(number: int):
    ${body}

uvicorn.run(app)
`;
const aiohttp = (body: string, made = "web.Application()"): string => `import asyncio, time
from aiohttp import web

seen = []

async def item(request):
    ${body}

app = ${made}
app.add_routes([web.get("/items/{number}", item)])
web.run_app(app)
`;

describe("blocking-in-coroutine, in a handler", () => {
  test.each([
    [fastapi('time.sleep(0.1)\n    return {"square": number * number}')],
    [fastapi("time.sleep(0.1)\n    return number", '@app.get("/other")\ndef other():\n    return len(seen)\n')],
    [aiohttp('time.sleep(0.1)\n    return web.json_response({"number": int(request.match_info["number"])})')],
  ])("gives way: %s", (text) => {
    expect(fixed(text).text).toContain("    await asyncio.sleep(0.1)\n");
  });

  test.each([
    ["list that is filled", fastapi("seen.append(number)\n    time.sleep(0.1)\n    return len(seen)")],
    [
      "handler beside that fills one",
      fastapi("time.sleep(0.1)", '@app.get("/o")\nasync def other(number: int):\n    seen.append(number)\n'),
    ],
    ["dependency", fastapi("time.sleep(0.1)").replace("number: int", "number: int = Depends(one)")],
    ["body of a class", fastapi("time.sleep(0.1)").replace("number: int", "number: Item")],
    ["middleware", fastapi("time.sleep(0.1)", "app.add_middleware(Counting)\n")],
    ["handler in a middleware", aiohttp("time.sleep(0.1)", "web.Application(middlewares=[count])")],
    ["state of the application", aiohttp('time.sleep(0.1)\n    return web.json_response(request.app["count"])')],
    ["handler that is called elsewhere", `${aiohttp("time.sleep(0.1)")}later = item\n`],
  ])("leaves a %s alone", (_, text) => {
    expect(fixed(text)).toMatchObject({ text, fixes: 0 });
  });
});

const service = (more = ""): string =>
  `import time\nimport urllib.request\nfrom fastapi import FastAPI\n\napp = FastAPI()\nother = FastAPI()\n${more}\n@app.get("/items/{number}")\nasync def item(number: int):\n    time.sleep(0.1)\n    return number\n`;

describe("blocking-in-coroutine, in what a web server imports", () => {
  const served: Seen = { module: "service", program: { served: new Set(["app"]) } };

  test("gives way", () => {
    expect(fixed(service(), served).text).toContain("    await asyncio.sleep(0.1)\n");
  });

  test.each([
    ["file that nobody was seen to serve", service(), { module: "service" }],
    ["file that imports the project's", service("import db\n"), withOwn("db")],
    ["file that imports a sibling", service("from . import db\n"), served],
    ["loop of its own", service("import asyncio\nasync def main():\n    pass\nasyncio.run(main())\n"), served],
    ["middleware", service("app.add_middleware(Counting)\n"), served],
    ["mounted application", service('other.mount("/", app)\n'), served],
  ])("leaves a %s alone", (_, text, more) => {
    expect(fixed(text, more)).toMatchObject({ text, fixes: 0 });
  });
});
