"""How long the sampler waits for the GIL while the program has a single thread, by HASTEN_SWITCH_US.

sys.setswitchinterval decides how long a thread waits before it asks the running one to let go. Where the program has
one thread, nobody but the sampler ever waits. With more, or when the program sets an interval itself, it is left as it was.
"""

import os
import sys

_EXACT = 6e-7  # CPython keeps whole microseconds


class Switch:
    def __init__(self):
        self.short = int(os.environ.get("HASTEN_SWITCH_US", "0")) / 1e6
        self.original = None

    def update(self, threads):
        """Told the number of the program's threads at every tick."""
        if not self.short:
            return
        now = sys.getswitchinterval()
        if self.original is None:
            if threads == 1 and now > self.short + _EXACT:
                self.original = now
                sys.setswitchinterval(self.short)
        elif abs(now - self.short) > _EXACT:
            self.short, self.original = 0, None
        elif threads != 1:
            self.end()

    def end(self):
        if self.original is not None and abs(sys.getswitchinterval() - self.short) <= _EXACT:
            sys.setswitchinterval(self.original)
        self.original = None
