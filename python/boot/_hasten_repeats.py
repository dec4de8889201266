"""How often a function is called with arguments that it has had before."""

from weakref import ref

from _hasten_types import ATOMS

KEPT = 100_000  # hashes of arguments remembered: no argument is kept alive
DEEPEST = 4
LONGEST = 256  # elements of one tuple looked at
MOST_OBJECTS = 10_000  # told apart by which they are

_ATOMS = frozenset(map(id, ATOMS))


class Repeats:
    """What is known of one function's arguments."""

    __slots__ = ("looked", "repeated", "plain", "same", "seen", "seen_objects", "objects", "kinds")

    def __init__(self):
        self.looked = 0
        self.repeated = 0
        self.plain = 0
        self.same = 0
        self.seen = set()
        self.seen_objects = set()
        self.objects = {}  # by id: a weak reference, and a number that no other object gets
        self.kinds = {}  # by id: types of what arguments were made of

    def look(self, arguments, note):
        """One call; `note` is told a value of each type that arguments are made of."""
        self.looked += 1
        if not _is_plain(arguments, self.kinds, note, DEEPEST):
            self._look_at_objects(arguments)
            return
        self.plain += 1
        try:
            # Of plain values only: no code of the program's runs.
            key = hash(arguments)
        except TypeError:
            return
        if key in self.seen:
            self.repeated += 1
            self.same += 1
        elif len(self.seen) < KEPT:
            self.seen.add(key)

    def _look_at_objects(self, arguments):
        """The same of objects, told by which they are: what they hold may have changed."""
        key = []
        for value in arguments:
            number = id(type(value)), value
            if id(type(value)) not in _ATOMS:
                number = self._number_of(value)
                if number is None:
                    return
            key.append(number)
        key = hash(tuple(key))
        if key in self.seen_objects:
            self.same += 1
        elif len(self.seen_objects) < KEPT:
            self.seen_objects.add(key)

    def _number_of(self, value):
        """A number of the object's own; None where nothing would tell that another one has taken its place."""
        known = self.objects.get(id(value))
        if known is not None and known[0]() is value:
            return known[1]
        if len(self.objects) >= MOST_OBJECTS:
            return None
        try:
            known = self.objects[id(value)] = ref(value), self.looked
        except TypeError:
            return None
        return known[1]

    def record(self):
        """Calls looked at, those with plain arguments, those whose arguments had been seen, different arguments, and those with the same objects too."""
        distinct = len(self.seen) + len(self.seen_objects)
        return [self.looked, self.plain, self.repeated, distinct, self.same]


def _is_plain(values, kinds, note, depth):
    """Numbers, text, None and tuples of those: equal means the same, for ever."""
    if depth == 0 or len(values) > LONGEST:
        return False
    for value in values:
        kind = type(value)
        if id(kind) not in kinds:
            # Keeps the type itself, so that its id cannot come to mean another one.
            kinds[id(kind)] = kind
            note(value)
        if kind is tuple:
            if not _is_plain(value, kinds, note, depth - 1):
                return False
            continue
        if id(kind) not in _ATOMS:
            return False
    return True
