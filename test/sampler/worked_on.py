"""Works on operands that have no name. Lines that tests look at end in a comment with their name."""

import time

NAMES = ["name %d" % number for number in range(20000)]
ROWS = {"a": [list(range(9000)), list(range(30000))], "b": [tuple(range(25000))]}


def copied(names):
    return list(names)


# Alike but for their last bit: comparing the two takes long, and so does hashing one, each time.
GREAT = (1 << 6000000) - 1
OTHER = GREAT - 1


def one_of(turn):
    return [OTHER, OTHER, OTHER] if turn % 2 else {GREAT}


def work(end, key):
    out = []
    turn = 0
    while time.perf_counter() < end:
        turn += 1
        "nowhere" in copied(NAMES)  # contains
        -turn in ROWS[key][turn % 2]  # subscript
        copied(NAMES).count("nowhere")  # receiver
        out.extend(copied(NAMES))  # argument
        sorted(copied(NAMES), key=len, reverse=bool(turn % 2))  # sorted
        ROWS["b"][0] + tuple(copied(ROWS["a"][1]))  # added
        GREAT in one_of(turn)  # alternating
        try:
            with open(__file__):
                ROWS["b"][0].index(copied([24999])[0])  # protected
        finally:
            out.clear()


print("begins", flush=True)
work(time.perf_counter() + 60, "a")
