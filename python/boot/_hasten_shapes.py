"""Lists of nothing but numbers, and dicts with the same few keys: what an array or an object with slots would take.

Runs in a frozen child, while tracemalloc still knows who made what. Every element of a list is looked at; what an array takes
is measured on one.
"""

import gc
import sys
from array import array

from _hasten_files import absolute

try:
    from _tracemalloc import _get_object_traceback
except ImportError:
    _get_object_traceback = None

#: Groups that are told, and the elements that one needs to be worth a word.
MOST, LEAST = 10, 1000
#: Elements of a list that are looked at to tell how many share an object.
LOOKED_AT = 5000
#: Shorter lists are not looked at: an array's own head is not smaller.
SHORTEST = 16
#: Keys of a dict that could be attributes.
MOST_KEYS = 16
_HEAD = sys.getsizeof([]) - [].__sizeof__()


def take():
    numbers, records = {}, {}
    every = gc.get_objects()
    own = _dicts_of_instances(every)
    for one in every:
        kind = type(one)
        if kind is list and len(one) >= SHORTEST:
            _look_at_list(one, numbers)
            # Dicts of what cannot hold anything are not the collector's.
            for row in one if type(one[0]) is dict else ():
                if type(row) is dict and 0 < len(row) <= MOST_KEYS and not gc.is_tracked(row):
                    _look_at_dict(row, records)
        elif kind is dict and 0 < len(one) <= MOST_KEYS and id(one) not in own:
            _look_at_dict(one, records)
    return {"numbers": _told_numbers(numbers), "records": _told_records(records)}


def _dicts_of_instances(every):
    """Up to Python 3.10 the attributes of an instance are a dict like any other; from then on there is none until somebody asks."""
    if sys.version_info >= (3, 11):
        return ()
    found = set()
    for one in every:
        if type(one).__flags__ & (1 << 9):
            try:
                found.add(id(object.__getattribute__(one, "__dict__")))
            except AttributeError:
                pass
    return found


def _look_at_list(one, groups):
    kind = type(one[0])
    if kind is not float and kind is not int:
        return
    if len(set(map(type, one))) > 1 or (kind is int and (min(one) < -(1 << 63) or max(one) >= 1 << 63)):
        return
    place = _place(one)
    if place is None:
        return
    part = one[:LOOKED_AT]
    distinct = {id(value): value for value in part}
    # The small whole numbers exist once, whoever uses them.
    each = sum(sys.getsizeof(value) for value in distinct.values() if kind is float or not -6 < value < 257) / len(part)
    row = groups.setdefault((place, "d" if kind is float else "q"), [0, 0, 0.0, one])
    row[0] += 1
    row[1] += len(one)
    row[2] += sys.getsizeof(one) + each * len(one)
    if len(one) > len(row[3]):
        row[3] = one


def _place(one):
    """Who made the list; where that is not known (its head was there before tracing began), who made what is in its middle."""
    if _get_object_traceback is None:
        return None
    traceback = _get_object_traceback(one) or _get_object_traceback(one[len(one) // 2])
    return None if not traceback or "_hasten_" in traceback[0][0] else traceback[0]


def _told_numbers(groups):
    rows = []
    for (place, code), (lists, elements, size, largest) in groups.items():
        if elements < LEAST:
            continue
        packed = array(code, largest)
        # A list that grows keeps room for more; an array made at once does not.
        then = lists * sys.getsizeof(array(code)) + elements * packed.itemsize
        if then < size:
            rows.append({"file": absolute(place[0]), "line": place[1], "code": code, "lists": lists, "elements": elements,
                         "bytes": int(size), "packed": int(then)})
    return sorted(rows, key=lambda row: row["packed"] - row["bytes"])[:MOST]


def _look_at_dict(one, groups):
    try:
        keys = tuple(one)
        row = groups.get(keys)
        if row is None:
            if not all(type(key) is str and key.isidentifier() for key in keys):
                return
            row = groups[keys] = [0, 0]
        row[0] += 1
        row[1] += sys.getsizeof(one)
    except Exception:
        return  # Keys with a hash of their own that fails.


def _told_records(groups):
    rows = []
    for keys, (count, size) in groups.items():
        slotted = count * (_HEAD + object.__sizeof__(object()) + 8 * len(keys))
        if count >= LEAST and slotted < size:
            rows.append({"keys": list(keys), "count": count, "bytes": size, "slotted": slotted})
    return sorted(rows, key=lambda row: row["slotted"] - row["bytes"])[:MOST]
