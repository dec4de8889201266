import type { Case, Seen } from "./old-and-new.ts";

/** What was seen of a long list of objects that define no equality. */
export const objectsSeen: Seen = {
  same: 9999,
  elements: ["app.Node"],
  measured: [{ kind: "count", executions: 10_000_000, exact: true }],
};

/** What is done to a list between questions: `change(nodes, turn)` before each. */
const setup = `
class Node:
    def __init__(self, name):
        self.name = name
class Below(Node):
    pass
class Alike(Node):
    def __eq__(self, other):
        return getattr(other, "name", None) == self.name
    __hash__ = None
class Hashed(Node):
    def __eq__(self, other):
        return getattr(other, "name", None) == self.name
    def __hash__(self):
        return 7
class Gone(Node):
    left = []
    def __del__(self):
        Gone.left.append(self.name)
class Meta(type):
    def __eq__(self, other):
        return True
    __hash__ = type.__hash__
class Made(Node, metaclass=Meta):
    pass
NODES = [(Node, Below, Made)[n % 3]("n%d" % n) for n in range(60)]
OTHERS = [Node("n1"), Node("new"), "n1", None, 1, (1,), Node, len]
ASKED = [NODES[0], NODES[59], NODES[5], OTHERS[0], OTHERS[1], "n1", None, 1, (1,), Node, len, NODES[7], True]
NEVER = lambda nodes, turn: None
def swap(nodes, turn):
    nodes[turn % len(nodes)], nodes[0] = nodes[0], nodes[turn % len(nodes)]
def replace(nodes, turn):
    nodes[turn % 7] = NODES[turn % 11]
def grow(nodes, turn):
    nodes.append(OTHERS[turn % len(OTHERS)])
def shrink(nodes, turn):
    nodes.pop()
def put(value):
    def change(nodes, turn):
        if turn == 20:
            nodes[5] = value
    return change
def vanish(nodes, turn):
    if turn == 0:
        nodes[:] = [Gone(str(n)) for n in range(40)]
    if turn == 80:
        del nodes[3:]
`;

const calls = [
  ...["NEVER", "swap", "replace", "grow", "shrink", "put('n1')", "put(OTHERS[0])"].map(
    (change) => `f(NODES[:], ${change})`,
  ),
  ...["Alike", "Hashed"].map((kind) => `f(NODES[:], put(${kind}('n1')))`),
  "f(NODES[:], vanish), sorted(Gone.left)",
  "f(NODES[:40] + OTHERS, NEVER)",
  "f([Node, len, int, str] * 12, NEVER)",
];

/** Asks a list of objects in someone else's hands, with what each question gives or raises. */
const program = (asked: string): string => `
class Tree:
    def __init__(self, nodes):
        self.nodes = nodes
    def ask(self, x):
        ${asked}
def told(x):
    return getattr(x, "name", x) if not isinstance(x, list) else [told(each) for each in x]
def f(nodes, change):
    tree, given = Tree(nodes), []
    for turn in range(110):
        change(nodes, turn)
        try:
            given.append(told(tree.ask(ASKED[turn % len(ASKED)])))
        except ValueError as error:
            given.append(type(error).__name__)
    return given
`;

const asking = (name: string, asked: string): Case => {
  return { name, text: program(asked), calls, setup, seen: objectsSeen, fixes: 1 };
};

/** One of each rule that asks lists in others' hands. */
export const objectCases = {
  membership: asking("in", "return x in self.nodes"),
  search: asking("index", "return self.nodes.index(x)"),
  growing: asking(
    "growing",
    "if x not in self.nodes:\n            self.nodes.append(x)\n        return x in self.nodes",
  ),
  walk: asking("walk", "for node in self.nodes:\n            if node == x: return node\n        return -1"),
};
