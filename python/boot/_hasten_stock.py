"""Takes stock, in a frozen child: what is held by stack, and how many objects of each class."""

import gc
import time
import tracemalloc
from collections import Counter

import _hasten_census
import _hasten_shapes
from _hasten_files import absolute
from _hasten_json import write

try:
    from _tracemalloc import _get_traces
except ImportError:
    _get_traces = None

#: Stacks that are told, the largest first; the rest is one number.
MOST_STACKS = 4000


def take(path):
    began = time.perf_counter()
    # First, while it is still known who made what.
    shapes = _hasten_shapes.take()
    stacks, rest = by_stack()
    held = time.perf_counter() - began
    census = _hasten_census.take()
    write(path, {
        "stacks": stacks, "rest": rest, "classes": census, "numbers": shapes["numbers"], "records": shapes["records"], "tracked": tracked(),
        "stock_seconds": time.perf_counter() - began, "held_seconds": held,
    })


def by_stack():
    """[bytes, blocks, [[file, line] from the outermost on]] a stack. Our own blocks are left out."""
    totals = {}
    for trace, blocks in counted(True).items():
        row = totals.setdefault(trace[2], [0, 0])
        row[0] += trace[1] * blocks
        row[1] += blocks
    rows = [(size, blocks, frames) for frames, (size, blocks) in totals.items() if not is_ours(frames)]
    rows.sort(key=lambda row: -row[0])
    told = [[size, blocks, [[absolute(file), line] for file, line in reversed(frames)]] for size, blocks, frames in rows[:MOST_STACKS]]
    return told, sum(row[0] for row in rows[MOST_STACKS:])


def counted(is_last):
    """How often each trace (domain, size, frames) occurs. Counting is itself traced, unless no trace is needed any more."""
    traces = _get_traces()
    if is_last:
        tracemalloc.stop()
    return Counter(traces)


def is_ours(frames):
    """Made by our own code, or by what it called."""
    return any("_hasten_" in file for file, _ in frames)


def tracked():
    """How many objects the collector scans, by generation (all in one where it does not tell them apart)."""
    try:
        return [len(gc.get_objects(generation)) for generation in range(3)]
    except (TypeError, ValueError):
        return [len(gc.get_objects())]

