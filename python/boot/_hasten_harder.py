"""Calls made harder from a recorded one, within the types that were observed, and a step beyond them: other containers."""

import itertools
import types

import _hasten_logging

_SLOT = type(type("slotted", (), {"__slots__": ("one",)}).one)

#: Elements kept of a long argument: harder calls are about cases, not about size.
MOST_ELEMENTS = 60

#: Also values of types that were not observed, and which compare with those that were: NaN among whole numbers.
tries_other_types = False


class Own(list):
    """A list that answers in its own way, as a program's class may: only a `list` itself is to be taken for one."""

    def __contains__(self, item):
        return not list.__contains__(self, item)

    def __iter__(self):
        return list.__reversed__(self)

    def __radd__(self, before):
        return tuple(before) + tuple(self)

    def index(self, *given):
        return list.index(self, *given) + 1

    def count(self, item):
        return list.count(self, item) + 1


class OwnDict(dict):
    """Likewise: what it holds is found by its items alone."""

    def __contains__(self, key):
        return not dict.__contains__(self, key)

    def __iter__(self):
        return iter(list(dict.__iter__(self))[::-1])

    def keys(self):
        return Own(dict.keys(self))

    def values(self):
        return list(dict.values(self))[::-1]

    def get(self, key, default=None):
        return dict.get(self, key, default) if dict.__contains__(self, key) else (default, key)


def derive(function, args, kwargs):
    """(name, args, kwargs, what to do first) of each harder call; one thing in it differs from the recorded call."""
    code = function.__code__
    for index, value in enumerate(args):
        name = code.co_varnames[index] if index < code.co_argcount else "*%d" % index
        others = related(args, index)
        for how, changed in variants(value):
            yield "`%s` %s" % (name, how), others[:index] + (changed,) + others[index + 1 :], kwargs, None
        for how, changed in filled(code, args, value):
            yield "`%s` %s" % (name, how), args[:index] + (changed,) + args[index + 1 :], kwargs, None
        for how, changed, fill in late_variants(value):
            yield "`%s` %s" % (name, how), args[:index] + (changed,) + args[index + 1 :], kwargs, fill
    for name, value in kwargs.items():
        for how, changed in variants(value):
            yield "`%s` %s" % (name, how), args, dict(kwargs, **{name: changed}), None
    if args and code.co_argcount:
        for name, value in attributes_named(code, args[0]):
            for how, changed in careful_variants(value):
                sentence = "`%s.%s` %s" % (code.co_varnames[0], name, how)
                yield sentence, args, kwargs, setter(args[0], name, changed)
            for how, changed in filled(code, args, value):
                sentence = "`%s.%s` %s" % (code.co_varnames[0], name, how)
                yield sentence, args, kwargs, setter(args[0], name, changed)
    for name, value in globals_named(function):
        for variants_of in (careful_variants(value), filled(code, args, value)):
            for how, changed in variants_of:
                yield "`%s` %s" % (name, how), args, kwargs, binder(function, name, changed)
    yield from same_objects(code, args, kwargs)
    yield from left_out(function, args, kwargs)
    # The last, since it takes its time.
    if _hasten_logging.logs(code):
        yield "with every logger enabled", args, kwargs, _hasten_logging.enable


#: Types whose objects can be walked through once, which the child alone may do.
_ONCE = (types.GeneratorType, map, filter, zip, enumerate)
_OF_LATE = (
    "with one element", "with every element twice", "reversed", "turned by one", "with NaN",
    "with NaN near its front", "with NaN among equal elements of other types",
    "with equal elements of other types first", "with an empty element, or zero, at its front",
)


def late_variants(value):
    """(how, a list, what fills it in the child) for what can be walked through but once."""
    if type(value) not in _ONCE:
        return

    def late(how):
        few = []

        def fill():
            first = list(itertools.islice(value, MOST_ELEMENTS))
            few[:] = dict(of_sequence(first, list)).get(how, first)

        return few, fill

    for how in ("", *_OF_LATE):
        few, fill = late(how)
        yield ("as a list of its first elements " + how).strip(), few, fill


def related(args, index):
    """The arguments with nothing in the other sequences but what is left of this one, so that what is looked for is found, and sizes to match."""
    value = args[index]
    if type(value) not in (list, tuple) or len(value) <= MOST_ELEMENTS:
        return args
    try:
        few = set(value[:MOST_ELEMENTS])
    except TypeError:
        few = None
    return tuple(other if at == index else cut(other, few, len(value)) for at, other in enumerate(args))


def cut(value, few, length):
    if type(value) is int and MOST_ELEMENTS < value <= length:
        return max(1, value * MOST_ELEMENTS // length)
    if type(value) not in (list, tuple) or few is None:
        return value
    try:
        left = type(value)(item for item in value if item in few)
    except TypeError:
        return value
    return left[:MOST_ELEMENTS] or value


def left_out(function, args, kwargs):
    """A container where the program gives none: the function makes one of its own then, and another may come."""
    code, defaults = function.__code__, function.__defaults__ or ()
    first = code.co_argcount - len(defaults)
    for index, default in enumerate(defaults, first):
        name = code.co_varnames[index]
        if default is not None or index < len(args) or name in kwargs:
            continue
        numbers = {0: 1, 1: 0, 2: 2}
        for how, changed in (
            ("an empty dict", {}),
            ("numbers by number", numbers),
            ("a dict with methods of its own", OwnDict(numbers)),
            ("a list of numbers", [2, 0, 1]),
        ):
            yield "`%s` %s" % (name, how), args, dict(kwargs, **{name: changed}), None


def filled(code, args, value):
    """A list with nothing in it yet, as one that holds an element of an argument's."""
    if type(value) is not list or value:
        return
    for index, argument in enumerate(args[: code.co_argcount]):
        if type(argument) in (list, tuple, range) and argument:
            yield "with the first element of `%s`" % code.co_varnames[index], [argument[0]]
            yield "with the last element of `%s`" % code.co_varnames[index], [argument[-1]]


def same_objects(code, args, kwargs):
    """One list for two arguments: what is done to the one shows in the other."""
    lists = [index for index, value in enumerate(args[: code.co_argcount]) if type(value) is list]
    for one in lists:
        for other in lists:
            if one < other and args[one] is not args[other]:
                few = args[one][:MOST_ELEMENTS]
                changed = list(args)
                changed[one] = changed[other] = few
                names = (code.co_varnames[one], code.co_varnames[other])
                yield "`%s` and `%s` the same object" % names, tuple(changed), kwargs, None


def globals_named(function):
    """Containers of the module that the code names."""
    variables = function.__globals__
    names = [name for name in function.__code__.co_names if name in variables]
    return [(name, variables[name]) for name in names if type(variables[name]) in (list, tuple, dict, set)]


def binder(function, name, value):
    """Done in the child alone; a list, dict or set is changed in place, since other names may lead to it."""

    def change():
        variables = function.__globals__
        held = variables[name]
        if type(held) is not type(value):
            variables[name] = value
        elif type(held) is list:
            held[:] = value
        elif type(held) in (dict, set):
            held.clear()
            held.update(value)
        else:
            variables[name] = value

    return change


def attributes_named(code, owner):
    """Containers in the object's own attributes and slots that the code names."""
    places = [(name, place_of(owner, name)) for name in code.co_names]
    held = [(name, place[0]()) for name, place in places if place is not None]
    return [(name, value) for name, value in held if type(value) in (list, tuple, dict, set)]


def place_of(owner, name):
    """(reads, binds) of an attribute in the object's own dict or slot, or a class's; no code of the program's runs."""
    if isinstance(owner, type):
        return place_in_class(owner, name)
    try:
        attributes = object.__getattribute__(owner, "__dict__")
    except (AttributeError, TypeError):
        attributes = None
    if type(attributes) is dict and name in attributes:
        return (lambda: attributes[name]), (lambda value: attributes.__setitem__(name, value))
    for base in type(owner).__mro__:
        slot = base.__dict__.get(name)
        if type(slot) is _SLOT and base.__module__ != "builtins":
            try:
                slot.__get__(owner)
            except AttributeError:
                return None
            return (lambda: slot.__get__(owner)), (lambda value: slot.__set__(owner, value))
    return None


def place_in_class(owner, name):
    for base in type.__dict__["__mro__"].__get__(owner):
        names = type.__dict__["__dict__"].__get__(base)
        if name in names and base.__module__ != "builtins":
            return (lambda: names[name]), (lambda value: type.__setattr__(base, name, value))
    return None


def setter(owner, name, value):
    """Done in the child alone."""
    return lambda: place_of(owner, name)[1](value)


def careful_variants(value):
    """An object keeps its attributes in an order and without doubles that it may rely on: those stay."""
    kind = type(value)
    yield "empty", kind()
    if kind in (list, tuple) and value:
        few = value[:MOST_ELEMENTS]
        yield "with one element", few[:1]
        equal = kind(equal_of_other_type(item) for item in few)
        if any(type(a) is not type(b) for a, b in zip(equal, few)):
            yield "with equal elements of other types", equal
    if kind is list:
        yield "as a tuple", tuple(value[:MOST_ELEMENTS])
        yield "as a list with methods of its own", Own(value[:MOST_ELEMENTS])
    elif kind is dict and value:
        yield "as a dict with methods of its own", OwnDict(list(value.items())[:MOST_ELEMENTS])


def variants(value):
    """Other values: of the same exact built-in type, or equal ones of another; other containers with the same in them."""
    kind = type(value)
    if kind in (list, tuple):
        yield from of_sequence(value, kind)
    elif kind is range:
        yield "empty", range(0)
        if value:
            yield from other_containers(list(value[:MOST_ELEMENTS]), list)
    elif kind in (dict, set, frozenset):
        yield from of_unordered(value, kind)
    elif kind in (str, bytes):
        yield "empty", kind()
        if len(value) > 1:
            yield "reversed", value[:MOST_ELEMENTS][::-1]
            yield "twice", value[:MOST_ELEMENTS] * 2
    elif kind in (int, float, bool):
        equal = equal_of_other_type(value)
        if type(equal) is not kind:
            yield "equal but of type %s" % type(equal).__name__, equal
        if kind is bool:
            yield "the other truth", not value
        elif kind is int:
            for other in (0, 1, 2, value - 1):
                if other != value and 0 <= other:
                    yield "%d" % other, other


def of_sequence(value, kind):
    few = value[:MOST_ELEMENTS]
    yield "empty", kind()
    if not few:
        yield "as a list with methods of its own", Own()
        return
    yield from other_containers(few, tuple if kind is list else list)
    yield "with one element", few[:1]
    yield "with every element twice", few + few
    yield "with every element three times running", kind(item for item in few[:20] for _ in range(3))
    yield "reversed", kind(reversed(few))
    yield "turned by one", few[1:] + few[:1]
    equal = kind(equal_of_other_type(item) for item in few[:10])
    if any(type(a) is not type(b) for a, b in zip(equal, few)):
        yield "with equal elements of other types", few + equal
        yield "with equal elements of other types first", equal + few
    if any(type(item) is float or tries_other_types and type(item) is int for item in few):
        nan = float("nan")
        yield "with NaN", few[:5] + kind([nan]) + few[5:] + kind([nan, float("nan")])
        yield "with NaN near its front", few[:1] + kind([nan]) + few[1:]
        yield "with NaN among equal elements of other types", equal[:1] + kind([nan]) + equal[1:] + few
    if any(type(item) is float for item in few):
        yield "with zeros of two signs", few[:5] + kind([0.0, -0.0]) + few[5:] + kind([-0.0, 0.0])
    if type(few[-1]) in _EMPTY:
        yield "with an empty element, or zero, at its end", few + kind([type(few[-1])()])
        yield "with an empty element, or zero, at its front", kind([type(few[0])()]) + few
    for how, inner in of_parts(few[0]):
        yield "with a first element %s" % how, kind([inner]) + few[1:]
    if type(few[0]) in (tuple, list) and len(few[0]) > 1:
        yield "with elements that differ in their last part alone", few + kind(each[:-1] + few[0][-1:] for each in few[1:3])


def of_parts(element):
    """A tuple or list as long as it is, with other parts of the same worth, and with NaN for one of its numbers."""
    kind = type(element)
    if kind not in (tuple, list):
        return
    equal = kind(equal_of_other_type(part) for part in element[:MOST_ELEMENTS])
    if any(type(a) is not type(b) for a, b in zip(equal, element)):
        yield "of equal parts of other types", equal + element[MOST_ELEMENTS:]
    numbers = [at for at, part in enumerate(element[:3]) if type(part) is float or tries_other_types and type(part) is int]
    for at in numbers:
        yield "with NaN for its part %d" % at, element[:at] + kind([float("nan")]) + element[at + 1 :]


def other_containers(few, other):
    """The same elements in what only looks like the container that was observed."""
    yield "as an iterator", iter(few)
    yield "as a list with methods of its own", Own(few)
    yield "as a %s" % other.__name__, other(few)
    if type(few[0]) in (list, tuple):
        turned = (tuple if type(few[0]) is list else list)(few[0])
        rest = list(few[1:])
        yield "with a %s for its first element" % type(turned).__name__, type(few)([turned] + rest)
        yield "with a list with methods of its own for its first element", type(few)([Own(few[0])] + rest)


_EMPTY = (str, bytes, int, float, tuple, list, dict, bool)


def of_unordered(value, kind):
    yield "empty", kind()
    if value:
        one = next(iter(value))
        yield "with one element", {one: value[one]} if kind is dict else kind([one])
    if kind is dict and value:
        yield "as a dict with methods of its own", OwnDict(list(value.items())[:MOST_ELEMENTS])
    if kind is dict and len(value) > 1:
        yield "in the other order", dict(reversed(list(value.items())[:MOST_ELEMENTS]))


def equal_of_other_type(item):
    """1.0 for 1, 1 for True and the like; the item itself where there is none."""
    if type(item) is bool:
        return int(item)
    if type(item) is int and abs(item) < 2**53:
        return bool(item) if item in (0, 1) else float(item)
    if type(item) is float and item == item and abs(item) < 2**53 and item == int(item):
        return int(item)
    return item
