import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { blockingInSequence } from "../../src/diagnose/rules/blocking-in-sequence/rule.ts";
import { fixBlockingInSequence } from "../../src/fix/fixes/blocking-in-sequence.ts";
import { fixAll, type Seen } from "./old-and-new.ts";

const python = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";
const folder = join(import.meta.dirname, "../../fixtures/rules/blocking-in-sequence");
const pages: Seen = { elements: ["str"] };
const head =
  "import json, subprocess, time, urllib.request\nfrom urllib.request import urlopen\nROOT = 'http://127.0.0.1'\n";

const fixed = (text: string, seen: Seen = pages) =>
  fixAll(head + text, blockingInSequence, fixBlockingInSequence, seen);

describe("blocking-in-sequence", () => {
  test.each(readdirSync(folder).filter((name) => name.startsWith("near-miss")))("leaves %s alone", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    expect(fixAll(text, blockingInSequence, fixBlockingInSequence, pages)).toMatchObject({ text, fixes: 0 });
  });

  test("keeps the order, waits side by side, and raises the first error of the items", () => {
    const server =
      readFileSync(join(folder, "slow.py"), "utf8").split("\ndef main")[0]?.replace("range(60)", "range(16)") ?? "";
    const program = `${server}
from urllib.error import HTTPError
import time
server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE)
root = "http://127.0.0.1:" + server.stdout.readline().decode().strip()
load([root + "/first"])
begun = time.perf_counter()
print(report(root))
took = time.perf_counter() - begun
print(load(()), load([root + "/one"]))
try:
    load([root + "/first", root + "/missing", "nothing://", root + "/last"])
except HTTPError as error:
    print(error.code, error.url[-8:])
server.kill()
server.wait()
server.stdout.close()
print(took, file=sys.stderr)
`;
    const changed = fixAll(program, blockingInSequence, fixBlockingInSequence, pages);
    expect(changed.fixes).toBe(1);
    const [old, now] = [program, changed.text].map((text) =>
      spawnSync(python, ["-"], { input: text, encoding: "utf8" }),
    );
    expect(now?.stdout).toBe(old?.stdout);
    expect(now?.stdout).toContain("404 /missing");
    expect(Number(old?.stderr) / Number(now?.stderr)).toBeGreaterThan(1.5);
  });

  test.each([
    [
      "def f(us):\n    out = []\n    for u in us:\n        # one by one\n        out.append(urlopen(u).read())\n    return out\n",
      "    with ThreadPoolExecutor(max_workers=8) as pool:\n        for result in pool.map(lambda u: urlopen(u).read(), us):\n            # one by one\n            out.append(result)\n    return out\n",
    ],
    [
      "def g(u):\n    return urlopen(u).read()\ndef f(us):\n    found = {}\n    for u in us:\n        page = g(u)\n        print(u, len(page))\n        found[u] = page\n    return found\n",
      "        for u, page in zip(us, pool.map(g, us)):\n            print(u, len(page))\n            found[u] = page\n    return found\n",
    ],
    [
      "import requests\nfrom httpx import get\ndef f(us):\n    out = []\n    for u in us:\n        out.append((requests.get(u, timeout=5).json(), get(u).text))\n    return out\n",
      "for result in pool.map(lambda u: (requests.get(u, timeout=5).json(), get(u).text), us):\n            out.append(result)\n",
    ],
  ])("makes the calls of a loop ahead", (text, expected) => {
    expect(fixed(text).text).toContain(expected);
  });

  test.each([
    ["a list that is walked through", "def f(us):\n    for u in us:\n        us.append(urlopen(u).read())\n"],
    [
      "a list by another name",
      "def f():\n    out = []\n    us = out\n    for u in us:\n        out.append(urlopen(u).read())\n",
    ],
    ["somebody's list", "def f(us, out):\n    for u in us:\n        out.append(urlopen(u).read())\n"],
    [
      "a loop that ends early",
      "def f(us):\n    out = []\n    for u in us:\n        page = urlopen(u).read()\n        if not page:\n            break\n        out.append(page)\n    return out\n",
    ],
    [
      "an item that is asked for afterwards",
      "def f(us):\n    out = []\n    for u in us:\n        out.append(urlopen(u).read())\n    return out, u\n",
    ],
    [
      "what depends on the page before",
      "def f(us):\n    out = []\n    page = b''\n    for u in us:\n        page = urlopen(u + str(len(page))).read()\n        out.append(page)\n    return out\n",
    ],
    [
      "a loop in a loop",
      "def f(us):\n    while True:\n        out = []\n        for u in us:\n            out.append(urlopen(u).read())\n",
    ],
    [
      "a method that may do anything",
      "def f(us, log):\n    for u in us:\n        page = urlopen(u).read()\n        log.note(page)\n",
    ],
    [
      "text over several lines",
      'def f(us):\n    out = []\n    for u in us:\n        out.append(urlopen(u + """\n""").read())\n    return out\n',
    ],
    [
      "a pause between lines that are printed",
      "def nap(n):\n    time.sleep(0.5)\n    return n\ndef f(ns):\n    for n in ns:\n        now = nap(n)\n        print(now)\n",
    ],
    [
      "a clock of a command",
      "def f(cs):\n    out = []\n    for c in cs:\n        out.append(subprocess.check_output(['date', '+%s', c]))\n    return out\n",
    ],
    [
      "a pause between pages",
      "def f(us):\n    out = []\n    for u in us:\n        out.append(urlopen(u).read())\n        time.sleep(1)\n    return out\n",
    ],
  ])("leaves %s alone", (_, text) => {
    expect(fixed(text)).toMatchObject({ fixes: 0 });
  });

  test("writes what a person would", () => {
    expect(
      fixed("def f(ids):\n\tbooks = [json.loads(urlopen(f'{ROOT}/{i}').read()) for i in ids]\n\treturn books\n").text,
    ).toContain(
      "\twith ThreadPoolExecutor(max_workers=8) as pool:\n" +
        "\t\tbooks = list(pool.map(lambda i: json.loads(urlopen(f'{ROOT}/{i}').read()), ids))\n\treturn books\n",
    );
  });

  test.each([
    "def g(c):\n    done = subprocess.run(['cat', c], capture_output=True, text=True, timeout=9)\n    return done.stdout.split()\n",
    "def g(c):\n    return len(subprocess.check_output(['git', 'ls-tree', c], cwd='.').splitlines())\n",
    "import sqlite3\nfrom contextlib import closing\ndef g(p):\n    with closing(sqlite3.connect(p)) as db:\n        rows = db.execute('SELECT a FROM b WHERE c = ?', (p,))\n        return [row[0] for row in rows.fetchall()]\n",
    "import socket\ndef g(p):\n    with socket.create_connection(('h', 1), timeout=2) as s:\n        s.sendall(b'GET / HTTP/1.0')\n        return s.recv(9)\n",
    "import http.client\ndef g(p):\n    c = http.client.HTTPConnection('h', timeout=5)\n    c.request('GET', p)\n    return c.getresponse().read()\n",
    "import socket\ndef g(h):\n    return sorted({a[4][0] for a in socket.getaddrinfo(h, 80)})\n",
    "def g(n):\n    time.sleep(0.1)\n    return n\n",
    "def clean(t):\n    words = []\n    for w in t.split():\n        words.append(w.strip())\n    return words\ndef g(p):\n    with open(p, encoding='utf-8') as f:\n        extra = clean(f.read())\n    text = urlopen(p).read().decode()\n    if not text:\n        raise ValueError(f'nothing at {p}')\n    return clean(text) + extra\n",
  ])("takes what only asks: %s", (text) => {
    expect(fixed(`${text}def f(xs):\n    return [g(x) for x in xs]\n`).text).toContain("list(pool.map(g, xs))");
  });

  test.each([
    ["data that is sent", "def f(us):\n    return [urlopen(u, data=b'1').read() for u in us]\n"],
    [
      "a Request, which may send data",
      "def f(us):\n    return [urlopen(urllib.request.Request(u)).read() for u in us]\n",
    ],
    [
      "a global that is counted",
      "n = 0\ndef g(u):\n    global n\n    n += 1\n    return urlopen(u).read()\ndef f(us):\n    return [g(u) for u in us]\n",
    ],
    ["a list that is filled", "def f(us, out):\n    return [out.append(urlopen(u).read()) for u in us]\n"],
    [
      "a lock",
      "import threading\nL = threading.Lock()\ndef g(u):\n    with L:\n        return urlopen(u).read()\ndef f(us):\n    return [g(u) for u in us]\n",
    ],
    [
      "a decorated function",
      "import functools\n@functools.lru_cache\ndef g(u):\n    return urlopen(u).read()\ndef f(us):\n    return [g(u) for u in us]\n",
    ],
    [
      "an error that is caught",
      "def g(u):\n    try:\n        return urlopen(u).read()\n    except OSError:\n        return None\ndef f(us):\n    return [g(u) for u in us]\n",
    ],
    [
      "what is printed on the way",
      "def g(u):\n    print(u)\n    return urlopen(u).read()\ndef f(us):\n    return [g(u) for u in us]\n",
    ],
    [
      "a session",
      "import requests\nS = requests.Session()\ndef f(us):\n    return [S.get(u).text for u in us] + [requests.get(u).text for u in us]\n",
    ],
    ["a hook of its own", "import requests\ndef f(us):\n    return [requests.get(u, hooks={}).text for u in us]\n"],
    ["a cache", "import requests, requests_cache\ndef f(us):\n    return [requests.get(u).text for u in us]\n"],
    ["commands", "def f(cs):\n    return [subprocess.check_output(c) for c in cs]\n"],
    ["a command that may do anything", "def f(cs):\n    return [subprocess.check_output(['make', c]) for c in cs]\n"],
    ["a shell", "def f(cs):\n    return [subprocess.check_output(['cat', c], shell=True) for c in cs]\n"],
    ["what a command prints", "def f(cs):\n    return [subprocess.run(['cat', c]) for c in cs]\n"],
    [
      "a command that reads what is typed",
      "def f(cs):\n    return [subprocess.check_output(['grep', c]) for c in cs]\n",
    ],
    ["a git that writes", "def f(cs):\n    return [subprocess.check_output(['git', 'checkout', c]) for c in cs]\n"],
    [
      "a connection that is shared",
      "import sqlite3\ndef f(ns):\n    db = sqlite3.connect('x')\n    return [(db.execute('SELECT 1').fetchall(), urlopen(n)) for n in ns]\n",
    ],
    [
      "a table that is written",
      "import sqlite3\ndef g(p):\n    db = sqlite3.connect(p)\n    return db.execute('DELETE FROM x RETURNING y').fetchall()\ndef f(ps):\n    return [g(p) for p in ps]\n",
    ],
    [
      "words to a server that may keep them",
      "import socket\ndef g(p):\n    with socket.create_connection(('h', 1)) as s:\n        s.sendall(b'SET x 1')\n        return s.recv(9)\ndef f(ps):\n    return [g(p) for p in ps]\n",
    ],
    [
      "a file that is written beside",
      "def g(p):\n    with open(p, 'w') as out:\n        return len(urlopen(p).read())\ndef f(ps):\n    return [g(p) for p in ps]\n",
    ],
    [
      "a list of the function around",
      "def f(ps):\n    seen = []\n    return [(seen.append(p), urlopen(p).read(), len(seen)) for p in ps]\n",
    ],
    [
      "a name that another call sets",
      "def f(us):\n    last = ''\n    return [urlopen(u + (last := u)).read() for u in us]\n",
    ],
    ["a class's own addition", "def f(us, base):\n    return [urlopen(base + u).read() for u in us]\n"],
    ["a condition", "def f(us):\n    return [urlopen(u).read() for u in us if u]\n"],
    ["a part of another expression", "def f(us):\n    return len([urlopen(u).read() for u in us])\n"],
    ["a generator", "def f(us):\n    yield 1\n    x = [urlopen(u).read() for u in us]\n    yield x\n"],
    ["a coroutine", "async def f(us):\n    return [urlopen(u).read() for u in us]\n"],
    ["names by text", "def f(us):\n    r = [urlopen(u).read() for u in us]\n    return locals()\n"],
    [
      "a function that is replaced",
      "def g(u):\n    return urlopen(u).read()\ng = print\ndef f(us):\n    return [g(u) for u in us]\n",
    ],
  ])("leaves %s alone", (_, text) => {
    expect(fixed(text)).toMatchObject({ fixes: 0 });
  });

  test.each<[string, Seen]>([
    ["an iterator", { type: "generator" }],
    ["objects of a class", { elements: ["__main__.Page"] }],
    ["one item", { elements: ["str"], size: 1 }],
  ])("leaves %s alone", (_, seen) => {
    expect(fixed("def f(us):\n    return [urlopen(u).read() for u in us]\n", seen)).toMatchObject({ fixes: 0 });
  });
});
