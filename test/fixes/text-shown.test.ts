import { describe, expect, test } from "vitest";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixFrontSlicing } from "../../src/fix/fixes/front-slicing.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const bytes: Seen = { type: "bytes", size: 100_000 };

const streams = [
  "f([b'3:abc', b'2:', b'xy1:z'])",
  "f([])",
  "f([b'', b'0:', b'12'])",
  "f([bytearray(b'1:a'), memoryview(b'1:b')])",
  "f([b'1:a', 3])",
  "f(['1:a'])",
];

/** Others know the object, read its bytes, keep them and give it new ones. */
const parser = `
import struct
class Parser:
    def __init__(self, first=b""):
        self.data: bytes = b""
        self.seen = []
        self.feed(first)
    def feed(self, piece):
        self.data += piece
    def __iter__(self):
        return self
    def __next__(self):
        at = self.data.find(b":")
        if at < 0 or len(self.data) < at + 1 + int(self.data[:at]):
            raise StopIteration
        size = int(self.data[:at])
        body = memoryview(self.data[at + 1 : at + 1 + size])
        self.data = self.data[at + 1 + size :]
        if size == 3: self.data = self.data + b"" + b"!"
        return type(body.obj), bytes(body), self.data or None
    def number(self):
        return struct.unpack(">H", self.data[:2])[0] if len(self.data) > 1 else int.from_bytes(self.data, "big")
class Loud(Parser):
    def clear(self):
        self.data = b""
        self.data = self.data[1:]
    def feed(self, piece):
        super().feed(piece)
        self.seen.append(self.data)
def f(pieces):
    found = []
    for parser in (Parser(), Loud(b"1:s")):
        for piece in pieces:
            parser.feed(piece)
            found.append((list(parser), parser.data, type(parser.data), parser.number()))
            before = parser.data
            parser.data = before + b"2:--"
            parser.data += b""
            parser.data = parser.data[1:]
            found.append((before, hasattr(parser, "data"), getattr(parser, "data"), parser.data == before, parser.seen))
    return found
`;

const cases: readonly Case[] = [
  { name: "bytes that others read and set", fixes: 1, calls: streams, seen: bytes, text: parser },
  {
    name: "what is taken first, in a pair",
    fixes: 1,
    calls: streams,
    seen: bytes,
    text: `
class Reader:
    def __init__(self):
        self._left = bytes()
        self._taken = None
    def put(self, piece):
        self._left = self._left + piece
    def take(self, n):
        head, self._left = self._left[:n], self._left[n:]
        self._taken, self._left = self._left[:1], self._left[1:]; n += 1
        self._left = self._left[None if n else 0:]
        self._left = self._left[(None if n > 1 else 1):]
        return head, self._taken, n
    def end(self):
        rest, self._left = self._left, b"".join([b"<", b">"])
        return rest, type(rest), self._left, self._left[::-1]
def f(pieces):
    reader = Reader()
    found = []
    for piece in pieces:
        reader.put(piece)
        found.append([reader.take(n) for n in (2, 0, -1, 1)])
    return found, reader.end(), reader.end()
`,
  },
  {
    name: "none at first",
    fixes: 0,
    calls: [...streams, "Reader().put(b'a')"],
    seen: bytes,
    text: `
class Reader:
    def __init__(self):
        self._left = None
    def begin(self):
        if self._left is None: self._left = b"ab"
    def put(self, piece):
        self._left += piece
        return len(self._left), self._left[1:3], self._left[0]
def f(pieces):
    reader = Reader()
    reader.begin()
    return [reader.put(piece) for piece in pieces]
`,
  },
  {
    name: "a local variable's pair",
    fixes: 1,
    calls: streams,
    seen: bytes,
    text: `
def f(pieces):
    data = b"12345"
    found = []
    for piece in pieces:
        data += piece
        while len(data) > 4: head, data = data[:3], data[3:]; found.append(head)
    return found, data, type(data)
`,
  },
];

const attribute = (put: string, more = "", begin = 'b""'): string => `
import copy
class Reader:
    def __init__(self):
        self.left = ${begin}
    def put(self, piece):
        ${put}
    def get(self):
        return self.left
${more}`;

const refused: readonly (readonly [why: string, text: string])[] = [
  [
    "a class below gives it something else",
    `${attribute("self.left += piece")}\nclass Other(Reader):\n    def close(self):\n        self.left = None\n`.replace(
      "import copy",
      "",
    ),
  ],
  ["its objects are copied", attribute("self.left += piece", "def g(reader): return copy.copy(reader)")],
  ["its name is the class's", attribute("self.left += piece", '    left = b""')],
  ["the class keeps it otherwise", attribute("self.left += piece", '    __slots__ = ("left",)')],
  [
    "it is awaited meanwhile",
    attribute("self.left += piece").replace("def put", "async def put").replace("+= piece", "+= await piece"),
  ],
  ["it begins as anything", attribute("self.left += piece", "    def reset(self, left): self.left = left")],
  ["None is handed out", attribute("self.left += piece", '    def reset(self): self.left = b""', "None")],
  [
    "what is cut depends on what is taken",
    attribute("self.left += piece", "    def take(self, n): n, self.left = self.left[:n], self.left[n:]"),
  ],
  ["somebody gives it None", attribute("self.left += piece", "def g(reader): reader.left = None")],
  [
    "its mangled name is written out",
    `${attribute("self.left += piece")}\ndef g(reader): return reader._Reader__left`.replaceAll(
      "self.left",
      "self.__left",
    ),
  ],
  ["a metaclass could watch", attribute("self.left += piece").replace("Reader:", "Reader(metaclass=Meta):")],
  ["the class is given another", attribute("self.left += piece", 'Reader.left = b""')],
  ["it is taken away by its name", attribute("self.left += piece", 'def g(reader): delattr(reader, "left")')],
  [
    "the object's state goes by names",
    attribute("self.left += piece", '    def __getstate__(self): return {"left": self.left}'),
  ],
  ["another class takes its methods", attribute("self.left += piece", "class Other:\n    put = Reader.put")],
];

describe("bytes of an attribute that others know, too", () => {
  test("are the same for whoever reads and sets them", () => {
    const setup = "def f(xs, f=f):\n    try: return f(xs)\n    except TypeError: return 'refused'";
    expectSame(
      cases.map((each) => ({ ...each, setup })),
      textConcatenation,
      fixTextConcatenation,
    );
  });

  test("are a property where the name is public, and follow the types of __init__", () => {
    const typed = parser.replace('first=b""):', 'first: bytes = b"") -> None:');
    const { text } = fixAll(typed, textConcatenation, fixTextConcatenation, bytes);
    expect(text).toContain("self._data_bytearray: bytearray = bytearray()");
    expect(text).toContain("    @property\n    def data(self) -> bytes:\n        return bytes(self._data_bytearray)\n");
    expect(text).toContain("del self._data_bytearray[:at + 1 + size]");
    expect(text).toContain("memoryview(bytes(self._data_bytearray[at + 1 : at + 1 + size]))");
  });

  test("are cut in their place too where the cut is what takes the time", () => {
    const { text } = fixAll(parser, textConcatenation, fixTextConcatenation, bytes);
    expect(fixAll(parser, frontSlicing, fixFrontSlicing, bytes)).toMatchObject({ fixes: 1, text });
    const ofText = attribute("self.left += piece", "    def take(self, n): self.left = self.left[n:]", '""');
    const seen = { type: "str", size: 100_000 };
    expect(fixAll(ofText, frontSlicing, fixFrontSlicing, seen)).toMatchObject({
      fixes: 0,
      obstacles: ["rest-used"],
    });
  });

  test.each(refused)("are left where %s", (_, text) => {
    const { fixes, obstacles } = fixAll(text, textConcatenation, fixTextConcatenation, bytes);
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });
});
