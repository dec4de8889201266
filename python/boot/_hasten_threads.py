"""The program's threads: which one an id belongs to, and the processor time that it has used."""

import os
import sys
import time
from _thread import get_native_id


def _cpu_clock(native):
    """The kernel's clock of a thread's processor time, by the thread's kernel id (include/linux/posix-timers_types.h:
    ~id << 3, CPUCLOCK_PERTHREAD_MASK 4, CPUCLOCK_SCHED 2).

    time.pthread_getcpuclockid(ident) makes the same number, but dereferences the ident, so one of a thread that has
    just ended kills the process. Here a dead id is an OSError.
    """
    return (~native << 3) | 6


class Threads:
    """Processor time is known for the main thread and for every thread that `threading` knows, on Linux."""

    def __init__(self, add, main_ident, main_native):
        self.add = add
        self.main = main_ident
        self.main_native = main_native
        self.numbers = {}
        self.count = 0
        self.read = time.clock_gettime_ns if self._can_read() else None
        self.last = {}
        # Bound here: a program that patches `os` does not change these.
        self.open, self.pread, self.close = os.open, getattr(os, "pread", None), os.close

    def _can_read(self):
        """Whether the formula holds on this system: it must agree with the sampler's own clock."""
        try:
            own = time.thread_time_ns()
            return sys.platform == "linux" and 0 <= time.clock_gettime_ns(_cpu_clock(get_native_id())) - own < 10**8
        except (OSError, AttributeError):
            return False

    def prime(self):
        """Takes what the main thread has used before the sampler began out of the account."""
        self.cpu(self.main, 0)

    def queued(self):
        """Nanoseconds for which the main thread was ready to run but other processes had the processors: no waiting of the
        program's own (second number of schedstat, Documentation/scheduler/sched-stats.rst). 0 where it is not known."""
        if sys.platform != "linux":
            return 0
        try:
            file = self.open("/proc/self/task/%d/schedstat" % self.main_native, 0)
        except OSError:
            return 0
        try:
            return int(self.pread(file, 100, 0).split()[1])
        except (OSError, IndexError, ValueError):
            return 0
        finally:
            self.close(file)

    def number(self, ident):
        """Our own number of the thread; an id that another thread has now gets a new one."""
        thread = self._known(ident)
        known = self.numbers.get(ident)
        if known is not None and known[1] == id(thread):
            return known[0]
        if known is not None and known[1] == id(None):
            # `threading` has just come to know a thread that was there before.
            self.numbers[ident] = (known[0], id(thread))
            return known[0]
        number = self.count
        self.count += 1
        self.numbers[ident] = (number, id(thread))
        self.last.pop(ident, None) if ident != self.main else None
        self.add(["thread", number, self._name(ident, thread), 1 if ident == self.main else 0])
        return number

    def cpu(self, ident, dt):
        """Nanoseconds of processor time since the last look, at most `dt`; None where it cannot be known."""
        native = self._native(ident)
        if self.read is None or native is None:
            return None
        try:
            now = self.read(_cpu_clock(native))
        except OSError:
            return None
        before = self.last.get(ident, 0)
        self.last[ident] = now
        return min(dt, now - before if now >= before else now)

    def forget_all_but(self, living):
        for ident in [ident for ident in self.numbers if ident not in living]:
            del self.numbers[ident]
            self.last.pop(ident, None)

    def _native(self, ident):
        if ident == self.main:
            return self.main_native
        native = _attribute(self._known(ident), "_native_id")
        return native if type(native) is int else None

    def _name(self, ident, thread):
        name = _attribute(thread, "_name")
        return name if type(name) is str else "MainThread" if ident == self.main else "Thread"

    @staticmethod
    def _known(ident):
        # Never imports it: whoever imports `threading` first decides which thread it calls the main one.
        active = getattr(sys.modules.get("threading"), "_active", None)
        return active.get(ident) if type(active) is dict else None


def _attribute(thread, name):
    """An attribute from the object itself: subclasses may have properties, and those are the program's code."""
    try:
        return object.__getattribute__(thread, name) if thread is not None else None
    except AttributeError:
        return None
