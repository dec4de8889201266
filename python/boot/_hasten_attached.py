"""The same in a process that runs already: begun and ended by scripts that `sys.remote_exec` brings (3.14 and newer).

Nothing waits here: the child that stands still at the peak is woken and takes stock by itself. When hasten goes away without a word,
the looking thread notices, and all ends as if it had said so. What stays are the fork hooks, which Python cannot take back; they do nothing.
"""

import os
import sys
import tracemalloc

import _hasten_memory
from _hasten_life import follow
from _hasten_pending import Pending

#: Looks between two in which hasten is looked for.
SELDOM = 500


class Attached(_hasten_memory.Memory):
    def __init__(self, folder, keeper):
        self.keeper, self.looks = keeper, 0
        self.was_tracing = tracemalloc.is_tracing()
        super().__init__(folder, Pending(), _hasten_memory.resident())

    def look(self):
        self.looks += 1
        if self.looks % SELDOM == 0 and not os.path.isdir("/proc/%d" % self.keeper):
            self.pending.ask(lambda _: (self.leave(), forget()))
        else:
            super().look()

    def leave(self):
        if self.is_over:
            return
        self.is_over = True
        self.pending.close()
        self.looker.stop()
        self.collecting.end()
        wall = self.clock() - self.started
        current, peak = tracemalloc.get_traced_memory()
        if self.best is None or current > self.best[1]:
            self._freeze(True)
        if len(self.moments) >= 4:
            self.search_due = 0.0
            self._count_lines(True)
        self.frozen.wake()
        best = self.best or [wall, current, peak, _hasten_memory.resident(), 0, []]
        self.write(wall, current, peak, best)
        if not self.was_tracing:
            tracemalloc.stop()


def start(folder, frames, keeper):
    """In the main thread of the process."""
    global running
    _hasten_memory.FRAMES = frames
    running = Attached(folder, keeper)
    follow(running)
    _mark(folder, "started")


def stop(folder):
    global running
    one, running = running, None
    if one is not None:
        one.leave()
    forget()
    _mark(folder, "stopped")


def forget():
    for name in [name for name in sys.modules if name.startswith("_hasten_")]:
        del sys.modules[name]


def _mark(folder, name):
    os.close(os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CREAT, 0o600))


running = None
