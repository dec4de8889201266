"""Prints what every kind of watched expression does, order of evaluation and exceptions included."""
import sys
xs = [3, 1, 2]; log = []


def say(name, value):
    log.append(name)
    return value


def show(*what):
    print(*what, log)
    del log[:]


class Loud:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        log.append("eq " + self.name)
        return self.name == getattr(other, "name", None)

    def __contains__(self, item):
        log.append("contains")
        return item

    def __add__(self, other):
        log.append("add")
        return NotImplemented

    def __getattr__(self, name):
        log.append("get " + name)
        raise AttributeError("no %s here" % name)


def attempt(function):
    try:
        show("value", function())
    except BaseException as error:
        show(type(error).__name__, error.args, type(error.__cause__), type(error.__context__))


attempt(lambda: say("a", 1) in say("b", xs))
attempt(lambda: say("a", 1) not in say("b", xs))
attempt(lambda: say("a", 1) < say("b", 2) in say("c", xs))
attempt(lambda: say("a", 3) < say("b", 2) in say("c", xs))
attempt(lambda: say("a", 1) in say("b", xs) in say("c", [True]))
attempt(lambda: say("a", False) and say("b", 1) in say("c", xs) or say("d", xs) + say("e", [4]))
attempt(lambda: 1 in 5)
attempt(lambda: [] in {1})
attempt(lambda: [1] + (2,))
attempt(lambda: Loud("l") + 1)
attempt(lambda: Loud("l") in [Loud("k"), Loud("l")])
attempt(lambda: 0 in Loud("l"))
attempt(lambda: [].pop(say("argument", 0)))
attempt(lambda: None.pop(say("argument", 0)))
attempt(lambda: Loud("l").missing(say("argument", 0)))
attempt(lambda: "{a}{b}".format(*[], **{"a": say("star", 1)}, b=2))
attempt(lambda: sum(*[xs], **{}))
attempt(lambda: sum((x for x in xs if x in xs), say("start", 10)))
attempt(lambda: sum(x for x in xs))
attempt(lambda: undefined_name in xs)
attempt(lambda: undefined_function(say("argument", 1)))
attempt(lambda: len())
attempt(lambda: (n := say("walrus", 3)) in xs and n + 1)
attempt(lambda: [y for x in xs if (y := x + 1) in xs])
attempt(lambda: f"{1 in xs} {xs + [1]!r:>20} {'a' in 'abc'}")
show([2 in
  xs, sys._getframe().f_lineno])
attempt(lambda: (
    1  # a comment
    in xs
    # another
))
attempt(lambda: """a
b""" in ["""a
b"""])
attempt(lambda: "x" + \
    "y")


class Base:
    items = [1, 2]
    kept = [item for item in items if item in (1,)]
    has = 1 in items

    def __init__(self):
        self.__hidden = [1, 2, 3]

    def find(self, item):
        return item in self.__hidden and self.__hidden.pop(0) + self.__private(1)

    def __private(self, number):
        return number

    def total(self):
        return 10


class Child(Base):
    def total(self):
        return super().total() + sum([1, 2], 3)

    def where(self):
        return sorted(locals()), __class__ in [Child], sorted(vars(self))


child = Child()
attempt(lambda: child.find(2))
attempt(child.total)
attempt(child.where)
show(Base.kept, Base.has, sorted(name for name in vars(Base) if not name.startswith("__")))


def generator():
    received = (yield 1) in [2, (yield 3)]
    yield received


def drive():
    running = generator()
    return [next(running), running.send(2), running.send(5), list(running)]


attempt(drive)


async def later(value):
    return value


async def waiting():
    return (await later(1)) in (await later(xs)) and [x async for x in counting() if x in xs]


async def counting():
    for number in range(3):
        yield number + 1


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value


attempt(lambda: run(waiting()))
table = {}; table[1 in xs] = xs + [9]
del table[1 in xs]
show(table)
xs += [4] + [5]
xs[0], other = xs.pop(0), xs.pop(-1) + 1
show(xs, other)
with open(__file__) as file, open("".join([file.name])) as again:
    show(len(file.readline()) == len(again.readline()))
for xs[0] in [7] + [8]:
    pass
assert 8 in xs, "text" + "more"
attempt(lambda: exec("raise SystemExit(3 in xs)"))
attempt(lambda: eval("1 in xs", {"xs": [1]}))
show(sorted(dir())[:1], [name for name in globals() if "hasten" in name])
attempt(lambda: sys._getframe(0).f_code.co_name + "!")
print(2 in xs, end="" + "\n"); raise ValueError("the" + " end")
