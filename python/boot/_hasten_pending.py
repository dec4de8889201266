"""Has something done by the program's main thread, between two of its instructions, without a signal.

Py_AddPendingCall is what signal handlers are run by. From there the main thread's frames can be read with their
locals, which from another thread cannot be done without keeping them alive (up to 3.12) or reading freed memory (from 3.11 on).
"""

import sys
import time
from _thread import get_ident

#: Seconds after which the main thread is taken to wait for something: then the asking thread does it itself.
LATE = 0.03


#: With these loaded, looking at other threads' frames is not safe (see `_hasten_sampler`).
_INTERPRETERS = ("_xxsubinterpreters", "_interpreters")


def _waits_for_threads(main):
    """Does the main thread wait in `threading`, and not, as far as can be seen, for a child of the program's?

    A fork from another thread shows to an `os.wait()` that runs meanwhile: it would be given our child.
    """
    if any(name in sys.modules for name in _INTERPRETERS):
        return False
    frame = sys._current_frames().get(main)
    return frame is not None and frame.f_globals.get("__name__") == "threading"


class Pending:
    def __init__(self):
        self.main = get_ident()
        self.act = None
        self.asked = 0.0
        self.is_asked = False
        self.is_closed = False
        try:
            import ctypes

            self.callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(self._serve)
            self.add = ctypes.pythonapi.Py_AddPendingCall
        except Exception:
            self.add = None

    def ask(self, act):
        if self.act is not None or self.is_closed:
            return
        self.act, self.asked = act, time.perf_counter()
        # One that the main thread has not come to yet will serve this, too.
        if self.add is not None and not self.is_asked:
            self.is_asked = self.add(self.callback, None) == 0

    def serve_late(self):
        """From the asking thread."""
        act = self.act
        if act is not None and time.perf_counter() - self.asked > LATE and _waits_for_threads(self.main):
            self.act = None
            act(False)

    def close(self):
        self.is_closed = True
        self.act = None

    def _serve(self, _):
        self.is_asked = False
        act, self.act = self.act, None
        if act is not None:
            try:
                act(True)
            except Exception:
                pass
        return 0
