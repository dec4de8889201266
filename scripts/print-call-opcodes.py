"""Prints this Python's row of `src/collect/sampler/call-opcodes.ts`."""

import dis
import opcode
import sys

opcodes = dict(getattr(dis, "_all_opmap", None) or opcode.opmap)
opcodes.update(getattr(opcode, "_specialized_opmap", {}))

# CALL_ALLOC_AND_ENTER_INIT is left out: the function that it enters lies nowhere on the stack.
PYTHON = ("CALL_PY", "CALL_KW_PY", "CALL_EX_PY", "CALL_BOUND_METHOD", "CALL_KW_BOUND_METHOD",
          "ENTER_EXECUTOR")


def numbers(*prefixes):
    names = {name: number for name, number in opcodes.items() if "INTRINSIC" not in name and "LIST_APPEND" not in name}
    plain = {name: name.replace("INSTRUMENTED_", "") for name in names}
    return sorted(names[name] for name in names if plain[name].startswith(prefixes) and name not in ("CALL_FINALLY", "CALL_ALLOC_AND_ENTER_INIT"))


QUIET = ("LOAD_FAST", "STORE_FAST", "LOAD_CONST", "LOAD_SMALL_INT", "LOAD_GLOBAL", "LOAD_DEREF", "LOAD_CLOSURE", "LOAD_COMMON",
         "COPY_FREE", "JUMP", "NOP", "RESUME", "COPY", "SWAP", "PUSH_NULL", "KW_NAMES", "PRECALL", "DUP_TOP", "ROT_", "EXTENDED_ARG",
         "FOR_ITER_LIST", "FOR_ITER_RANGE", "FOR_ITER_TUPLE", "BUILD_LIST", "BUILD_TUPLE", "MAKE_CELL", "NOT_TAKEN")

row = "  %d: { calls: %s, pythonCalls: %s, iterates: %s, quiet: %s },"
iterates = sorted(set(numbers("FOR_ITER", "SEND", "YIELD_FROM")) - set(numbers(*QUIET)))
print(row % (sys.version_info[1], numbers("CALL", "ENTER_EXECUTOR"), numbers(*PYTHON), iterates, numbers(*QUIET)))
