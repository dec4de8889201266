import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { fixFrontSlicing } from "../../src/fix/fixes/front-slicing.ts";
import { fraction } from "../../src/base/units.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const measured: readonly Evidence[] = [
  { kind: "count", executions: 1000, exact: true },
  { kind: "heat", share: fraction(0.5), samples: 100, low: fraction(0.4), high: fraction(0.6) },
];
const text: Seen = { type: "str", size: 100_000, measured };
const bytes: Seen = { ...text, type: "bytes" };

const setup = `
def f(*given, f=f):
    try: return f(*given)
    except Exception as e: return type(e), str(e)
class Text(str): pass
class Cut:
    def __index__(self): return 2
`;

/** What is taken from the front is handed out; whoever else looks at the object sees the rest. */
const stream = `
import copy, pickle
class Stream:
    def __init__(self, data, log=None):
        self.data = data
        self.log = [] if log is None else log
    def read(self, n):
        out = self.data[:n]
        self.data = self.data[n:]
        return out
    def peek(self, i, j):
        return self.data[i:j], self.data[-2:], self.data[:], self.data[1:None]
    def at(self, i):
        return self.data[i]
    def left(self):
        return len(self.data), not self.data, bool(self.data), f"{len(self.data)=} {self.data[:1]!r}"
    def seek(self, what, i):
        found = [what in self.data, what not in self.data, self.data.startswith(what)]
        return found, self.data.find(what), self.data.find(what, i), self.data.find(what, 1, 3)
    def must(self, what):
        return self.data.index(what)
    def take(self, n):
        head, self.data = self.data[:n], self.data[n:]
        return head
    def rest(self):
        self.data = self.data[self.skip(1):]
        return self.data
    def skip(self, n):
        self.data = self.data[n:]
        return n
class Loud(Stream):
    def read(self, n):
        self.log.append(self.data)
        return super().read(n)
def tried(made):
    try: return made()
    except Exception as e: return type(e), str(e)
def f(data, what, numbers):
    found = []
    for stream in (Stream(data), Loud(data)):
        for n in numbers:
            asked = [
                lambda: stream.read(n), lambda: stream.peek(n, 3), lambda: stream.peek(1, n), lambda: stream.at(n), stream.left,
                lambda: stream.seek(what, n), lambda: stream.must(what), lambda: stream.take(n), lambda: stream.at(-1),
                stream.rest, lambda: stream.read(1), lambda: stream.seek(what[:0], n), lambda: stream.seek(what[:1], n),
            ]
            found += [tried(each) for each in asked]
            found += [stream.data, type(stream.data), copy.copy(stream).data, pickle.loads(pickle.dumps(stream)).data]
            stream.data += data[:2]
            found += [stream.left(), getattr(stream, "data"), stream.log]
    stream.data = data
    return found, stream.read(2), stream.data, hasattr(stream, "data")
`;

const streams = [
  "f('abcdefghijklmnopqrstuvwxyz' * 3, 'gh', [1, 2, 5, 0])",
  "f('abcdefgh', 'b', [-1, 3, 99, None, True, 1.5, Cut(), 'x'])",
  "f('', 'b', [1, 0])",
  "f(b'abcdefghijklmnop', b'de', [1, 3, 2, -2, None])",
  "f(b'abcabc', b'', [1, 3])",
  "f(b'abcabc', 'a', [1, 1])",
  "f(b'abcabcdef', bytearray(b'c'), [2, 1])",
  "f('abcabc', b'a', [1, 1])",
  "f([1, 2, 3, 4, 5, 6], [2], [1, 2])",
  "f((1, 2, 3, 4, 5, 6), (2,), [1, 2])",
  "f(bytearray(b'abcdef'), b'cd', [1, 2])",
  "f(Text('abcdef'), 'cd', [1, 2])",
  "f(None, 'cd', [1, 2])",
  "f('ab\\U0001f600cd\\U0001f600', '\\U0001f600', [1, 1, 1])",
];

/** Lines of a text that grows meanwhile. */
const lines = (method: string): string => `
class Lines:
    def __init__(self, end):
        self._rest = ""
        self.end = end
    def feed(self, piece):
        self._rest += piece
        found = []
        while self.end in self._rest:
            ${method}
            found.append(line)
            if line == "stop":
                self._rest = "again" + line
        return found, self._rest
def f(pieces, end):
    lines, found = Lines(end), []
    for piece in pieces:
        try:
            found.append(lines.feed(piece))
        except (TypeError, ValueError, AttributeError) as e:
            found.append((type(e), str(e), lines._rest))
    return found
`;

const fed = [
  String.raw`f(['a\nbc\n', '', 'd', '\n\n', 'e'], '\n')`,
  String.raw`f(['a--b-', '-c--', 'stop----x'], '--')`,
  String.raw`f(['a\nb'], '')`,
  String.raw`f(['a\nb', 'c\n'], Text('\n'))`,
  String.raw`f(['a\nb'], b'\n')`,
  String.raw`f(['a\nb', b'c', 'd\n'], '\n')`,
  "f([], None)",
];

/** Names of built-ins, another object as `self`, and what only looks like an index or a `not in`. */
const odd = `
class Other:
    data = "xyz"
class Stream:
    def __init__(self, data):
        self.data = data
    def read(self, n):
        out = self.data[:n]
        self.data = self.data[n:]
        return out
    def skip(self, len):
        self.data = self.data[len:]
    def kind(self, n):
        type = self.data[:n]
        self.data = self.data[n:]
        return type
    def line(self, range):
        line, range, self.data = self.data.partition(range)
        return line, range
    def has(self, x):
        if (x in  # not here
                self.data):
            return 1
        if (x not in
                self.data):
            return 2
    def at(self, i):
        return self.data[i,]
    def size(self, self_2):
        self = self_2
        return len(self.data)
    def all(self, others):
        for self in others:
            self.data = self.data[1:]
        return self.data
def f(data, x):
    stream, found = Stream(data), []
    for ask in (
        lambda: stream.read(1), lambda: stream.skip(1), lambda: stream.kind(1), lambda: stream.has(x), lambda: stream.at(0),
        lambda: stream.at(slice(1)), lambda: stream.size(Other()), lambda: stream.all([stream, Other()]), lambda: stream.line(x),
        lambda: stream.data,
    ):
        try:
            found.append(ask())
        except (TypeError, KeyError) as e:
            found.append((type(e), str(e)))
    return found
`;

const cases: readonly Case[] = [
  { name: "a stream", fixes: 1, calls: streams, seen: text, setup, text: stream },
  {
    name: "names of built-ins and other objects",
    fixes: 1,
    calls: ["f('abcdefgh', 'f')", "f(b'abcdefgh', b'z')", "f({(0,): 1}, 2)"],
    seen: text,
    text: odd,
  },
  {
    name: "lines that are parted",
    fixes: 1,
    calls: fed.filter((call) => !call.includes("'')")),
    seen: text,
    setup,
    text: lines("line, end, self._rest = self._rest.partition(self.end)"),
  },
  {
    name: "lines that are split off",
    fixes: 1,
    calls: fed,
    seen: text,
    setup,
    text: lines("line, self._rest = self._rest.split(self.end, 1)"),
  },
  {
    name: "lines up to where one is found",
    fixes: 1,
    calls: fed.filter((call) => !call.includes("'')")),
    seen: text,
    setup,
    text: lines(
      "at = self._rest.find(self.end); line = self._rest[:at]\n            self._rest = self._rest[at + len(self.end):]",
    ),
  },
];

const small = `
class Stream:
    def __init__(self, data):
        self.data = data
    def read(self, n):
        out = self.data[:n]
        self.data = self.data[n:]
        return out
    def left(self):
        return len(self.data)
`;

const put = (from: string, to: string): string => small.replace(from, to);

const refused: readonly (readonly [why: string, text: string, seen: Seen])[] = [
  ["a count stands on several lines", put("[n:]", "[(n +\n            0):]"), text],
  [
    "what is taken goes to an attribute",
    put("out = self.data[:n]\n        self.data", "self.out, self.data")
      .replace(" = self.data[n:]", " = self.data[:n], self.data[n:]")
      .replace("return out", "return self.out"),
    text,
  ],
  ["the function's names are shown", put("return out", "return out, locals()"), text],
  ["a statement stands beside it", put("[n:]", "[n:]; n = 1"), text],
  ["it grows by each call", put("        out =", "        self.data += str(n)\n        out ="), text],
  ["no builtin cuts", put("class", "range = list\nclass"), text],
  ["lists were seen", put("", ""), { ...text, type: "list" }],
  ["the whole rest is asked each time", put("return out", "return out, self.data"), text],
  ["the class keeps it otherwise", put("    def left", '    __slots__ = ("data",)\n    def left'), text],
  [
    "somebody reads all attributes",
    put("    def left", "    def __repr__(self): return repr(vars(self))\n    def left"),
    text,
  ],
  ["the name is the class's", put("    def left", '    data = ""\n    def left'), text],
  ["threads are at hand", `import threading\n${put("", "")}`, text],
  ["it is deleted", `${put("", "")}\ndef g(stream): del stream.data\n`, text],
  ["it is deleted by its name", `${put("", "")}\ndef g(stream): delattr(stream, "data")\n`, text],
  ["only some objects have it", put("        self.data = data", "        if data: self.data = data"), text],
  ["the class is given it", `${put("", "")}\nStream.data = ""\n`, text],
  ["the class is given it by its name", `${put("", "")}\nsetattr(Stream, "data", "")\n`, text],
  ["a class below is given it", `${put("", "")}\nclass Sub(Stream): pass\nSub.data = ""\n`, text],
  [
    "a class below is decorated",
    `${put("", "")}\ndef named(sub):\n    sub.data = ""\n    return sub\n@named\nclass Sub(Stream): pass\n`,
    text,
  ],
  [
    "a class method gives it to the class",
    put("    def left", '    @classmethod\n    def reset(cls): cls.data = ""\n    def left'),
    text,
  ],
  [
    "it is given to each class below",
    put("    def left", '    def __init_subclass__(cls): cls.data = ""\n    def left'),
    text,
  ],
  [
    "the object's class is given it",
    put("    def left", '    def reset(self): type(self).data = ""\n    def left'),
    text,
  ],
  ["a method is another class's too", `${put("", "")}\nclass Other:\n    left = Stream.left\n`, text],
  ["a method is called for another object", `${put("", "")}\ndef g(other): return Stream.read(other, 1)\n`, text],
  [
    "a pickle has it by its name",
    put("    def left", '    def __getstate__(self): return {"data": self.data}\n    def left'),
    text,
  ],
  ["the class is decorated", put("class Stream", "@register\nclass Stream"), text],
  ["a base is not in sight", put("class Stream:", "class Stream(Base):"), text],
];

describe("a rest that an object keeps", () => {
  test("is the same for its class and for all others", () => {
    expectSame(cases, frontSlicing, fixFrontSlicing);
    expectSame(
      cases.slice(0, 1).map((each) => ({ ...each, seen: bytes })),
      frontSlicing,
      fixFrontSlicing,
    );
  });

  test("is a position that moves on", () => {
    const done = fixAll(stream, frontSlicing, fixFrontSlicing, bytes);
    expect(done.text).toContain("        out = self._data_part(None, n)\n        rest_2, start = self._data_rest\n");
    expect(done.text).toContain("self._data_rest = rest_2, range(start, len(rest_2))[first:].start");
    expect(done.assumes).toMatchObject([{ code: "unchanged" }]);
  });

  test.each(refused)("is left where %s", (_, code, seen) => {
    const { fixes, obstacles } = fixAll(code, frontSlicing, fixFrontSlicing, seen);
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });
});
