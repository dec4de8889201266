"""Now and then, what the names of the running function held: types and sizes, without running any code of the program's.

How locals are read. Up to 3.12 `frame.f_locals` of a function copies its locals into a dict that the frame keeps
(PyFrame_FastToLocalsWithError, Objects/frameobject.c), which would keep a deleted object alive until the next copy or
the frame's end. So the dict is emptied again before anything else can run. Emptying is not written back to the function:
only PyFrame_LocalsToFast does that, and its callers are the trampolines of Python-level trace and profile functions
(call_trampoline, Python/sysmodule.c) and `import *`. A trampoline copies anew before it calls, so all that must be avoided
is to empty the dict while such a call is under way for this very frame; then the callback's frame is innermost. Hence: only
the innermost frame of a thread, only without f_trace, never where the function could look at that dict itself. From 3.13
on (PEP 667) f_locals reads through to the function, keeps nothing, and any frame may be looked at.
"""

import sys

from _hasten_types import definer, name_of, size_of

MOST_NAMES = 40
MOST_KINDS = 4000
_OPTIMIZED = 1  # CO_OPTIMIZED: a function, whose locals are not a namespace dict
_READS_THROUGH = sys.version_info >= (3, 13)
_SELF_AWARE = frozenset(["locals", "vars", "eval", "exec", "dir", "f_locals", "_getframe", "currentframe", "breakpoint"])
_CONTAINERS = frozenset([list, tuple, dict, set, frozenset, str, bytes, bytearray])
_MEMBER = type(type("slotted", (), {"__slots__": ("one",)}).one)
_PLAIN = _CONTAINERS | {int, float, bool, type(None)}
_flags_of = type.__dict__["__flags__"].__get__
_HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE
_MISSING = object()


class Operands:
    def __init__(self, stacks):
        self.stacks = stacks
        self.looks = {}
        self.seen = {}
        self.fresh = {}

    def look(self, frame, path):
        """Looks at the innermost frame of the user's code, if this sample of its position is one to look at."""
        steps = self._user_steps(path)
        if steps is None or (steps and not _READS_THROUGH):
            return
        key, lasti = path[2 * steps], path[2 * steps + 1]
        count = self.looks[key, lasti] = self.looks.get((key, lasti), 0) + 1
        if not _is_due(count):
            return
        for _ in range(steps):
            frame = frame.f_back
        code = frame.f_code
        if id(code) != key or not _SELF_AWARE.isdisjoint(code.co_names) or frame.f_trace is not None:
            return
        self._note(frame, code, self.stacks.line_of(key, lasti), key)

    def report(self, add):
        """What was seen since the last report."""
        for (code, line, name, kind, size, elements), seen in self.fresh.items():
            add(["operand", code, line, name, kind, size, list(elements), seen])
        self.fresh = {}

    def _user_steps(self, path):
        """How many frames outwards the user's innermost frame lies."""
        codes = self.stacks.codes
        for at in range(0, len(path), 2):
            if codes[path[at]][1]:
                return at >> 1
        package = _main_package()
        for at in range(0, len(path), 2):
            module = codes[path[at]][2]
            if package and (module == "__main__" or module == package or module.startswith(package + ".")):
                return at >> 1
        return None

    def _note(self, frame, code, line, key):
        """Takes types and sizes first and spells them out once no value is held any more."""
        facts = []
        if code.co_flags & _OPTIMIZED:
            values = frame.f_locals
            for name in (code.co_varnames + code.co_cellvars + code.co_freevars)[:MOST_NAMES]:
                value = values.get(name, _MISSING)
                if value is not _MISSING:
                    facts.append(_fact(name, value))
                    if _flags_of(type(value)) & _HEAP_TYPE:
                        _add_attributes(facts, name, value, code.co_names)
            # Emptied unless somebody else holds on to it: frame, `values`, the call's argument.
            if not _READS_THROUGH and sys.getrefcount(values) <= 3:
                values.clear()
            value = values = None
        _add_globals(facts, frame.f_globals, code.co_names)
        frame = None
        number = self.stacks.ids[key]
        for name, kind, size, elements in facts:
            self._count((number, line, name, name_of(kind), size, tuple([name_of(element) for element in elements])))

    def _count(self, key):
        if key in self.seen or len(self.seen) < MOST_KINDS:
            self.seen[key] = True
            self.fresh[key] = self.fresh.get(key, 0) + 1


def _fact(name, value):
    """(name, type, size, types of the first, middle and last element)"""
    kind = type(value)
    if (kind is list or kind is tuple) and value:
        return (name, kind, len(value), [type(value[0]), type(value[len(value) // 2]), type(value[-1])])
    return (name, kind, size_of(value), ())


def _add_globals(facts, values, names):
    if type(values) is dict:
        for name in names[:MOST_NAMES]:
            value = values.get(name, _MISSING)
            if type(value) in _CONTAINERS:
                facts.append(_fact(name, value))


def _add_attributes(facts, owner, value, names):
    for name in names[:MOST_NAMES]:
        found = _own_attribute(value, name)
        if found is not _MISSING:
            facts.append(_fact(owner + "." + name, found))


def _is_due(count):
    """The first samples of a position, then fewer: a look costs some 20 µs, and before 3.13 it touches the frame."""
    if _READS_THROUGH:
        return count <= 32 or count % 8 == 0
    return count <= 4 or count & (count - 1) == 0


def _main_package():
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    name = getattr(spec, "name", None)
    return name.partition(".")[0] if type(name) is str else None


def _own_attribute(value, name):
    """An attribute that the object itself has, in its dict or in a slot. object.__getattribute__ runs code of the
    program's only through a descriptor on the class, so a class that has the name must have a slot or a plain value.
    The dict is not asked for: making it slows down an object that keeps its values inline (3.11, 3.12)."""
    kind = type(value)
    if issubclass(kind, type):
        return _MISSING
    base, on_class = definer(kind, name)
    if base is not None and type(on_class) is not _MEMBER and type(on_class) not in _PLAIN:
        return _MISSING
    try:
        return object.__getattribute__(value, name)
    except AttributeError:
        return _MISSING
