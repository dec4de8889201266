"""Calls made harder from a recorded one, within the types that were observed."""

#: Elements kept of a long argument: harder calls are about cases, not about size.
MOST_ELEMENTS = 60


def derive(function, args, kwargs):
    """(name, args, kwargs, what to do first) of each harder call; one argument or attribute differs from the recorded call."""
    code = function.__code__
    for index, value in enumerate(args):
        name = code.co_varnames[index] if index < code.co_argcount else "*%d" % index
        for how, changed in variants(value):
            yield "`%s` %s" % (name, how), args[:index] + (changed,) + args[index + 1 :], kwargs, None
    for name, value in kwargs.items():
        for how, changed in variants(value):
            yield "`%s` %s" % (name, how), args, dict(kwargs, **{name: changed}), None
    if args and code.co_argcount:
        for name, value in attributes_named(code, args[0]):
            for how, changed in careful_variants(value):
                sentence = "`%s.%s` %s" % (code.co_varnames[0], name, how)
                yield sentence, args, kwargs, setter(args[0], name, changed)


def attributes_named(code, owner):
    """Containers in the object's own attributes that the code names."""
    try:
        attributes = object.__getattribute__(owner, "__dict__")
    except (AttributeError, TypeError):
        return []
    if type(attributes) is not dict or isinstance(owner, type):
        return []
    return [(name, attributes[name]) for name in code.co_names if type(attributes.get(name)) in (list, tuple, dict, set)]


def setter(owner, name, value):
    """Done in the child alone."""

    def change():
        object.__getattribute__(owner, "__dict__")[name] = value

    return change


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


def variants(value):
    """Other values: of the same exact built-in type, or equal ones of another."""
    kind = type(value)
    if kind in (list, tuple):
        few = value[:MOST_ELEMENTS]
        yield "empty", kind()
        if few:
            yield "with one element", few[:1]
            yield "with every element twice", few + few
            yield "reversed", kind(reversed(few))
            equal = kind(equal_of_other_type(item) for item in few[:10])
            if any(type(a) is not type(b) for a, b in zip(equal, few)):
                yield "with equal elements of other types", few + equal
                yield "with equal elements of other types first", equal + few
            if any(type(item) is float for item in few):
                nan = float("nan")
                yield "with NaN", few[:5] + kind([nan]) + few[5:] + kind([nan, float("nan")])
    elif kind in (dict, set, frozenset):
        yield "empty", kind()
        if value:
            one = next(iter(value))
            yield "with one element", {one: value[one]} if kind is dict else kind([one])
    elif kind is str:
        yield "empty", ""
        if len(value) > 1:
            yield "reversed", value[:MOST_ELEMENTS][::-1]
    elif kind in (int, float, bool):
        equal = equal_of_other_type(value)
        if type(equal) is not kind:
            yield "equal but of type %s" % type(equal).__name__, equal


def equal_of_other_type(item):
    """1.0 for 1, 1 for True and the like; the item itself where there is none."""
    if type(item) is bool:
        return int(item)
    if type(item) is int and abs(item) < 2**53:
        return bool(item) if item in (0, 1) else float(item)
    if type(item) is float and item == item and abs(item) < 2**53 and item == int(item):
        return int(item)
    return item
