"""Breaks an edit in plausible ways.

Reads a JSON object a line, `{"old": text, "new": text}`, and answers each with a line: a list of `[kind, text]`, the new
text with one thing changed on one of the lines that the edit changed. What does not compile is left out.
"""

import ast
import difflib
import json
import sys
import warnings

FLIPPED = {ast.In: "not in", ast.NotIn: "in", ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not", ast.IsNot: "is"}
SHIFTED = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
SPELT = {ast.In: "in", ast.NotIn: "not in", ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is", ast.IsNot: "is not", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
RENAMED = {
    "popleft": "pop", "append": "appendleft", "appendleft": "append", "add": "discard", "extend": "append",
    "setdefault": "get", "heappush": "heappushpop", "bisect_right": "bisect_left", "insort": "insort_left",
    "insort_right": "insort_left", "max": "min", "min": "max", "any": "all", "all": "any",
}
UNWRAPPED = ("list", "set", "frozenset", "tuple", "reversed", "sorted", "deque", "dict", "iter", "islice")


class Source:
    def __init__(self, old, new):
        self.text = new
        self.starts = [0]
        for line in new.splitlines(True):
            self.starts.append(self.starts[-1] + len(line.encode()))
        self.bytes = new.encode()
        self.changed = set()
        matcher = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines(), False)
        for tag, _, _, begin, end in matcher.get_opcodes():
            if tag != "equal":
                self.changed.update(range(begin + 1, end + 1))

    def span(self, node):
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node):
        begin, end = self.span(node)
        return self.bytes[begin:end].decode()

    def put(self, node, text):
        begin, end = self.span(node)
        return (self.bytes[:begin] + text.encode() + self.bytes[end:]).decode()

    def swap(self, one, other):
        (a, b), (c, d) = sorted([self.span(one), self.span(other)])
        data = self.bytes
        return (data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]).decode()


def mutants(source):
    tree = ast.parse(source.text)
    for node in ast.walk(tree):
        if getattr(node, "lineno", None) in source.changed:
            yield from of_node(source, node)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            yield from wrong_names(source, function)


def of_node(source, node):
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        kind = type(node.ops[0])
        left, right = source.of(node.left), source.of(node.comparators[0])
        if kind in FLIPPED:
            yield "condition turned round", source.put(node, "(%s %s %s)" % (left, FLIPPED[kind], right))
        if kind in SHIFTED:
            yield "off by one", source.put(node, "(%s %s %s)" % (left, SHIFTED[kind], right))
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield "off by one", source.put(node, "%d" % (node.value + 1))
    elif isinstance(node, ast.Constant) and node.value is None:
        yield "wrong default", source.put(node, "()")
    elif isinstance(node, ast.IfExp):
        yield "guard dropped", source.put(node, "(%s)" % source.of(node.body))
        yield "guard dropped", source.put(node, "(%s)" % source.of(node.orelse))
    elif isinstance(node, (ast.If, ast.While)):
        if isinstance(node, ast.If):
            yield "guard dropped", source.put(node.test, "True")
        yield "condition turned round", source.put(node.test, "not (%s)" % source.of(node.test))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield "guard dropped", source.put(node, "(%s)" % source.of(value))
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "guard dropped", source.put(node.ifs[0], "True")
    elif isinstance(node, ast.Call):
        yield from of_call(source, node)
    elif isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Mod):
        yield "operands swapped", source.swap(node.left, node.right)
    elif isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
        yield "update left out", source.put(node, "pass")
    elif isinstance(node, ast.AugAssign):
        yield "update left out", source.put(node, "pass")
        yield "update not added", source.put(node, "%s = %s" % (source.of(node.target), source.of(node.value)))
    elif isinstance(node, ast.Slice):
        yield from of_slice(source, node)


def of_call(source, node):
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
    if len(node.args) > 1:
        yield "arguments swapped", source.swap(node.args[0], node.args[1])
    if name in ("get", "setdefault", "pop", "next") and len(node.args) == 2:
        yield "wrong default", source.put(node.args[1], "0")
    if name in RENAMED:
        begin, end = source.span(node.func)
        changed = source.bytes[:end - len(name)] + RENAMED[name].encode() + source.bytes[end:]
        yield "order, or another method", changed.decode()
    if name in UNWRAPPED and node.args:
        yield "no copy, order or duplicates lost", source.put(node, source.of(node.args[0]))
        if name in ("set", "frozenset", "dict", "deque"):
            yield "never filled", source.put(node, "%s()" % source.of(node.func))
    if name == "fromkeys":
        yield "no copy, order or duplicates lost", source.put(node, "set(%s)" % source.of(node.args[0]))
    for keyword in node.keywords:
        text = source.of(node)
        argument = "%s=%s" % (keyword.arg, source.of(keyword.value))
        yield "argument left out", source.put(node, text.replace(", " + argument, "").replace(argument, ""))


def of_slice(source, node):
    for bound in (node.lower, node.upper):
        if bound is not None:
            yield "off by one", source.put(bound, "%s + 1" % source.of(bound))


def wrong_names(source, function):
    """A name in place of another one that the same changed lines read."""
    loads = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.lineno in source.changed
    ]
    called = {id(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    loads = [node for node in loads if id(node) not in called]
    names = sorted({node.id for node in loads})
    for node in loads:
        others = [name for name in names if name != node.id]
        if others:
            yield "wrong name or key", source.put(node, others[len(node.id + source.of(function)) % len(others)])


def distinct(pairs, new):
    known = {new}
    for kind, text in pairs:
        if text in known:
            continue
        known.add(text)
        try:
            tree = ast.parse(text)
            compile(text, "mutant", "exec")
        except (SyntaxError, ValueError):
            continue
        if ast.dump(tree) != ast.dump(ast.parse(new)):
            yield [kind, text]


warnings.simplefilter("ignore")
for line in sys.stdin:
    job = json.loads(line)
    print(json.dumps(list(distinct(mutants(Source(job["old"], job["new"])), job["new"]))), flush=True)
