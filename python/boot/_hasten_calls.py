"""Records a function's calls: what it is given and gives back, as literals, and which types of Rust hold that."""

import atexit
import functools
import json
import os
import threading

#: Calls kept: the first ones, then ever fewer.
FIRST = 20
MOST = 60
#: Text of one call at most.
MOST_TEXT = 200000

_folder = None
_known = {}


def start(folder):
    global _folder
    _folder = folder


def recorded(function):
    """The function, with its calls written down: those that it makes of itself are part of the one that was made."""
    record = _Record(function)
    _known[function.__qualname__] = record

    @functools.wraps(function)
    def watched(*args, **kwargs):
        if record.is_inside():
            return function(*args, **kwargs)
        return record.call(args, kwargs)

    return watched


class _Record:
    def __init__(self, function):
        self.function = function
        self.local = threading.local()
        self.lock = threading.Lock()
        self.count = 0
        self.calls = []
        self.given = {}
        self.returned = None
        self.left = {}
        code = function.__code__
        self.names = code.co_varnames[: code.co_argcount]
        atexit.register(self.write)

    def is_inside(self):
        return getattr(self.local, "inside", False)

    def call(self, args, kwargs):
        with self.lock:
            self.count += 1
            number = self.count
        is_kept = len(self.calls) < MOST and (number <= FIRST or number & (number - 1) == 0 or number % 1000 == 0)
        before = literal(args) if is_kept and not kwargs else None
        self.local.inside = True
        try:
            result = self.function(*args, **kwargs)
        except BaseException:
            self.leave("it raised an exception")
            raise
        finally:
            self.local.inside = False
        if is_kept:
            self.keep(args, kwargs, before, result)
        return result

    def keep(self, args, kwargs, before, result):
        if kwargs:
            return self.leave("it was called with keywords")
        after = literal(args)
        answer = literal(result)
        if before is None or answer is None:
            return self.leave("a value is no literal, or too long")
        if before != after:
            return self.leave("it changes what it is given")
        for name, value in zip(self.names, args):
            self.given[name] = merged(self.given.get(name), type_of(value))
        if len(args) != len(self.names):
            self.leave("arguments were left out")
        self.returned = merged(self.returned, type_of(result))
        self.calls.append([before, answer])

    def leave(self, why):
        self.left[why] = self.left.get(why, 0) + 1

    def write(self):
        record = {
            "calls": self.calls,
            "count": self.count,
            "given": [[name, self.given.get(name)] for name in self.names],
            "returned": self.returned,
            "left": self.left,
        }
        with open(os.path.join(_folder, "%d.calls" % os.getpid()), "w") as out:
            json.dump(record, out)


PLAIN = (int, float, str, bytes, bool, type(None))


def literal(value):
    """Text that `eval` makes the very same value of; None where there is none."""
    if not is_plain(value, 6):
        return None
    text = repr(value)
    return text if len(text) <= MOST_TEXT else None


def is_plain(value, depth):
    kind = type(value)
    if kind is float:
        return value - value == 0  # nan and inf are no literals
    if kind in PLAIN:
        return True
    if depth == 0:
        return False
    if kind in (list, tuple, set, frozenset):
        return all(is_plain(each, depth - 1) for each in value)
    return kind is dict and all(is_plain(key, 1) and is_plain(each, depth - 1) for key, each in value.items())


def type_of(value):
    """A tree of names: ["list", ["int"]]; ["big"] is an int that 64 bits do not hold."""
    kind = type(value)
    if kind is int:
        return ["int"] if -(2**63) <= value < 2**63 else ["big"]
    if kind in (list, set, frozenset):
        return [kind.__name__, all_of(value)]
    if kind is tuple:
        return ["tuple"] + [type_of(each) for each in value]
    if kind is dict:
        return ["dict", all_of(value), all_of(value.values())]
    return ["None" if value is None else kind.__name__]


def all_of(values):
    found = None
    for value in values:
        found = merged(found, type_of(value))
    return found


def merged(one, other):
    """What holds both; ["mixed"] where nothing does, None where nothing was seen."""
    if one is None or other is None:
        return one or other
    if one == other:
        return one
    if one[0] == "None" or other[0] == "None":
        return ["optional", other if one[0] == "None" else one]
    if one[0] == "optional" or other[0] == "optional":
        inner = merged(one[1] if one[0] == "optional" else one, other[1] if other[0] == "optional" else other)
        return ["optional", inner]
    if one[0] != other[0] or len(one) != len(other):
        return ["mixed"]
    return [one[0]] + [merged(a, b) for a, b in zip(one[1:], other[1:])]
