import { describe, expect, test } from "vitest";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixFrontSlicing } from "../../src/fix/fixes/front-slicing.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const bytes: Seen = { type: "bytes", size: 100_000 };

const pieces = [
  String.raw`f([b'a\nbc\n', b'', b'd', b'\n\n', b'e'], b'\n')`,
  String.raw`f([b'a--b-', b'-c--'], b'--')`,
  String.raw`f([b'a\n'], '\n')`,
  String.raw`f([b'a\n'], b'')`,
  String.raw`f([b'a\n'], bytearray(b'\n'))`,
  String.raw`f([b'a\n', b'b\n'], None)`,
  String.raw`f([bytearray(b'a\n')], b'\n')`,
  String.raw`f([], b'\n')`,
];

const setup = "def f(*given, f=f):\n    try: return f(*given)\n    except (TypeError, ValueError) as e: return repr(e)";

/** Lines as they come, in the way of a client of a line protocol. */
const lines = `
class Lines:
    def __init__(self, end):
        self.rest = b""
        self.end = end
    def feed(self, piece):
        self.rest += piece
        while True:
            line, end, self.rest = self.rest.partition(self.end)
            if not end:
                self.rest = line
                break
            yield line, end, type(line)
def f(pieces, end):
    lines, found = Lines(end), []
    for piece in pieces:
        found += [*lines.feed(piece), lines.rest, type(lines.rest)]
    return found
`;

const cases: readonly Case[] = [
  {
    name: "lines that are parted, where a part is given back",
    fixes: 1,
    calls: pieces,
    seen: bytes,
    setup,
    text: lines,
  },
  {
    name: "lines that are split off",
    fixes: 1,
    calls: pieces,
    seen: bytes,
    setup,
    text: `
class Lines:
    def __init__(self):
        self._rest = b""
    def feed(self, piece, end):
        found = []
        self._rest = self._rest + piece
        while self._rest and (type(end) is not bytes or end in self._rest):
            line, self._rest = self._rest.split(end, maxsplit=1)
            found.append(line)
        return found, len(self._rest), self._rest.decode()
def f(pieces, end):
    lines = Lines()
    return [lines.feed(piece, end) for piece in pieces]
`,
  },
  {
    name: "where a finalizer puts to it, and threads are at hand",
    fixes: 1,
    calls: pieces,
    seen: bytes,
    setup,
    text: `
import threading
class Client:
    def __init__(self):
        self._out = b""
    def __del__(self):
        self.close()
    def close(self):
        self._out = b""
    def send(self, piece):
        self._out = self._out + piece
        self._out = self._out[len(self.show(self._out[:2])):]
        return self._out.decode(), self._out[:1], memoryview(self._out).readonly
    def show(self, sent):
        return sent if type(sent) is bytes else b""
def f(pieces, end):
    client = Client()
    found = [client.send(piece + end) for piece in pieces]
    thread = threading.Thread(target=client.send, args=(b"xyz",))
    thread.start()
    thread.join()
    return found, client.send(b"")
`,
  },
];

/** Several pieces, of which the second may fail when it is worked out. */
const together: Case = {
  name: "pieces of which one fails, or a view",
  fixes: 1,
  calls: ["f(b'a', 2)", "f(memoryview(b'ab'), 1)", "f(bytearray(b'a'), 0)", "f(b'a', 'x')", "f(b'a', -1)"],
  seen: bytes,
  text: `
import threading
class Out:
    def __init__(self):
        self._out = b""
    def put(self, x, n):
        self._out = self._out + x + bytes(n)
        return self._out
def f(x, n):
    out = Out()
    try: out.put(x, n)
    except (TypeError, ValueError) as e: return repr(e), out._out
    return out.put(b"c", 1)
`,
};

const held = (more: string): string => `${lines}${more}`;

const refused: readonly (readonly [why: string, text: string, seen: Seen])[] = [
  ["threads could come between finding and cutting", held("import threading\n"), bytes],
  ["a finalizer could", held("class Other:\n    def __del__(self): pass\n"), bytes],
  [
    "what is given back has another value, too",
    lines.replace("                self.rest = line", '                line = "x"\n                self.rest = line'),
    bytes,
  ],
  ["the separator is worked out", lines.replace("partition(self.end)", "partition(self.find())"), bytes],
  ["the separator is what is parted", lines.replace("partition(self.end)", "partition(self.rest)"), bytes],
  [
    "a property that gives the separator may change it",
    lines
      .replace("partition(self.end)", "partition(self.mark)")
      .replace(
        "    def feed",
        "    @property\n    def mark(self):\n        self.rest = b''\n        return b'x'\n    def feed",
      ),
    bytes,
  ],
  [
    "the separator is given back, which may be somebody's bytearray",
    lines.replace("self.rest = line", "self.rest = end"),
    bytes,
  ],
  ["another statement stands on the line", lines.replace("(self.end)\n", "(self.end); end = end\n"), bytes],
  [
    "threads run without a lock",
    'import threading\nclass Out:\n    def __init__(self):\n        self._out = b""\n    def put(self, x):\n        self._out += x\n',
    { ...bytes, program: { gil: "off" } },
  ],
];

describe("bytes that are parted where they end", () => {
  test("are the same as before", () => {
    expectSame(cases, textConcatenation, fixTextConcatenation);
    expectSame(cases.slice(0, 2), frontSlicing, fixFrontSlicing);
  });

  test("grow by all pieces at once, or by none", () => {
    expectSame([together], textConcatenation, fixTextConcatenation);
    const { text } = fixAll(together.text, textConcatenation, fixTextConcatenation, bytes);
    expect(text).toContain('        self._out += b"".join((x, bytes(n)))\n');
  });

  test("are found in the bytearray, and cut in it", () => {
    const { text } = fixAll(lines, frontSlicing, fixFrontSlicing, bytes);
    expect(text).toContain("line, end, rest_2 = bytes(self._rest_bytearray).partition(end_2)");
    expect(text).toContain("line, end = bytes(self._rest_bytearray[:at]), end_2");
    expect(text).toContain("self._rest_bytearray = bytearray(line)");
  });

  test("of another class of the file are left", () => {
    const other = `${lines}class Other:\n    def __init__(self): self.rest = 1\n    def get(self):\n        line, _, self.rest = self.rest.partition(b"x")\n`;
    const { text } = fixAll(other, frontSlicing, fixFrontSlicing, bytes);
    expect(text).toContain('line, _, self.rest = self.rest.partition(b"x")');
  });

  test("of an attribute of which nothing makes more are named", () => {
    const alone = lines.replace("self.rest += piece", "self.rest = piece");
    const seen: Seen = { ...bytes, measured: [] };
    expect(fixAll(alone, frontSlicing, fixFrontSlicing, seen).fixes).toBe(0);
  });

  test.each(refused)("are left where %s", (_, text, seen) => {
    const { fixes, obstacles } = fixAll(text, textConcatenation, fixTextConcatenation, seen);
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });
});
