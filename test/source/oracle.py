"""Prints what CPython itself knows of the given files, one JSON document a line: the judge of our source layer."""

import ast
import json
import symtable
import sys
import warnings

warnings.simplefilter("ignore")

# inspect.CO_OPTIMIZED: functions have it, the bodies of classes do not.
inspect_co_optimized = 1


def codes(code, found):
    """The code below a code object: [qualified name or None, name, first line]; without class bodies."""
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            if constant.co_flags & inspect_co_optimized:
                found.append([getattr(constant, "co_qualname", None), constant.co_name, constant.co_firstlineno])
            codes(constant, found)
    return found


def functions(data, path):
    """Names of what is written as a function: not `__annotate__` (3.14) and the values of `type` statements."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {"<lambda>"} | {node.name for node in ast.walk(ast.parse(data, path)) if isinstance(node, kinds)}


def tables(table, found):
    """The scopes below a symbol table: kind, name, line and what each name is in it."""
    names = {}
    for symbol in table.get_symbols():
        names[symbol.get_name()] = {
            "parameter": symbol.is_parameter(),
            "local": symbol.is_local(),
            "global": symbol.is_global(),
            "free": symbol.is_free(),
            "imported": symbol.is_imported(),
            "assigned": symbol.is_assigned(),
            "referenced": symbol.is_referenced(),
        }
    kind = getattr(table.get_type(), "value", table.get_type())
    found.append({"kind": kind, "name": table.get_name(), "line": table.get_lineno(), "names": names})
    for child in table.get_children():
        tables(child, found)
    return found


def judge(what, path):
    """One file's answer; None where CPython does not take the file."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        if what == "codes":
            found = codes(compile(data, path, "exec", dont_inherit=True), [])
            written = functions(data, path)
            return [each for each in found if each[1] in written]
        if what == "tables":
            with open(path, encoding="utf-8", newline="") as file:
                return tables(symtable.symtable(file.read(), path, "exec"), [])
        ast.parse(data, path)
        return True
    except (SyntaxError, ValueError, RecursionError):
        return None


for line in sys.stdin:
    print(json.dumps(judge(sys.argv[1], line.rstrip("\n"))))
