"""The calls of the program's own callbacks, the functions among a call's arguments: how often, in which order, with what."""

import functools
import sys
import types

import _hasten_canon

#: Calls whose arguments are kept; those beyond are counted.
MOST_CALLS = 500


class Callbacks:
    """Watches while it is on. Costs time at every Python call, so it is on only where there is something to watch."""

    def __init__(self, args, kwargs):
        self.events = []
        self.more = 0
        self.codes = set()
        for value in list(args) + list(kwargs.values()):
            code = code_of(value)
            if code is not None:
                self.codes.add(code)
        # A program that profiles itself keeps its profiler.
        self.is_wanted = bool(self.codes) and sys.getprofile() is None

    def start(self):
        if self.is_wanted:
            sys.setprofile(self.look)

    def stop(self):
        if self.is_wanted:
            sys.setprofile(None)

    def look(self, frame, event, _):
        code = frame.f_code
        if event != "call" or code not in self.codes:
            return
        if len(self.events) >= MOST_CALLS:
            self.more += 1
            return
        dump = _hasten_canon.Dump({})
        given = frame.f_locals
        for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
            if name in given:
                dump.add(given[name])
        self.events.append("%s %s" % (code.co_name, dump.text()))

    def yielded(self):
        """Marks between which calls an item was given."""
        if self.is_wanted and len(self.events) < MOST_CALLS:
            self.events.append("an item")

    def part(self):
        """(what, value) to compare, or nothing."""
        return [("calls of callbacks", (self.events, self.more))] if self.is_wanted else []


def code_of(value):
    """The code of a function or method written in Python, behind any `functools.partial`."""
    while type(value) is functools.partial:
        value = value.func
    if isinstance(value, types.MethodType):
        value = value.__func__
    return value.__code__ if isinstance(value, types.FunctionType) else None
