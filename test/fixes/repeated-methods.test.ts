import { expect, test } from "vitest";
import { repeatedCall } from "../../src/diagnose/rules/repeated-call/rule.ts";
import { fixRepeatedCall } from "../../src/fix/fixes/repeated-call.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const text: Seen = { elements: ["str"] };

const pure: readonly (readonly [name: string, text: string, calls: readonly string[], seen: Seen])[] = [
  [
    "a method that asks nothing of its object",
    `class Names:
    def f(self, line, sep=' '):
        return sep.join(sorted(line.split(sep)))
class Others(Names):
    def f(self, line, sep=' '): return 'x' + super().f(line, sep)
def g(line, *more): return Names().f(line, *more), Others().f(line, *more), Names.f(None, line)
`,
    ["[g('b a'), g('b a'), g('b,a', ',')]", "g(b'b a')", "g(None)", "Names().f('b a', sep=None)"],
    text,
  ],
  [
    "a method that asks its object for what it holds",
    `class Base:
    sign = '-'
class Line(Base):
    def __init__(self, prefix, width=3): self.__prefix, self.width = prefix, width
    def f(self, text):
        words = [self.__prefix + word[:self.width] for word in text.split()]
        return self.sign.join(words)
    def become(self, width):
        self.width = width
        return self
class Loud(Line):
    asked = 0
    @property
    def width(self):
        Loud.asked += 1
        return Loud.asked
    @width.setter
    def width(self, value): pass
class Text(str):
    def split(self): return ['one', 'other']
def lacking():
    line = Line('a')
    del line.width
    return line
`,
    [
      "[Line(p, w).f('abcd efgh') for p in ('a', 'b', 'a') for w in (1, True, 2, None, 1)]",
      "[Line('a').become(w).f('abcd') for w in (2, 3, 2, None)]",
      "(lambda line: [line.f('abcd'), line.become(1).f('abcd'), line.become(3).f('abcd'), setattr(line, 'sign', '+'), line.f('ab cd'), line.f('ab cd')])(Line('<'))",
      "[[Loud('a').f('abcdefgh'), Loud('a').f('abcdefgh')], Loud.asked]",
      "Line(['a']).f('ab')",
      "Line('a', 1.5).f('ab')",
      "lacking().f('ab')",
      "lacking().f('')",
      "[Line('a').f(Text('ab')), Line(Text('a')).f('ab'), Line('a').f(Text('ab'))]",
      "Line('a').f(b'ab')",
    ],
    text,
  ],
];

const asking: typeof pure = [
  [
    "methods and properties without arguments, which ask others",
    `class Config:
    def __init__(self, text): self._text = text
    def _sections(self):
        sections, current = {}, None
        for line in self._text.splitlines():
            if line.startswith('['): current = sections.setdefault(line[1:-1], {})
            elif '=' in line:
                key, value = line.split('=', 1)
                current[key.strip()] = value.strip()
        return sections
    def get(self, section, key='a'): return self._sections()[section][key]
    @property
    def size(self):
        """How many words."""
        return sum(1 for word in self._text.split())
    def half(self): return self.size // 2 + len(self.words())
    def words(self):
        return sorted(self._text.split())
class Odd(Config):
    def _sections(self): return {'x': {'a': 9}}
    @property
    def size(self): return 70
class Text(str):
    def split(self, *by): return ['one', 'other']
T = "[x]\\na = 1\\nb = 2\\n[y]\\na = 3"
C = Config(T)
`,
    [
      "[C.get('x'), C.get('x'), C.get('y'), C.get('x', 'b'), C.get(section='x', key='b')]",
      "[C.size, C.size, C.half(), C.half(), Config.size.__doc__, Config.half.__name__]",
      "[Odd(T).get('x'), Odd(T).get('x'), Odd(T).size, Odd(T).half(), Odd(T).get('x')]",
      "(lambda c: [c.size, c.half(), c.get('x'), setattr(c, '_text', 'b'), c.size, c.half(), c.words()])(Config(T))",
      "(lambda c: [c.words().append('z'), c.words(), c.half(), c.words() is c.words()])(Config(T))",
      "[Config(Text(T)).size, Config(T).size, Config(Text(T)).words()]",
      "Config(T.encode()).size",
      "Config(3).size",
      "C.get('z')",
      "C.get(None)",
      "Config.__new__(Config).size",
      "Config.__new__(Config).half()",
      "setattr(C, 'size', 3)",
    ],
    text,
  ],
];

test("methods and properties are kept by what their object has", () => {
  const [each] = asking;
  const fixed = fixAll(each?.[1] ?? "", repeatedCall, fixRepeatedCall, text);
  expect(fixed.fixes, fixed.obstacles.join()).toBeGreaterThan(2);
  expect(fixed.text).toContain("    @property\n    @kept_by_attributes");
});

const cases = [...pure, ...asking].map(([name, code, calls, seen]): Case => ({
  name,
  text: code,
  calls,
  seen,
  fixes: 1,
}));

test("a method gives what it gave, whatever its objects hold", () => {
  for (const { name, text: code, seen } of cases) {
    const fixed = fixAll(code, repeatedCall, fixRepeatedCall, seen);
    expect(fixed.fixes, name).toBeGreaterThan(0);
    expect(fixed.text).toContain("kept = {}");
  }
  expectSame(cases, repeatedCall, fixRepeatedCall);
});

const impure: readonly (readonly [why: string, code: string])[] = [
  ["goes through what its object holds", "class C:\n    def f(self, n): return sum(self.rows) + n"],
  ["takes a part of what its object holds", "class C:\n    def f(self, n): return sum(range(n)) + self.rows[n]"],
  ["hands its object on", "class C:\n    def f(self, n): return sum(range(n)) + len(str(self))"],
  ["changes its object", "class C:\n    def f(self, n):\n        self.n += n\n        return sum(range(self.n))"],
  [
    "fills what its object has",
    "class C:\n    def f(self, n):\n        self.rows.append(n)\n        return sum(range(n))",
  ],
  [
    "gives its object another name",
    "class C:\n    def f(self, n):\n        self = n.other\n        return sum(range(self.n))",
  ],
  [
    "reads a property that does more",
    "class C:\n    @property\n    def n(self): return next(self.m)\n    def f(self, n): return sum(range(n)) + self.n",
  ],
  [
    "reads what its class gives from elsewhere",
    "from other import B\nclass C(B):\n    def f(self, n): return sum(range(n)) + self.n",
  ],
  [
    "reads what a class above answers for",
    "class B:\n    def __getattr__(self, name): return 1\nclass C(B):\n    def f(self, n): return sum(range(n)) + self.n",
  ],
  ["reads a descriptor", "class C:\n    n = D()\n    def f(self, n): return sum(range(n)) + self.n"],
  ["reads what the class is given later", "class C:\n    def f(self, n): return sum(range(n)) + self.n\nC.n = D()"],
  ["is of one of two classes", "class C: pass\nclass C:\n    def f(self, n): return sum(range(n)) + self.n"],
  ["is of a class that a decorator may change", "@made\nclass C:\n    def f(self, n): return sum(range(n)) + self.n"],
  ["has a special name", "class C:\n    def __eq__(self, n): return sum(range(n)) == 1"],
  [
    "is bound twice",
    "class C:\n    def f(self, n): return sum(range(n))\n    def f(self, n): return sum(range(n)) + 1",
  ],
  [
    "asks another one that fills its default",
    "class C:\n    def g(self, n, seen=[]):\n        seen += [n]\n        return len(seen)\n    def f(self, n): return sum(range(n)) + self.g(n)",
  ],
  ...["setattr(self, name, given[name])", "self.__dict__.update(given)", "vars(self)[name] = len"].map(
    (way) =>
      [
        `asks another one that an object may hide by ${way}`,
        `class C:\n    def __init__(self, given):\n        for name in given: ${way}\n    def g(self, n): return n * self.k\n    def f(self, n): return sum(range(n)) + self.g(n)`,
      ] as const,
  ),
];

test.each(impure)("nothing is kept of a method that %s", (_, code) => {
  expect(fixAll(`${code}\n`, repeatedCall, fixRepeatedCall)).toMatchObject({ fixes: 0, obstacles: [] });
});
