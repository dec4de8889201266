"""What kind of things values are, told from their types alone: no method of the user's is ever called."""

import sys

from _hasten_agreeing import hashed_attributes

_written_mro_of = type.__dict__["__mro__"].__get__
_names_of = type.__dict__["__dict__"].__get__
_module_of = type.__dict__["__module__"].__get__
_qualname_of = type.__dict__["__qualname__"].__get__
_flags_of = type.__dict__["__flags__"].__get__
_HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: made at run time, as every class statement does

ATOMS = frozenset([int, float, complex, bool, str, bytes, type(None), range, type(Ellipsis), type(NotImplemented)])
_ATOM_IDS = frozenset(map(id, ATOMS))
_UNHASHABLE_IDS = frozenset(map(id, (list, dict, set, bytearray)))

# Standard types written with equality and hash that agree (their own documentation says so).
AGREEING = (
    ("datetime", ("date", "datetime", "time", "timedelta", "timezone")),
    ("decimal", ("Decimal",)),
    ("fractions", ("Fraction",)),
    ("uuid", ("UUID",)),
    ("pathlib", ("PurePath",)),
    ("pathlib._local", ("PurePath",)),
    ("ipaddress", ("_BaseAddress", "_BaseNetwork", "IPv4Address", "IPv6Address")),
)
ITEMS = 64
DEPTH = 4


def _mro_of(kind):
    """The MRO; none for a type that C code uses unready (CPython 3.11's iterator of `co_positions()`)."""
    return _written_mro_of(kind) or ()


def name_of(kind):
    """`list`, `collections.deque`, `app.Point`."""
    try:
        module, name = _module_of(kind), _qualname_of(kind)
    except (AttributeError, TypeError):
        return "?"
    if not isinstance(module, str) or module == "builtins":
        return str.__str__(name)
    return str.__str__(module) + "." + str.__str__(name)


def definer(kind, name):
    """The class in `kind`'s MRO that defines `name`, and the definition; (None, None) without one."""
    for base in _mro_of(kind):
        names = _names_of(base)
        if name in names:
            return base, names[name]
    return None, None


_sized = {}


def size_of(value):
    """len() of containers whose `__len__` is a built-in's own; None for anything else."""
    kind = type(value)
    length = _sized.get(id(kind))
    if length is None:
        length = _sized[id(kind)] = (kind, _length_of(kind))
    return length[1](value) if length[1] is not None else None


def _length_of(kind):
    base, length = definer(kind, "__len__")
    if base is None or not _is_builtin_class(base):
        return None
    return length


def is_array(kind):
    """Is it array.array itself?"""
    return kind is getattr(sys.modules.get("array"), "array", None)


def _is_builtin_class(kind):
    deque = getattr(sys.modules.get("_collections"), "deque", None)
    return kind is deque or is_array(kind) or (not _flags_of(kind) & _HEAP_TYPE and _module_of(kind) == "builtins")


_classes = {}


def class_of(kind):
    """Hashability by type: "builtin", "custom", "unhashable", or "items" where it hangs on the elements."""
    known = _classes.get(id(kind))
    if known is None:
        # Keeps the type itself, so that its id cannot come to mean another one.
        known = _classes[id(kind)] = (kind, _class_of(kind))
    return known[1]


def _class_of(kind):
    if id(kind) in _ATOM_IDS:
        return "builtin"
    if id(kind) in _UNHASHABLE_IDS:
        return "unhashable"
    equal_by, _ = definer(kind, "__eq__")
    hash_by, hasher = definer(kind, "__hash__")
    if hasher is None:
        return "unhashable"
    if equal_by is hash_by and (equal_by is tuple or equal_by is frozenset):
        return "items"
    if equal_by is hash_by and (equal_by is object or id(equal_by) in _ATOM_IDS):
        return "builtin"
    if equal_by is object and _is_named(hash_by, "enum", ("Enum",)):
        return "builtin"
    if equal_by is type(len) or equal_by is type:
        return "builtin"
    if any(_is_named(equal_by, module, names) and _is_named(hash_by, module, names) for module, names in AGREEING):
        return "builtin"
    return "custom"


def _is_named(kind, module, names):
    home = sys.modules.get(module)
    return home is not None and any(home.__dict__.get(name) is kind for name in names)


# Where `in` asks one element after the other, by the class that defines it.
WALKED = (
    ("collections", ("deque", "UserList")),
    ("array", ("array",)),
    ("collections.abc", ("Sequence", "ValuesView")),
)


def is_walked(kind):
    """Does `in` ask one element after the other of such a value? It does of all that has no `__contains__`."""
    base, found = definer(kind, "__contains__")
    if base is None:
        return definer(kind, "__iter__")[1] is not None or definer(kind, "__getitem__")[1] is not None
    if found is None:
        return False
    return base is list or base is tuple or any(_is_named(base, module, names) for module, names in WALKED)


_RANK = {"builtin": 0, "proven": 1, "unknown": 2, "custom": 3, "unhashable": 4}


def worse(one, other):
    """The more careful of two hashabilities."""
    return one if _RANK[one] >= _RANK[other] else other


def hashability(value, depth=DEPTH):
    """What hashing and comparing this very value would run: "builtin", "proven", "custom", "unhashable", "unknown"."""
    found = class_of(type(value))
    if found == "custom" and depth > 0:
        return _of_attributes(value, depth - 1)
    if found != "items":
        return found
    if depth == 0:
        return "unknown"
    found = "builtin"
    base = tuple if issubclass_of(type(value), tuple) else frozenset
    for number, item in enumerate(base.__iter__(value)):
        if number == ITEMS:
            return worse(found, "unknown")
        found = worse(found, hashability(item, depth - 1))
    return found


_proven = {}


def _of_attributes(value, depth):
    """An object whose hash is proven to agree with its equality is as hashable as what it is made of."""
    kind = type(value)
    if id(kind) not in _proven:
        _proven[id(kind)] = (kind, hashed_attributes(kind, definer))
    names = _proven[id(kind)][1]
    if names is None:
        return "custom"
    found = "proven"
    for name in names:
        # Neither class has a descriptor of that name but a slot's, so that no code of the program's runs.
        try:
            found = worse(found, hashability(object.__getattribute__(value, name), depth))
        except AttributeError:
            return "custom"
    return found


def issubclass_of(kind, base):
    """issubclass() by MRO, which no metaclass can bend."""
    return any(parent is base for parent in _mro_of(kind))
