"""One watched expression's record: sizes, types, elements, hashability, executions, time."""

import sys
from _weakref import ref
from time import perf_counter_ns as clock

from _hasten_repeats import Repeats
from _hasten_types import class_of, hashability, is_array, is_walked, name_of, size_of, worse

RESERVOIR = 256
TYPES = 12  # distinct type names kept
ELEMENTS = 1000  # elements of one operand looked at, at most
DEAREST = 8  # times the mean of its stretch: what took longer had to wait for something else
NESTED = 3  # how deep tuples that are compared are looked into, and at how many of their items
ITEMS = 16
HELD = 100_000  # larger operands are not held on to between two looks
LISTS = 1000  # lists of a watch that are known when they come again
KEPT = 10_000_000  # of one operand a watch, so that the same one is known when it comes again
PLAIN = frozenset((bool, int, float, str, bytes, list, tuple, dict, set, frozenset, type(None)))  # whose truth runs nothing

_clock_cost = 0


def cost_of_clock():
    """Measures what reading the clock twice adds to a time."""
    global _clock_cost
    least = 1 << 30
    for _ in range(20):
        begun = clock()
        least = min(least, clock() - begun)
    _clock_cost = least


class Kinds:
    """Types of values with how often each was seen, and the hashability of all of them."""

    __slots__ = ("names", "hashable", "partial")

    def __init__(self):
        self.names = {}
        self.hashable = None
        self.partial = False  # there were values whose types are not among these

    def add(self, value, count=1):
        """Counts a value's type and, at the first of a type or for tuples, its hashability."""
        kind = type(value)
        known = self.names.get(id(kind))
        if known is not None:
            known[1] += count
            if not known[2]:
                return
        elif len(self.names) < TYPES:
            self.names[id(kind)] = [kind, count, class_of(kind) in ("items", "custom")]
        else:
            self.partial = True
        found = hashability(value)
        self.hashable = found if self.hashable is None else worse(self.hashable, found)

    def record(self):
        """Most frequent first."""
        names = sorted(self.names.values(), key=lambda entry: -entry[1])
        return {
            "types": [[name_of(kind), count] for kind, count, _ in names],
            "hashable": self.hashable or "unknown",
            "partial": self.partial,
        }


class Calls:
    """Which calls the probe has seen: frames are marked, since their addresses come again."""

    seen = {}


def within_call(frame):
    """The watches' notes of the call that `frame` belongs to; None where frames are being traced."""
    while frame.f_code.co_name in ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>") and frame.f_back is not None:
        frame = frame.f_back
    if frame.f_trace is not None:
        return None
    notes = Calls.seen.get(id(frame))
    # A new frame traces lines (which means nothing while nobody traces): that is the mark.
    if notes is None or frame.f_trace_lines:
        if len(Calls.seen) > 512:
            Calls.seen.clear()
        frame.f_trace_lines = False
        notes = Calls.seen[id(frame)] = {}
    return notes


class Watch:
    """What is known of one watched expression in this process."""

    def __init__(self, number):
        self.number = number
        self.executions = 0  # looked at or let pass, without those still passing
        self.looks = 0
        self.passing = 0
        self.left = None
        self.paired = 0
        self.exact = True
        self.timeless = False
        self.cost = 0
        self.time = 0.0
        self.estimated = 0.0
        self.look_cost = 2000.0
        self.every = 0.0
        self.last = 0
        self.window = [0, 0, 0.0, 0]  # begun, executions, time, cost
        self.off_since = 0
        self.off = 0  # ns off before the present window
        self.rate = (0.0, 0.0)  # time and executions per ns, of the last window
        self.kinds = Kinds()
        self.elements = Kinds()
        self.needle = Kinds()
        self.sizes = []
        self.sized = 0
        self.least = self.most = None
        self.size = None  # of the operand of the present execution
        self.stretches = {}  # by half octave of the size: [executions, sizes, time, squares of the times]
        self.changes = False
        self.compared = 0
        self.kept = None  # the operand of the look before
        self.same = 0  # looks whose operand was that of the look before
        self.lists = {}  # by address: size, first and last element (addresses) of the lists that were looked at
        self.again = 0  # looks at a list that was looked at before, and has at most grown since, as far as its ends tell
        self.owner = None  # a weak reference to the operand of the look before, where it has no length
        self.begun = None  # executions that the present call stands for, and when it began
        self.turns = [0, 0]  # comparisons looked at right after another one, those of another walk
        self.turn = None  # of the last comparison: its two sides, comparisons in one call until then
        self.answers = None  # [conditions looked at, those that held]
        self.repeats = None
        self.run = 0  # calls of the present run of looks that are still to be looked at

    def look_at_call(self, arguments, objects=()):
        """The arguments of a call, of which the first one's type is the operand's. Calls on other objects (ids) differ."""
        self.looks += 1
        if self.repeats is None:
            self.repeats = Repeats()
        if arguments:
            self.kinds.add(arguments[0])
        self.repeats.look(arguments + objects, self.elements.add)

    def look(self, operand, frame):
        """Type and size at every look; elements at the first looks and then ever more rarely."""
        self.looks += 1
        kind = type(operand)
        known = self.kinds.names.get(id(kind))
        if known is not None:
            known[1] += 1
        else:
            self.kinds.add(operand)
        size = self.size = size_of(operand)
        if size is not None:
            self._note_size(size)
            if self.is_due():
                self._look_inside(operand, size)
        self.same += size is not None and operand is self.kept
        self.kept = operand if size is not None and size < KEPT else None
        if kind is list:
            self._look_again(operand, size)
        self._compare(operand, size, frame)

    def _look_again(self, items, size):
        """Is it a list that was looked at before? Another one at its address counts too, where it begins and went on as that one did."""
        known = self.lists.get(id(items))
        if known is not None and 0 < known[0] <= size:
            self.again += id(items[0]) == known[1] and id(items[known[0] - 1]) == known[2]
        elif known is None and len(self.lists) >= LISTS:
            self.lists.clear()
        self.lists[id(items)] = (size, id(items[0]), id(items[-1])) if size else (0, 0, 0)

    def is_due(self):
        """Is this a look at what is inside, too? The first are, then ever fewer."""
        looks = self.looks
        return looks <= 4 or looks & (looks - 1) == 0 or looks & 255 == 0

    def look_at_compared(self, values):
        """What a sort without a key has compared: the elements of a list, and what is in them."""
        for value in values[:: max(1, len(values) // ELEMENTS)]:
            self._note_compared(value, NESTED)

    def seeing(self, key):
        """The key function; what it gives for the first elements is looked at."""
        left = iter(range(ELEMENTS))

        def seen(value):
            given = key(value)
            if next(left, None) is not None:
                self._note_compared(given, NESTED)
            return given

        return seen

    def _note_compared(self, value, depth):
        self.needle.add(value)
        if type(value) is not tuple and type(value) is not list:
            return
        if not depth or len(value) > ITEMS:
            self.needle.partial = True
        for item in value[: ITEMS if depth else 0]:
            self._note_compared(item, depth - 1)

    def look_at_answer(self, answer):
        """What a condition came to. Truth that code of the program's would tell is taken for true."""
        if self.answers is None:
            self.answers = [0, 0]
        self.answers[0] += 1
        self.answers[1] += bool(answer) if type(answer) in PLAIN else 1

    def look_at_owner(self, operand):
        """Is what has no length the operand of the look before? It lives no longer for that."""
        self.same += self.owner is not None and self.owner() is operand
        try:
            self.owner = ref(operand)
        except TypeError:
            self.owner = None

    def look_at_turn(self, left, right):
        """Does a comparison belong to the walk of the one right before it: the same call, and one side the same object?"""
        before = self.turn
        self.turn = (id(left), id(right), self.compared)
        if before is not None and self.last and not self.passing:
            self.turns[0] += 1
            is_same = before[2] < self.compared and (before[0] == id(left) or before[1] == id(right))
            self.turns[1] += not is_same

    def begin(self, executions):
        """A call that stands for so many begins."""
        self.begun = (executions, clock())

    def end(self, ended):
        """It has ended. Where it raised, or the same place was come to again meanwhile, no time is known."""
        if self.begun is None:
            return
        executions, begun = self.begun
        took = max(0, ended - begun - _clock_cost) * executions
        self.time += took
        self.window[2] += took
        self.begun = None

    def look_at_needle(self, needle):
        """The needle's type and hashability."""
        self.needle.add(needle)

    def look_at_arguments(self, arguments):
        """A method's last argument is what it searches or adds."""
        if arguments:
            self.needle.add(arguments[-1])

    def _note_size(self, size):
        self.sized += 1
        if self.least is None:
            self.least = self.most = size
        elif size < self.least:
            self.least = size
        elif size > self.most:
            self.most = size
        if len(self.sizes) < RESERVOIR:
            self.sizes.append(size)
        else:
            # Reservoir sampling (Vitter's algorithm R) with a multiplicative hash for its random numbers.
            place = self.sized * 2654435761 % 4294967296 * self.sized >> 32
            if place < RESERVOIR:
                self.sizes[place] = size

    def _look_inside(self, operand, size):
        base = type(operand)
        if base is list or base is tuple or is_array(base):
            step = max(1, size // ELEMENTS)
            inside = operand if step == 1 else operand[::step]
        elif base is dict or base is set or base is frozenset or base.__name__ == "deque":
            if size > ELEMENTS:
                return
            inside = list(operand)
        elif base.__module__ == "numpy" and base.__name__ == "ndarray":
            # One number tells of what kind all are.
            inside = [operand.dtype.type()] if operand.dtype.kind in "biufc" else ()
        else:
            return
        self._add_elements(inside)

    def _add_elements(self, inside):
        known = self.elements.names
        plain = 0
        for kind_id in set(map(id, map(type, inside))):
            entry = known.get(kind_id)
            plain += entry is not None and not entry[2]
        if plain == 1 and len(known) == 1:
            next(iter(known.values()))[1] += len(inside)
            return
        for value in inside:
            self.elements.add(value)

    def _note_time(self, size, took):
        bits = size.bit_length()
        key = 2 * bits + (size >> bits - 2 & 1) if bits > 1 else bits
        stretch = self.stretches.get(key)
        if stretch is None:
            stretch = self.stretches[key] = [0, 0, 0, 0]
        elif stretch[0] > 8 and took * stretch[0] > DEAREST * stretch[2]:
            took = DEAREST * stretch[2] // stretch[0]
        stretch[0] += 1
        stretch[1] += size
        stretch[2] += took
        stretch[3] += took * took

    def _compare(self, operand, size, frame):
        notes = None if sys.gettrace() else within_call(frame)
        if notes is None:
            return
        before = notes.get(self.number)
        if before is not None:
            self.compared += 1
            if before[0] != id(operand) or before[1] != size:
                self.changes = True
        # Held on to, so that another object cannot come to stand at the same address.
        notes[self.number] = (id(operand), size, operand if size is not None and size < HELD else None)

    def count(self, executions, entered, begun, ended):
        """Books executions, of which the last took from `begun` to `ended`."""
        self.executions += executions
        took = max(0, ended - begun - _clock_cost)
        if self.size is not None:
            self._note_time(self.size, took)
        took *= executions
        self.time += took
        self.estimated += executions
        window = self.window
        if not window[0]:
            window[:] = [entered, 0, 0.0, self.cost]
        window[1] += executions
        window[2] += took
        if self.last:
            self.every += ((entered - self.last) / executions - self.every) * 0.2
        self.last = ended
        self.look_cost += (begun - entered - self.look_cost) * 0.1

    def pace(self, now):
        """How many executions to let pass on average: 16, more where a look costs over 2 % of their time."""
        return int(min(4096, max(15, self.look_cost / (0.02 * max(self.every, 10.0)))))

    def close_window(self, now):
        """Switched off."""
        self._bridge(now)
        self.exact = False
        self.window[0] = 0
        self.last = 0
        self.off_since = now

    def _bridge(self, now):
        """The time off is taken to have gone on between the rates of the windows before and after."""
        begun, executions, took, cost = self.window
        if not begun:
            return
        wall = max(1, now - begun - (self.cost - cost))
        rate = (min(1.0, took / wall), executions / wall)
        if self.off:
            self.time += (self.rate[0] + rate[0]) / 2 * self.off
            self.estimated += (self.rate[1] * rate[1]) ** 0.5 * self.off
        self.off = 0
        self.rate = rate

    def open_window(self, now):
        """Switched on again."""
        self.executions += self.pending()
        self.left = None
        self.off += now - self.off_since
        self.off_since = 0

    def pending(self):
        """Executions let pass since the last look."""
        return 0 if self.left is None else self.passing - self.left.__length_hint__()

    def record(self, now):
        """Plain data for the file."""
        self._bridge(now)
        pending = self.pending()
        seen = self.executions + pending
        mean = self.time / self.estimated if self.estimated else 0.0
        return {
            "watch": self.number,
            "executions": seen,
            "exact": self.exact,
            "estimated": max(seen, int(self.estimated + pending)),
            "time": None if self.timeless else int(self.time + mean * pending),
            "looks": self.looks,
            "operand": self.kinds.record(),
            "elements": self.elements.record(),
            "needle": self.needle.record(),
            "sizes": sorted(self.sizes),
            "sized": self.sized,
            "least": self.least,
            "most": self.most,
            "stretches": [] if self.timeless else list(self.stretches.values()),
            "changes": self.changes,
            "compared": self.compared,
            "same": self.same,
            "again": self.again,
            "walked": any([is_walked(kind) for kind, _, _ in self.kinds.names.values()]),
            "turns": self.turns,
            "answers": self.answers,
            "repeats": None if self.repeats is None else self.repeats.record(),
        }
