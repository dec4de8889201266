"""Who holds an object: the chain of holders from it up to a module, a class or a local variable. Runs in a child."""

import gc
import sys
import types
from collections import deque

from _hasten_files import absolute

try:
    from _tracemalloc import _get_object_traceback
except ImportError:
    _get_object_traceback = None

#: Scans of all objects for one chain, and its length.
MOST_SCANS = 60
DEEPEST = 10
#: Objects that are looked at first.
ENOUGH = 20000
#: With fewer objects of the collector's a line is one that makes strings, bytes or numbers, too.
FEW = 50
#: Elements of one container that are asked who made them: one answer takes microseconds.
FEW_INSIDE = 20
#: Holders of one object that are followed.
WIDEST = 6
_OWN = "_hasten_"
_INERT = (str, bytes, bytearray, int, float, complex)


def trace(places, frame):
    """For each of these lines an object that it made, and who holds that."""
    # All that is there now becomes old, so that what is young from here on is our own.
    gc.freeze()
    gc.unfreeze()
    samples = _find(places)
    roots = _locals(frame)
    told = []
    for place in places:
        found = samples.get(place)
        if found:
            one = found[len(found) * 3 // 4]
            chain, end = Chain(roots).of(one)
            told.append({"file": absolute(place[0]), "line": place[1], "type": _name(type(one)), "chain": chain, "end": end,
                         "finalizer": _has_finalizer(one, chain)})
    return told


def _find(places, most=400):
    """Objects that these lines made: those of the collector, and what containers hold of the others."""
    wanted = {place: [] for place in places}

    def look(one):
        traceback = _get_object_traceback(one)
        if traceback:
            found = wanted.get(traceback[0])
            if found is not None:
                found.append(one)
                if len(found) > most:
                    # The later ones are more likely to be what leaks.
                    del found[::2]

    every = gc.get_objects()
    # What leaks is many: some of all objects will do, and only where they show none all of them are looked at.
    _look_through(every[:: len(every) // ENOUGH + 1], look, wanted)
    if len(every) > ENOUGH and not all(wanted.values()):
        _look_through(every, look, wanted)
    return wanted


def _look_through(objects, look, wanted):
    for one in objects:
        if type(one) is not types.FrameType:
            look(one)
    if all(len(found) >= FEW for found in wanted.values()):
        return
    for one in objects:
        kind = type(one)
        if kind in (list, tuple, set, frozenset, dict, deque) or kind.__flags__ & (1 << 9):
            inside = gc.get_referents(one)
            for inner in inside[:: len(inside) // FEW_INSIDE + 1]:
                if type(inner) in _INERT:
                    look(inner)


def _locals(frame):
    """Values that a live function names, by id."""
    roots = {}
    while frame is not None:
        code = frame.f_code
        if not _OWN in code.co_filename and code.co_name != "<module>":
            try:
                named = dict(frame.f_locals)
            except Exception:
                named = {}
            for name, value in named.items():
                roots.setdefault(id(value), (name, getattr(code, "co_qualname", code.co_name)))
        frame = frame.f_back
    return roots


class Chain:
    def __init__(self, roots):
        self.roots = roots
        # From 3.11 on an instance gets its dict when somebody asks for it: such a dict stands for its owner.
        self.dicts = {}
        self.modules = {id(vars(module)): name for name, module in list(sys.modules.items())
                        if type(module) is types.ModuleType}

    def of(self, one):
        """Breadth first: the shortest chain to a root. ([[how, type, size], ..], end)"""
        queue = deque([(one, [])])
        seen = {id(one)}
        scans = 0
        is_cycle = False
        longest = []
        while queue and scans < MOST_SCANS:
            current, path = queue.popleft()
            root = self._root(current)
            if root is not None:
                return path, root
            if len(path) >= DEEPEST:
                continue
            scans += 1
            for holder, how in self._holders(current):
                step = path + [[how, _name(type(holder)), _length(holder)]]
                named = self._named(holder, how)
                if named is not None:
                    return path + named[0], named[1]
                if id(holder) in seen:
                    is_cycle = True
                    continue
                seen.add(id(holder))
                queue.append((holder, step))
                if len(step) > len(longest):
                    longest = step
        end = {"kind": "cycle" if is_cycle else "unknown", "name": ""}
        return longest, end

    def _root(self, one):
        local = self.roots.get(id(one))
        return {"kind": "local", "name": "%s in %s" % local} if local else None

    def _named(self, holder, how):
        """A module's or a class's attribute is the end of the chain."""
        module = self.modules.get(id(holder)) if type(holder) is dict else None
        if module is not None:
            return [], {"kind": "module", "name": "%s.%s" % (module, how[1].strip("'"))}
        return None

    def _holders(self, one):
        referrers = gc.get_referrers(one)
        ours = {id(young) for young in gc.get_objects(generation=0)}
        found = []
        for holder in referrers:
            if type(holder) is types.FrameType or (id(holder) in ours and id(holder) not in self.dicts):
                continue
            found.append(self._owner(holder, one) or (holder, self._how(holder, one)))
            if len(found) >= WIDEST:
                break
        return found

    def _owner(self, holder, one):
        owner = self.dicts.get(id(holder))
        if owner is None:
            return None
        return owner, ["attribute", next((str(name) for name, value in holder.items() if value is one), "")]

    def _how(self, holder, one):
        kind = type(holder)
        try:
            if kind is dict:
                return _key(holder, one)
            if kind in (list, tuple, deque):
                return ["index", next((str(at) for at, value in enumerate(holder) if value is one), "")]
            if kind is types.FunctionType:
                return ["function", _closure_name(holder, one)]
            if kind is types.CellType if hasattr(types, "CellType") else kind.__name__ == "cell":
                return ["cell", ""]
            if kind is types.MethodType:
                return ["method", holder.__func__.__qualname__]
            return ["attribute", self._attribute(holder, one)]
        except Exception:
            return ["in", ""]

    def _attribute(self, holder, one):
        held = getattr(holder, "__dict__", None) if not isinstance(holder, type) else vars(holder)
        if type(held) is dict:
            self.dicts[id(held)] = holder
        if held is one:
            return "__dict__"
        for name, value in (held or {}).items():
            if value is one:
                return name
        for base in type(holder).__mro__:
            for name in base.__dict__.get("__slots__", ()) if type(base.__dict__.get("__slots__")) in (tuple, list) else ():
                if getattr(holder, name, None) is one:
                    return name
        return ""


def _key(holder, one):
    for key, value in holder.items():
        if value is one or key is one:
            return ["key", repr(key)[:40] if type(key) in (str, int, bytes) else _name(type(key))]
    return ["key", ""]


def _closure_name(function, one):
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        if cell is one or cell.cell_contents is one:
            return "%s of %s" % (name, function.__qualname__)
    return function.__qualname__


def _name(kind):
    module = kind.__dict__.get("__module__")
    name = kind.__qualname__
    return name if module in (None, "builtins") or type(module) is not str else module + "." + name


def _length(one):
    return len(one) if type(one) in (dict, list, tuple, set, frozenset, deque) else -1


def _has_finalizer(one, chain):
    names = {_name(type(one))} | {step[1] for step in chain}
    for kind in object.__subclasses__():
        if _name(kind) in names and "__del__" in kind.__dict__:
            return True
    return hasattr(type(one), "__del__")
