"""How often a function is called with arguments that it has had before."""

from _hasten_types import ATOMS

KEPT = 100_000  # hashes of arguments remembered: no argument is kept alive
DEEPEST = 4
LONGEST = 256  # elements of one tuple looked at

_ATOMS = frozenset(map(id, ATOMS))


class Repeats:
    """What is known of one function's arguments."""

    __slots__ = ("looked", "repeated", "plain", "seen", "kinds")

    def __init__(self):
        self.looked = 0
        self.repeated = 0
        self.plain = 0
        self.seen = set()
        self.kinds = {}  # by id: types of what arguments were made of

    def look(self, arguments, note):
        """One call; `note` is told a value of each type that arguments are made of."""
        self.looked += 1
        if not _is_plain(arguments, self.kinds, note, DEEPEST):
            return
        self.plain += 1
        try:
            # Of plain values only: no code of the program's runs.
            key = hash(arguments)
        except TypeError:
            return
        if key in self.seen:
            self.repeated += 1
        elif len(self.seen) < KEPT:
            self.seen.add(key)

    def record(self):
        """Calls looked at, those with plain arguments, those whose arguments had been seen, different arguments."""
        return [self.looked, self.plain, self.repeated, len(self.seen)]


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
