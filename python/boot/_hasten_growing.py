"""Counts what each line holds, in a child of its own, and looks at who holds what goes on growing."""

import time

import _hasten_holders
from _hasten_files import absolute
from _hasten_json import write
from _hasten_stock import counted

#: Lines that are told of one moment.
MOST_LINES = 400
#: Growing lines whose holders are looked for.
MOST_TRACED = 6
#: Moments before that are needed to call something growing.
LEAST_MOMENTS = 3
LEAST = 16 << 10


def count(path, now, earlier, frame, is_end):
    totals = by_line(len(earlier) < LEAST_MOMENTS)
    rows = sorted(([size, blocks, absolute(key[0]), key[1]] for key, (size, blocks) in totals.items()), key=lambda row: -row[0])
    growing = candidates(totals, earlier) if len(earlier) >= LEAST_MOMENTS else []
    began = time.perf_counter()
    samples = _hasten_holders.trace(growing[:MOST_TRACED], frame) if growing else []
    write(path, {"at": now, "end": is_end, "lines": rows[:MOST_LINES], "held": sum(row[0] for row in rows),
                 "samples": samples, "seconds": time.perf_counter() - began})


def by_line(is_last):
    """[bytes, blocks] by the line that made them: tracemalloc tells the innermost frame first."""
    totals = {}
    for trace, blocks in counted(is_last).items():
        row = totals.setdefault(trace[2][0], [0, 0])
        row[0] += trace[1] * blocks
        row[1] += blocks
    return totals


def candidates(totals, earlier):
    """Lines that hold more than at any of the last moments, those that grew most first."""
    import json

    past = []
    for _, path in earlier[-6:]:
        try:
            with open(path) as handle:
                past.append({(row[2], row[3]): row[0] for row in json.load(handle)["lines"]})
        except (OSError, ValueError):
            continue
    found = []
    for key, (size, _) in totals.items():
        if "_hasten_" in key[0]:
            continue
        told = (absolute(key[0]), key[1])
        sizes = [one.get(told, 0) for one in past] + [size]
        rises = sum(1 for one, other in zip(sizes, sizes[1:]) if other > one)
        if len(sizes) >= 4 and rises >= len(sizes) - 2 and sizes[-1] - sizes[0] >= LEAST:
            found.append((sizes[-1] - sizes[0], key))
    found.sort(reverse=True)
    return [key for _, key in found]
