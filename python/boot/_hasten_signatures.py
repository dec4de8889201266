"""What functions are given and give back, and what objects and modules hold: the types, measured for `hasten compile`.

HASTEN_SIGNATURES names the files (a path a line). A type is {name: [[type of each part], …]} in JSON: what was seen, merged. No
method of the user's is called: containers are read by the built-in's own methods, attributes from `__dict__` and slots.
"""

import os
import sys
import threading
from opcode import opname

from _hasten_files import absolute
from _hasten_life import follow
from _hasten_records import Records
from _hasten_types import _mro_of, _names_of, name_of

_RESUMABLE = 0x20 | 0x80 | 0x200  # CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR
_DEPTH = 4
_ITEMS = 64
_FULL = 200  # so many calls of a function are looked at in whole, then one in _EACH
_EACH = 16


def start(folder):
    follow(Signatures(folder, os.environ.get("HASTEN_SIGNATURES", "").split("\n")))


class Signatures:
    def __init__(self, folder, files):
        self.folder = folder
        self.files = frozenset(os.path.realpath(name) for name in files if name)
        self.is_over = False
        self.codes = {}
        self.classes = {}
        self.modules = {}
        self.records = Records(folder, "signatures")
        self.profile = self._profile()
        threading.setprofile(self.profile)
        sys.setprofile(self.profile)

    def before_fork(self):
        pass

    def after_fork_in_parent(self):
        pass

    def after_fork_in_child(self):
        self.records = Records(self.folder, "signatures")

    def end(self):
        if self.is_over:
            return
        self.is_over = True
        if sys.getprofile() is not self.profile:
            self.records.add(["note", "The program set a profile function of its own: not all types were seen."])
        sys.setprofile(None)
        threading.setprofile(None)
        for seen in list(self.codes.values()):
            if seen is not None:
                self._write(seen)
        for kind, attributes in list(self.classes.values()):
            self.records.add(["class", name_of(kind), [name_of(base) for base in _mro_of(kind)], attributes])
        for names, held in list(self.modules.values()):
            name = names.get("__name__")
            self.records.add(["module", name if type(name) is str else "", held])
        self.records.add(["end"])
        self.records.flush()

    def _write(self, seen):
        code = seen.code
        row = [absolute(code.co_filename), code.co_firstlineno, code.co_name, seen.calls]
        self.records.add(["signature"] + row + [seen.given, seen.returned, seen.resumes, seen.held])

    def _profile(self):
        codes = self.codes

        def profile(frame, event, arg):
            if event != "call" and event != "return":
                return
            code = frame.f_code
            try:
                seen = codes[code]
            except KeyError:
                seen = codes[code] = self._begin(code)
            if seen is None:
                return
            try:
                if event == "call":
                    self._enter(seen, frame)
                elif (arg is not None and not seen.resumes) or _gives(seen, frame.f_lasti):
                    merge(seen.returned, arg, _DEPTH)
                    if seen.is_full():
                        self._look_around(seen, frame)
            except Exception:
                pass  # an odd object: its type goes untold, and the program goes on

        return profile

    def _begin(self, code):
        return Seen(code) if os.path.realpath(absolute(code.co_filename)) in self.files else None

    def _enter(self, seen, frame):
        code = seen.code
        if seen.resumes and not _is_start(code, frame.f_lasti):
            return
        seen.calls += 1
        if not seen.names:
            return
        here = frame.f_locals
        for name in seen.names:
            if name in here:
                kinds = seen.given.setdefault(name, {})
                merge(kinds, here[name], _DEPTH)

    def _look_around(self, seen, frame):
        names = frame.f_globals
        held = self.modules.setdefault(id(names), (names, {}))[1]
        for name, value in list(names.items()):
            if type(name) is str and not name.startswith("__"):
                merge(held.setdefault(name, {}), value, _DEPTH)
        for name, value in list(frame.f_locals.items()):
            if name not in seen.names:
                merge(seen.held.setdefault(name, {}), value, 1)
        if not seen.code.co_argcount:
            return
        first = frame.f_locals.get(seen.code.co_varnames[0])
        kind = type(first)
        if getattr(sys.modules.get(kind.__module__), "__dict__", None) is not names:
            return
        attributes = self.classes.setdefault(id(kind), (kind, {}))[1]
        for name, value in attributes_of(first, kind):
            merge(attributes.setdefault(name, {}), value, _DEPTH)


class Seen:
    def __init__(self, code):
        self.code = code
        self.calls = 0
        self.resumes = bool(code.co_flags & _RESUMABLE)
        self.given = {}
        self.returned = {}
        self.held = {}
        self.looks = 0
        count = code.co_argcount + code.co_kwonlyargcount
        count += bool(code.co_flags & 4) + bool(code.co_flags & 8)
        self.names = code.co_varnames[:count]

    def is_full(self):
        self.looks += 1
        return self.looks <= _FULL or self.looks % _EACH == 0


def _is_start(code, at):
    """A generator is entered anew at each resumption; from 3.11 on RESUME's argument says which one it is."""
    return at < 0 if sys.version_info < (3, 11) else at + 1 < len(code.co_code) and code.co_code[at + 1] & 3 == 0


def _gives(seen, at):
    """Unwinding tells a None as well; only a return stands at one. Of a generator what counts is what it yields."""
    # 3.13 has moved on to the RESUME behind the yield.
    return opname[seen.code.co_code[at]].startswith(("YIELD_", "RESUME") if seen.resumes else "RETURN_")


def attributes_of(value, kind):
    """The attributes of an instance of a class that was written in Python."""
    for base in _mro_of(kind):
        names = _names_of(base)
        own = names.get("__dict__")
        if type(own).__name__ == "getset_descriptor":
            for name, held in list(own.__get__(value).items()):
                yield name, held
        for name, member in list(names.items()):
            if type(member).__name__ == "member_descriptor":
                try:
                    yield name, member.__get__(value)
                except AttributeError:
                    pass


def merge(kinds, value, depth):
    """Adds the type of a value to what was seen: {name: [part, …]}."""
    kind = type(value)
    parts = _PARTS.get(kind)
    if parts is None:
        name = _PLAIN.get(kind)
        if name is None:
            name = _PLAIN[kind] = name_of(kind)
        if name not in kinds:
            kinds[name] = []
        return
    name, looks = parts
    if kind is tuple:
        name = "tuple/%d" % len(value)
    known = kinds.get(name)
    if known is None:
        known = kinds[name] = [{} for _ in range(len(value) if kind is tuple else looks)]
    if depth == 0:
        return
    if kind is tuple:
        for slot, item in zip(known[:_ITEMS], value):
            merge(slot, item, depth - 1)
    elif kind is dict:
        for number, (key, item) in enumerate(_items(value)):
            if number == _ITEMS:
                break
            merge(known[0], key, depth - 1)
            merge(known[1], item, depth - 1)
    else:
        for item in _some(value, kind):
            merge(known[0], item, depth - 1)


def _items(value):
    return list(dict.items(value)) if len(value) <= _ITEMS * 8 else zip(value, dict.values(value))


def _some(value, kind):
    if kind is list:
        step = max(1, len(value) // _ITEMS)
        return value[::step]
    return [item for item, _ in zip(value, range(_ITEMS))]


_PLAIN = {}
_PARTS = {list: ("list", 1), dict: ("dict", 2), set: ("set", 1), frozenset: ("frozenset", 1), tuple: ("tuple", 0)}
