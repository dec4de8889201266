"""Exact numbers of calls, for all threads; times are not kept, tracing bends them.

Up to 3.11 by cProfile's C core, one to a thread, started in new threads through threading.setprofile; raw `_thread`
threads go uncounted, and generators and coroutines are left out, because there each resumption is a call event. From 3.12 on
cProfile listens to all threads but keeps one call stack for them, so its counts are off as soon as threads
interleave; sys.monitoring's PY_START counts each start of a function once, in every thread.
"""

import sys
from _thread import allocate_lock

from _hasten_files import HERE, absolute
from _hasten_life import follow
from _hasten_records import Records

_RESUMABLE = 0x20 | 0x80 | 0x200  # CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR


def start(folder):
    follow(Calls(folder, Monitor() if sys.version_info >= (3, 12) else Profilers()))


class Calls:
    def __init__(self, folder, counter):
        self.folder = folder
        self.counter = counter
        self.is_over = False
        self.records = Records(folder, "calls")
        counter.start()

    def before_fork(self):
        pass

    def after_fork_in_parent(self):
        pass

    def after_fork_in_child(self):
        self.counter.clear()
        self.records = Records(self.folder, "calls")

    def end(self):
        if self.is_over:
            return
        self.is_over = True
        for code, calls in self.counter.stop():
            if not code.co_filename.startswith(HERE):
                self.records.add(["call", absolute(code.co_filename), code.co_firstlineno, code.co_name, calls])
        if self.counter.note:
            self.records.add(["note", self.counter.note])
        self.records.add(["end"])
        self.records.flush()


class Monitor:
    """3.12 and newer."""

    note = ""

    def start(self):
        monitoring = sys.monitoring
        # 0 to 2 and 5 are kept for debuggers, coverage, profilers and optimisers.
        self.tool = next(tool for tool in (4, 3, 5, 2) if monitoring.get_tool(tool) is None)
        monitoring.use_tool_id(self.tool, "hasten")
        self.clear()
        monitoring.register_callback(self.tool, monitoring.events.PY_START, self._counting())
        monitoring.set_events(self.tool, monitoring.events.PY_START)

    def clear(self):
        self.codes = {}
        self.counts = {}

    def stop(self):
        sys.monitoring.set_events(self.tool, 0)
        sys.monitoring.free_tool_id(self.tool)
        return [(self.codes[key], calls) for key, calls in list(self.counts.items())]

    def _counting(self):
        def count(code, offset):
            # By id: a code object's hash is computed anew from its constants each time. The addition cannot be
            # interrupted: the GIL changes hands only at calls, entries and backward jumps.
            key = id(code)
            try:
                self.counts[key] += 1
            except KeyError:
                self.codes[key] = code
                self.counts[key] = 1

        lock = allocate_lock()

        def count_freely(code, offset):
            with lock:
                count(code, offset)

        return count if getattr(sys, "_is_gil_enabled", bool)() or not hasattr(sys, "_is_gil_enabled") else count_freely


class Profilers:
    """3.8 to 3.11."""

    note = ""

    def start(self):
        import _lsprof
        import threading

        self.make = lambda: _lsprof.Profiler(subcalls=False, builtins=False)
        self.clear()
        threading.setprofile(self._begin_thread)

    def clear(self):
        """In a forked child only the forking thread is left."""
        sys.setprofile(None)
        self.first = {}
        self.main = self.make()
        self.others = []
        self.main.enable()

    def stop(self):
        if type(sys.getprofile()) is not type(self.main):
            self.note = "The program set a profile function of its own: the numbers of calls are incomplete."
        counts = dict(self.first)
        for profiler in [self.main] + self.others:
            profiler.disable()
            for entry in profiler.getstats():
                if not isinstance(entry.code, str) and not entry.code.co_flags & _RESUMABLE:
                    counts[entry.code] = counts.get(entry.code, 0) + entry.callcount
        return list(counts.items())

    def _begin_thread(self, frame, event, arg):
        """The first event of a new thread: its own profiler takes over, which has not seen this call."""
        profiler = self.make()
        self.others.append(profiler)
        if event == "call":
            self.first[frame.f_code] = self.first.get(frame.f_code, 0) + 1
        profiler.enable()
