import { describe, expect, test } from "vitest";
import { sortedInsertion } from "../../src/diagnose/rules/sorted-insertion/rule.ts";
import { fixSortedInsertion } from "../../src/fix/fixes/sorted-insertion.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const board = `
class Board:
    def __init__(self):
        self._scores = []
    def add(self, score):
        self._scores.append(score)
        self._scores.sort()
    def best(self, n):
        return self._scores[-n:], len(self._scores), self._scores[:1]
    def drop(self):
        return self._scores.pop() if self._scores else None
`;
const drive = `
def f(xs):
    board = Board()
    out = []
    for x in xs:
        try:
            board.add(x)
        except TypeError:
            out.append("no order")
        out.append(board.best(3))
        if len(out) % 5 == 4:
            out.append(board.drop())
    return out
`;

const calls = [
  "f([3, 1, 2])",
  "f([])",
  "f([1, True, 0, False, 1])",
  "f([5, 3, 2.5, 4, True, 1])",
  "f([3, float('nan'), 1, float('nan'), 2, 0])",
  "f([1, 'a', 2, None, 0])",
  "f([{1}, {2}, {1, 2}, set(), {2}])",
  "f([(2, 'b'), (1, 'a'), (2, 'a'), (1, 1), (0, 'z')])",
  "f([(), (1,), (0, 1), (), (1, 0)])",
  "f(list('banana'))",
  "f([(step * 7919) % 101 for step in range(300)])",
];

const cases: readonly Case[] = [
  { name: "an attribute that is appended to and sorted", fixes: 1, calls, text: board + drive },
  {
    name: "one that begins sorted, is made anew, and has a relative",
    fixes: 1,
    calls,
    text: `${board.replace("= []", "= sorted([4, 2])")}    def clear(self):
        self._scores = []; self.cleared = True
class Louder(Board):
    def worst(self):
        return [each for each in self._scores][:2]
${drive.replace("Board()", "Louder()").replace("board.drop()", "(board.worst(), board.clear())")}`,
  },
];

const refused: readonly (readonly [why: string, text: string])[] = [
  ["is given away", `${board}    def all(self):\n        return self._scores\n`],
  ["is handed on", `${board}    def show(self):\n        show(self._scores)\n`],
  ["is put into elsewhere", `${board}    def more(self, x):\n        self._scores.append(x)\n`],
  ["is put into by somebody else", `${board}def g(board):\n    board._scores.append(0)\n`],
  [
    "is given from outside",
    board.replace("self):\n        self._scores = []", "self, xs):\n        self._scores = xs"),
  ],
  ["is copied with its object", `import copy\n${board}def g(board):\n    return copy.copy(board)\n`],
  ["has no room beside it", board.replace("def __init__", '__slots__ = ("_scores",)\n    def __init__')],
  ["is another's each time", board.replace("append(score)\n        self._scores.sort()", "sort()")],
  ["falls", board.replace("sort()", "sort(reverse=True)")],
];

describe("sorted-insertion on an attribute", () => {
  test("bisection puts every element where the sort put it, whatever came before", () => {
    expectSame(cases, sortedInsertion, fixSortedInsertion);
    const tuples = cases.slice(0, 1).map((each) => ({ ...each, seen: { elements: ["tuple"] } }));
    expectSame(tuples, sortedInsertion, fixSortedInsertion);
  });

  test("keeps what it knows of the order beside the list, in the same object", () => {
    const { text, fixes } = fixAll(board, sortedInsertion, fixSortedInsertion);
    expect(fixes).toBe(1);
    expect(text).toContain("        self._scores = []\n        self._scores_in_order = True\n");
    expect(text).toContain("            insort(self._scores, score)\n");
  });

  test.each(refused)("leaves a list that %s", (_, text) => {
    expect(fixAll(text, sortedInsertion, fixSortedInsertion).fixes, text).toBe(0);
  });
});
