"""Time in the garbage collector, through gc.callbacks."""

import gc
import time

# A callback costs some 0.5 µs, and there may be 10,000 young collections a second: beyond this many in a
# second the callback is hung up for one tick in ten, and what it saw there stands for the others.
MOST_A_SECOND = 400
TICKS_OFF = 9


class Collecting:
    def __init__(self, clock=time.perf_counter_ns):
        self.nanoseconds = 0
        self.rate = 0.0
        self.spent = 0
        self.calls = 0
        self.off = 0
        self.callbacks = gc.callbacks
        state = self
        begun = []

        def watch(phase, info):
            if phase == "start":
                state.calls += 1
                begun[:] = [clock()]
            elif begun:
                state.spent += clock() - begun.pop()

        self.watch = watch
        self.is_on = True
        self.callbacks.append(watch)

    def tick(self, dt):
        """Accounts for `dt` nanoseconds; hangs the callback up or takes it down."""
        if self.is_on:
            if self._place() is None:
                # The program emptied the list: it is the program's now.
                self.is_on, self.off, self.rate = False, -1, 0.0
                return
            self.rate = min(1.0, self.spent / dt)
            if self.calls * 1e9 > MOST_A_SECOND * dt:
                self._take_down()
                self.off = TICKS_OFF
        elif self.off > 0:
            self.off -= 1
            if self.off == 0:
                self.callbacks.append(self.watch)
                self.is_on = True
        self.nanoseconds += int(self.rate * dt)
        self.spent = self.calls = 0

    def end(self):
        self._take_down()

    def _take_down(self):
        place = self._place()
        if place is not None:
            del self.callbacks[place]
        self.is_on = False

    def _place(self):
        """By identity: comparing would run the program's own `__eq__`."""
        for at, callback in enumerate(self.callbacks):
            if callback is self.watch:
                return at
        return None
