import { expect, test } from "vitest";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { fixFrontSlicing } from "../../src/fix/fixes/front-slicing.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const long: Seen = { type: "bytes", elements: [], size: 100_000 };

const receiver = (end: string, given = "line, self._data = self._data.split(END, 1)"): string => `
END = b"--"
class Receiver:
    end = b"--"
    def __init__(self):
        self._data = b""
        self.lines = []
    def feed(self, data, end=b"--"):
        self._data += data
        while ${end} in self._data:
            ${given.replace("END", end)}
            self.got(line)
        return self._data
    def once(self, end):
        ${given.replace("END", "end")}
        return line, type(line)
    def got(self, line):
        self.lines.append((line, len(self._data)))
        if line == b"stop": self._data += b"more--"
        if line == b"drop": self._data = b"new--"
def run(*pieces, ends=()):
    receiver, given = Receiver(), []
    for piece in pieces:
        try:
            given.append(receiver.feed(piece))
        except Exception as error:
            given.append((type(error).__name__, str(error)))
    for end in ends:
        try:
            given.append(receiver.once(end))
        except Exception as error:
            given.append((type(error).__name__, str(error)))
    return given, receiver.lines, receiver._data, type(receiver._data is None)
`;

const calls = [
  "run(b'a--b--c', b'-', b'-d--')",
  "run(b'stop--x--drop--y--', b'--')",
  "run(b'', b'--', b'----')",
  "run(b'x', ends=[b'', b'y', 1, 'y', None, b'x', bytearray(b'x')])",
  "run(b'1:2:3', ends=[bytearray(b':'), memoryview(b':'), b':', b':'])",
];

const cases = ["self.end", "END", "end", 'b"--"'].map((end): Case => ({
  name: end,
  text: receiver(end),
  calls,
  seen: long,
  fixes: 1,
}));

test("a line that is split off is cut from a bytearray", () => {
  for (const { text } of cases) {
    const fixed = fixAll(text, frontSlicing, fixFrontSlicing, long);
    expect(fixed.text).toContain("del self._data[:at + len(end");
    expect(fixed.text).toContain("self._data = bytearray()");
  }
  expectSame(cases, frontSlicing, fixFrontSlicing);
});

test.each([
  ["its head is an attribute", "self.line, self._data = self._data.split(END, 1); line = self.line"],
  ["all pieces are asked for", "line, self._data = self._data.split(END)"],
  ["what separates is worked out", "line, self._data = self._data.split(END + b'', 1)"],
  ["another attribute is split", "line, self._data = self.more.split(END, 1)"],
  ["the statement shares its line", "line, self._data = self._data.split(END, 1); self.lines.append(1)"],
])("stays as it is where %s", (_, given) => {
  const text = receiver("END", given);
  expect(fixAll(text, frontSlicing, fixFrontSlicing, long).text).toBe(text);
});
