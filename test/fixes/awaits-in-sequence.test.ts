import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { awaitsInSequence } from "../../src/diagnose/rules/awaits-in-sequence/rule.ts";
import { fixAwaitsInSequence } from "../../src/fix/fixes/awaits-in-sequence.ts";
import { expectFixtures, fixAll, type Seen } from "./old-and-new.ts";

const pythons = process.env["HASTEN_TEST_PYTHONS"]?.split(":") ?? ["python3"];
const fixed = (text: string, seen: Seen = {}) =>
  fixAll(text, awaitsInSequence, fixAwaitsInSequence, { module: "__main__", elements: ["int"], ...seen });

const head = `import asyncio, json, socket, time
from urllib.request import urlopen

async def ask(n):
    await asyncio.sleep(0.01)
    return n * n

`;
/** A script whose one task runs `body`. */
const script = (body: string, more = ""): string =>
  `${head}${more}async def main(numbers):\n    ${body.replaceAll("\n", "\n    ")}\n\nasyncio.run(main([1, 2, 3]))\n`;

/** A script that asks others through a session. */
const asking = (body: string): string =>
  script(
    body,
    `import aiohttp, httpx, requests

async def fetch(session, n):
    async with session.get(f"http://localhost/{n}", timeout=aiohttp.ClientTimeout(total=5)) as answer:
        return await answer.text(errors="ignore")

async def send(session, n):
    async with session.post(f"http://localhost/{n}") as answer:
        return await answer.text()

`,
  );

describe("awaits-in-sequence", () => {
  test("fixes the slow fixture, and no other", () => {
    expectFixtures("awaits-in-sequence", fixed, {});
  });

  test("writes what a person would", () => {
    expect(fixed(script("squares = [await ask(n) for n in numbers]\nprint(squares)")).text).toContain(`
    limit = asyncio.Semaphore(8)

    async def bounded(n):
        async with limit:
            return await ask(n)

    tasks = [asyncio.create_task(bounded(n)) for n in numbers]
    await asyncio.gather(*tasks, return_exceptions=True)
    squares = [task.result() for task in tasks]
    print(squares)
`);
  });

  test.each([
    [
      "found = {}\nfor n in numbers:\n    square = await ask(n)\n    print(n)\n    found[n] = square",
      "for n, task in zip(numbers, tasks):\n        square = task.result()\n",
    ],
    [
      "found = []\nfor n in range(9):\n    found.append(await ask(n))",
      "for task in tasks:\n        found.append(task.result())\n",
    ],
    [
      "return [(n, json.loads(str(await ask(n + 1)))) for n in numbers]",
      "return (n, json.loads(str(await ask(n + 1))))\n",
    ],
    [
      "try:\n    found = [await ask(n) for n in numbers]\nexcept OSError:\n    found = []",
      "        tasks = [asyncio.create_task(",
    ],
  ])("%s", (body, expected) => {
    const done = fixed(script(body));
    expect(done.text).toContain(expected);
    expect(done.assumes.map(({ code }) => code)).toEqual(["asks-ahead"]);
  });

  test.each([
    [
      asking("async with aiohttp.ClientSession() as session:\n    pages = [await fetch(session, n) for n in numbers]"),
      "            return await fetch(session, n)\n",
    ],
    [
      asking(
        "async with httpx.AsyncClient(timeout=httpx.Timeout(5.0), headers={'User-Agent': 'x'}) as web:\n    for n in numbers:\n        answer = await web.get(f'http://localhost/{n}')\n        print(answer.text)",
      ),
      "            return await web.get(f'http://localhost/{n}')\n",
    ],
    [
      asking(
        "found = {}\nasync with aiohttp.ClientSession() as session:\n    for n in numbers:\n        async with session.get(f'http://localhost/{n}') as answer:\n            text = await answer.text()\n        found[n] = text",
      ),
      `        async def bounded(n):
            async with limit:
                async with session.get(f'http://localhost/{n}') as answer:
                    return await answer.text()

        tasks = [asyncio.create_task(bounded(n)) for n in numbers]
        await asyncio.gather(*tasks, return_exceptions=True)
        for n, task in zip(numbers, tasks):
            text = task.result()
            found[n] = text
`,
    ],
    [
      asking(
        "async with aiohttp.ClientSession() as session:\n    found = []\n    for n in numbers:\n        async with session.get(f'http://localhost/{n}') as answer:\n            found.append(await answer.json())",
      ),
      "        for task in tasks:\n            found.append(task.result())\n",
    ],
  ])("shares a session that is made for it: %s", (text, expected) => {
    const done = fixed(text);
    expect(done.text).toContain(expected);
    expect(done.assumes.map(({ code }) => code)).toEqual(["asks-ahead", "no-cookies"]);
  });

  test.each([
    [
      "a session of threads",
      "with requests.Session() as session:\n    pages = [await fetch(session, n) for n in numbers]",
    ],
    ["a session that comes from elsewhere", "session = made()\npages = [await fetch(session, n) for n in numbers]"],
    [
      "a session that somebody listens to",
      "async with aiohttp.ClientSession(trace_configs=[counting]) as session:\n    pages = [await fetch(session, n) for n in numbers]",
    ],
    [
      "a session that is replaced",
      "async with aiohttp.ClientSession() as session:\n    pages = [await fetch(session, n) for n in numbers]\n    session = None",
    ],
    [
      "what is sent",
      "async with aiohttp.ClientSession() as session:\n    pages = [await send(session, n) for n in numbers]",
    ],
    [
      "a session where a number is expected",
      "async with aiohttp.ClientSession() as session:\n    pages = [await fetch(n, session) for n in numbers]",
    ],
    [
      "a session by the name of an item",
      "async with aiohttp.ClientSession() as session:\n    pages = [await fetch(session, 1) for session in numbers]",
    ],
    [
      "an answer that is used behind its end",
      "out = []\nasync with aiohttp.ClientSession() as session:\n    for n in numbers:\n        async with session.get(f'http://localhost/{n}') as answer:\n            text = await answer.text()\n        out.append((text, answer.status))",
    ],
    [
      "two lines of work",
      "out = []\nasync with aiohttp.ClientSession() as session:\n    for n in numbers:\n        async with session.get(f'http://localhost/{n}') as answer:\n            count(answer)\n            out.append(await answer.text())",
    ],
    [
      "a comment that would be lost",
      "out = []\nasync with aiohttp.ClientSession() as session:\n    for n in numbers:\n        async with session.get(f'http://localhost/{n}') as answer:\n            # why\n            out.append(await answer.text())",
    ],
    [
      "a lock that is entered",
      "out = []\nlock = asyncio.Lock()\nfor n in numbers:\n    async with lock as held:\n        out.append(await ask(n))",
    ],
    [
      "cookies that are looked at",
      "async with aiohttp.ClientSession() as session:\n    pages = [(await fetch(session, n), len(session.cookie_jar)) for n in numbers]",
    ],
  ])("leaves %s alone", (_, body) => {
    const text = asking(body);
    expect(fixed(text)).toMatchObject({ text, fixes: 0 });
  });

  test("keeps the order and the first error of the items, loses none, and awaits side by side on every Python", () => {
    const program = `import asyncio, sys, time

async def ask(n):
    await asyncio.sleep(0.02)
    if n % 10 == 5:
        raise ValueError(f"no {n}")
    return n

async def slow(n):
    await asyncio.sleep((30 - n) / 500)
    if n > 20:
        raise IndexError(f"none at {n}")
    return n

async def collect(numbers):
    return [await ask(n) for n in numbers]

async def slowly(numbers):
    found = []
    for n in numbers:
        found.append(await slow(n))
    return found

async def main():
    print(await collect(range(5)), await collect(range(0)))
    begun = time.perf_counter()
    print(await collect([n for n in range(6, 15)] * 3))
    print(time.perf_counter() - begun, file=sys.stderr)
    try:
        print(await collect(range(19, 30)))
    except Exception as error:
        print(repr(error))
    try:
        print(await slowly(range(19, 30)))
    except Exception as error:
        print(repr(error))

asyncio.run(main())
`;
    const changed = fixed(program);
    expect(changed.fixes).toBe(2);
    for (const python of pythons) {
      const [old, now] = [program, changed.text].map((input) => spawnSync(python, ["-"], { input, encoding: "utf8" }));
      expect(now?.stdout).toBe(old?.stdout);
      expect(now?.stdout).toContain("ValueError('no 25')\nIndexError('none at 21')");
      expect(now?.stderr).toMatch(/^[\d.]+\n$/u);
      expect(Number(old?.stderr) / Number(now?.stderr)).toBeGreaterThan(2);
    }
  });

  test.each([
    ["a module that others import", script("return [await ask(n) for n in numbers]"), { module: "case" }],
    [
      "a pause between lines",
      script("for n in numbers:\n    now = await ask(n)\n    print(now)").replace(
        /import asyncio[^]*urlopen\n/u,
        "import asyncio\n",
      ),
      {},
    ],
    ["a file with threads", script("return [await ask(n) for n in numbers]", "import threading\n"), {}],
    ["an iterator", script("return [await ask(n) for n in numbers]"), { type: "generator" }],
    ["objects of a class", script("return [await ask(n) for n in numbers]"), { elements: ["__main__.Page"] }],
    ["a list that is filled", script("out = []\nreturn [out.append(await ask(n)) for n in numbers]"), {}],
    [
      "a loop that ends early",
      script("out = []\nfor n in numbers:\n    if await ask(n):\n        break\nreturn out"),
      {},
    ],
    [
      "what needs the one before",
      script("last = 0\nout = []\nfor n in numbers:\n    last = await ask(last)\n    out.append(last)"),
      {},
    ],
    ["a walrus", script("last = 0\nreturn [await ask(last := last + n) for n in numbers]"), {}],
    ["an object from outside", script("return [await client.get(n) for n in numbers]", "client = object()\n"), {}],
    ["a queue", script("q = asyncio.Queue()\nreturn [await q.get() for n in numbers]"), {}],
    ["an event", script("done = asyncio.Event()\nreturn [await done.wait() for n in numbers]"), {}],
    [
      "a task beside",
      script("other = asyncio.create_task(print(1))\nreturn [await ask(n) for n in numbers]")
        .replace("print(1)", "tick()")
        .replace("async def main", "total = []\nasync def tick():\n    total.append(1)\n\nasync def main"),
      {},
    ],
    ["a coroutine that is handed on", `${script("return [await ask(n) for n in numbers]")}later = ask\n`, {}],
    [
      "a decorated coroutine",
      script("return [await ask(n) for n in numbers]").replace("async def ask", "@print\nasync def ask"),
      {},
    ],
    [
      "a file that is written",
      script(
        "return [await save(n) for n in numbers]",
        "async def save(n):\n    with open('x', 'a') as f:\n        f.write(str(n))\n    await asyncio.sleep(0.1)\n",
      ),
      {},
    ],
    [
      "an error that is caught inside",
      script(
        "return [await safe(n) for n in numbers]",
        "async def safe(n):\n    try:\n        return await ask(n)\n    except ValueError:\n        return None\n",
      ),
      {},
    ],
    ["names by text", script("r = [await ask(n) for n in numbers]\nreturn locals()"), {}],
    ["a generator", script("yield [await ask(n) for n in numbers]"), {}],
    [
      "a pause between",
      script("out = []\nfor n in numbers:\n    out.append(await ask(n))\n    await asyncio.sleep(1)"),
      {},
    ],
    [
      "a clock",
      script(
        "return [await when(n) for n in numbers]",
        "async def when(n):\n    await asyncio.sleep(1)\n    return time.time()\n",
      ),
      {},
    ],
    [
      "what is sent",
      script(
        "return [await put(n) for n in numbers]",
        "async def put(n):\n    r, w = await asyncio.open_connection('h', 1)\n    w.write(b'PUT 1')\n    return await r.read()\n",
      ),
      {},
    ],
  ])("leaves %s alone", (_, text, seen) => {
    expect(fixed(text, seen)).toMatchObject({ text, fixes: 0 });
  });
});
