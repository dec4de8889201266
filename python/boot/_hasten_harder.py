"""Calls made harder from a recorded one, within the types that were observed."""

#: Elements kept of a long argument: harder calls are about cases, not about size.
MOST_ELEMENTS = 60


def derive(function, args, kwargs):
    """(name, args, kwargs) of each harder call; only one argument differs from the recorded call in each."""
    code = function.__code__
    for index, value in enumerate(args):
        name = code.co_varnames[index] if index < code.co_argcount else "*%d" % index
        for how, changed in variants(value):
            yield "`%s` %s" % (name, how), args[:index] + (changed,) + args[index + 1 :], kwargs
    for name, value in kwargs.items():
        for how, changed in variants(value):
            yield "`%s` %s" % (name, how), args, dict(kwargs, **{name: changed})


def variants(value):
    """Other values of the same exact built-in type."""
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
            if any(type(item) is float for item in few):
                nan = float("nan")
                yield "with NaN", few[:5] + kind([nan]) + few[5:] + kind([nan, float("nan")])
    elif kind in (dict, set):
        yield "empty", kind()


def equal_of_other_type(item):
    """1.0 for 1, 1 for True and the like; the item itself where there is none."""
    if type(item) is bool:
        return int(item)
    if type(item) is int and abs(item) < 2**53:
        return bool(item) if item in (0, 1) else float(item)
    if type(item) is float and item == item and abs(item) < 2**53 and item == int(item):
        return int(item)
    return item
