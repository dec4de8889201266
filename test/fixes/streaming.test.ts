import { describe, expect, test } from "vitest";
import { bytes, fraction } from "../../src/base/units.ts";
import { linesReadWhole } from "../../src/diagnose/rules/lines-read-whole/rule.ts";
import { listGathered } from "../../src/diagnose/rules/list-gathered/rule.ts";
import { sliceForView } from "../../src/diagnose/rules/slice-for-view/rule.ts";
import { listWalkedOnce } from "../../src/diagnose/rules/list-walked-once/rule.ts";
import { fixLinesReadWhole } from "../../src/fix/fixes/lines-read-whole.ts";
import { fixListGathered } from "../../src/fix/fixes/list-gathered.ts";
import { fixSliceForView } from "../../src/fix/fixes/slice-for-view.ts";
import { fixListWalkedOnce } from "../../src/fix/fixes/list-walked-once.ts";
import { expectFixtures, expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const held: Seen = {
  measured: [{ kind: "held", bytes: bytes(1e7), blocks: 1000, share: fraction(0.5) }],
};

/** Of the process alone: other runs of the tests may be about. */
const PIECES = "'/tmp/hasten-pieces-%d.txt' % __import__('os').getpid()";
const CLEAN = `import atexit, os\natexit.register(lambda: os.path.exists(${PIECES}) and os.remove(${PIECES}))\n`;

/** Files that end in every way that a line can end in, and hold what only some ways of cutting take for a line's end. */
const texts = ["", "\n", "a", "a b\n", "a\n\nb c\n", "a\r\nb\rc\n\n", " x\u2028y \fz\n1\u00852", "\r\n"];
const calls = texts.map((text) => {
  const path = PIECES;
  return `open(${path}, 'wb').write(${JSON.stringify(text)}.encode()) and None or f(${path})`;
});
calls.push("f('/nowhere')");

const streamed: readonly (readonly [name: string, text: string])[] = [
  ["words", "with open(path) as rows:\n        for w in rows.read().split():\n            seen.append(w)"],
  [
    "words of bytes",
    "with open(path, 'rb') as rows:\n        for w in rows.read().split():\n            seen.append(w)",
  ],
  ["line texts", "with open(path) as rows:\n        for w in rows.read().splitlines():\n            seen.append(w)"],
  [
    "line texts with other ends",
    "with open(path, newline='') as rows:\n        for w in rows.read().splitlines():\n            seen.append(w)",
  ],
  [
    "line texts of bytes",
    "with open(path, 'rb') as rows:\n        for w in rows.read().splitlines():\n            seen.append(w)",
  ],
  [
    "what is between",
    'with open(path) as rows:\n        for w in rows.read().split("\\n"):\n            seen.append(w)',
  ],
  [
    "what is between in bytes",
    "with open(path, 'rb') as rows:\n        for w in rows.read().split(b'\\n'):\n            seen.append(w)",
  ],
  [
    "what is between, without translation",
    "with open(path, newline='\\n') as rows:\n        for w in rows.read().split('\\n'):\n            seen.append(w)",
  ],
  ["a file without a name", "for w in open(path).read().split():\n        seen.append(w)"],
  ["lines of a file without a name", "for w in open(path).readlines():\n        seen.append(w)"],
  [
    "a text with a name",
    "with open(path) as rows:\n        text = rows.read()\n        for w in text.split():\n            seen.append(w)",
  ],
  [
    "lines with a name, after the file",
    "with open(path) as rows:\n        lines = rows.readlines()\n    for w in lines:\n        if w:\n            # a remark\n            seen.append(w)\n\n        seen.append(len(w))",
  ],
  [
    "a text that is cut after the file",
    "with open(path) as rows:\n        text = rows.read()\n    seen = [w.strip() for w in text.split('\\n') if w]",
  ],
  ["comprehensions", "with open(path) as rows:\n        seen = sorted(set([w for w in rows.read().split()]))"],
];

describe("lines-read-whole", () => {
  test("reads pieces as it goes and gives what it gave", () => {
    const cases = streamed.map(([name, body]): Case => ({
      name,
      text: `def f(path):\n    seen = []\n    ${body}\n    return seen\n`,
      calls,
      setup: CLEAN,
      fixes: 1,
      seen: held,
    }));
    for (const { name, text } of cases)
      expect(fixAll(text, linesReadWhole, fixLinesReadWhole, held).fixes, name).toBe(1);
    expectSame(cases, linesReadWhole, fixLinesReadWhole);
  });

  test("goes through a file where it is open", () => {
    const code =
      "def f(path):\n    n = 0\n    with open(path) as rows:\n        lines = rows.readlines()\n\n    for line in lines:\n        n += 1\n    return n\n";
    expect(fixAll(code, linesReadWhole, fixLinesReadWhole, held).text).toBe(
      "def f(path):\n    n = 0\n    with open(path) as rows:\n        for line in rows:\n            n += 1\n    return n\n",
    );
  });

  test.each<[why: string, body: string, obstacle: string]>([
    ["stops early", "for w in open(path).read().split():\n        n += 1\n        if w == 'x': break", "left-out"],
    [
      "returns early",
      "for w in open(path):\n        pass\n    for w in open(path).readlines():\n        if w: return w",
      "left-out",
    ],
    ["asks whether there is one", "n = any(w == 'x' for w in open(path).readlines())", "left-out"],
    ["prints", "for w in open(path).read().split():\n        print(w)", "side-effects"],
    [
      "catches errors",
      "try:\n        for w in open(path).read().split():\n            n += 1\n    except ValueError:\n        n = 0",
      "errors-caught",
    ],
  ])("leaves a file alone whose function %s", (_, body, obstacle) => {
    const done = fixAll(
      `def f(path):\n    n = 0\n    ${body}\n    return n\n`,
      linesReadWhole,
      fixLinesReadWhole,
      held,
    );
    expect(done.fixes).toBe(0);
    expect(done.obstacles).toContain(obstacle);
  });

  test.each<[why: string, body: string]>([
    ["is cut at other ends", "for w in open(path, newline='\\r').read().splitlines():\n        n += 1"],
    ["is cut at something else", "for w in open(path).read().split(','):\n        n += 1"],
    ["is read in part", "for w in open(path).read(100).split():\n        n += 1"],
    ["is used twice", "text = open(path).read()\n    for w in text.split():\n        n += 1\n    n += len(text)"],
    ["is cut later", "text = open(path).read()\n    n = 5\n    for w in text.split():\n        n += 1"],
    ["may never be cut", "text = open(path).read()\n    n = 5 if path else len([w for w in text.split()])"],
  ])("says nothing of a file that %s", (_, body) => {
    const done = fixAll(
      `def f(path):\n    n = 0\n    ${body}\n    return n\n`,
      linesReadWhole,
      fixLinesReadWhole,
      held,
    );
    expect(done).toMatchObject({ fixes: 0, obstacles: [] });
  });
});

const walk = (body: string): string => `def f(rows, more=()):\n    seen = []\n    ${body}\n    return seen\n`;

describe("list-walked-once", () => {
  test("makes elements as it goes and gives what it gave", () => {
    const cases = [
      ["a loop over a list", "for x in [row * 2 for row in rows if row]:\n        seen.append(x)"],
      ["a loop over list(map)", "for x in list(map(str, rows)):\n        seen.append(x)"],
      ["a loop over list(generator)", "for x in list(str(row) for row in rows):\n        seen.append(x)"],
      ["what map gives is added", "seen = sum(list(map(len, rows)))"],
      ["a lambda", "seen = max(list(map(lambda row: row * 3, rows)))"],
      ["a list with a name", "doubled = [row * 2 for row in rows]\n    for x in doubled:\n        seen.append(x)"],
      [
        "statements between",
        "doubled = [row * 2 for row in rows]\n    n = 3\n    for x in doubled:\n        seen.append(x)\n        n += 1",
      ],
      ["added in a return", "doubled = [row * 2 for row in rows]\n    return 5 + sum(doubled)"],
      ["filtered", "seen = set(list(filter(None, rows)))"],
    ].map(([name = "", body = ""]): Case => ({
      name,
      text: walk(body),
      calls: ["f([1, 2, 0, 3])", "f(['a', 'bb'])", "f([])", "f(5)", "f(['x', 1])", "f(iter([1, 2]))"],
      fixes: 1,
      seen: held,
    }));
    for (const { name, text } of cases)
      expect([name, fixAll(text, listWalkedOnce, fixListWalkedOnce, held)]).toMatchObject([name, { fixes: 1 }]);
    expectSame(cases, listWalkedOnce, fixListWalkedOnce);
  });

  test.each<[why: string, body: string, obstacle: string]>([
    ["changes what they are made of", "for x in [n for n in seen]:\n        seen.append(x)", "changes-in-loop"],
    [
      "changes it under another name",
      "other = seen\n    for x in [n for n in other]:\n        seen.append(x)",
      "escapes",
    ],
    [
      "binds a name that they need",
      "n = 1\n    for n in [row * n for row in rows]:\n        seen.append(n)",
      "changes-in-loop",
    ],
    ["counts in what they need", "n = 1\n    for x in [row * n for row in rows]:\n        n += 1", "changes-in-loop"],
    ["binds it before", "n = 1\n    xs = [row * n for row in rows]\n    n = 2\n    seen = sum(xs)", "changes-in-loop"],
    ["takes from an iterator", "for x in [next(more) for row in rows]:\n        seen.append(x)", "side-effects"],
    ["prints", "for x in [row for row in rows]:\n        print(x)", "side-effects"],
    [
      "asks with a function that may do anything",
      "for x in list(map(more, rows)):\n        seen.append(x)",
      "side-effects",
    ],
    ["stops early", "for x in [int(row) for row in rows]:\n        if x: break", "left-out"],
    [
      "catches errors",
      "try:\n        for x in [int(row) for row in rows]:\n            seen.append(x)\n    except ValueError: pass",
      "errors-caught",
    ],
    ["adds perhaps", "xs = [int(row) for row in rows]\n    return more and sum(xs)", "not-always-run"],
    ["does something before", "xs = [int(row) for row in rows]\n    return more() + sum(xs)", "side-effects"],
  ])("leaves a list alone whose function %s", (_, body, obstacle) => {
    const done = fixAll(walk(body), listWalkedOnce, fixListWalkedOnce, held);
    expect(done.fixes).toBe(0);
    expect(done.obstacles).toContain(obstacle);
  });

  test.each<[why: string, body: string]>([
    ["walked twice", "xs = [row for row in rows]\n    for x in xs: pass\n    for x in xs: pass"],
    ["walked in a loop", "xs = [row for row in rows]\n    for y in more:\n        for x in xs: pass"],
    ["asked for its length", "xs = [row for row in rows]\n    seen = len(xs)"],
    ["given back", "return [row for row in rows]"],
    ["walked where a file is closed", "with open(rows) as f:\n        xs = [row for row in f]\n    for x in xs: pass"],
    ["taken with a choice", "seen = max(list(map(len, rows)), [1])"],
  ])("says nothing of a list that is %s", (_, body) => {
    expect(fixAll(walk(body), listWalkedOnce, fixListWalkedOnce, held)).toMatchObject({ fixes: 0, obstacles: [] });
  });
});

const gather = (body: string, rest = "return sum(found)"): string =>
  `def f(rows, more=()):\n    seen = []\n    found = []\n    ${body}\n    ${rest}\n`;

describe("list-gathered", () => {
  test("yields what was gathered and gives what it gave", () => {
    const cases = [
      ["added up", "for row in rows:\n        found.append(row * 2)"],
      [
        "some of them",
        "for row in rows:\n        n = row * 2\n        if n:\n            # a remark\n            found.append(n)\n        else:\n            found.append(1)",
      ],
      [
        "loops in loops",
        "for row in rows:\n        for each in range(row):\n            if each > 3: break\n            found.append((each))",
      ],
      ["the largest", "for row in rows:\n        found.append(row)", "top = max(found)\n    return top"],
      ["the largest, or else", "for row in rows:\n        found.append(row)", "return max(found, default=None)"],
      [
        "different ones",
        "for row in rows:\n        found.append(str(row))",
        "seen.append(1)\n    return sorted(set(found)), seen",
      ],
      ["floats", "for row in rows:\n        found.append(row / 10)"],
      ["pairs", "for n, row in enumerate(rows):\n        found.append((n, row))", "return dict(found)"],
    ].map(([name = "", body = "", rest]): Case => ({
      name,
      text: gather(body, rest),
      calls: ["f([1, 2, 0, 3])", "f(['a', 'bb'])", "f([])", "f(5)", "f([1, None])", "f(iter([1, 2]))", "f([0.1] * 9)"],
      fixes: 1,
      seen: held,
    }));
    for (const { name, text } of cases)
      expect([name, fixAll(text, listGathered, fixListGathered, held)]).toMatchObject([name, { fixes: 1 }]);
    expectSame(cases, listGathered, fixListGathered);
  });

  test("writes the loop as a function of its own", () => {
    const code = gather("for row in rows:\n        if row:\n            found.append(row * 2)");
    expect(fixAll(code, listGathered, fixListGathered, held).text).toBe(
      "def f(rows, more=()):\n    seen = []\n    def found():\n        for row in rows:\n            if row:\n                yield row * 2\n    return sum(found())\n",
    );
  });

  test.each<[why: string, body: string, rest: string, obstacle: string]>([
    ["prints", "for row in rows:\n        print(row)\n        found.append(row)", "return sum(found)", "side-effects"],
    [
      "asks who may do anything",
      "for row in rows:\n        found.append(more(row))",
      "return sum(found)",
      "side-effects",
    ],
    [
      "counts what is asked for later",
      "n = 0\n    for row in rows:\n        n += 1\n        found.append(row)",
      "return sum(found) / n",
      "rebound",
    ],
    ["asks for the last one", "for row in rows:\n        found.append(row)", "return sum(found) / row", "rebound"],
    [
      "asks for the sum and the number",
      "for row in rows:\n        found.append(row)",
      "return sum(found) / len(found)",
      "other-use",
    ],
    [
      "gives up early",
      "for row in rows:\n        if row == 3: return 1\n        found.append(row)",
      "return sum(found)",
      "crosses-functions",
    ],
    ["adds perhaps", "for row in rows:\n        found.append(row)", "if more: return sum(found)", "not-always-run"],
    [
      "adds perhaps in one line",
      "for row in rows:\n        found.append(row)",
      "return more and sum(found)",
      "not-always-run",
    ],
    [
      "changes what was gone through",
      "for row in seen:\n        found.append(row)",
      "seen.append(3)\n    return sum(found)",
      "changes-in-loop",
    ],
    [
      "catches errors",
      "for row in rows:\n        found.append(row)",
      "try: return sum(found)\n    except TypeError: return 0",
      "not-always-run",
    ],
    ["lists its names", "for row in rows:\n        found.append(row)", "return sum(found), locals()", "dynamic-names"],
  ])("leaves a list alone whose function %s", (_, body, rest, obstacle) => {
    const done = fixAll(gather(body, rest), listGathered, fixListGathered, held);
    expect(done.fixes).toBe(0);
    expect(done.obstacles).toContain(obstacle);
  });

  test.each<[why: string, body: string, rest: string]>([
    ["given back", "for row in rows:\n        found.append(row)", "return found"],
    ["read as it grows", "for row in rows:\n        found.append(row)\n        print(found)", "return sum(found)"],
    ["filled again", "for row in rows:\n        found.append(row)", "found.append(2)\n    return sum(found)"],
    ["bound again", "for row in rows:\n        found.append(row)", "found = found[1:]\n    return sum(found)"],
  ])("says nothing of a list that is %s", (_, body, rest) => {
    expect(fixAll(gather(body, rest), listGathered, fixListGathered, held)).toMatchObject({ fixes: 0, obstacles: [] });
  });
});

describe("slice-for-view", () => {
  const head = "import zlib, hashlib, base64\n";
  test("hands over a view and gives what it gave", () => {
    const cases = [
      [
        "a checksum of a file",
        "with open(path, 'rb') as f:\n        data = f.read()\n    return zlib.crc32(data[8:]), base64.b64encode(data[:n])",
      ],
      [
        "a hash that is fed",
        "data = open(path, mode='rb').read()\n    h = hashlib.sha256()\n    for at in range(0, len(data), n): h.update(data[at:at + n])\n    return h.hexdigest()",
      ],
      [
        "bytes made here",
        "data = bytes(range(256)) if n else b''\n    data = bytes(range(n))\n    return hashlib.md5(data[-n:]).digest(), zlib.compress(data[1:n])",
      ],
    ].map(([name = "", body = ""]): Case => ({
      name,
      text: `${head}def f(path, n):\n    ${body}\n`,
      calls: ["f(__import__('os').__file__, 100)", "f('/nowhere', 2)", "f(__import__('os').__file__, 'a')"],
      fixes: name === "bytes made here" ? 0 : 1,
      seen: held,
    }));
    expect(fixAll(cases[0]?.text ?? "", sliceForView, fixSliceForView, held).text).toContain(
      "zlib.crc32(memoryview(data)[8:])",
    );
    expect(fixAll(cases[1]?.text ?? "", sliceForView, fixSliceForView, held).fixes).toBe(1);
    expectSame(cases, sliceForView, fixSliceForView);
  });

  test.each<[why: string, body: string]>([
    ["of text", "data = open(path).read()\n    return zlib.crc32(data[8:])"],
    ["of what is given", "return zlib.crc32(path[8:])"],
    ["with a step", "data = bytes(path)\n    return zlib.crc32(data[::2])"],
    ["that is kept", "data = bytes(path)\n    return data[8:]"],
    ["for who may keep it", "data = bytes(path)\n    return n(data[8:])"],
    ["of one byte", "data = bytes(path)\n    return zlib.crc32(data[8])"],
  ])("says nothing of a slice %s", (_, body) => {
    const code = `${head}def f(path, n):\n    ${body}\n`;
    expect(fixAll(code, sliceForView, fixSliceForView, held)).toMatchObject({ fixes: 0, obstacles: [] });
  });
});

test("of the fixtures the slow ones are fixed, and nothing else", () => {
  expectFixtures("list-walked-once", (text) => fixAll(text, listWalkedOnce, fixListWalkedOnce, held), {});
  expectFixtures("list-gathered", (text) => fixAll(text, listGathered, fixListGathered, held), {});
  expectFixtures("slice-for-view", (text) => fixAll(text, sliceForView, fixSliceForView, held), {});
});
