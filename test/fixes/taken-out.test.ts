import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, nasty, nastySetup as setup, type SearchCase } from "./search-cases.ts";

const dedup = ["ordered-deduplication"];
const member = ["list-membership"];
const shapes: readonly (readonly [string, readonly string[], string])[] = [
  [
    "an attribute with equal elements, of which some are taken out, replaced and deleted",
    member,
    `
class Bag:
    def __init__(self, first):
        self.things = list(first)
    def has(self, x):
        return x in self.things
    def put(self, x):
        self.things.append(x)
    def take(self, x):
        self.things.remove(x)  # the first one
    def keep(self, xs):
        self.things[:] = [x for x in xs if x in self.things]
    def drop(self):
        del self.things[:]
    def last(self):
        return self.things.pop()
    def shorten(self):
        self.things.pop(0)

def run(xs):
    bag = Bag(xs)
    out = [bag.has(1)]
    while len(bag.things) > 2:
        out.append((bag.last(), bag.has(1)))
        bag.shorten()
        out.append((bag.has(1), bag.has("b"), bag.has(True)))
    for x in [1, 1.0, "a", NAN, 7, ()]:
        try:
            bag.take(x)
        except ValueError as error:
            out.append(str(error)[:4])
        out.append((bag.has(x), bag.has(1), bag.has("a")))
        bag.put(x)
    bag.keep([1, "a", 2, 2, NAN])
    out.append((bag.has(1), bag.has(2), bag.has(7), bag.has(NAN), bag.things[:]))
    bag.drop()
    return out, bag.has(1)
`,
  ],
  [
    "a local list from which what is found is taken out",
    member,
    `
def run(xs):
    left = list(xs)
    out = []
    for x in [1, 1, "a", 7, 1.0, None, NAN, "", (1, 2)]:
        if x in left:
            left.remove(x)
        else:
            out.append(x)
        if len(left) > 3:
            last = left.pop()
            out.append(last in left)
    return left, out
`,
  ],
  [
    "an attribute that is a stack of what is being worked on",
    dedup,
    `
class Walk:
    def __init__(self):
        self.open = []
    def into(self, x, deeper):
        if x in self.open:
            return ["again"]
        self.open.append(x)
        found = [x] + [y for z in deeper for y in self.into(z, deeper[1:])]
        self.open.pop()
        return found

def run(xs):
    walk = Walk()
    return [walk.into(x, [1, 2, 1]) for x in xs], len(walk.open)
`,
  ],
  [
    "an attribute that a property shows, and that is put in order by whoever is derived from the class",
    dedup,
    `
class Index:
    def __init__(self):
        self.__keys = []
    def __getstate__(self):
        return {"keys": [1, 2]}
    @property
    def keys(self):
        return self.__keys
    def put(self, key):
        if key not in self.__keys:
            self.__keys.append(key)
    def order(self, keys):
        keys.sort(key=str)
    def all(self):
        self.order(self.__keys)
        return [(key, key in self.keys) for key in self.keys]

class Backwards(Index):
    def order(self, keys):
        keys.sort(key=str, reverse=True)

def run(xs):
    one, two = Index(), Backwards()
    for x in xs:
        one.put(x)
        two.put(x)
    return one.all(), two.all(), len(one.keys)
`,
  ],
];

const cases = shapes.map(([name, fixed, text]): SearchCase => ({ name, text, calls: nasty, setup, fixed }));

describe("a list that loses elements", () => {
  test.each(cases.map((each) => [each.name, each] as const))("is fixed: %s", (_, { text, fixed }) => {
    const done = fixSearches(text);
    expect([...new Set(done.fixed)], `${done.obstacles.join("\n")}\n${done.text}`).toEqual(fixed);
  });

  test("gives the same answers or a TypeError", () => expectSameOrLoud(cases));

  test("gets a Counter beside it where equal elements come and go", () => {
    expect(fixSearches(shapes[0]?.[2] ?? "").text).toContain(`
    def put(self, x):
        self.things.append(x)
        self._things_counts[x] += 1
    def take(self, x):
        self.things.remove(x)  # the first one
        self._things_counts[x] -= 1
        if not self._things_counts[x]:
            del self._things_counts[x]
`);
  });
});
