"""Forked children that stand still with the program's memory as it was.

Each is a grandchild, so that the program's own `os.wait()` never meets it. It has no pipe to the program, whose
descriptor numbers stay as they are: it is told by signals, and known by a file that holds its process id.
"""

import gc
import os
import signal
import time
import warnings

#: Seconds that taking stock may take.
PATIENCE = 60
_WAKE = signal.SIGUSR1


class Frozen:
    def __init__(self, path):
        self.path = path
        self.pid = None
        self.working = {}
        self.keeper = os.getpid()

    def freeze(self, act):
        """Forks a child that waits; it takes the place of the one before."""
        pid = self._fork(lambda: self._stand(act))
        if pid is None:
            return False
        self.drop()
        self.pid = pid
        return True

    def work(self, kind, act):
        """Forks a child that does this and ends."""
        pid = self._fork(act)
        if pid is None:
            return False
        self.working[kind] = pid
        return True

    def is_working(self, kind):
        return kind in self.working and _lives(self.working[kind])

    def is_working_at_all(self):
        return any(_lives(pid) for pid in self.working.values())

    def wait_for_work(self):
        for pid in self.working.values():
            _wait_for(pid)

    def drop(self):
        if self.pid is not None:
            _kill(self.pid, signal.SIGKILL)
            self.pid = None

    def take_stock(self):
        """Wakes the child and returns when it is done."""
        if self.pid is not None and _kill(self.pid, _WAKE):
            _wait_for(self.pid)
        self.drop()

    def wake(self):
        """The same without waiting for it."""
        if self.pid is not None:
            _kill(self.pid, _WAKE)
            self.pid = None

    def _stand(self, act):
        while True:
            if signal.sigtimedwait([_WAKE], 1) is not None:
                act(self.path + ".stock")
                return
            if not _lives(self.keeper):
                return

    def _fork(self, act):
        """The grandchild's process id; None where the system did not let us."""
        if not hasattr(os, "fork") or not hasattr(signal, "sigtimedwait"):
            return None
        told = self.path + ".child"
        old = signal.pthread_sigmask(signal.SIG_BLOCK, [_WAKE])
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                child = os.fork()
        except OSError:
            child = None
        if child == 0:
            _begin(told, act)
        if _WAKE not in old:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [_WAKE])
        if child is None:
            return None
        os.waitpid(child, 0)
        try:
            handle = os.open(told, os.O_RDONLY)
            try:
                return int(os.read(handle, 20))
            finally:
                os.close(handle)
                os.unlink(told)
        except (OSError, ValueError):
            return None


def _begin(told, act):
    """In the child: forks once more and ends. Never returns."""
    try:
        gc.disable()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            grandchild = os.fork()
        if grandchild:
            handle = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.write(handle, b"%d" % grandchild)
            os._exit(0)
        _let_go()
        act()
    finally:
        os._exit(0)


def _let_go():
    """Holds none of the program's files, pipes and sockets open."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    try:
        numbers = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        numbers = range(3, 256)
    for number in numbers:
        if number > 2:
            try:
                os.close(number)
            except OSError:
                pass


def _kill(pid, number):
    try:
        os.kill(pid, number)
        return True
    except OSError:
        return False


def _lives(pid):
    """A grandchild that ended and that nobody has buried yet is a zombie: it does not live."""
    try:
        handle = os.open("/proc/%d/stat" % pid, os.O_RDONLY)
    except OSError:
        return not os.path.isdir("/proc/self") and _kill(pid, 0)
    try:
        return os.read(handle, 400).rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except (OSError, IndexError):
        return False
    finally:
        os.close(handle)


def _wait_for(pid):
    limit = time.monotonic() + PATIENCE
    while pid is not None and _lives(pid):
        if time.monotonic() > limit:
            # What another thread had locked at the fork stays locked in the child.
            _kill(pid, signal.SIGKILL)
            return
        time.sleep(0.002)
