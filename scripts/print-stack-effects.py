"""Prints this Python's row of `src/collect/sampler/bytecode/stack-effects.ts`."""

import dis
import json
import opcode
import sys

MINOR = sys.version_info[1]
NAMES = {name: number for name, number in (getattr(dis, "_all_opmap", None) or opcode.opmap).items() if number < 256}
NAMES.update(getattr(opcode, "_specialized_opmap", {}))
ARGUMENTS = list(range(16)) + [255, 256]

# What `dis` tells for the sake of a stack's greatest depth, and what really happens. In 3.8 a finally clause begins with one
# value or with six on the stack: all depths in there are made impossibly great by FAR.
FAR = 1000
REAL = {
    8: {"BEGIN_FINALLY": "%d" % (6 + FAR), "END_FINALLY": "%d" % (-6 - FAR), "POP_FINALLY": "%d" % (-6 - FAR), "POP_EXCEPT": "%d" % (-3 - FAR)},
    10: {"GEN_START": "0"},
    11: {"PRECALL": "0", "CALL": "-1-n", "RETURN_GENERATOR": "1"},
    12: {"RETURN_GENERATOR": "1"},
}.get(MINOR, {})
REAL_JUMPS = {8: {name: "%d" % (6 + FAR) for name in ("SETUP_FINALLY", "SETUP_WITH", "SETUP_ASYNC_WITH", "CALL_FINALLY")}}.get(MINOR, {})
REAL_JUMPS.update({"SETUP_ASYNC_WITH": "%d" % (5 + FAR)} if MINOR == 8 else {})


def base_of(name):
    plain = name.replace("INSTRUMENTED_", "")
    if plain in REAL or has_effect(plain):
        return plain
    for start, family in getattr(opcode, "_specializations", {}).items():
        if name in family:
            return start
    plain = plain.split("__")[0]
    for ending in ("_ADAPTIVE", "_QUICK"):
        plain = plain.replace(ending, "")
    return plain if plain != name and has_effect(plain) else None


def has_effect(name):
    return name in opcode.opmap and effect_at(NAMES[name], 0, False) is not None


def effect_at(number, argument, jump):
    for given in (argument, None):
        try:
            return dis.stack_effect(number, given, jump=jump)
        except ValueError:
            pass
    return None


def formula(number, jump):
    seen = [effect_at(number, argument, jump) for argument in ARGUMENTS]
    start = seen[0]
    for text, fitting in (
        ("%d" % start, lambda n: start),
        ("%d+n" % start, lambda n: start + n),
        ("%d-n" % start, lambda n: start - n),
        ("%d-2n" % start, lambda n: start - 2 * n),
        ("%d+odd" % start, lambda n: start + (n & 1)),
        ("%d-odd" % start, lambda n: start - (n & 1)),
        ("%d-four" % start, lambda n: start - (n >> 2 & 1)),
        ("%d-three" % start, lambda n: start - (n == 3)),
        ("%d-bits" % start, lambda n: start - bin(n & 15).count("1")),
        ("%d+bytes" % start, lambda n: start + (n & 255) + (n >> 8)),
    ):
        if seen == [fitting(n) for n in ARGUMENTS]:
            return text
    raise SystemExit("no formula for %d: %s" % (number, seen))


def grouped(pairs):
    groups = {}
    for text, number in pairs:
        groups.setdefault(text, []).append(number)
    return {text: sorted(numbers) for text, numbers in sorted(groups.items())}


def numbers(*names):
    return sorted(NAMES[name] for name in names if name in NAMES)


plain = {name: number for name, number in NAMES.items() if has_effect(name) and not name.startswith(("INSTRUMENTED_", "<", "ENTER_EXECUTOR", "RESERVED"))}
caches = getattr(opcode, "_inline_cache_entries", {})
lengths = caches if hasattr(caches, "keys") else {name: caches[number] for name, number in plain.items()}
relative = {opcode.opname[number] for number in opcode.hasjrel} & set(plain)
row = {
    "effects": grouped((REAL.get(name) or formula(number, False), number) for name, number in plain.items()),
    "jumpEffects": grouped(
        (REAL_JUMPS.get(name) or formula(plain[name], True), plain[name])
        for name in relative | ({opcode.opname[number] for number in opcode.hasjabs} & set(plain))
        if MINOR == 8 or not name.startswith("SETUP_")
    ),
    "forward": sorted(plain[name] for name in relative if "BACKWARD" not in name and (MINOR == 8 or not name.startswith("SETUP_"))),
    "backward": sorted(plain[name] for name in relative if "BACKWARD" in name),
    "absolute": sorted(number for number in opcode.hasjabs if number in plain.values()),
    "ends": numbers("RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE", "INTERPRETER_EXIT", "JUMP_ABSOLUTE",
                    "JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"),
    "caches": grouped((lengths[name], number) for name, number in plain.items() if lengths.get(name)),
    "bases": {},
    "extended": NAMES["EXTENDED_ARG"],
    "sites": {
        "contains": numbers("CONTAINS_OP") or numbers("COMPARE_OP"),
        "binary": numbers("BINARY_OP") or sorted(n for name, n in plain.items() if name.startswith(("BINARY_", "INPLACE_")) and name != "BINARY_SUBSCR"),
        "call": numbers("CALL_FUNCTION", "CALL", "PRECALL"),
        "method": numbers("CALL_METHOD"),
        "keywords": numbers("CALL_FUNCTION_KW", "CALL_KW"),
    },
}
for name, number in NAMES.items():
    base = base_of(name)
    if base not in (None, name):
        row["bases"].setdefault(NAMES[base], []).append(number)
row["bases"] = {base: sorted(special) for base, special in sorted(row["bases"].items())}
print("  %d: %s," % (MINOR, json.dumps(row)))
