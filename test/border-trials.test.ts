import { describe, expect, it } from "vitest";
import { librarySource, replayModule } from "./border/replay-module.ts";

/** Programs over functions of the standard library, in Python. */
const PROGRAMS: Readonly<Record<string, string>> = {
  textwrap:
    "import textwrap\nt='The quick  brown fox\\tjumped over the lazy dog. It was-not amused! ' * 5\nfor w in (10,20,37,70): print(textwrap.fill(t,w)); print(textwrap.wrap(t,w,break_long_words=False)); print(textwrap.indent(t,'> '), textwrap.shorten(t,w))\nprint(textwrap.dedent('   a\\n    b\\n   c'))\n",
  difflib:
    "import difflib\na='abxcd'*9; b='abcdx'*8\ns=difflib.SequenceMatcher(None,a,b)\nprint(s.ratio(), s.get_opcodes()[:3], difflib.get_close_matches('appel',['ape','apple','peach','puppy']))\nprint(list(difflib.unified_diff(a,b))[:4], list(difflib.ndiff(['one\\n','two\\n'],['ore\\n','two\\n'])))\n",
  heapq:
    "import sys; sys.modules['_heapq']=None\nimport heapq\nh=[]\nfor x in [5,3,8,1,9,2,7,3,4,4]: heapq.heappush(h,x)\nprint(h,[heapq.heappop(h) for _ in range(4)], heapq.nsmallest(3,[3,1,2]), heapq.nlargest(3,[3,1,2],key=lambda x:-x), list(heapq.merge([1,4],[2,3])))\n",
  statistics:
    "import statistics as s\nd=[1,2.5,4,4,5.5,-0.0]\nfor f in (s.mean,s.median,s.stdev,s.multimode,s.median_low,s.mode): print(f(d))\nprint(s.mean([1,2]), s.median([3,1,2]), s.quantiles(d))\n",
};

type LibraryCase = readonly [module: string, qualname: string, from: string, to: string];

const harmful: readonly LibraryCase[] = [
  ["textwrap", "TextWrapper._wrap_chunks", "chunks.reverse()", "chunks = chunks[::-1]"],
  ["textwrap", "TextWrapper._wrap_chunks", "if cur_len + l <= width:", "if cur_len + l < width:"],
  ["textwrap", "TextWrapper._split", "chunks = [c for c in chunks if c]", "chunks = tuple(c for c in chunks if c)"],
  ["difflib", "SequenceMatcher.find_longest_match", "if k > bestsize:", "if k >= bestsize:"],
  ["difflib", "get_close_matches", "result = _nlargest(n, result)", "result = sorted(result, reverse=True)"],
  ["difflib", "SequenceMatcher.__chain_b", "indices.append(i)", "indices.insert(0, i)"],
  [
    "heapq",
    "_siftup",
    "if rightpos < endpos and not heap[childpos] < heap[rightpos]:",
    "if rightpos < endpos and heap[childpos] < heap[rightpos]:",
  ],
  ["heapq", "heappush", "heap.append(item)\n    _siftdown(heap, 0, len(heap)-1)", "heap.append(item)\n    heap.sort()"],
  ["heapq", "nsmallest", "result.sort()", "result.reverse()"],
  ["heapq", "merge", "yield value", "yield float(value)"],
  ["statistics", "median", "data = sorted(data)", "data.sort()"],
  ["statistics", "median", "return data[n // 2]", "return float(data[n // 2])"],
  [
    "statistics",
    "multimode",
    "[value for value, count in counts.items() if count == maxcount]",
    "[value + 0 for value, count in sorted(counts.items()) if count == maxcount]",
  ],
];

const harmless: readonly LibraryCase[] = [
  ["textwrap", "TextWrapper._wrap_chunks", "chunks.reverse()", "chunks[:] = chunks[::-1]"],
  ["difflib", "SequenceMatcher.find_longest_match", "isbjunk(b[bestj-1])", "(b[bestj-1] in self.bjunk)"],
  ["difflib", "get_close_matches", "return [x for score, x in result]", "return list(x for score, x in result)"],
  [
    "heapq",
    "heappush",
    "heap.append(item)\n    _siftdown(heap, 0, len(heap)-1)",
    "heap += [item]\n    _siftdown(heap, 0, len(heap)-1)",
  ],
  ["statistics", "median", "data = sorted(data)", "data = list(data); data.sort()"],
];

/** The library differs from version to version: cases whose text it has. */
const present = (cases: readonly LibraryCase[]): readonly LibraryCase[] =>
  cases.filter(([module, , from]) => librarySource(module).includes(from));

describe("functions of the standard library", () => {
  it("have most of what is changed here", () => {
    expect(present(harmful).length + present(harmless).length).toBeGreaterThan(12);
  });

  it.each(present(harmful))("%s.%s is found to differ: %s → %s", async (module, qualname, ...change) => {
    const text = librarySource(module);
    const { outcome } = await replayModule({ module, text, qualname, change, program: PROGRAMS[module] ?? "" });
    expect(outcome.differences.length).toBeGreaterThan(0);
  });

  it.each(present(harmless))("%s.%s is found the same: %s → %s", async (module, qualname, ...change) => {
    const text = librarySource(module);
    const replayed = await replayModule({ module, text, qualname, change, program: PROGRAMS[module] ?? "" });
    expect(replayed.outcome.differences).toEqual([]);
    expect(replayed.outcome.calls).toBeGreaterThan(0);
    expect(replayed.printed).toBe(replayed.bare);
  });
});

interface OwnCase {
  readonly about: string;
  readonly qualname: string;
  readonly text: string;
  readonly change: readonly [from: string, to: string];
  readonly program: string;
  readonly stdin?: string;
}

const ownHarmful: readonly OwnCase[] = [
  {
    about: "a container that is no list",
    qualname: "pick",
    text: "def pick(xs, ys):\n    known = set(ys) if type(ys) is list else ys\n    return [x for x in xs if x in known]\n",
    change: ["set(ys) if type(ys) is list else ys", "set(ys)"],
    program: "import prog\nprint(prog.pick([1], [1, 2]))\n",
  },
  {
    about: "a slot that holds something already",
    qualname: "Node.join",
    text:
      "class Node:\n    __slots__ = ('near',)\n    def __init__(self): self.near = []\n    def join(self, others):\n        known = set(self.near)\n" +
      "        for each in others:\n            if each not in known:\n                known.add(each)\n                self.near.append(each)\n",
    change: ["set(self.near)", "set()"],
    program: "import prog\nnode = prog.Node()\nnode.join([3, 4])\nprint(node.near)\n",
  },
  {
    about: "one list for two arguments",
    qualname: "move",
    text: "def move(xs, ys):\n    ys.extend(xs)\n    xs.clear()\n    return len(ys)\n",
    change: [
      "ys.extend(xs)\n    xs.clear()\n    return len(ys)",
      "ys.extend(xs)\n    total = len(ys)\n    xs.clear()\n    return total",
    ],
    program: "import prog\nprint(prog.move([1, 2], [3]))\n",
  },
  {
    about: "random",
    qualname: "roll",
    text: "import random\nrandom.seed(4)\ndef roll(xs):\n    random.shuffle(xs)\n    return xs\n",
    change: ["random.shuffle(xs)", "random.shuffle(xs); xs.reverse()"],
    program: "import prog\nfor n in range(12): prog.roll(list(range(n)))\n",
  },
  {
    about: "closure's cell",
    qualname: "make",
    text: "def make(n):\n    def add(x):\n        return x + n\n    return add\n",
    change: ["    return add", "    n += 1\n    return add"],
    program: "import prog\nfor n in range(5): prog.make(n)(1)\n",
  },
  {
    about: "deque's maxlen",
    qualname: "keep",
    text: "from collections import deque, OrderedDict\ndef keep(xs):\n    return deque(xs, 3)\n",
    change: ["deque(xs, 3)", "deque(xs)"],
    program: "import prog\nprint(prog.keep([1,2]))\n",
  },
  {
    about: "OrderedDict moves",
    qualname: "order",
    text: "from collections import OrderedDict\ndef order(xs):\n    d = OrderedDict.fromkeys(xs)\n    d.move_to_end(xs[0])\n    return d\n",
    change: ["    d.move_to_end(xs[0])\n", ""],
    program: "import prog\nprint(prog.order([1,2]))\n",
  },
  {
    about: "identity of NaN",
    qualname: "nans",
    text: "nan = float('nan')\ndef nans(xs):\n    return [xs[0], xs[0]]\n",
    change: ["return [xs[0], xs[0]]", "return [xs[0], float(str(xs[0]))]"],
    program: "import prog\nprint(prog.nans([prog.nan]))\n",
  },
  {
    about: "-0.0",
    qualname: "zero",
    text: "def zero(x):\n    return x * -1\n",
    change: ["x * -1", "0 - x"],
    program: "import prog\nprint(prog.zero(0.0))\n",
  },
  {
    about: "only harder calls on self.items or x show it",
    qualname: "Bag.add",
    text: "class Bag:\n    def __init__(self): self.items = []\n    def add(self, x):\n        if x in self.items: return False\n        self.items.append(x); return True\n",
    change: ["if x in self.items: return False", "if any(x is y for y in self.items): return False"],
    program: "import prog\nb=prog.Bag()\nfor i in [1,2,3,2,1]*3: b.add(i)\n",
  },
  {
    about: "equal of other type",
    qualname: "has",
    text: "def has(xs, x):\n    return x in xs\n",
    change: ["return x in xs", "return any(x is y for y in xs)"],
    program: "import prog\nfor i in range(9): prog.has([1,2,3],i)\n",
  },
  {
    about: "unhashable",
    qualname: "has",
    text: "def has(xs, x):\n    return x in xs\n",
    change: ["return x in xs", "return x in set(map(tuple, xs))"],
    program: "import prog\nfor i in range(9): prog.has([[1],[2]],[i])\n",
  },
  {
    about: "order of effects around yield",
    qualname: "lazy",
    text: "def lazy(xs):\n    for x in xs:\n        yield x\n        xs[0] = x\n",
    change: [
      "    for x in xs:\n        yield x\n        xs[0] = x",
      "    for x in list(xs):\n        xs[0] = x\n        yield x",
    ],
    program: "import prog\nprint(list(prog.lazy([1,2,3])))\n",
  },
  {
    about: "generator expression returned",
    qualname: "gen",
    text: "def gen(xs):\n    return (x for x in xs)\n",
    change: ["return (x for x in xs)", "return (x for x in xs if x != 2)"],
    program: "import prog\nprint(list(prog.gen([1,2,3])))\n",
  },
  {
    about: "iterator returned",
    qualname: "it",
    text: "def it(xs):\n    return iter(xs)\n",
    change: ["return iter(xs)", "return iter(sorted(xs, reverse=True))"],
    program: "import prog\nprint(list(prog.it([1,2,3])))\n",
  },
  {
    about: "argument is an iterator",
    qualname: "eat",
    text: "def eat(it):\n    return next(it)\n",
    change: ["return next(it)", "return list(it)[0]"],
    program: "import prog\ni=iter([1,2,3,4]); print(prog.eat(i), prog.eat(i), list(i))\n",
  },
  {
    about: "global via a helper",
    qualname: "flag",
    text: "FLAGS = {}\ndef flag(x):\n    helper(x)\n    return x\ndef helper(x): FLAGS[x] = True\n",
    change: ["    helper(x)\n    return x", "    return x"],
    program: "import prog\nprog.flag(1)\n",
  },
  {
    about: "attribute of another module",
    qualname: "config",
    text: "import settings\ndef config(x):\n    settings.last = x\n    return x\n",
    change: ["    settings.last = x\n", ""],
    program:
      "import sys,types\nsys.modules['settings']=types.ModuleType('settings'); sys.modules['settings'].__file__=__file__\nimport prog\nprog.config(1)\n",
  },
  {
    about: "stdout replaced",
    qualname: "out",
    text: "import sys\nclass W:\n    def __init__(self): self.parts=[]\n    def write(self, t): self.parts.append(t)\n    def flush(self): pass\ndef out(x):\n    print(x)\n",
    change: ["print(x)", "print(x + '!')"],
    program: "import sys, prog\nkeep=sys.stdout; sys.stdout=prog.W()\nprog.out('hello')\nsys.stdout=keep\n",
  },
];

const ownHarmless: readonly OwnCase[] = [
  {
    about: "random",
    qualname: "roll",
    text: "import random\ndef roll(n):\n    return [random.random() for _ in range(n)]\n",
    change: ["return [random.random() for _ in range(n)]", "return list(random.random() for _ in range(n))"],
    program: "import prog\nfor n in range(12): prog.roll(n)\n",
  },
  {
    about: "clock",
    qualname: "when",
    text: "import time\ndef when(n):\n    return (n, time.perf_counter())\n",
    change: ["return (n, time.perf_counter())", "return n, time.perf_counter()"],
    program: "import prog\nfor n in range(12): prog.when(n)\n",
  },
  {
    about: "returns an inner function",
    qualname: "make",
    text: "def make(n):\n    def add(x):\n        return x + n\n    return add\n",
    change: ["return x + n", "return n + x"],
    program: "import prog\nfor n in range(5): prog.make(n)(1)\n",
  },
  {
    about: "open file",
    qualname: "read",
    text: "def read(file, n):\n    return [file.readline() for _ in range(n)]\n",
    change: ["return [file.readline() for _ in range(n)]", "return list(file.readline() for _ in range(n))"],
    program:
      "import prog\nopen('data','w').write(''.join('%d\\n'%i for i in range(30)))\nf=open('data')\nprint(sum([prog.read(f,3) for _ in range(5)],[])); print(f.readline())\n",
  },
  {
    about: "unbuffered file",
    qualname: "read",
    text: "def read(file, n):\n    return [file.readline() for _ in range(n)]\n",
    change: ["return [file.readline() for _ in range(n)]", "return list(file.readline() for _ in range(n))"],
    program:
      "import prog\nopen('data','wb').write(b''.join(b'%d\\n'%i for i in range(30)))\nf=open('data','rb',0)\nprint(b''.join(sum([prog.read(f,3) for _ in range(5)],[])))\n",
  },
  {
    about: "stdin",
    qualname: "ask",
    text: "def ask():\n    return input()\n",
    change: ["return input()", "return str(input())"],
    program: "import prog\nprint(prog.ask(), prog.ask(), prog.ask())\n",
    stdin: "a\nb\nc\n",
  },
  {
    about: "descriptor open for both",
    qualname: "save",
    text: "import os\ndef save(fd, x):\n    os.write(fd, x)\n    return len(x)\n",
    change: ["return len(x)", "return x.__len__()"],
    program:
      "import prog,os\nfd=os.open('log',os.O_RDWR|os.O_CREAT)\nfor i in range(4): prog.save(fd,b'%d' % i)\nprint(open('log').read())\n",
  },
  {
    about: "addresses in text",
    qualname: "Temp.show",
    text: "class Temp:\n    def __init__(self, n): self.n = n\n    def show(self):\n        t = Temp(self.n)\n        return [repr(t), t.n]\n",
    change: ["return [repr(t), t.n]", "text = repr(t)\n        return [text, t.n]"],
    program: "import prog\nfor n in range(5): prog.Temp(n).show()\n",
  },
  {
    about: "annotations are read",
    qualname: "parse",
    text: "from typing import List\ndef parse(xs: List[int]) -> List[int]:\n    return [x for x in xs]\n",
    change: ["return [x for x in xs]", "return list(xs)"],
    program:
      "import prog, typing\nprint(typing.get_type_hints(prog.parse), prog.parse.__annotations__ != {})\nprog.parse([1])\n",
  },
  {
    about: "deep structure",
    qualname: "Deep.walk",
    text: "class Deep:\n    def __init__(self, n): self.next = Deep(n-1) if n else None; self.up = self\n    def walk(self):\n        n = 0\n        while self: n += 1; self = self.next\n        return n\n",
    change: ["n += 1", "n = n + 1"],
    program: "import prog,sys\nsys.setrecursionlimit(20000)\nprint(prog.Deep(3000).walk())\n",
  },
  {
    about: "warning text names a line",
    qualname: "warn",
    text: "import warnings\ndef warn(x):\n    warnings.warn('old %s' % x, stacklevel=1)\n    return x\n",
    change: ["return x", "y = x; return y"],
    program: "import prog\nfor i in range(3): prog.warn(i)\n",
  },
  {
    about: "exception carries its object",
    qualname: "boom",
    text: "def boom(x):\n    return x.nothing\n",
    change: ["return x.nothing", "return getattr(x, 'nothing')"],
    program: "import prog\nfor i in range(3):\n    try: prog.boom(i)\n    except AttributeError: pass\n",
  },
  {
    about: "in an enum",
    qualname: "Color.mix",
    text: "import enum\nclass Color(enum.Enum):\n    RED = 1\n    BLUE = 2\n    def mix(self, other):\n        return [self, other]\n",
    change: ["[self, other]", "list((self, other))"],
    program: "import prog\nprint(prog.Color.RED.mix(prog.Color.BLUE), list(prog.Color))\n",
  },
  {
    about: "slots",
    qualname: "P.norm",
    text: "import dataclasses\n@dataclasses.dataclass\nclass P:\n    __slots__ = ('x', 'y')\n    x: int\n    y: int\n    def norm(self):\n        return self.x + self.y\n",
    change: ["self.x + self.y", "self.y + self.x"],
    program: "import prog,dataclasses\nprint(prog.P(1,2).norm(), [f.name for f in dataclasses.fields(prog.P)])\n",
  },
  {
    about: "large heap",
    qualname: "mem",
    text: "def mem(xs):\n    return max(xs)\n",
    change: ["return max(xs)", "return sorted(xs)[-1]"],
    program:
      "import prog, gc\nbig=[[i] for i in range(300000)]\nfor i in range(60): prog.mem(big[:i+1])\nprint(prog.mem([big]) is big)\n",
  },
];

describe("traps for the border", () => {
  it.each(ownHarmful)("sees a change: $about ($qualname)", async ({ about, ...trial }) => {
    const { outcome, printed, bare } = await replayModule({ module: "prog", ...trial });
    expect(outcome.differences.length, about).toBeGreaterThan(0);
    expect(printed).toBe(bare);
  });

  it.each(ownHarmless)(
    "finds no change and leaves the program alone: $about ($qualname)",
    async ({ about, ...trial }) => {
      const { outcome, printed, bare } = await replayModule({ module: "prog", ...trial });
      expect(outcome.differences, about).toEqual([]);
      expect(printed).toBe(bare);
    },
  );
});
