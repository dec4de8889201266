"""What a program holds, by tracemalloc: its peak, who made it, and how what it holds goes on growing.

tracemalloc counts every block and knows the exact peak. A thread looks at the count every millisecond; where it has risen by
a thirtieth, the process is forked, and the child stands still with all that is held at that moment. A higher one
replaces it. At the end the last child takes stock of itself (`_hasten_stock`), so that neither its time nor its memory is
the program's. Other children, at even moments, count what each line holds, and end.

What is missed: a peak that comes and goes between two looks, or inside one operation that keeps the GIL. It is not lost
from sight: the exact peak says how much of it was not there at any look, and `_hasten_peak_lines` finds its line.
"""

import gc
import os
import sys
import time
import tracemalloc
import warnings  # noqa: F401  (needed at a fork; loaded before anything is counted)
from _thread import allocate_lock, get_ident, start_new_thread

import _hasten_growing
import _hasten_stock
from _hasten_files import absolute, library_folders
from _hasten_frozen import Frozen
from _hasten_json import write
from _hasten_life import follow
from _hasten_pending import Pending

FRAMES = int(os.environ.get("HASTEN_FRAMES", "16"))
#: Only the peak is asked for where nobody wants to know what grows.
IS_GROWTH_WANTED = os.environ.get("HASTEN_GROWTH") != "0"
#: Seconds between looks.
LOOK = 0.001
#: A snapshot is worth a fork when this much more is held than at the last one ...
RISE = 1.03
#: ... and when it is at least this many bytes.
LEAST = 1 << 18
#: Forks may take one part in so many of the time.
SHARE = 6
#: Seconds a byte held: after a fork the program copies each page that it writes to, about a microsecond for 4 kB.
FAULT = 1e-6 / 4096
#: Moments at which growth is looked at: beyond twice this many, every other one is forgotten and the pace halved.
MOMENTS = 10
FIRST_PACE = 0.04
#: Holders of what grows are looked for less and less often, by this factor: it takes longer than counting.
FIRST_SEARCH, LATER = 0.25, 1.7
#: Children that may count at the same time.
COUNTING = 3
#: Bytes held from which on there is one at a time.
LARGE = 20 << 20
#: Points of the course of what is held, likewise.
POINTS = 200


def start(folder):
    pending = Pending()
    rss = resident()
    follow(Memory(folder, pending, rss))


def resident():
    """Bytes of the process in the machine's memory; 0 where the system does not say."""
    try:
        handle = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(handle, 200).split()[1]) * os.sysconf("SC_PAGE_SIZE")
    finally:
        os.close(handle)


class Memory:
    def __init__(self, folder, pending, rss):
        self.folder, self.pending = folder, pending
        self.base_rss = rss
        self.begin()

    def begin(self):
        self.path = os.path.join(self.folder, "%d-%d" % (os.getpid(), time.time_ns()))
        self.is_over = False
        self.is_forking = False
        self.forking = allocate_lock()
        self.clock = time.perf_counter
        self.started = self.clock()
        self.frozen = Frozen(self.path)
        self.main = get_ident()
        self.best = None
        self.course, self.course_pace, self.course_due = [], 0.005, 0.0
        self.moments, self.pace, self.due = [], FIRST_PACE, FIRST_PACE
        self.search_due, self.counted = FIRST_SEARCH, 0
        # Apart from the moments, of which every other one is forgotten.
        self.searched = []
        self.forked, self.fork_seconds = 0.0, 0.0
        self.collecting = Collections()
        if not tracemalloc.is_tracing():
            tracemalloc.start(FRAMES)
        self.resume()

    def resume(self):
        self.looker = Looker(self)

    # What `_hasten_life` tells; our own forks are none of the program's.
    def before_fork(self):
        if not self.is_forking and not self.is_over:
            self.looker.stop()

    def after_fork_in_parent(self):
        if not self.is_forking and not self.is_over:
            self.resume()

    def after_fork_in_child(self):
        """Forked children of the program's are not followed: what they share with it is counted there."""
        if not self.is_forking and not self.is_over:
            self.is_over = True
            self.pending.close()
            self.collecting.end()
            tracemalloc.stop()

    def look(self):
        """One look, from the looking thread."""
        now = self.clock() - self.started
        current, _ = tracemalloc.get_traced_memory()
        if now >= self.course_due:
            self._note(now, current)
        last = self.best[1] if self.best else LEAST / RISE
        if current > last * RISE and now - self.forked > SHARE * self.fork_seconds:
            self.pending.ask(self._freeze)
        elif now >= self.due and IS_GROWTH_WANTED:
            self.due = now + self.pace
            self.pending.ask(self._count_lines)

    def _note(self, now, current):
        self.course.append([now, current])
        self.course_due = now + self.course_pace
        if len(self.course) >= 2 * POINTS:
            self.course[:] = self.course[1::2]
            self.course_pace *= 2

    def _freeze(self, has_frames):
        """In the main thread between two instructions; in the looking one where the main thread waits too long."""
        current, peak = tracemalloc.get_traced_memory()
        if self.best and current <= self.best[1]:
            return
        used = time.process_time()
        now, rss = self.clock() - self.started, resident()
        stack = stack_of(sys._getframe(1) if has_frames else sys._current_frames().get(self.main))
        if self._fork(lambda: self.frozen.freeze(_hasten_stock.take)):
            overhead = tracemalloc.get_tracemalloc_memory()
            self.best = [now, current, peak, rss, overhead, stack]
        self._account(used)

    def _count_lines(self, has_frames, ended=None):
        """`ended`: at the program's end, when that was; those that still count have been waited for since."""
        used = time.process_time()
        is_end = ended is not None
        now = ended if is_end else self.clock() - self.started
        self.counted += 1
        path = "%s-%d.lines" % (self.path, self.counted)
        earlier = [entry for entry in self.moments if os.path.exists(entry[1])]
        is_due = now >= self.search_due and len(earlier) >= _hasten_growing.LEAST_MOMENTS
        is_search = is_end or (is_due and not self.frozen.is_working("search"))
        kind = "search" if is_search else "count %d" % (self.counted % COUNTING)
        # Counting a large heap takes memory of its own: then one child at a time.
        is_large = tracemalloc.get_traced_memory()[0] > LARGE
        if self.frozen.is_working(kind) or (is_large and self.frozen.is_working_at_all()):
            return
        if is_search:
            self.search_due = now * LATER
        else:
            earlier = []
        frames = sys._getframe(1) if has_frames else None
        if self._fork(lambda: self.frozen.work(kind, lambda: _hasten_growing.count(path, now, earlier, frames, is_end))):
            self.moments.append([now, path])
            if is_search:
                self.searched.append(path)
        if len(self.moments) >= 2 * MOMENTS:
            self.moments[:] = self.moments[1::2]
            self.pace *= 2
        self._account(used)
        self.due = self.clock() - self.started + max(self.pace, 3 * SHARE * self.fork_seconds)

    def _account(self, used):
        """In processor time: on a busy machine a fork waits for its turn, which costs the program nothing."""
        self.forked = self.clock() - self.started
        self.fork_seconds = time.process_time() - used + tracemalloc.get_traced_memory()[0] * FAULT

    def _fork(self, act):
        # The main thread and the looking one may both come here: two at once would take each other's children for the program's.
        if not self.forking.acquire(False):
            return False
        self.is_forking = True
        try:
            return act()
        except Exception:
            return False
        finally:
            self.is_forking = False
            self.forking.release()

    def end(self):
        if self.is_over:
            return
        self.is_over = True
        wall = self.clock() - self.started
        self.pending.close()
        self.looker.stop()
        self.collecting.end()
        current, peak = tracemalloc.get_traced_memory()
        if self.best is None or current > self.best[1]:
            self._freeze(True)
        # 3.12 and newer refuse to fork once the interpreter shuts down: what is there then is looked at here, where nobody waits for it any more.
        is_here = self.best is None or current > self.best[1]
        if is_here:
            self.best = [wall, current, peak, resident(), tracemalloc.get_tracemalloc_memory(), stack_of(sys._getframe(1))]
        if len(self.moments) >= 4:
            self.frozen.wait_for_work()
            self._count_lines(True, wall)
            # One after the other: each may take as much memory again.
            self.frozen.wait_for_work()
        if is_here:
            self.frozen.drop()
            _hasten_stock.take(self.path + ".stock")
        else:
            self.frozen.take_stock()
        self.write(wall, current, peak, self.best or [wall, current, peak, resident(), 0, []])

    def write(self, wall, current, peak, best):
        write(self.path + ".memory", {
            "pid": os.getpid(), "parent": os.getppid(), "argv": [word for word in sys.argv if type(word) is str],
            "version": "%d.%d.%d" % sys.version_info[:3], "executable": sys.executable or "",
            "gil": "on" if getattr(sys, "_is_gil_enabled", lambda: True)() else "off",
            "library": library_folders(), "wall": wall, "frames": FRAMES, "peak": peak, "end": current,
            "base_rss": self.base_rss, "seen": {"at": best[0], "bytes": best[1], "rss": best[3],
                                                "tracing": best[4], "stack": best[5]},
            "course": self.course, "moments": self.moments, "searched": self.searched,
            "collections": self.collecting.rows(),
        })


def stack_of(frame, most=64):
    """Innermost first, without our own frames and ctypes', nor the text that began ours in a process that ran already."""
    rows, is_ours = [], False
    while frame is not None and len(rows) < most:
        code = frame.f_code
        is_ours = os.path.basename(code.co_filename).startswith("_hasten_") or (is_ours and code.co_filename == "<string>")
        if not is_ours:
            name = getattr(code, "co_qualname", code.co_name)
            rows.append([absolute(code.co_filename), frame.f_lineno or 0, name, code.co_firstlineno])
        frame = frame.f_back
    return rows


class Looker:
    """The looking thread; a new one after each fork of the program's."""

    def __init__(self, memory):
        self.memory = memory
        self.wake = allocate_lock()
        self.wake.acquire()
        self.gone = allocate_lock()
        self.gone.acquire()
        start_new_thread(self.run, ())

    def stop(self):
        if self.wake.locked():
            self.wake.release()
        self.gone.acquire(True, 2)

    def run(self):
        wait, look, serve = self.wake.acquire, self.memory.look, self.memory.pending.serve_late
        try:
            _block_signals()
            while not wait(True, LOOK):
                was_enabled = gc.isenabled()
                gc.disable()
                try:
                    look()
                finally:
                    if was_enabled:
                        gc.enable()
                serve()
        except Exception:
            pass  # What was seen until here stands; the exact peak says what was not.
        finally:
            self.gone.release()


def _block_signals():
    try:
        import _signal

        _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
    except (ImportError, AttributeError, OSError, ValueError):
        pass


class Collections:
    """Times, collections and what they freed, by generation."""

    def __init__(self):
        clock, begun = time.perf_counter, []
        self.seen = {}
        seen = self.seen

        def watch(phase, info):
            if phase == "start":
                begun[:] = [clock()]
            elif begun:
                row = seen.setdefault(info.get("generation", 2), [0, 0.0, 0])
                row[0] += 1
                row[1] += clock() - begun.pop()
                row[2] += info.get("collected", 0)

        self.watch = watch
        gc.callbacks.append(watch)

    def end(self):
        for at, callback in enumerate(gc.callbacks):
            if callback is self.watch:
                del gc.callbacks[at]
                return

    def rows(self):
        return [[generation] + row for generation, row in sorted(self.seen.items())]
