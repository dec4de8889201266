"""Prints, for every code object of some standard-library files, its table and where each instruction comes from."""

import base64
import json
import os
import sys

FILES = ("argparse.py", "ast.py", "difflib.py", "typing.py", "asyncio/tasks.py", "json/decoder.py", "_pydecimal.py")


def codes(code):
    yield code
    for const in code.co_consts:
        if hasattr(const, "co_code"):
            yield from codes(const)


def positions(code):
    count = len(code.co_code) // 2
    if hasattr(code, "co_positions"):
        return [[-1 if place is None else place for place in (line, column, end, end_column)]
                for line, end, column, end_column in code.co_positions()]
    lines = [-1] * count
    if hasattr(code, "co_lines"):
        for start, end, line in code.co_lines():
            lines[start // 2:end // 2] = [-1 if line is None else line] * ((end - start) // 2)
    else:
        import dis

        starts = list(dis.findlinestarts(code)) + [(len(code.co_code), 0)]
        for (start, line), (end, _) in zip(starts, starts[1:]):
            lines[start // 2:end // 2] = [line] * ((end - start) // 2)
    return [[line, -1, -1, -1] for line in lines]


folder = os.path.dirname(os.__file__)
for name in FILES:
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        continue
    with open(path, "rb") as source:
        for code in codes(compile(source.read(), name, "exec")):
            table = code.co_linetable if sys.version_info >= (3, 10) else code.co_lnotab
            print(json.dumps([code.co_firstlineno, base64.b64encode(table).decode(), positions(code)]))
