import { expect, test } from "vitest";
import { listMembership } from "../../src/diagnose/rules/list-membership/rule.ts";
import { listSearch } from "../../src/diagnose/rules/list-search/rule.ts";
import { fixListMembership } from "../../src/fix/fixes/list-membership.ts";
import { fixListSearch } from "../../src/fix/fixes/list-search.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const same: Seen = { same: 9999, elements: ["str"] };

/** What is done to a list between questions: `change(names)` of each before each question. */
const setup = `
import threading
NAN = float("nan")
NAMES = ["n%d" % n for n in range(60)]
class Odd(list):
    def __contains__(self, x):
        return x == "odd"
    def index(self, x, *others):
        return -7
class Sly:
    def __eq__(self, other):
        return other == "sly"
    __hash__ = None
class Bad:
    def __eq__(self, other):
        raise ValueError("bad")
    __hash__ = None
NEVER = lambda names, turn: None
def swap(names, turn):
    names[turn % len(names)], names[0] = names[0], names[turn % len(names)]
def replace(names, turn):
    names[turn % 7] = "r%d" % (turn % 5)
def once(names, turn):
    if turn == 40:
        names[3] = "late"
def grow(names, turn):
    names.append("g%d" % turn)
def shrink(names, turn):
    names.pop()
def put(value):
    def change(names, turn):
        if turn == 20:
            names[5] = value
    return change
def into(value):
    def change(names, turn):
        if turn > 20 and type(names) is list:
            names[5:6] = [value, value]
    return change
ASKED = ["n0", "n59", "n5", "late", "r1", "g3", "sly", "odd", "x", 1, True, 1.0, None, NAN, 0.0, -0.0, ("n1",), b"n1"]
`;

const calls = [
  ...["NEVER", "swap", "replace", "once", "grow", "shrink", "put(Sly())", "put(Bad())", "put([])", "into('x')"].map(
    (change) => `f(NAMES[:], ${change})`,
  ),
  "f(tuple(NAMES), NEVER)",
  "f(Odd(NAMES), NEVER)",
  "f(NAMES[:5], grow)",
  "f([1, 0, None, NAN, 2.0] * 10, put(True))",
  "f([-0.0, 1.0, NAN] * 12, put(0))",
  "f([('n1',)] * 40, NEVER)",
  "f([[1]] * 40, put('n0'))",
  "f([b'n1', 'n1'] * 20, NEVER)",
  "f('n0n59' * 9, NEVER) if not INDEX else None",
  "f({name: 1 for name in NAMES}, NEVER) if not INDEX else None",
  "fresh()",
  "two()",
  "threads()",
];

/** Asks a list in someone else's hands, with what each question gives or raises. */
const program = (index: boolean, asked: string): string => `
INDEX = ${index ? "True" : "False"}
class Box:
    def __init__(self, names):
        self.names = names
    def ask(self, x):
        return ${asked}
def tried(box, x):
    try:
        return box.ask(x)
    except ValueError as error:
        return str(error)
def f(names, change):
    box = Box(names)
    given = []
    for turn in range(200):
        change(names, turn)
        x = ASKED[turn % len(ASKED)]
        if isinstance(names, str) and not isinstance(x, str):
            continue
        given.append(tried(box, x))
    return given
def fresh():
    return [tried(Box(["a%d" % (n + turn % 3) for n in range(50)]), "a50") for turn in range(600)]
def two():
    one, other = Box(NAMES[:]), Box(NAMES[::-1])
    return [(tried(one, "n3"), tried(other, "n3"), tried(other, "x")) for _ in range(50)]
def threads():
    box, given = Box(NAMES[:]), set()
    def ask():
        given.update(tried(box, "n%d" % (turn % 60)) for turn in range(400))
    def change():
        for turn in range(400):
            box.names[0], box.names[1] = box.names[0], box.names[1]
    ran = [threading.Thread(target=each) for each in (ask, ask, change)]
    for each in ran: each.start()
    for each in ran: each.join()
    return sorted(given)
`;

const cases: readonly (readonly [Case, string])[] = [
  [
    { name: "in", text: program(false, "x in self.names"), calls, setup, seen: same, fixes: 1 },
    "_members_of(self.names)",
  ],
  [
    { name: "not in", text: program(false, "x not in (self.names)"), calls, setup, seen: same, fixes: 1 },
    "in (_members_of(self.names))",
  ],
  [
    { name: "index", text: program(true, "self.names.index(x)"), calls, setup, seen: same, fixes: 1 },
    "return _index_in(self.names, x)",
  ],
];

const [memberships, searches] = [cases.slice(0, 2), cases.slice(2)];
const fix = (text: string, seen: Seen = same) => ({
  membership: fixAll(text, listMembership, fixListMembership, seen),
  search: fixAll(text, listSearch, fixListSearch, seen),
});

test("a list in others' hands is asked by hash for as long as it is what it was", () => {
  for (const [{ text }, written] of memberships) expect(fix(text).membership.text).toContain(written);
  for (const [{ text }, written] of searches) expect(fix(text).search.text).toContain(written);
});

test("old and new give the same, whatever happens to the list", () => {
  expectSame(
    memberships.map(([each]) => each),
    listMembership,
    fixListMembership,
  );
  expectSame(
    searches.map(([each]) => each),
    listSearch,
    fixListSearch,
  );
});
