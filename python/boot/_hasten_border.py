"""Replays chosen calls of one function on its old and its new version, each in a forked child.

The instrumented source hands over the new version and decorates the old one: `border(new)(old)`. The program goes on with
the old one. A child starts from the very state of the call, so nothing has to be copied, and cannot change the program:
it writes what came out into a file of its own and ends. Opening a file for writing, starting a process or connecting ends
it early: such a call is not compared.
"""

# Everything is imported at the start, while the path still leads to the standard library first: a program may have
# a `json.py` of its own beside it.
import json
import os
import sys
import time

import _hasten_harder
import _hasten_logging
import _hasten_replay

_GENERATOR = 0x20
_COROUTINE = 0x80 | 0x200

#: Calls replayed at most, in one process.
MOST_CALLS = 40
#: Calls of which harder ones are derived.
MOST_HARDENED = 4

_folder = None
_limit = 20.0
_busy = False
#: One of each watched function: a child runs all of them in one version.
_watches = []


def start(folder):
    """Offers `_hasten_border` to the instrumented source, which asks the builtins for it."""
    global _folder, _limit
    import builtins

    _folder = folder
    _limit = float(os.environ.get("HASTEN_REPLAY_SECONDS", "20"))
    _hasten_harder.tries_other_types = os.environ.get("HASTEN_REPLAY_OTHER_TYPES") == "1"
    if os.environ.get("HASTEN_REPLAY_WHOLE") == "1":
        _hasten_replay.most_text = _hasten_replay.MOST_WHOLE
    builtins._hasten_border = border


def border(new):
    """Takes the new version; gives the decorator for the old one."""

    def decorate(old):
        flags = old.__code__.co_flags
        if hasattr(new.__code__, "replace"):
            # Messages on wrong arguments name the code before 3.10.
            new.__code__ = new.__code__.replace(co_name=old.__code__.co_name)
        for name in ("__defaults__", "__kwdefaults__", "__name__", "__qualname__", "__doc__"):
            # The same default objects on both sides: what calls left in them must not differ.
            setattr(new, name, getattr(old, name))
        if flags & _COROUTINE:
            note("unsupported", "`%s` is a coroutine: its calls are not replayed" % old.__qualname__)
            # Nobody watches whether it is called: that it never is must not be said.
            note("called", old.__qualname__)
            return old
        if not hasattr(os, "fork"):
            note("unsupported", "replaying calls needs fork, which this system does not have")
            note("called", old.__qualname__)
            return old
        note("loaded", old.__qualname__)
        watch = Watch(old, new)
        _watches.append(watch)
        return wrap(old, new, watch, bool(flags & _GENERATOR))

    return decorate


def wrap(old, new, watch, is_generator):
    """Stands for the old version: looks at each call, then makes it. A generator function stays one."""
    if is_generator:

        def wrapper(*args, **kwargs):
            if watch.is_on:
                watch.look(args, kwargs)
            return (yield from watch.active(*args, **kwargs))

    else:

        def wrapper(*args, **kwargs):
            if watch.is_on:
                watch.look(args, kwargs)
            return watch.active(*args, **kwargs)

    # From 3.14 on annotations are evaluated when asked for: the question is handed on. A signature is read through
    # `__wrapped__`, the defaults with it.
    annotations = "__annotate__" if sys.version_info >= (3, 14) else "__annotations__"
    for name in ("__module__", "__name__", "__qualname__", "__doc__", "__type_params__", annotations):
        try:
            setattr(wrapper, name, getattr(old, name))
        except (AttributeError, TypeError):
            pass
    wrapper.__dict__.update(old.__dict__)
    wrapper.__wrapped__ = old
    return wrapper


class Watch:
    """Chooses the calls to replay: the first ones, then ever fewer, and any with larger or other arguments than before."""

    def __init__(self, old, new):
        self.old = old
        self.new = new
        self.active = old
        self.is_on = True
        self.count = 0
        self.chosen = 0
        self.following = 1
        self.largest = 0
        self.kinds = set()
        self.spent = 0.0
        self.hardening = 0.0

    def look(self, args, kwargs):
        global _busy
        self.count += 1
        if self.count == 1 and not _busy:
            note("called", self.old.__qualname__)
        if _busy or not self.is_wanted(args, kwargs):
            return
        if has_threads():
            note("skipped", "calls made while several threads run are not replayed")
            self.is_on = False
            return
        _busy = True
        started = time.monotonic()
        try:
            self.chosen += 1
            replay(self, args, kwargs)
        except (OSError, MemoryError, RecursionError) as error:
            # No memory to fork, no room on the disk: the program goes on all the same.
            self.is_on = False
            note("skipped", "calls could not be replayed: %s: %s" % (type(error).__name__, error))
        finally:
            _busy = False
            self.spent += time.monotonic() - started
            if self.chosen >= MOST_CALLS or self.spent > _limit:
                self.is_on = False

    def is_wanted(self, args, kwargs):
        size = sum(len(value) for value in args if type(value) in _SIZED)
        kinds = tuple(map(type, args))
        is_due = self.count >= self.following
        is_larger = size > 2 * self.largest
        is_other = kinds not in self.kinds and len(self.kinds) < 20
        if is_due:
            self.following = self.count + max(1, self.count // 2) if self.count > 3 else self.count + 1
        if is_larger:
            self.largest = size
        if is_other:
            self.kinds.add(kinds)
        return is_due or is_larger or is_other


_SIZED = (list, tuple, dict, set, frozenset, str, bytes)


def has_threads():
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def note(kind, text):
    """One line in this process's record; a run may end at any moment, so each is written at once."""
    with open(os.path.join(_folder, "border-%d.jsonl" % os.getpid()), "a") as record:
        record.write(json.dumps([kind, text]) + "\n")


def replay(watch, args, kwargs):
    """Runs the call on both versions, then harder calls made from it."""
    call = watch.count
    took = compare(watch, args, kwargs, call, None)
    if took is None or watch.chosen > MOST_HARDENED:
        return
    # Harder arguments are small, but what they are used with may not be: no more than a part of the time goes here, most of
    # it to the first call.
    started = time.monotonic()
    share = _limit / 2 if watch.chosen == 1 else _limit / 4 - watch.hardening
    harden(watch, args, kwargs, took, started + share)
    if watch.chosen > 1:
        watch.hardening += time.monotonic() - started


def harden(watch, args, kwargs, took, deadline):
    for name, harder_args, harder_kwargs, prepare in _hasten_harder.derive(watch.old, args, kwargs):
        if time.monotonic() > deadline:
            note("skipped", "not all harder calls of `%s` were made: the time for them was up" % watch.old.__qualname__)
            return
        # Small as they are they take no longer than the call, unless they never end; what is logged takes its time.
        is_logging = prepare is _hasten_logging.enable
        limit = _limit / 2 if is_logging else min(_limit, 2.0 + 4.0 * took)
        compare(watch, harder_args, harder_kwargs, watch.count, name, prepare, limit)


def compare(watch, args, kwargs, call, harder, prepare=None, limit=None):
    """Seconds that the old version took; None when nothing could be compared. `limit`: seconds that a version may take."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass
    base = os.path.join(_folder, "call-%d-%d-%d" % (os.getpid(), call, time.monotonic_ns()))
    random = sys.modules.get("random")
    # random draws a new seed in every child (its own after-fork hook).
    state = random.getstate() if hasattr(random, "getstate") else None

    def run(which, ending):
        def begin():
            if state is not None:
                random.setstate(state)
            if prepare is not None:
                prepare()

        return in_child(watch, which, args, kwargs, base + ending, begin, limit)

    started = time.monotonic()
    outcomes = [run(0, "-old")]
    took = time.monotonic() - started
    outcomes.append(run(1, "-new"))
    if outcomes == ["done", "done"] and not is_same(base + "-old", base + "-new"):
        # Is it the change, or would the old version do something else each time? Asked late enough for a clock to move.
        time.sleep(0.002)
        outcomes.insert(1, run(0, "-again"))
    note("call", {
        "function": watch.old.__qualname__, "call": call, "harder": harder, "base": os.path.basename(base),
        "outcomes": outcomes, "took": [took_by(base + "-old"), took_by(base + "-new")],
    })
    return took if outcomes[0] == "done" else None


def took_by(path):
    """Seconds that a child's call took; None where it did not come to its end."""
    try:
        with open(path + ".took") as clock:
            return float(clock.read())
    except (OSError, ValueError):
        return None


def is_same(one, other):
    with open(one, "rb") as first, open(other, "rb") as second:
        return first.read() == second.read()


def in_child(watch, which, args, kwargs, path, begin, limit):
    """How the child ended: "done", "timed out", "ended by signal N", or why it stopped itself."""
    child = os.fork()
    if child == 0:
        status = 70
        try:
            for one in _watches:
                one.is_on = False
                one.active = (one.old, one.new)[which]
            begin()
            status = _hasten_replay.perform((watch.old, watch.new), which, args, kwargs, path)
        finally:
            os._exit(status)
    deadline = time.monotonic() + (_limit if limit is None else limit)
    pause = 0.0005
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return describe(status, path)
        if time.monotonic() > deadline:
            os.kill(child, 9)
            os.waitpid(child, 0)
            return "timed out"
        time.sleep(pause)
        pause = min(0.02, pause * 1.5)


def describe(status, path):
    if os.WIFSIGNALED(status):
        return "ended by signal %d" % os.WTERMSIG(status)
    if os.WEXITSTATUS(status) == 0 and os.path.exists(path):
        return "done"
    try:
        with open(path + ".why") as why:
            return why.read()
    except OSError:
        return "ended with status %d" % os.WEXITSTATUS(status)
