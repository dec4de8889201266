import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import { deepcopyInLoop } from "../../src/diagnose/rules/deepcopy-in-loop/rule.ts";
import { fixDeepcopyInLoop } from "../../src/fix/fixes/deepcopy-in-loop.ts";
import { candidatesIn, expectFixtures, expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const seen: Seen = { elements: ["list"], measured: measured(0.9, 2800).slice(1) };
const fix = (text: string, other: Seen = {}) => fixAll(text, deepcopyInLoop, fixDeepcopyInLoop, { ...seen, ...other });

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "../../fixtures/rules/deepcopy-in-loop", name), "utf8");
}

function measured(share: number, executions: number): readonly Evidence[] {
  return [
    {
      kind: "operand",
      operand: "board",
      types: ["list"],
      sizes: { min: 20, median: 20, max: 20 },
      elements: ["list"],
      hashable: "unhashable",
      observations: 100,
      by: "probed",
    },
    { kind: "count", executions, exact: true },
    { kind: "time", total: seconds(share), share: fraction(share) },
  ];
}

describe("deepcopy-in-loop", () => {
  test("names copies that take a part of the run", () => {
    const [found, ...others] = candidatesIn(fixture("slow.py"), deepcopyInLoop);
    expect(others).toEqual([]);
    const judge = (evidence: readonly Evidence[]) => found && deepcopyInLoop.judge(found.candidate, evidence);
    expect(judge(measured(0.9, 2800))).toEqual({ kind: "finding", obstacles: [] });
    expect(judge(measured(0.1, 3))).toEqual({ kind: "harmless", because: "cold" });
    expect(judge(measured(0.9, 3))).toEqual({ kind: "finding", obstacles: [] });
    expect(judge(measured(0.04, 2800))).toEqual({ kind: "harmless", because: "cold" });
    expect(judge(measured(0.9, 2800).slice(0, 1))).toEqual({ kind: "harmless", because: "not-seen" });
  });

  test.each([
    ["fast.py", 0],
    ["near-miss-once.py", 1],
    ["near-miss-shallow.py", 0],
    ["near-miss-own.py", 0],
  ] as const)("finds as many places in %s: %i", (name, count) => {
    expect(candidatesIn(fixture(name), deepcopyInLoop).length).toBe(count);
  });

  test("knows the function by what was imported", () => {
    const text = "from copy import deepcopy as clone\ndef f(xs): return [clone(x) for x in xs]\n";
    expect(candidatesIn(text, deepcopyInLoop).length).toBe(1);
    expect(candidatesIn("def f(xs, copy): return copy.deepcopy(xs)\n", deepcopyInLoop).length).toBe(0);
  });
});

/** Says what is in a copy, which of its parts are one object, and which are those of the original. */
const setup = `
import collections, enum, types

def show(x, y):
    theirs, ours, said = set(), {}, []
    def note(value):
        if id(value) in theirs: return
        theirs.add(id(value))
        for each in inside(value): note(each)
    def inside(value):
        if isinstance(value, dict): return [each for pair in value.items() for each in pair]
        if isinstance(value, (list, tuple)): return list(value)
        return list(vars(value).values()) if hasattr(value, "__dict__") and not isinstance(value, (type, enum.Enum)) else []
    def tell(value):
        if id(value) in ours:
            said.append("again %d" % ours[id(value)])
            return
        ours[id(value)] = len(ours)
        own = repr(value) if isinstance(value, (int, float, complex, str, bytes, type(None), enum.Enum, set, frozenset)) else ""
        said.append("%s %s %s" % (type(value).__name__, own, "theirs" if id(value) in theirs else "new"))
        for each in inside(value): tell(each)
    note(x)
    tell(y)
    return said

class Rows(list): pass
class Node:
    def __init__(self, *parts): self.parts = list(parts)
class Counting:
    copies = 0
    def __deepcopy__(self, memo):
        Counting.copies += 1
        return memo.setdefault("seen", Counting.copies)
class Slots:
    __slots__ = ("part",)
class Fails:
    def __reduce_ex__(self, protocol): raise ValueError("no copy of me")
class Colour(enum.Enum): RED = 1
class Meta(type):
    def __reduce_ex__(cls, protocol): return "Meta"
class OfMeta(metaclass=Meta):
    def __init__(self): self.a = [1]
class Getter:
    def __init__(self): self.a = shared
    def __getattr__(self, name):
        if name == "__deepcopy__": return lambda memo: "got"
        raise AttributeError(name)
class State:
    def __init__(self): self.a = [1]
    def __getstate__(self): return {"a": "state"}
class SetState(Node):
    def __setstate__(self, state): self.b = sorted(state)
class NewArguments:
    def __new__(cls, a=0):
        self = super().__new__(cls); self.made = a
        return self
    def __getnewargs__(self): return (5,)
class Reduced(Node):
    def __reduce__(self): return (Node, (1, 2))
class Error(ValueError): pass
class Hidden:
    def __init__(self, a): self.__a = a; self._b = (a, [a])
class Empty: pass
class Slotted(Slots): pass
class Descendant(Hidden): pass
own = Node(1); own.__deepcopy__ = lambda memo: "own"
looped = Node(); looped.parts.append(looped); looped.d = looped.__dict__
registered = Hidden(1)
import copyreg
class Registered:
    def __init__(self): self.a = 1
copyreg.pickle(Registered, lambda value: "registered")

shared = [1, 2]
cycle = [1]; cycle.append(cycle)
ring = {"a": [1]}; ring["self"] = ring
node = Node(shared, {"n": shared})
`;

const calls = [
  "f([[1, 2], [3, 4]])",
  "f([])",
  "f({})",
  "f([1, 2.5, 'a', b'b', None, True, 1j, float('nan')])",
  "f({'a': [1, {'b': (1, 2)}], 'c': ([1], 2)})",
  "f([shared, shared, (shared,), {'k': shared}])",
  "f(cycle)",
  "f(ring)",
  "f([node, node, [node]])",
  "f({('a', (1, 2)): [1], 2: {}})",
  "f({frozenset([1]): [2], Node: [3], Colour.RED: [Colour.RED]})",
  "f({(1, shared.__len__): 1})",
  "f(Rows([[1], [2]]))",
  "f([Rows([shared]), shared])",
  "f(collections.OrderedDict(a=[1], b=[2]))",
  "f([collections.defaultdict(list, a=[1]), collections.deque([[1]])])",
  "f([{1, 2}, frozenset([3]), bytearray(b'x'), range(3)])",
  "f([Counting(), [Counting(), None]])",
  "f([[1], Fails()])",
  "f((shared, [shared]))",
  "f((1, 'a', (2.0, (3,))))",
  "f('text')",
  "f(Slots())",
];

const objects = [
  "OfMeta()",
  "Getter()",
  "State()",
  "SetState(1)",
  "NewArguments()",
  "Reduced(3)",
  "Error([1])",
  "Hidden(shared)",
  "Empty()",
  "Slotted()",
  "Descendant(node)",
  "own",
  "looped",
  "Registered()",
  "types.SimpleNamespace(a=shared)",
  "Node",
  "len",
  "node.parts.append",
].map((text) => `f([${text}, [${text}, shared]])`);

const one = (name: string, text: string, few = true): Case => ({
  name,
  text,
  calls: few ? calls.slice(0, 6) : [...calls, ...objects],
  setup,
  seen,
  fixes: 1,
});

const cases: readonly Case[] = [
  one("the module", "import copy\n\n\ndef f(x):\n    return show(x, copy.deepcopy(x))\n", false),
  one("the name", "from copy import deepcopy as clone\ndef f(x): return show(x, clone(x))\n"),
  one(
    "in a class",
    "import copy\nclass C:\n    def m(self, x):\n        return show(x, copy.deepcopy(x))\nf = C().m\n",
  ),
  one("imported inside", "def f(x):\n    from copy import deepcopy\n    return show(x, deepcopy(x))\n"),
];

const instances: readonly Case[] = cases.map((each) => ({
  ...each,
  name: `${each.name}, with instances`,
  seen: { ...seen, elements: ["case.Node", "list"] },
}));

describe("deepcopy-in-loop, fixed", () => {
  test.each(cases.map((each) => [each.name, each] as const))("copies plain values quickly: %s", (_, each) => {
    expect(fix(each.text).fixes, fix(each.text).text).toBe(each.fixes);
  });

  test("gives the same copies", () => expectSame([...cases, ...instances], deepcopyInLoop, fixDeepcopyInLoop));

  test("asks about classes where instances were seen, and only there", () => {
    const [text = ""] = cases.map((each) => each.text);
    expect(fix(text).text).not.toContain("is_plain_class");
    expect(fix(text, { type: "case.Node" }).text).toContain("if not memo[kind] or");
    expect(fix(text, { elements: ["case.Node"] }).text).toContain("def is_plain_class(kind):");
  });

  test("fixes what is slow, and leaves the near misses", () => {
    const once: Seen = { measured: measured(0.01, 1).slice(1) };
    expectFixtures("deepcopy-in-loop", (text, other) => fix(text, other), { "near-miss-once.py": once });
  });

  test("leaves what no quicker copy is known of", () => {
    const text = "import copy\ndef f(x):\n    return copy.deepcopy(x)\n";
    expect(fix(text, { type: "set" })).toMatchObject({ fixes: 0 });
    expect(fix(text, { elements: ["set"] })).toMatchObject({ fixes: 0 });
    expect(fix(`${text}def id(x): pass\n`)).toMatchObject({ fixes: 0 });
  });
});
