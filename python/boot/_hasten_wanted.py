"""How much of what a program makes it wants."""

from itertools import compress, count
from operator import not_

from _hasten_observe import PLAIN

DEARER = 1.5  # times what an element costs in a list it costs where a generator gives it (measured: 1.2 to 1.5)
LEVELS = {"debug": 10, "info": 20, "warning": 30}


def part_wanted(made, kind, source):
    """The part of `made`, which was made of `source`, that is wanted; see `_hasten_probe.made`."""
    return _is_heard(source, LEVELS[kind]) if kind in LEVELS else DEARER * _wanted(made, kind)


def _is_heard(logger, level):
    """Does a logger of the standard library's, and of no class below it, write what has that level?"""
    if type(logger).__module__ != "logging" or type(logger).__name__ not in ("Logger", "RootLogger"):
        return True
    return level > logger.manager.disable and level >= logger.getEffectiveLevel()


def _wanted(made, kind):
    """The part of the list that is wanted: all where code of the program's would have to tell what is true."""
    if kind == "copy":
        return 0.0
    size = len(made)
    if kind == "one" or kind == "found":
        return 1 / max(1, size + (kind == "found"))
    if not PLAIN.issuperset(map(type, made)):
        return 1.0
    deciding = made if kind == "any" else map(not_, made)
    return next(compress(count(1), deciding), size) / max(1, size)
