"""What one look adds up to: for every thread its stack, with the wall time, processor time and waiting since the last look.

At random moments a stack is seen in proportion to its time, so the time since the last look is put down to the stack that
is seen now; over many looks that is unbiased for phases longer than a look.
"""

import sys
import time

# A thread counts as ready in a window when it used more than this part of it.
_READY = 0.02
# The wait for the GIL in a look (sys.getswitchinterval's default), in ns.
_SWITCH = 5_000_000
# In a tuple, where programs that fake time (they replace functions in every module) do not find them.
_CLOCKS = (time.perf_counter_ns, time.process_time_ns, time.thread_time_ns)


class Weights:
    def __init__(self, threads, stacks, operands):
        self.threads = threads
        self.stacks = stacks
        self.operands = operands
        self.begun = self.last = _CLOCKS[0]()
        self.begun_cpu = self.last_cpu = _CLOCKS[1]()
        self.begun_queued = threads.queued()
        self.last_own = 0
        self.sums = {}
        self.moves = {}
        self.window = {}
        self.window_wall = 0
        self.samples = self.missed = self.errors = 0
        self.computing = self.gil_wait = self.own = 0

    def restart(self):
        """A new sampling thread has a new clock of its own."""
        self.last_own = 0

    def tick(self, me, mean):
        """One look. Gives the nanoseconds since the last one and the number of the program's threads."""
        seen = []
        clock, process_clock, own_clock = _CLOCKS
        frames = sys._current_frames()
        now, cpu, own = clock(), process_clock(), own_clock()
        dt = max(1, now - self.last)
        ours = own - self.last_own
        computing = max(0, cpu - self.last_cpu - ours)
        self.last, self.last_cpu, self.last_own = now, cpu, own
        self.own += ours
        while frames:
            ident, frame = frames.popitem()
            if ident == me:
                continue
            try:
                path = self.stacks.walk(frame)
                used = self.threads.cpu(ident, dt)
                if path:
                    seen.append((ident, path, used))
                    if used is None or used * 10 > dt:
                        self.operands.look(frame, path)
            except Exception:
                self.errors += 1
        # From here on no frame is held, and the time that the rest takes holds up no one's locals.
        frame = None
        self.threads.forget_all_but({ident for ident, _, _ in seen})
        self._share_out(seen, dt, computing)
        self.samples += 1
        self.computing += min(dt, computing)
        expected = mean * 1e9 + _SWITCH
        if dt > 8 * expected:
            self.missed += int(dt / expected) - 1
        return dt, len(seen)

    def _share_out(self, seen, dt, computing):
        """Adds the look to the sums. What no known thread used of the process' time goes to those of unknown time that
        have moved, or to all of these where none has."""
        rest = max(0, computing - sum([used for _, _, used in seen if used is not None]))
        placed = [(self.threads.number(ident), self.stacks.node(path), used) for ident, path, used in seen]
        unknown = [number for number, _, used in placed if used is None]
        moved = [number for number, node, used in placed if used is None and self.moves.get(number) != node]
        takers = moved or unknown
        for number, node, used in placed:
            if used is None:
                self.moves[number] = node
                used = min(dt, rest // len(takers)) if number in takers else 0
            else:
                self.window[number] = self.window.get(number, 0) + used
            others = max(0, computing - used)
            blocked = int((dt - used) * max(0.0, 1 - others / dt))
            self._add(number, node, dt, used, blocked)
        self.window_wall += dt

    def _add(self, number, node, dt, used, blocked):
        cost = (used + blocked) / 1e9
        sums = self.sums.get((number, node))
        if sums is None:
            self.sums[number, node] = [1, dt, used, blocked, cost * cost]
            return
        sums[0] += 1
        sums[1] += dt
        sums[2] += used
        sums[3] += blocked
        sums[4] += cost * cost

    def report(self, add, collecting):
        """Hands over what is new, and the process' totals so far."""
        sums, self.sums = self.sums, {}
        for (number, node), values in sums.items():
            wall, cpu, blocked = values[1:4]
            # Who holds the GIL cannot be seen from inside: whoever looks holds it.
            add(["weight", number, node, values[0], wall, cpu, blocked, 0, 0, values[4]])
        self.operands.report(add)
        self._close_window()
        clock, process_clock, _ = _CLOCKS
        wall = clock() - self.begun
        computing = min(wall, self.computing + max(0, self.threads.queued() - self.begun_queued))
        add(["tally", self.samples, self.missed, self.errors, wall,
             process_clock() - self.begun_cpu, collecting, self.gil_wait, computing, self.own])

    def _close_window(self):
        """Time in which a thread was ready and another held the GIL, estimated: of n threads that all want to run and
        take turns, each waits n - 1 times as long as it runs, but never longer than it did not run. Too much for
        threads that hand work to and fro under a lock (they wait for each other, not for the GIL), too little for one that
        seldom runs and then meets a long turn. Threads of unknown processor time do not count."""
        window, wall = self.window, self.window_wall
        self.window, self.window_wall = {}, 0
        enabled = getattr(sys, "_is_gil_enabled", None)
        if wall <= 0 or (enabled is not None and not enabled()):
            return
        ready = [used for used in window.values() if used > _READY * wall]
        if len(ready) > 1:
            waits = [min(wall - used, used * (len(ready) - 1)) for used in ready]
            self.gil_wait += int(min(wall, max(0, sum(waits))))
