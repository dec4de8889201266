"""Prints the code objects of some modules of the standard library: bytes, greatest depth of the stack, name."""

import argparse
import json.decoder
import types


def walk(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from walk(constant)


for module in (argparse, json.decoder, types):
    with open(module.__file__, "rb") as file:
        for code in walk(compile(file.read(), module.__file__, "exec")):
            print(code.co_code.hex(), code.co_stacksize, code.co_name)
