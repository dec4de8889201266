import { describe, expect, test } from "vitest";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

/** Classes whose attribute does more than store, or less, each of which has to be told apart once the text is long. */
const owners = `
import argparse, collections, dataclasses, types, xml.etree.ElementTree as et
SEEN = []
def told(*what):
    SEEN.append(tuple((len(x), x[-3:]) if isinstance(x, str) else len(x) if isinstance(x, list) else x for x in what))
class Plain:
    def __init__(self): self.text = ""
class Slots:
    __slots__ = ("text",)
    def __init__(self): self.text = ""
class Below(Slots):
    pass
class Default:
    text = ""
class NoText:
    pass
class None_(Plain):
    text = None
class Setter(Plain):
    @property
    def text(self): return self.kept
    @text.setter
    def text(self, value):
        told("set", value)
        self.kept = value
class Reader(Setter):
    @property
    def text(self):
        told("read")
        return self.kept
    @text.setter
    def text(self, value):
        self.kept = value
class Watched(Plain):
    def __setattr__(self, name, value):
        told(name, value)
        super().__setattr__(name, value)
class Missing:
    def __getattr__(self, name):
        told("missing", name)
        return "x" * 70000
class Got(Plain):
    def __getattribute__(self, name):
        told("got", name)
        return super().__getattribute__(name)
class Kept:
    def __set_name__(self, owner, name): pass
    def __get__(self, owner, kind=None):
        return self if owner is None else owner.__dict__.get("text", "")
    def __set__(self, owner, value):
        told("kept", value)
        owner.__dict__["text"] = value
class Described:
    text = Kept()
class Meta(type):
    def __getattr__(cls, name):
        told("meta", name)
        return "meta"
class OfMeta(metaclass=Meta):
    def __init__(self): self.text = ""
@dataclasses.dataclass
class Data:
    text: str = ""
@dataclasses.dataclass(frozen=True)
class Frozen:
    text: str = ""
class Own(str):
    def __add__(self, other): return Own("own" + other)
def function(): pass
function.text = ""
def made():
    element = et.Element("p")
    element.text = ""
    kinds = [Plain, Slots, Below, Default, NoText, None_, Setter, Reader, Watched, Missing, Got, Described, OfMeta, Data, Frozen]
    error = ValueError()
    error.text = ""
    own = Plain()
    own.text = Own("x" * 70000)
    class Local(Plain):
        text = ""
    return [each() for each in kinds] + [
        element, error, own, function, Local, types.SimpleNamespace(text=""), argparse.Namespace(text=""), types.ModuleType("m"),
        None, 3, collections.Counter(text=1),
    ]
def ended(o):
    told("end", getattr(o, "text", None), list(map(str, vars(o))) if hasattr(o, "__dict__") else None)
`;

const driven = `
def f(pieces):
    del SEEN[:]
    function.text = ""
    for owner in made():
        for piece in pieces:
            try: put(owner, piece)
            except Exception as error: told(type(error), str(error))
        ended(owner)
    return SEEN
`;

const calls = [
  "f(['ab', 'c', ''])",
  "f(['a' * 70000, 'b', '', '\\u20ac', 'c'])",
  "f(['a' * 70000, 1, 'b'])",
  "f(['a' * 70000, None])",
  "f([Own('a' * 70000), 'b'])",
  "f(['a' * 70000, Own('b'), 'c'])",
];

const cases: readonly Case[] = [
  {
    name: "an object that is handed over",
    fixes: 1,
    calls,
    setup: owners + driven,
    seen: { type: "str", size: 100_000 },
    text: `
class Known:
    def __init__(self): self.text = ""
def put(o, x):
    o.text += x
f = None
`,
  },
  {
    name: "an object in a list, in two pieces, and one of a class derived from a library's",
    fixes: 3,
    calls,
    setup: owners + driven,
    seen: { type: "str", size: 100_000 },
    text: `
import argparse
class Stack(argparse.Namespace):
    def __init__(self, o):
        self.stack = [o]
        self.text = ""
    def push(self, x):
        self.stack[-1].text += str(x)
        self.text += x
        told(self.text)
def put(o, x):
    o.text = o.text + x + "\\n"
    Stack(o).push(x)
f = None
`,
  },
];

test("leaves what the file's own classes watch", () => {
  const text = `class A:\n    def __init__(self): self.text = ""\ndef put(o, x):\n    o.text += x\n`;
  const seen: Seen = { type: "str", size: 100_000 };
  expect(fixAll(text, textConcatenation, fixTextConcatenation, seen).fixes).toBe(1);
  for (const method of ["text", "__setattr__"]) {
    const watched = `${text}class B:\n    def ${method}(self, *given): pass\n`;
    expect(fixAll(watched, textConcatenation, fixTextConcatenation, seen)).toMatchObject({
      fixes: 0,
      text: watched,
      obstacles: ["crosses-functions"],
    });
  }
});

describe("text of an object that nothing is known of", () => {
  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text, fixes, seen }) => {
    const fixed = fixAll(text, textConcatenation, fixTextConcatenation, seen);
    expect(fixed.fixes, fixed.obstacles.join()).toBe(fixes);
    expect(fixed.text).toContain(".__mro__):");
  });

  test("grows the same, whatever storing the attribute does", () => {
    expectSame(cases, textConcatenation, fixTextConcatenation);
  });
});
