"""Finds the variables outside of a function that it, or what it calls, can touch."""

import os
import types

_LIBRARY = os.path.dirname(os.__file__) + os.sep
# Functions and classes followed from the first one.
MOST_CODES = 300


def reachable(function, versions):
    """(name, value) of the module variables, and of other modules' of the project, that either version names; sorted."""
    variables = function.__globals__
    todo, seen, found = [version.__code__ for version in versions], set(), {}
    while todo and len(seen) < MOST_CODES:
        code = todo.pop()
        if code in seen:
            continue
        seen.add(code)
        todo.extend(const for const in code.co_consts if isinstance(const, types.CodeType))
        for name in code.co_names:
            if name in variables:
                _follow(name, variables[name], function.__module__, code, todo, found)
    return sorted(found.items())


def _follow(name, value, module, code, todo, found):
    inner = value.__dict__.get("__wrapped__", value) if isinstance(value, types.FunctionType) else value
    if isinstance(inner, types.FunctionType):
        if inner.__module__ == module:
            todo.append(inner.__code__)
    elif isinstance(value, type):
        if value.__module__ == module:
            found[name] = {key: item for key, item in type.__dict__["__dict__"].__get__(value).items() if is_data(key, item)}
            todo.extend(item.__code__ for item in vars(value).values() if isinstance(item, types.FunctionType))
    elif isinstance(value, types.ModuleType):
        if _is_project(value):
            names = vars(value)
            for attribute in code.co_names:
                if attribute in names and is_data(attribute, names[attribute]):
                    found["%s.%s" % (name, attribute)] = names[attribute]
    elif is_data(name, value):
        found[name] = value


def _is_project(module):
    path = vars(module).get("__file__")
    return isinstance(path, str) and not path.startswith(_LIBRARY) and "site-packages" not in path


def is_data(name, value):
    """Neither code nor a module nor what classes use to make attributes."""
    if name.startswith("__") or isinstance(value, (types.ModuleType, type)):
        return False
    kind = type(value)
    return not hasattr(kind, "__get__") and not (callable(value) and kind.__module__ == "builtins")
