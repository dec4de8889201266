"""Writes any Python value as text, strictly, so that two values can be compared as bytes.

Types, order, aliasing, -0.0 and NaN show; sets are free of order. No code of the user's runs: contents are read through the
built-in types' own methods, attributes through `object.__getattribute__` and slots' member descriptors. What has no
readable content (locks, files, generators) is written as opaque and counted.
"""

import sys
import types

#: Parts (values, items) after which a dump is cut: a comparison must not take longer than the call.
MOST_PARTS = 1500000

_PLAIN = (type(None), bool, float, complex, str, bytes, range, type(Ellipsis), type(NotImplemented))
_NAMED = (types.FunctionType, types.BuiltinFunctionType, type)
_SLOT = types.MemberDescriptorType
#: Types of the standard library in C whose `repr` is theirs and says everything; by module and name: none is imported.
_SPOKEN = {
    ("datetime", "datetime"), ("datetime", "date"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("decimal", "Decimal"), ("re", "Pattern"), ("array", "array"), ("builtins", "slice"),
}


class Dump:
    """Collects the parts of one value; `seen` numbers the objects met so far, across several dumps of one call."""

    def __init__(self, seen):
        self.seen = seen
        self.parts = []
        self.opaque = set()
        self.is_cut = False

    def text(self):
        return " ".join(self.parts)

    def add(self, value):
        stack = [value]
        parts = self.parts
        while stack:
            if len(parts) > MOST_PARTS:
                self.is_cut = True
                return
            item = stack.pop()
            if type(item) is _Word:
                parts.append(item.word)
            else:
                self.one(item, stack)

    def one(self, value, stack):
        kind = type(value)
        if kind is int:
            self.parts.append(hex(value))
        elif kind is float and value != value:
            # Membership goes by identity first: which NaN it is can be seen.
            if not self.is_known(value):
                self.parts.append("nan")
        elif kind in _PLAIN:
            self.parts.append(ascii(value) if kind is str else repr(value))
        elif kind is types.FunctionType and value.__closure__ and "<locals>" in value.__qualname__:
            self.closure(value, stack)
        elif isinstance(value, _NAMED):
            self.parts.append("<%s %s.%s>" % (kind.__name__, getattr(value, "__module__", ""), _qualname(value)))
        elif kind is types.ModuleType:
            self.parts.append("<module %s>" % value.__name__)
        elif kind is tuple:
            self.run("(", ")", value, stack)
        elif kind is frozenset:
            self.unordered("frozenset{", value)
        elif self.is_known(value):
            return
        elif kind is types.MethodType:
            stack.extend([value.__self__, value.__func__, _Word("<method>")])
        else:
            self.content(value, kind, stack)

    def is_known(self, value):
        number = self.seen.get(id(value))
        if number is not None:
            self.parts.append("@%d" % number[0])
            return True
        # The value is kept alive, so that no other object can get its id while the dump lasts.
        self.seen[id(value)] = (len(self.seen), value)
        return False

    def closure(self, value, stack):
        """A function made in a call: what it holds on to is part of it."""
        if self.is_known(value):
            return
        held = []
        for cell in value.__closure__:
            try:
                held.append(cell.cell_contents)
            except ValueError:
                held.append(_Word("empty"))
        stack.append(_Word("</function>"))
        stack.extend(reversed(held))
        stack.append(_Word("<function %s.%s" % (value.__module__, value.__qualname__)))

    def run(self, start, end, items, stack):
        self.parts.append(start)
        stack.append(_Word(end))
        stack.extend(reversed(items))

    def unordered(self, start, items):
        texts = []
        for item in items:
            inner = Dump(dict(self.seen))
            inner.add(item)
            self.opaque |= inner.opaque
            self.is_cut = self.is_cut or inner.is_cut
            texts.append(inner.text())
        self.parts.append(start + ", ".join(sorted(texts)) + "}")

    def content(self, value, kind, stack):
        """Anything else: its class, what a built-in base holds, its attributes."""
        name = _class_name(kind)
        if kind.__module__ in ("_io", "_thread", "_socket", "weakref"):
            self.opaque.add(name)
            self.parts.append("<%s>" % name)
            return
        attributes = _attributes(value, kind)
        has_content = self.built_in_content(value, kind, stack)
        if attributes:
            flat = []
            for key in attributes:
                flat.append(_Word("." + key))
                flat.append(attributes[key])
            # Attributes come before the content on a stack that is read from its end.
            stack.extend(reversed(flat))
        elif attributes is None and not has_content:
            if (kind.__module__, kind.__name__) in _SPOKEN:
                self.parts.append(repr(value))
                return
            self.opaque.add(name)
        self.parts.append("<%s>" % name)

    def built_in_content(self, value, kind, stack):
        if isinstance(value, dict):
            flat = []
            for key, item in _items(value):
                flat.append(key)
                flat.append(item)
            self.later("{", "}", flat, stack)
        elif isinstance(value, list):
            self.later("[", "]", list.__getitem__(value, slice(None)), stack)
        elif isinstance(value, tuple):
            self.later("(", ")", tuple.__getitem__(value, slice(None)), stack)
        elif isinstance(value, (set, frozenset)):
            base = set if isinstance(value, set) else frozenset
            self.unordered("set{", list(base.__iter__(value)))
        elif isinstance(value, (bytearray, memoryview)):
            self.parts.append(repr(bytes(value)))
        elif isinstance(value, (int, float, str, bytes, complex)):
            base = next(one for one in (int, float, str, bytes, complex) if isinstance(value, one))
            self.parts.append(ascii(base.__repr__(value)))
        elif isinstance(value, BaseException):
            stack.append(BaseException.__dict__["args"].__get__(value))
        elif _deque is not None and isinstance(value, _deque):
            bound = _deque.__dict__["maxlen"].__get__(value)
            self.later("deque %s [" % bound, "]", list(_deque.__iter__(value)), stack)
        elif kind.__module__ == "functools" and kind.__name__ == "partial":
            self.later("(", ")", [value.func, value.args, value.keywords], stack)
        elif kind.__module__ == "_io" and kind.__name__ in ("StringIO", "BytesIO"):
            if value.closed:
                self.parts.append("closed")
            else:
                self.later("(", ")", [value.getvalue(), value.tell()], stack)
        elif kind.__module__ == "numpy" and kind.__name__ == "ndarray":
            about = "%s %s " % (value.dtype, value.shape)
            if value.dtype.hasobject:
                # The bytes of these are addresses.
                self.later(about + "[", "]", value.reshape(-1).tolist(), stack)
            else:
                self.parts.append(about + value.tobytes().hex())
        else:
            return False
        return True

    def later(self, start, end, items, stack):
        stack.append(_Word(end))
        stack.extend(reversed(items))
        stack.append(_Word(start))


class _Word:
    """Text of the dump itself, waiting on the stack between values."""

    __slots__ = ("word",)

    def __init__(self, word):
        self.word = word


_collections = sys.modules.get("_collections")
_deque = getattr(_collections, "deque", None)
_ordered = getattr(_collections, "OrderedDict", None)
_factory = getattr(_collections, "defaultdict", None)


def _items(value):
    """A dict's items in its own order, which an OrderedDict keeps beside the dict's."""
    if _ordered is not None and isinstance(value, _ordered):
        return list(_ordered.items(value))
    items = list(dict.items(value))
    if _factory is not None and isinstance(value, _factory):
        items.append((_Word("default"), _factory.__dict__["default_factory"].__get__(value)))
    return items


def _qualname(value):
    return getattr(value, "__qualname__", getattr(value, "__name__", "?"))


def _class_name(kind):
    return "%s.%s" % (kind.__module__, kind.__qualname__)


def _attributes(value, kind):
    """Instance attributes and slots by name, in the order they were set; None when the class has room for none."""
    found = None
    try:
        found = dict(object.__getattribute__(value, "__dict__"))
    except (AttributeError, TypeError):
        pass
    for base in kind.__mro__:
        for name, slot in base.__dict__.items():
            if type(slot) is not _SLOT or base.__module__ == "builtins" or name in ("__dict__", "__weakref__"):
                continue
            found = {} if found is None else found
            try:
                found[name] = slot.__get__(value)
            except AttributeError:
                continue
    for name in found or ():
        if type(name) is str and "_rest" in name and _is_rest(found[name], name, kind):
            whole, start = found[name]
            found[name] = (whole[start:], 0)
    return found


class _Rest:
    @property
    def shown(self):
        rest, start = self._rest
        if start:
            rest = rest[start:]
            self._rest = rest, 0
        return rest


_REST = _Rest.shown.fget.__code__


def _is_rest(pair, name, kind):
    """Is it a text with the place where a rest of it begins, of a class that has the fix's property for the rest?"""
    if type(pair) is not tuple or len(pair) != 2 or type(pair[0]) not in (str, bytes) or type(pair[1]) is not int:
        return False
    if not 0 <= pair[1] <= len(pair[0]):
        return False
    for base in kind.__mro__:
        for shown in list(base.__dict__.values()):
            code = getattr(shown.fget, "__code__", None) if type(shown) is property else None
            if code is not None and code.co_names == (name,) and _does_the_same(code, _REST):
                return True
    return False


def _does_the_same(one, other):
    """Is it the same code but for the names of attributes?"""
    if one.co_varnames != other.co_varnames or one.co_consts != other.co_consts:
        return False
    return one.co_code == other.co_code
