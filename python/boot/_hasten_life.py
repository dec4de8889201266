"""Tells a collector when its process forks and ends.

A collector has `end()` (may come more than once), `before_fork()`, `after_fork_in_parent()`, `after_fork_in_child()`.
os._exit, exec and deadly signals skip all of this; what was not flushed by then is lost.
"""

import atexit
import os
import sys


def follow(collector):
    """Failures are swallowed: what a hook of these raises would be printed into the program's stderr."""
    # Registered before any of the program's own handlers, and they run last in, first out: ours sees all of theirs.
    atexit.register(_quiet(collector.end))
    if not hasattr(os, "register_at_fork"):
        return
    state = []

    def before():
        _follow_multiprocessing(collector, state)
        collector.before_fork()

    os.register_at_fork(
        before=_quiet(before),
        after_in_parent=_quiet(collector.after_fork_in_parent),
        after_in_child=_quiet(collector.after_fork_in_child),
    )


def _quiet(callback):
    def call():
        try:
            callback()
        except Exception:
            pass

    return call


def _follow_multiprocessing(collector, state):
    """multiprocessing's forked children leave by os._exit after running their own finalizers: be one of those."""
    util = sys.modules.get("multiprocessing.util")
    if state or util is None:
        return
    state.append(True)
    try:
        util.register_after_fork(collector, lambda one: util.Finalize(None, _quiet(one.end), exitpriority=-(1 << 30)))
    except Exception:
        pass  # a program that replaced the module: its children lose their last quarter of a second
