"""Samples every thread's stack at random moments, from a thread inside the program's process.

What it costs and when it looks. Between looks the thread waits on a lock; the waits are exponential, so that no rhythm of
the program can hide from them. To look it needs the GIL, so a computing thread is seen where CPython lets go of
it: from 3.10 on at backward jumps, function entries and after calls only. Samples lean towards those: the time of a long
operation without such a point (`x in big_list`) is seen at the next one, which may be in the caller. And a thread that
computes is asked to let go only after sys.getswitchinterval() (5 ms): time between two I/O operations that lie closer
together than that is seen at the I/O. HASTEN_SWITCH_US shortens the wait while the program has one thread only.
"""

import _thread
import gc
import os
import sys
import time
from _thread import allocate_lock, get_ident, get_native_id, start_new_thread

from _hasten_collecting import Collecting
from _hasten_files import library_folders
from _hasten_life import follow
from _hasten_operands import Operands
from _hasten_records import Records
from _hasten_stacks import Stacks
from _hasten_switch import Switch
from _hasten_threads import Threads
from _hasten_weights import Weights

# The thread may use one part in so many of a processor; costlier looks come less often.
COST = int(os.environ.get("HASTEN_COST", "50"))
# sys._current_frames() makes frame objects for the threads of all interpreters, without the GIL of those that have one of
# their own (_PyThread_CurrentFrames, Python/pystate.c, 3.12 and newer): the process crashes. These modules make such
# interpreters, and one that is being made is in no list yet. What a C extension makes by itself cannot be known.
_INTERPRETERS = {
    (3, 12): frozenset(["_xxsubinterpreters"]),
    (3, 13): frozenset(["_interpreters"]),
}.get(sys.version_info[:2], frozenset(["concurrent.interpreters", "_interpqueues", "_interpchannels"]))
# In tuples, where programs that fake time (they replace functions in every module) do not find them.
_CLOCKS = (time.perf_counter, time.thread_time, time.time_ns)
_SLEEP = (time.sleep,)
_START_JOINABLE = (getattr(_thread, "start_joinable_thread", None),)
# Seconds between flushes: early ones sooner, for programs that end by os._exit or a signal.
FLUSHES = (0.05, 0.1, 0.2)


def start(folder):
    follow(Sampler(folder))


class Sampler:
    def __init__(self, folder):
        self.folder = folder
        self.mean = float(os.environ.get("HASTEN_INTERVAL_MS", "5")) / 1000
        self.keeper = int(os.environ.get("HASTEN_PID", "0"))
        self.thread = None
        self.begin()

    def begin(self):
        """A fresh account for this process, by the thread that is its main one."""
        self.records = Records(self.folder, "samples")
        self.is_over = False
        self.flushes = 0
        self.stacks = Stacks(self.records.add)
        self.threads = Threads(self.records.add, get_ident(), get_native_id())
        self.threads.prime()
        self.weights = Weights(self.threads, self.stacks, Operands(self.stacks))
        self.collecting = Collecting()
        self.switch = Switch()
        if self.keeper and not _lives(self.keeper):
            self.keeper = 0  # another PID namespace: its number means nothing here
        self.records.add(_process())
        self.records.flush()
        self.resume()

    def resume(self):
        self.thread = Ticker(self)
        self.thread.start()

    def pause(self):
        if self.thread is not None:
            self.thread.stop()
            self.thread = None

    def before_fork(self):
        """Nothing of ours may run in the child, and from 3.12 on a second thread at a fork is warned about."""
        if not self.is_over:
            self.pause()
            self.flush()

    def after_fork_in_parent(self):
        if not self.is_over:
            self.weights.restart()
            self.resume()

    def after_fork_in_child(self):
        if not self.is_over:
            self.collecting.end()
            self.switch.end()
            self.begin()

    def end(self):
        if self.is_over:
            return
        self.is_over = True
        self.pause()
        self.collecting.end()
        self.switch.end()
        self.flush()
        self.records.add(["end"])
        self.records.flush()

    def flush(self):
        """Writes what has come together. False when nobody will read it."""
        add = self.records.add
        self.weights.report(add, self.collecting.nanoseconds)
        self.records.flush()
        self.flushes += 1
        return not self.records.is_lost and (not self.keeper or _lives(self.keeper))


class Ticker:
    """The thread. A new one after each fork, so that no lock of an old one is in an unknown state."""

    def __init__(self, sampler):
        self.sampler = sampler
        self.wake = allocate_lock()
        self.wake.acquire()
        self.gone = allocate_lock()
        self.gone.acquire()
        self.native = None
        self.handle = None

    def start(self):
        begin = _START_JOINABLE[0]
        if begin is not None:
            self.handle = begin(self.run, daemon=True)
        else:
            start_new_thread(self.run, ())

    def stop(self):
        """Returns when the operating system's thread is gone, not only its Python code."""
        self.wake.release()
        if self.handle is not None:
            self.handle.join(2)
            return
        self.gone.acquire(True, 2)
        clock, sleep = _CLOCKS[0], _SLEEP[0]
        limit = clock() + 0.2
        while self.native and os.path.exists("/proc/self/task/%d" % self.native) and clock() < limit:
            sleep(0.00002)

    def run(self):
        try:
            _block_signals()
            self.native = get_native_id()
            self.loop()
        except Exception as error:
            self.sampler.records.add(["note", "The sampler stopped: %s: %s" % (type(error).__name__, error)])
        finally:
            self.gone.release()

    def loop(self):
        sampler, wait = self.sampler, self.wake.acquire
        clock, own_clock, seed = _CLOCKS
        weights, collecting, switch = sampler.weights, sampler.collecting, sampler.switch
        draw = exponential(seed() ^ (os.getpid() << 20))
        me = get_ident()
        mean, cost = sampler.mean, 0.0
        flushed = clock()
        weights.restart()
        switch.update(1)
        before = own_clock()
        while not wait(True, min(draw() * mean, 1.0)):
            if not _INTERPRETERS.isdisjoint(sys.modules):
                sampler.records.add(["note", "The program uses subinterpreters: from there on it ran unwatched."])
                break
            # A collection in this thread would run the program's finalizers here.
            was_enabled = gc.isenabled()
            gc.disable()
            try:
                dt, others = weights.tick(me, mean)
            finally:
                if was_enabled:
                    gc.enable()
            collecting.tick(dt)
            switch.update(others)
            now = clock()
            if now - flushed >= FLUSHES[min(sampler.flushes, len(FLUSHES) - 1)]:
                flushed = now
                if not sampler.flush():
                    break
            used = own_clock()
            cost += (used - before - cost) / 8
            before = used
            mean = max(sampler.mean, COST * cost)


def exponential(seed):
    """Draws from the exponential distribution with mean 1, without importing `random`."""
    state = [seed & 0xFFFFFFFFFFFFFFFF]

    def draw():
        # Knuth's MMIX generator; -ln(u) as the limit of (1 - u**h) / h, exact to 1e-7.
        state[0] = (state[0] * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (1 - (((state[0] >> 11) + 1) / 9007199254740992) ** 1e-8) * 1e8

    draw()
    return draw


def _block_signals():
    """A signal to the process must reach the program's threads: one that waits in sigwait must not lose it to us."""
    try:
        import _signal

        _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
    except (ImportError, AttributeError, OSError, ValueError):
        pass


def _lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _process():
    enabled = getattr(sys, "_is_gil_enabled", None)
    gil = "on" if enabled is None or enabled() else "off"
    version = "%d.%d.%d" % sys.version_info[:3]
    return ["process", os.getpid(), os.getppid(), _argv(), version, sys.executable or "", gil, library_folders()]


def _argv():
    words = getattr(sys, "orig_argv", None) or getattr(sys, "argv", None) or []
    return [word for word in words if type(word) is str]
