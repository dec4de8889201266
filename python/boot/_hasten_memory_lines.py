"""What every line allocates, kept or not, and on which line the peak comes: from one line event to the next.

Between two events tracemalloc's own peak tells what was held at most: what lies above the count at the first is what the
line allocated, at the least (what it allocates and frees again and again within one event is seen once). Before 3.9 the
peak cannot be set back, and only what is left at the next event is seen. Tracing is slow: after HASTEN_LINES_S
seconds it stops, and the record says so. Intervals with several threads in them go to the one whose event ends them.
"""

import os
import sys
import time
import tracemalloc
from _thread import get_ident

from _hasten_files import HERE, absolute
from _hasten_json import write
from _hasten_life import follow
from _hasten_memory import stack_of

#: Lines that are told, those that allocated most first.
MOST_LINES = 100


def start(folder):
    lines = Lines(folder)
    follow(lines)
    lines.follow()


class Lines:
    def __init__(self, folder):
        self.folder = folder
        self.limit = time.perf_counter() + float(os.environ.get("HASTEN_LINES_S", "30"))
        self.has_stopped = False
        self.is_over = False
        self.rows = {}
        self.best = [0, None, [], 0]
        tracemalloc.start(1)

    def before_fork(self):
        pass

    def after_fork_in_parent(self):
        pass

    def after_fork_in_child(self):
        """Only the first process's lines are followed."""
        self.is_over = True
        self.follower.stop()

    def prepare(self):
        """Makes the functions that every event calls. All that it needs is bound, and little is allocated: tracemalloc counts that, too."""
        rows, best = self.rows, self.best
        memory, clock, ident = tracemalloc.get_traced_memory, time.perf_counter, get_ident
        reset = getattr(tracemalloc, "reset_peak", None)
        before = recorded = events = 0
        noise = 1 << 30

        def settle(place, frame):
            nonlocal before, recorded, noise, events
            held, peak = memory()
            gross = (peak if reset else held) - before
            if gross > 0:
                if gross < noise:
                    noise = gross
                if gross - noise > 8 and place is not None:
                    row = place[0].get(place[1])
                    if row is None:
                        row = place[0][place[1]] = [0, 0, 0]
                    row[0] += gross - noise
                    row[1] += 1
                    if held > before:
                        row[2] += held - before
            if peak > best[0]:
                if peak > recorded * 1.01:
                    recorded = peak
                    best[2] = stack_of(frame or sys._getframe(3))
                best[0], best[1], best[3] = peak, place, held
            before = held
            events += 1
            if not events & 1023 and clock() > self.limit:
                self.stop()
            if reset:
                reset()

        stacks = {}

        def enter(code, line, caller):
            """A function starts or goes on: what came before is its caller's."""
            stack = stacks.get(ident())
            if stack is None:
                stack = stacks[ident()] = []
            self.settle(stack[-1] if stack else None, caller)
            # By id: a code object's hash is computed anew from its constants each time.
            lines = rows.get(id(code))
            if lines is None:
                lines = rows[id(code)] = {-1: code}
            stack.append((lines, line))
            return stack

        def settle_safely(place, frame):
            # A failure of ours must never be raised into the program.
            try:
                settle(place, frame)
            except Exception:
                self.stop()

        self.settle, self.enter, self.stacks = settle_safely, enter, stacks

    def follow(self):
        self.prepare()
        if sys.version_info >= (3, 12):
            self.follower = Monitor(self)
        else:
            self.follower = Tracer(self)
        self.settle(None, None)

    def stop(self):
        self.has_stopped = True
        self.follower.stop()

    def end(self):
        if self.is_over:
            return
        self.is_over = True
        self.follower.stop()
        rows = [[size, times, kept, absolute(lines[-1].co_filename), line, getattr(lines[-1], "co_qualname", lines[-1].co_name),
                 lines[-1].co_firstlineno]
                for lines in self.rows.values() for line, (size, times, kept) in list(lines.items())[1:] if line]
        rows.sort(key=lambda row: -row[0])
        peak, place, stack = self.best[:3]
        write(os.path.join(self.folder, "%d.churn" % os.getpid()), {
            "peak": peak, "held": self.best[3],
            "place": None if place is None else [absolute(place[0][-1].co_filename), place[1]], "stack": stack,
            "lines": rows[:MOST_LINES], "allocated": sum(row[0] for row in rows), "stopped": self.has_stopped,
            "exact": hasattr(tracemalloc, "reset_peak"),
        })


class Tracer:
    """Up to 3.11: sys.settrace."""

    def __init__(self, lines):
        import threading

        self.threading = threading
        enter, settle, stacks, made = lines.enter, lines.settle, lines.stacks, {}

        def local_of(stack):
            def local(frame, event, arg):
                if event == "exception":
                    return local
                settle(stack[-1] if stack else None, frame)
                if event == "line":
                    if stack:
                        stack[-1] = (stack[-1][0], frame.f_lineno)
                elif stack:
                    stack.pop()
                return local

            return local

        def trace(frame, event, arg):
            code = frame.f_code
            if code.co_filename.startswith(HERE):
                return None
            stack = enter(code, frame.f_lineno, frame.f_back or frame)
            local = made.get(id(stack))
            if local is None:
                local = made[id(stack)] = local_of(stack)
            return local

        threading.settrace(trace)
        sys.settrace(trace)

    def stop(self):
        self.threading.settrace(None)
        sys.settrace(None)


class Monitor:
    """From 3.12 on: sys.monitoring, whose line events are many times cheaper there than those of sys.settrace."""

    def __init__(self, lines):
        monitoring = sys.monitoring
        events = monitoring.events
        enter, settle, stacks, ident = lines.enter, lines.settle, lines.stacks, get_ident
        # 0 to 2 and 5 are kept for debuggers, coverage, profilers and optimisers.
        self.tool = next(tool for tool in (4, 3, 5, 2) if monitoring.get_tool(tool) is None)
        monitoring.use_tool_id(self.tool, "hasten")

        def begin(code, offset):
            if code.co_filename.startswith(HERE):
                return monitoring.DISABLE
            enter(code, code.co_firstlineno, None)

        def line(code, number):
            stack = stacks.get(ident())
            if not stack:
                return
            settle(stack[-1], None)
            stack[-1] = (stack[-1][0], number)

        def finish(code, offset, value):
            if code.co_filename.startswith(HERE):
                return
            stack = stacks.get(ident())
            if stack:
                settle(stack[-1], None)
                stack.pop()

        for event, callback in ((events.PY_START, begin), (events.PY_RESUME, begin), (events.LINE, line),
                                (events.PY_RETURN, finish), (events.PY_YIELD, finish), (events.PY_UNWIND, finish)):
            monitoring.register_callback(self.tool, event, callback)
        monitoring.set_events(self.tool, events.PY_START | events.PY_RESUME | events.LINE | events.PY_RETURN
                              | events.PY_YIELD | events.PY_UNWIND)

    def stop(self):
        if self.tool is not None:
            sys.monitoring.set_events(self.tool, 0)
            sys.monitoring.free_tool_id(self.tool)
            self.tool = None
