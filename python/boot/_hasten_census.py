"""Live instances by class, and what one of them really takes: measured on copies, with a `__dict__` and with `__slots__`.

Runs in a frozen child. The collector knows all instances of classes; strings, numbers and bytes it does not, so
those are told by line only.
"""

import gc
import sys
import tracemalloc

from _hasten_files import absolute

#: Classes that are told, those with most bytes first.
MOST_CLASSES = 30
#: Instances whose attributes are read.
LOOKED_AT = 2000
#: Copies that are made to measure one.
COPIES = 200
_HEADER = sys.getsizeof([]) - [].__sizeof__()
_HEAP = 1 << 9  # Py_TPFLAGS_HEAPTYPE


def take():
    counts, samples = {}, {}
    for one in gc.get_objects():
        kind = type(one)
        count = counts.get(kind, 0)
        counts[kind] = count + 1
        # Spread over the whole run: the first ones, and then every so many.
        if count < LOOKED_AT // 2 or (count % 64 == 0 and len(samples[kind]) < LOOKED_AT):
            samples.setdefault(kind, []).append(one)
    one = None
    tracemalloc.start(1)
    rows = [_row(kind, count, samples[kind]) for kind, count in counts.items() if not kind.__module__ == __name__]
    rows.sort(key=lambda row: -row["bytes"])
    return rows[:MOST_CLASSES]


def _row(kind, count, sample):
    is_user = bool(kind.__flags__ & _HEAP) and type(kind.__module__) is str
    size = sum(_size(one) for one in sample) / len(sample)
    row = {"class": name_of(kind), "count": count, "bytes": int(size * count), "each": int(size)}
    if is_user:
        file = getattr(sys.modules.get(kind.__module__), "__file__", None)
        if type(file) is str:
            row["file"] = absolute(file)
    if is_user and count >= 100 and not issubclass(kind, type):
        row.update(_smaller(kind, count, sample))
    return row


def name_of(kind):
    module = kind.__dict__.get("__module__")
    name = type.__getattribute__(kind, "__qualname__")
    return name if module in (None, "builtins") or type(module) is not str else module + "." + name


def _size(one):
    try:
        # A class of the program's may have a `__sizeof__` of its own.
        return sys.getsizeof(one) if not type(one).__flags__ & _HEAP else object.__sizeof__(one) + _HEADER
    except Exception:
        return 0


def _smaller(kind, count, sample):
    """What an instance takes as it is, and what it would take with `__slots__`; empty where that cannot be told."""
    names = _attributes(sample)
    if not names or any(_in_class(kind, name) for name in names):
        return {}
    template = sample[-1].__dict__
    values = [(name, template.get(name)) for name in names if name in template]
    now = _measure(kind, values)
    then = _measure(type("Slotted", (object,), {"__slots__": tuple(name for name, _ in values)}), values)
    if now is None or then is None:
        return {}
    return {"attributes": names, "each": int(now), "bytes": int(now * count), "slotted": int(then)}


def _attributes(sample):
    names = {}
    for one in sample:
        try:
            held = object.__getattribute__(one, "__dict__")
        except AttributeError:
            return []
        if type(held) is not dict:
            return []
        for name in held:
            if type(name) is not str or not name.isidentifier():
                return []
            names[name] = True
    return list(names)[:100]


def _in_class(kind, name):
    """A default or a descriptor of the class: with that name there can be no slot."""
    return any(name in base.__dict__ for base in kind.__mro__)


def _measure(kind, values):
    """Bytes of one instance with its `__dict__`, of what is allocated for `COPIES` of them."""
    try:
        copies = [None] * COPIES
        object.__new__(kind)
        before = tracemalloc.get_traced_memory()[0]
        for at in range(COPIES):
            one = object.__new__(kind)
            for name, value in values:
                object.__setattr__(one, name, value)
            copies[at] = one
        return (tracemalloc.get_traced_memory()[0] - before) / COPIES
    except Exception:
        return None
